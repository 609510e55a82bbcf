"""What the pages of papers show, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from quorate.notices.addresses import way_to
from quorate.notices.models import Channel, Message
from quorate.notices.offers import Offer, offers_of
from quorate.notices.plan_readers import PLAN
from quorate.notices.queries import messages_of, releases_of, renditions_of
from quorate.notices.services.letting_out import NEEDS_WRITING, change_of
from quorate.notices.services.preparing import TITLES, Preview, for_another
from quorate.notices.unnamed import places_without_name
from quorate.notices.without_plan import WithoutPlan, without_plan
from quorate.people.models import User
from quorate.release.apart import CALLING_PEOPLE, waiting_for_arrangement
from quorate.release.artefacts import INVITING
from quorate.release.copies import closed_copies
from quorate.release.models import BY_RULE, GENOGRAM, Release, ReleaseState
from quorate.web.conferences.numbers_missing import numbers_missing
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.papers_messages import MessageShown, shown_of
from quorate.web.wording import with_role

_What = tuple[str, UUID | None]

_LOOKS: Final[Mapping[str, str]] = {
    "prepared": "due", "released": "in-place", "refused": "plain", "stopped": "late", "overtaken": "plain",
}  # fmt: skip
_KINDS: Final = {
    "invitation": "Who comes when and where. Each person has a letter of their own.",
    "moved": "To everybody who was told the old date.",
    "cancelled": "To everybody who was told the date.",
    "not-going-on": "To everybody who was told the date or came: it was adjourned and is not taken up again.",
    "taken-back": "To those who were told the date and are not asked to come any more. It does not say why.",
    "day-sheet": "For the chair and the minute-taker.",
    "exclusion-letter": "Why somebody cannot come, how they are heard, and how to disagree.",
    "views-moved": "To whoever cannot come and was told the old day. No place and no time.",
    "report": "To each parent and the professionals, each reader's own. That they have it is noted at the report.",
    "decisions": "What was decided for each child and why, and how to disagree.",
    "summary": "For the family, on one page.",
    "plan": "Who does what by when.",
    "minutes": "The record as the chair approved it, each reader's own.",
    "complaint-acknowledgement": "That it has come, and what happens now.",
    "complaint-answer": "What was written down as the answer.",
}
_NAMING: Final = ("invitation", "moved", "cancelled", "exclusion-letter", "decisions", "summary", "plan")
"""Papers in which families read whom to ring by name."""


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One paper that was prepared."""

    key: UUID
    title: str
    state: str
    look: str
    prepared_by: str
    prepared_at: Any
    released_by: str = ""
    released_at: Any = None
    finding: str = ""
    why: str = ""
    copies: list[Any] = field(default_factory=list)
    messages: list[MessageShown] = field(default_factory=list)
    is_mine: bool = False
    code: str = ""
    is_overtaken: bool = False

    @property
    def summary(self) -> str:
        """Where its messages are, in one line."""
        counted: dict[str, int] = {}
        for one in self.messages:
            counted[one.state] = counted.get(one.state, 0) + 1
        return ", ".join(f"{number} {state[0].lower()}{state[1:]}" for state, number in counted.items())


def papers_shown(found: OpenConference) -> dict[str, Any]:
    """The tab: to prepare, waiting, to hand over, not known, gone."""
    releases, messages = releases_of(found.conference), messages_of(found.conference)
    offers = offers_of(found.conference)
    names = _names([*(one.prepared_by for one in releases), *(one.released_by for one in releases)])
    rows = shown_of(found, messages)
    by_release: dict[UUID, list[MessageShown]] = {}
    for one in rows.values():
        by_release.setdefault(one.paper, []).append(one)
    titles = {(one.code, one.subject): one.title for one in offers}
    shown = [_paper(found, one, names, by_release.get(one.pk, []), titles=titles) for one in releases]
    prepared = {_what(one) for one in releases if one.state != "refused"}
    ready = [one for one in offers if not one.not_yet]
    is_office = "manage_people" in found.can
    others = _for_another(found, ((one.code, one.subject) for one in ready))
    return {
        "to_prepare": [_offered(found, one, prepared, others) for one in ready],
        "not_yet": [_offered(found, one, prepared) for one in offers if one.not_yet and not one.is_done],
        "waiting": [one for one in shown if one.look != "in-place" and not one.released_at],
        "out": [one for one in shown if one.released_at],
        "unknown": [rows[one.pk] for one in messages if one.state == "unknown"],
        "to_hand": [rows[one.pk] for one in messages if one.state == "waiting" and one.channel != "email"],
        "again": [rows[one.pk] for one in messages if one.state == "waiting" and one.tries and one.channel == "email"],
        "stopped": [rows[one.pk] for one in messages if one.state in ("held", "failed") and one.code not in BY_RULE],
        "may": is_office, "for_agency": _for_agency(found),
        "numbers": numbers_missing(found) if is_office and any(one.code in _NAMING for one in ready) else None,
        "without_plan": _without_plan(found, releases, messages) if is_office and _is_prepared(offers) else [],
    }  # fmt: skip


