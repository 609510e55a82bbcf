"""Who comes with somebody of the family: as many, of the kinds and in the way that the procedure allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.models import Relative
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceChild, Invitee, InviteeKind, KeptOff
from quorate.conferences.naming import with_another
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services.exclusion_namesakes import KEPT_OUT, is_called_as_kept_out
from quorate.conferences.services.happening import happened, locked, london_day
from quorate.conferences.standing import NothingToldYet, position_of_conference
from quorate.procedure.pack import Pack

INTERPRETER = "interpreter"
OTHER_HELP = frozenset({INTERPRETER, "advocate"})
"""Who helps besides a supporter: an interpreter does not count among the supporters; an advocate does, where the
procedure lists advocates among them."""


@dataclass(frozen=True, slots=True)
class SupporterRule:
    """What the procedure says of supporters. `at_most` None: it sets no number; `may_speak` None: it does not say."""

    at_most: int | None
    kinds: tuple[str, ...]
    may_speak: bool | None
    solicitor_may_speak: bool
    is_confidence_needed: bool
    is_family_welcome: bool
    tell: str
    source: tuple[str, ...]

    def speaks(self, kind: str) -> bool | None:
        """Whether a supporter of this kind may speak; None where the procedure does not say."""
        if kind == "solicitor":
            return self.solicitor_may_speak
        return True if kind in OTHER_HELP and self.may_speak is None else self.may_speak

    def in_words(self) -> str:
        """ "One adult, who listens": for beside the supporter."""
        number = {None: "A supporter", 1: "One adult"}.get(self.at_most, f"At most {self.at_most} adults")
        manner = {None: "", True: ", who may speak", False: ", who listens"}[self.may_speak]
        return number + manner


@dataclass(frozen=True, slots=True)
class TellBy:
    """Until when a supporter is named in time: the rule's limit in ISO, "" without one; whether it has gone by."""

    due: str
    is_over: bool
    who: str
    source: tuple[str, ...]


def supporter_rule(pack: Pack) -> SupporterRule:
    """The procedure's rule about supporters."""
    said: Mapping[str, Any] = pack.data["supporters"]
    return SupporterRule(
        said.get("at_most"), tuple(said["kinds"]), said.get("may_speak"), said.get("solicitor_may_speak", False),
        said.get("confidentiality_acknowledged", False), said.get("family_welcome", False), said.get("tell") or "",
        tuple(said["source"]),
    )  # fmt: skip


def tell_by(conference: Conference, person_id: UUID | None, at: datetime) -> TellBy | None:
    """Until when somebody of the family says who comes with them; None where the procedure has no such window."""
    try:
        position = position_of_conference(conference, at)
    except NothingToldYet:
        return None
    try:
        about = position.person(str(person_id))
    except KeyError:
        about = ""
    windows = [
        one
        for one in position.position.as_data(brief=True)["duties"]
        if one["window"] and one["code"] in _naming_windows(position.pack)
    ]
    own = [one for one in windows if one["about"] == about] or windows
    if not own:
        return None
    one = own[0]
    return TellBy(one["due"] or "", one["state"] == "closed", one["who"], tuple(one["source"]))


def _naming_windows(pack: Pack) -> frozenset[str]:
    return frozenset(code for code, rule in pack.rules.by_code.items() if "supporter-named" in rule.met_by)


