"""Cards of the analysis: written, changed, moved, taken away. A stale save is refused; a resend changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from quorate.access.gathering import prepared
from quorate.access.permissions import NoSuchRecord
from quorate.access.standing import Standing
from quorate.audit.services import Entry
from quorate.cases.bulk import insert_together
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services.writing import entry_of
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Card, CardVersion, Conference
from quorate.conferences.services.meeting_rules import (
    audience,
    invitee_of,
    only_children_of,
    require_lead,
    words_of,
)
from quorate.conferences.versions import TwoTexts


@quietly
def add_card(
    *, conference: Conference, column: str, words: str, op_id: UUID, at: datetime, by: Standing,
    children: Iterable[UUID] = (), said_by: UUID | None = None, said_words: str = "", answers: UUID | None = None,
    meant_for: str = "F-all", named: Iterable[UUID] = (), card_id: UUID | None = None, how: str = "add",
    finished: bool = True,
) -> Card:  # fmt: skip
    """A new card at the foot of a column of the pack's analysis; with `answers` a correction on another card.

    `card_id` is the writer's own choice of an id, so that what is being typed can be saved again as the same card.

    `op_id` is the writer's: sent twice it gives the card that it made. What is said in the meeting is meant for all of
    it unless the writer says otherwise; nobody of the family gets it before the record is let out. What is not
    `finished` is still being typed and does not stand on the screen in the room. Raises `Refused`.
    """
    try:
        with transaction.atomic():
            require_lead(by, conference)
            made, foot = _before(op_id, conference, column)
            if made is not None:
                return made
            label, people = audience(meant_for, named)
            card = Card(
                id=card_id or uuid4(), conference=conference, case_id=conference.case_id,
                authority_id=conference.authority_id, column=column, words=words_of(words), place=foot + 1,
                changed_at=at, changed_by=by.user_id, meant_for=label, named=people,
            )  # fmt: skip
            _set_about(card, children, said_by, said_words, answers)
            _set(card, _for_room(card, {}, finished))
            kept, entry = _as_kept(card, op_id, how, 0, by, at)
            insert_together([card, kept], [entry])
            return card
    except IntegrityError:
        # The same operation came twice at the same moment.
        with transaction.atomic():
            if (made := _made_by(op_id, conference)) is None:
                raise
        return made


@quietly
@transaction.atomic
def change_card(
    *, conference: Conference, card_id: UUID, base_version: int, op_id: UUID, at: datetime, by: Standing,
    finished: bool = True, **said: Any,
) -> Card:  # fmt: skip
    """Changes a card: `words`, `children`, `said_by`, `said_words`, `meant_for` with `named`; what is left out stays.

    `base_version` is the version that the writer had before them. Raises TwoTexts where somebody has saved since
    (the words are then kept by nobody but whoever sends them: show both), `Refused`, `NotAllowed`. `finished` as for
    a new card; for whom it is not meant any more, those see nothing of it on the screen from this save on.
    """
    require_lead(by, conference)
    if (made := _made_by(op_id, conference)) is not None:
        return made
    card = _card(conference, card_id)
    changed = _checked(conference, card, said)
    changed |= _for_room(card, changed, finished)
    if card.version == base_version and not card.removed_at and _is_so(card, changed):
        return card
    return _save(card, base_version, op_id, "edit", by, at, changed)


@quietly
@transaction.atomic
def move_card(
    *, conference: Conference, card_id: UUID, column: str, base_version: int, op_id: UUID, at: datetime, by: Standing
) -> Card:
    """Puts a card at the foot of another column. Raises TwoTexts, `Refused`, `NotAllowed`."""
    require_lead(by, conference)
    if (made := _made_by(op_id, conference)) is not None:
        return made
    _refuse_column(conference, column)
    card = _card(conference, card_id)
    place = _next_place(conference, column)
    moved = _save(card, base_version, op_id, "move", by, at, {"column": column, "place": place})
    Card.objects.filter(answers=moved).update(column=column)
    return moved


@quietly
@transaction.atomic
def remove_card(
    *, conference: Conference, card_id: UUID, base_version: int, op_id: UUID, at: datetime, by: Standing
) -> Card:
    """Takes a card away; it and its history stay in the record of changes. Raises TwoTexts, `NotAllowed`."""
    require_lead(by, conference)
    if (made := _made_by(op_id, conference)) is not None:
        return made
    card = _card(conference, card_id)
    removed = _save(card, base_version, op_id, "remove", by, at, {"removed_at": at})
    Card.objects.filter(answers=removed, removed_at__isnull=True).update(removed_at=at, version=F("version") + 1)
    return removed


@quietly
@transaction.atomic
def keep_both(
    *,
    conference: Conference,
    card_id: UUID,
    words: str,
    op_id: UUID,
    at: datetime,
    by: Standing,
    meant_for: str,
    children: Iterable[UUID] | None = None,
    said_by: UUID | None = None,
    said_words: str = "",
) -> Card:
    """Of two texts for one card both are kept: the one that stands, and `words` as a card of its own beside it, for
    those for whom its own writer meant it; `children` None: those of the card that stands."""
    require_lead(by, conference)
    card = _card(conference, card_id)
    return add_card(
        conference=conference, column=card.column, words=words, op_id=op_id, at=at, by=by,
        children=card.children if children is None or card.answers_id is not None else children, said_by=said_by,
        said_words=said_words, answers=card.answers_id, meant_for=meant_for,
        named=card.named if meant_for == card.meant_for else (), how="keep-both",
    )  # fmt: skip


# --- steps


def _made_by(op_id: UUID, conference: Conference) -> Card | None:
    """The card that this operation has made or changed already."""
    (done,) = prepared(_done, op_id=op_id)
    return _card_of(done, conference)


def _done(op_id: UUID) -> list[QuerySet[Any, Any]]:
    return [CardVersion.objects.filter(op_id=op_id).select_related("card")]


def _card_of(done: Sequence[CardVersion], conference: Conference) -> Card | None:
    if not done:
        return None
    if done[0].card.conference_id != conference.pk:
        raise NoSuchRecord
    made: Card = done[0].card
    return made


def _before(op_id: UUID, conference: Conference, column: str) -> tuple[Card | None, int]:
    """The card that this operation has made already, and the last place in a column, from one statement."""
    done, places = prepared(_readings_before, op_id=op_id, conference=conference, column=column)
    return _card_of(done, conference), places[0] if places else 0


def _readings_before(op_id: UUID, conference: Conference, column: str) -> list[QuerySet[Any, Any]]:
    return [*_done(op_id), *_places(conference, column)]


def _set_about(
    card: Card, children: Iterable[UUID], said_by: UUID | None, said_words: str, answers: UUID | None
) -> None:
    """Of whom a new card is and who said it; a correction stands with the card that it corrects."""
    conference = card.conference
    if answers is not None:
        card.answers = answered = _card(conference, answers)
        children = answered.children
        if card.column != answered.column:
            card.column, card.place = answered.column, _next_place(conference, answered.column)
        if answered.meant_for == "R":
            card.meant_for, card.named = "R", list(answered.named)
    _refuse_column(conference, card.column)
    speaker = invitee_of(conference, said_by)
    card.said_by, card.said_words = None if speaker is None else speaker.pk, said_words.strip()[:120]
    card.children = only_children_of(conference, children)


def _card(conference: Conference, card_id: UUID) -> Card:
    found = Card.objects.filter(conference=conference, pk=card_id).first()
    if found is None:
        raise NoSuchRecord
    return found


def _checked(conference: Conference, card: Card, said: Mapping[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if "words" in said:
        changed["words"] = words_of(said["words"])
    if "children" in said:
        changed["children"] = only_children_of(conference, said["children"])
    if "said_by" in said:
        speaker = invitee_of(conference, said["said_by"])
        changed["said_by"] = None if speaker is None else speaker.pk
    if "said_words" in said:
        changed["said_words"] = (said["said_words"] or "").strip()[:120]
    if "meant_for" in said:
        changed["meant_for"], changed["named"] = audience(said["meant_for"], said.get("named", card.named))
    return changed


def _for_room(card: Card, changed: Mapping[str, Any], finished: bool) -> dict[str, Any]:
    """What the screen in the room shows of a card from now on; nothing new while somebody is still typing."""
    if changed.get("meant_for", card.meant_for) != "F-all":
        return {"room_words": "", "room_said_by": None, "room_said_words": ""}
    if not finished:
        return {}
    return {f"room_{name}": changed.get(name, getattr(card, name)) for name in ("words", "said_by", "said_words")}


def _set(card: Card, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(card, name, value)


def _save(card: Card, base: int, op_id: UUID, how: str, by: Standing, at: datetime, changed: Mapping[str, Any]) -> Card:
    """Writes where nobody has written since: one statement decides. Raises TwoTexts."""
    written = Card.objects.filter(pk=card.pk, version=base, removed_at__isnull=True).update(
        **changed, version=F("version") + 1, changed_at=at, changed_by=by.user_id
    )
    now = Card.objects.get(pk=card.pk)
    if not written:
        if now.removed_at is None and _is_so(now, changed):
            return now  # both wrote the same
        raise TwoTexts(
            yours=changed.get("words", now.words), theirs="" if now.removed_at else now.words, version=now.version,
            theirs_by=now.changed_by, theirs_at=now.changed_at,
        )  # fmt: skip
    kept, entry = _as_kept(now, op_id, how, base, by, at)
    insert_together([kept], [entry])
    return now


def _is_so(card: Card, changed: Mapping[str, Any]) -> bool:
    return all(getattr(card, key) == value for key, value in changed.items())


def _as_kept(card: Card, op_id: UUID, how: str, base: int, by: Standing, at: datetime) -> tuple[CardVersion, Entry]:
    """The card as it stands now for the record of changes, and the entry in the trail: both are still to be written."""
    kept = CardVersion(
        card=card, case_id=card.case_id, authority_id=card.authority_id, op_id=op_id, how=how, base_version=base,
        version=card.version, column=card.column, text=card.words, by=by.user_id, at=at,
    )  # fmt: skip
    return kept, entry_of("meeting.card-saved", card, how=how, version=card.version, meant_for=card.meant_for)


def _refuse_column(conference: Conference, column: str) -> None:
    known = {one["code"] for one in pack_of(conference).data["analysis"]["columns"]}
    if column not in known:
        raise Refused({"column": "The analysis of this procedure has no such column; choose one of those shown."})


def _next_place(conference: Conference, column: str) -> int:
    (places,) = prepared(_places, conference=conference, column=column)
    return (places[0] if places else 0) + 1


def _places(conference: Conference, column: str) -> list[QuerySet[Any, Any]]:
    rows = Card.objects.filter(conference=conference, column=column).order_by("-place")
    return [rows.values_list("place", flat=True)[:1]]