def _is_prepared(offers: Iterable[Offer]) -> bool:
    """Whether there is a plan to give out."""
    return any(one.code == PLAN and not one.not_yet for one in offers)


def _without_plan(
    found: OpenConference, releases: Iterable[Release], messages: Iterable[Message]
) -> list[dict[str, Any]]:
    return [_without(found, one) for one in without_plan(found.conference, found.case_ids, releases, messages)]


def _without(found: OpenConference, one: WithoutPlan) -> dict[str, Any]:
    role = found.word("lead_practitioner") if one.is_lead else found.word(one.role) if one.role else ""
    return {"says": with_role(one.name, role) if role else one.name, "is_listed": one.is_listed}


def _for_agency(found: OpenConference) -> bool:
    """Whether they act for a partner agency: the database shows them that agency's papers and copies alone."""
    return found.standing.agency_id is not None and "manage_people" not in found.can


def _prepares(found: OpenConference) -> bool:
    """Whether they prepare papers at all: the office, and whoever leads the meeting."""
    return found.leads or "manage_people" in found.can


def _for_another(found: OpenConference, papers: Iterable[_What]) -> Mapping[_What, str]:
    """Those of these papers that somebody else prepares, with who does. Asked for those alone who prepare papers: none
    other is told that something of one is closed to them.
    """
    return for_another(found.standing, found.conference, papers) if _prepares(found) else {}


def _what(release: Release) -> _What:
    """Which paper it is: of those that call people the booking does not count."""
    return release.code, None if release.code in INVITING else release.subject_id


def _offered(
    found: OpenConference, one: Offer, prepared: Collection[_What], others: Mapping[_What, str] = MappingProxyType({})
) -> dict[str, Any]:
    by_whom = others.get((one.code, one.subject), "")
    return {
        "code": one.code, "subject": one.subject or "", "title": one.title, "says": _KINDS.get(one.code, ""),
        "not_yet": one.not_yet, "due_on": one.due_on, "again": (one.code, one.subject) in prepared,
        "may": not by_whom and _prepares(found), "by_whom": by_whom,
    }  # fmt: skip


def paper_shown(found: OpenConference, release: Release) -> dict[str, Any]:
    """One paper with its copies and messages."""
    names = _names([release.prepared_by, release.released_by])
    messages = [one for one in messages_of(found.conference) if one.release_id == release.pk]
    copies, waits = renditions_of(release), release.state == "prepared"
    titles = {(one.code, one.subject): one.title for one in offers_of(found.conference)}
    shown = _paper(found, release, names, shown_of(found, messages).values(), copies, titles)
    may = "manage_people" in found.can
    closed = closed_copies(release) if waits and may else []
    changed = change_of(release, [*copies, *closed]) if waits and may else ""
    others = _for_another(found, [_what(release)]) if changed else {}
    code, subject = _what(release)
    return {
        "which": code if subject is None else f"{code}:{subject}",
        "paper": shown, "closed": len(closed), "may": may, "waits": waits, "subject": _what(release)[1] or "",
        "stays": _staying(release, copies) if waits and may else [],
        "nobody": _for_nobody(found, [*copies, *closed]) if waits and may else [],
        "changed": changed, "by_whom": others.get(_what(release), ""), "for_agency": _for_agency(found),
        "lets_out": may and (release.code not in NEEDS_WRITING or "write" in found.can),
    }  # fmt: skip


def _staying(release: Release, copies: Iterable[Any]) -> list[str]:
    """Whose copies stay here until the chair has arranged how they come; never why."""
    if release.code not in CALLING_PEOPLE:
        return []
    waits = waiting_for_arrangement(release.conference_id, [one.recipient for one in copies])
    return [one.name for one in copies if one.recipient in waits]