@quietly
@transaction.atomic
def name_supporter(
    *,
    conference: Conference,
    helped: Invitee,
    kind: str,
    name: str,
    at: datetime,
    by: Standing,
    late_reason: str = "",
    confidence_kept: bool = False,
    person_id: UUID | None = None,
    why: str = "",
    another: str = "",
) -> Invitee:
    """Puts somebody on the list who comes with `helped`: a supporter, an advocate or an interpreter.

    `kind` is one of the procedure's kinds, or interpreter. Named too late is accepted with a reason. Who comes with
    somebody who is kept out of all is not asked to come. `another`: how a namesake is known. Raises `Refused`.
    """
    require(by, "write", conference.case)
    rule = supporter_rule(pack_of(conference))
    refuse(
        kind=_kind_fault(rule, kind), helped=_number_fault(rule, helped, kind),
        name=_name_fault(conference, name, person_id, another), person_id=_family_fault(conference, kind, person_id),
    )  # fmt: skip
    is_late = kind != INTERPRETER and _is_late(conference, helped, late_reason, at)
    as_ = _OF_KIND.get(kind, InviteeKind.SUPPORTER)
    is_out = kept_out(conference, helped.person_id) == "whole"
    row = Invitee(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind=as_,
        person_id=person_id or uuid4(), name=tidy(name)[:250], role=as_.value, about=helped.about,
        to_invite=not is_out, kept_off=KeptOff.WITH if is_out else "", basis="supporter", source=list(rule.source),
        why=with_another(why, another)[:300], supporter_of=helped, supporter_kind=kind, named_on=london_day(at),
        late_reason=tidy(late_reason)[:300] if is_late else "",
        confidentiality_on=london_day(at) if confidence_kept else None,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("supporter.named", row, kind=kind, late=is_late)
    _tell_the_rules(conference, helped, row, at, by)
    return row


@quietly
@transaction.atomic
def acknowledge_confidence(*, invitee: Invitee, on: date, by: Standing) -> Invitee:
    """Notes that a supporter has said that they keep to themselves what they hear. Raises `NotAllowed`."""
    require(by, "manage_people", invitee.case)
    row = locked(invitee)
    if row.confidentiality_on is None:
        row.confidentiality_on = on
        row.save(update_fields=["confidentiality_on"])
        noted("invitee.changed", row, fields="confidentiality")
    return row


# --- steps

_OF_KIND: Final = {"advocate": InviteeKind.ADVOCATE, INTERPRETER: InviteeKind.INTERPRETER}


def _is_late(conference: Conference, helped: Invitee, reason: str, at: datetime) -> bool:
    window = tell_by(conference, helped.person_id, at)
    if window is None or not window.is_over:
        return False
    refuse(
        late_reason=None
        if says_something(reason)
        else "This comes after the time to say so. It is still accepted: say why it comes late."
    )
    return True


def _kind_fault(rule: SupporterRule, kind: str) -> str | None:
    if kind in rule.kinds or kind == INTERPRETER:
        return None
    return f"The procedure knows these: {', '.join((*rule.kinds, INTERPRETER)).replace('_', ' ')}."


def _number_fault(rule: SupporterRule, helped: Invitee, kind: str) -> str | None:
    if not helped.is_family or helped.is_helper:
        return "Only somebody of the family brings a supporter."
    if rule.at_most is None or kind not in rule.kinds:
        return None
    locked(helped)  # of two who name somebody at one moment the second waits, and counts the first
    there = Invitee.objects.filter(supporter_of=helped, removed_on__isnull=True, supporter_kind__in=rule.kinds)
    if there.count() < rule.at_most:
        return None
    clause = "; ".join(rule.source[:1])
    people = "one supporter" if rule.at_most == 1 else f"{rule.at_most} supporters"
    return f"{people.capitalize()} may come with each person ({clause}); take the other off the list first."


def _family_fault(conference: Conference, kind: str, person_id: UUID | None) -> str | None:
    """Nobody in the family is asked to interpret."""
    if kind != INTERPRETER or person_id is None:
        return None
    cases = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    if Relative.objects.filter(case_id__in=list(cases), person_id=person_id, removed_on__isnull=True).exists():
        return "Nobody in the family interprets; arrange somebody else."
    return None


def _name_fault(conference: Conference, name: str, person_id: UUID | None, another: str) -> str | None:
    """Nobody who is kept out comes as somebody's supporter: by their record, or by a name that is theirs."""
    if not tidy(name):
        return "Give the name of the person who comes."
    is_out = not says_something(another) and is_called_as_kept_out(conference, name)
    return KEPT_OUT if is_out or kept_out(conference, person_id) else None


def _tell_the_rules(conference: Conference, helped: Invitee, row: Invitee, at: datetime, by: Standing) -> None:
    """Records the event for a parent or a child; the rules know nothing of interpreters, nor of who comes with other
    relatives."""
    is_known = helped.kind in (InviteeKind.PARENT, InviteeKind.CHILD) and row.supporter_kind != INTERPRETER
    if not is_known or helped.person_id is None:
        return
    facts: dict[str, Any] = {
        "for": str(helped.person_id), "kind": row.supporter_kind,
        "confidentiality_acknowledged": row.confidentiality_on is not None,
    }  # fmt: skip
    if helped.kind == InviteeKind.PARENT:
        facts["parent"] = str(helped.person_id)
    try:
        happened("supporter-named", conference, at=at, by=by, facts=facts, about=helped.about)
    except Refused as refused:
        sentence = next(iter(refused.sentences.values()))
    else:
        return
    raise Refused({"helped": sentence})
