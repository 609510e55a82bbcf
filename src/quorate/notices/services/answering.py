"""What a person says of a message: handed over, posted, arrived or not, held back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.notices.addresses import is_valid
from quorate.notices.models import Channel, Message, MessageState
from quorate.notices.moving import moved_on
from quorate.notices.outbox import forbidden, hold_about, what_leaks
from quorate.notices.unnamed import asks_who_takes_it, is_family
from quorate.release.services import files_of

_LONGEST_NAME = 200
_WHO_TAKES_IT = (
    "Nobody is named for this copy. Write down the name of the person who takes it, or give the place its name on the"
    " list of people and prepare the paper again."
)
_OF_THE_FAMILY = (
    "This is the name of somebody of the family, or of somebody who comes with them: write down who takes it at the"
    " place that it is for, or, if that person has the same name, give the place its name on the list of people and"
    " prepare the paper again."
)


class NotThere(ValueError):
    """The message is not in a state in which this can be said of it."""


@transaction.atomic
def say_who_takes_it(*, message: Message, taken_by: str, by: Standing, at: datetime) -> Message:
    """Who takes a copy for a place that nobody has been named for: its log says when that was said, and by whom.

    Raises NotThere without a name, for one of the family, and where it does not wait to be handed over to such a place.
    """
    row = _to_hand_over(message, by)
    if not asks_who_takes_it(row):
        raise NotThere("We know to whom this one goes.")
    row.taken_by = _taker(row, taken_by)
    why = forbidden(row, on=timezone.localtime(at).date(), by_hand=True)
    if why:
        return moved_on(row, MessageState.HELD, by=by, at=at, why=why)
    return moved_on(row, MessageState.WAITING, by=by, at=at, why="taker", fields=("taken_by",))


def _taker(row: Message, said: str) -> str:
    found = tidy(said)
    if not says_something(found):
        raise NotThere(_WHO_TAKES_IT)
    if len(found) > _LONGEST_NAME:
        raise NotThere(f"A name has at most {_LONGEST_NAME} letters.")
    if is_family(row, found):
        raise NotThere(_OF_THE_FAMILY)
    return found


def _to_hand_over(message: Message, by: Standing) -> Message:
    row = _locked(message, by, MessageState.WAITING, "It does not wait to be handed over.")
    if row.rendition is None and row.rendition_id is not None:
        raise NotThere("This copy holds a part that is closed to you. The chair hands it over, and says so here.")
    if row.channel == Channel.EMAIL:
        raise NotThere("This one goes by e-mail.")
    return row


@transaction.atomic
def handed_over(*, message: Message, by: Standing, at: datetime, on: date | None = None, taken_by: str = "") -> Message:
    """Somebody handed it over or posted it, on this day (None: today); `taken_by` is the name of who took it, where
    its reader has none.

    Raises NotThere where it must not go any more, for a day on which it cannot have been, and where nobody says who
    took what was for a place without a name, or says somebody of the family.
    """
    row = _to_hand_over(message, by)
    if asks_who_takes_it(row):
        row.taken_by = _taker(row, taken_by)
    today = timezone.localtime(at).date()
    row.handed_on = on or today
    if not timezone.localtime(row.put_out_at).date() <= row.handed_on <= today:
        raise NotThere("Give the day on which it was handed over: not before it was let out, and not after today.")
    why = forbidden(row, on=today, by_hand=True)
    one = row.rendition
    files = [] if one is None else files_of(one.content, one.enclosed)
    if not why and any(what_leaks(row, content) for _, content in files):
        # An address may have been protected while it lay on the list.
        why = "protected-words"
    if not why and row.channel == Channel.POST and one is not None and not is_valid(one, row.address_row, today):
        why = "address"
    if why:
        return moved_on(row, MessageState.HELD, by=by, at=at, why=why)
    return moved_on(row, MessageState.HANDED, by=by, at=at, fields=("handed_on", "taken_by"))


@transaction.atomic
def say_whether_it_went(*, message: Message, it_went: bool, by: Standing, at: datetime) -> Message:
    """The answer to "Sent? We do not know". What did not arrive is handed over by somebody: it is not sent again."""
    row = _locked(message, by, MessageState.UNKNOWN, "We know what became of this one.")
    if it_went:
        return moved_on(row, MessageState.SENT, by=by, at=at, why="they-have-it")
    row.channel, row.again = Channel.HAND, True
    return moved_on(row, MessageState.WAITING, by=by, at=at, why="they-do-not", fields=("channel", "again"))


@transaction.atomic
def give_by_hand(*, message: Message, by: Standing, at: datetime) -> Message:
    """What could not be sent (yet), was to be posted, or was held because of its address, goes onto the list to be
    handed over.
    """
    stopped = (MessageState.FAILED, MessageState.HELD, MessageState.WAITING)
    row = _locked(message, by, stopped, "It has not been stopped.")
    if row.state == MessageState.HELD and row.why not in ("address", "sender-gone"):
        raise NotThere("It is held back for another reason than its address: prepare the paper anew.")
    goes_otherwise = row.channel == Channel.POST or (row.channel == Channel.EMAIL and row.tries)
    if row.state == MessageState.WAITING and not goes_otherwise:
        raise NotThere("It waits for its first turn, or for somebody to hand it over.")
    row.channel, row.try_at = Channel.HAND, None
    return moved_on(row, MessageState.WAITING, by=by, at=at, fields=("channel", "try_at"))


@transaction.atomic
def hold_back(*, message: Message, by: Standing, at: datetime) -> Message:
    """Holds back a message that waits."""
    row = _locked(message, by, MessageState.WAITING, "It does not wait any more.")
    return moved_on(row, MessageState.HELD, by=by, at=at, why="held-by-office")


def _locked(message: Message, by: Standing, state: str | tuple[str, ...], otherwise: str) -> Message:
    require(by, "manage_people", message.case)
    states = (state,) if isinstance(state, str) else state
    hold_about(message.pk)
    rows = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk)
    row = rows.select_related("rendition__release", "conference", "case").first()
    if row is None:
        raise NoSuchRecord
    if row.state not in states:
        raise NotThere(f"{otherwise} It is now: {row.get_state_display().lower()}.")
    return row