def _for_nobody(found: OpenConference, copies: Collection[Any]) -> list[tuple[UUID, str]]:
    """The places that nobody has been named for and whose copies would go by hand, by their line of the list."""
    places = places_without_name(one.recipient for one in copies)
    rows = [one for one in copies if one.recipient in places]
    return [(one.recipient, one.name) for one in rows if way_to(one, found.today).channel == Channel.HAND]


def preview_shown(found: OpenConference, person: str, code: str) -> dict[str, Any]:
    """Everybody on the list with the papers there are; for one of them the paper itself."""
    from quorate.conferences.queries.people import invitees_of

    people = [one for one in invitees_of(found.conference) if one.kind != "observer"]
    told: dict[str, Any] = {
        "people": [{"key": str(one.pk), "says": with_role(one.name, found.word(one.role))} for one in people],
        "papers": [(_key(one), one.title) for one in offers_of(found.conference)],
        "person": person, "code": code, "name": "", "html": "", "finding": "", "refusal": "", "enclosed": "",
        "is_bare": False, "lines": (),
    }  # fmt: skip
    chosen = next((one for one in people if str(one.pk) == person), None)
    if chosen is not None and code.partition(":")[0] in TITLES:
        told["name"] = chosen.name
        told |= _as_shown(chosen.name, _previewed(found, chosen, code))
    return told


def preview_enclosed(found: OpenConference, person: str, code: str) -> bytes:
    """What would go with this person's copy of a paper now, as PDF; nothing where nothing would."""
    from quorate.conferences.queries.people import invitees_of

    chosen = next((one for one in invitees_of(found.conference) if str(one.pk) == person), None)
    if chosen is None or code.partition(":")[0] not in TITLES:
        return b""
    told = _previewed(found, chosen, code)
    return b"" if isinstance(told, str) else told.enclosed


def _key(one: Offer) -> str:
    """What tells papers apart in an address: the code, and of what where there are several."""
    return one.code if one.subject is None else f"{one.code}:{one.subject}"


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _previewed(found: OpenConference, chosen: Any, code: str) -> Preview | str:
    """What this person would get of the paper that an address names, or the sentence that says why nothing."""
    from quorate.documents.letters import NoSuchPaper, NotReadyYet
    from quorate.notices.services import AnotherPrepares, NobodyToTell, preview

    paper, _, about = code.partition(":")
    try:
        return preview(
            conference=found.conference, code=paper, invitee=chosen, by=found.standing, at=found.now, subject=_id(about)
        )
    except (AnotherPrepares, NobodyToTell, NotReadyYet, NoSuchPaper) as refusal:
        return str(refusal)


def _as_shown(name: str, told: Preview | str) -> dict[str, Any]:
    from quorate.documents.setting import as_html

    if isinstance(told, str):
        return {"refusal": told}
    if told.own.is_empty:
        return {"refusal": f"{name} would get nothing: none of it is for them."}
    return {
        "html": as_html(told.own, told.pack), "finding": told.finding, "lines": told.lines,
        "is_bare": told.own.code == "report" and {part.code for part in told.own.parts} == {"about"},
        "enclosed": "" if not told.enclosed else "genogram" if told.enclosed_code == GENOGRAM else "leaflet",
    }  # fmt: skip


def _paper(
    found: OpenConference, one: Release, names: Mapping[UUID, str], messages: Iterable[MessageShown], copies: Any = (),
    titles: Mapping[tuple[str, UUID | None], str] = MappingProxyType({}),
) -> PaperShown:  # fmt: skip
    is_aside = one.state == ReleaseState.OVERTAKEN and bool(one.why)
    return PaperShown(
        key=one.pk, title=titles.get(_what(one), one.title), look=_LOOKS[one.state],
        state="Put aside" if is_aside else one.get_state_display(),
        code=one.code, prepared_by=names.get(one.prepared_by, "somebody"), prepared_at=one.prepared_at,
        released_by="" if one.released_by is None else names.get(one.released_by, "somebody"),
        released_at=one.released_at, copies=list(copies), messages=list(messages),
        # What was found, and why somebody did not let it out, may be about any of those who get it.
        finding="" if _for_agency(found) else one.finding, why="" if _for_agency(found) and not is_aside else one.why,
        is_mine=one.prepared_by == found.standing.user_id, is_overtaken=one.state == ReleaseState.OVERTAKEN,
    )  # fmt: skip


def _names(users: Iterable[UUID | None]) -> dict[UUID, str]:
    rows = User.objects.filter(pk__in={one for one in users if one is not None})
    return dict(rows.values_list("pk", "display_name"))
