"""Whom a text is for: given by one person, widened only when a second one agrees in their own session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction

from quorate.access.decide import Answer
from quorate.access.models import LabelAnswer, LabelRequest, ProtectedCase, ProtectedText
from quorate.access.permissions import NoSuchRecord, NotAllowed, require
from quorate.access.roles import LABELS
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record, record_many

# How widely a label is read; the database counts the same (`access_wideness`).
_WIDENESS: Final = {"K": 0, "R": 1, "P": 2, "F-person": 3, "C": 3, "F-all": 4}


class SecondPersonNeeded(ValueError):
    """A text was to be let out to more people by one person alone."""


class AlreadyAnswered(ValueError):
    """The request was answered, or taken back, or the text has another label by now."""


@transaction.atomic
def label_text(
    *,
    case: ProtectedCase,
    by: Standing,
    label: str = "P",
    named_people: Iterable[UUID] = (),
    named_agencies: Iterable[UUID] = (),
) -> ProtectedText:
    """Makes the handle of a new text. New text starts at P; name the people or agencies that F-person and R are for."""
    text, entry = text_to_write(
        case=case, by=by, label=label, named_people=named_people, named_agencies=named_agencies
    )  # fmt: skip
    text.save(force_insert=True)
    record_many([entry])
    return text


def text_to_write(
    *,
    case: ProtectedCase,
    by: Standing,
    label: str = "P",
    named_people: Iterable[UUID] = (),
    named_agencies: Iterable[UUID] = (),
) -> tuple[ProtectedText, Entry]:
    """The same handle and its entry in the trail, both still to be written, with the words in one statement."""
    require(by, "write", case)
    text = ProtectedText(
        case=case, authority_id=case.authority_id, label=label,
        named_people=list(named_people), named_agencies=list(named_agencies),
    )  # fmt: skip
    return text, Entry("access.text-labelled", "text", text.id, case.id, {"label": label})


@transaction.atomic
def change_label(*, text: ProtectedText, label: str, by: Standing) -> ProtectedText:
    """Gives a text a narrower audience. Raises `SecondPersonNeeded` for a wider one (see `ask_for_label`)."""
    _known(label)
    require(by, "set_label", text.case)
    if is_wider(text.label, label):
        raise SecondPersonNeeded("Letting more people read a text needs a second person to agree.")
    _relabel(text, label, second_person=None)
    return text


@transaction.atomic
def ask_for_label(
    *,
    text: ProtectedText,
    label: str,
    by: Standing,
    named_people: Iterable[UUID] = (),
    named_agencies: Iterable[UUID] = (),
) -> LabelRequest:
    """Asks that a text may have a wider audience; it changes when somebody else has agreed.

    `named_people` and `named_agencies` are added to those whom the text names. Raises `NotAllowed`, and Django's
    `IntegrityError` while another request for this text waits.
    """
    _known(label)
    require(by, "set_label", text.case)
    made = LabelRequest(
        text=text, case=text.case, authority_id=text.authority_id, from_label=text.label, to_label=label,
        named_people=list(named_people), named_agencies=list(named_agencies), asked_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    _recorded("access.label-asked", made)
    return made


@transaction.atomic
def agree_to_label(*, request: LabelRequest, by: Standing) -> ProtectedText:
    """The second person agrees, and at once the text has its wider audience.

    Raises `StepUpNeeded` when the second factor was not shown within five minutes, `NotAllowed` also for one's own
    request, `AlreadyAnswered`.
    """
    text = _answered(request, LabelAnswer.AGREED, by=by)
    if text.label != request.from_label:
        raise AlreadyAnswered("The text has had another label since this was asked; ask anew.")
    text.named_people = sorted({*text.named_people, *request.named_people})
    text.named_agencies = sorted({*text.named_agencies, *request.named_agencies})
    _relabel(text, request.to_label, second_person=by.user_id)
    return text


@transaction.atomic
def refuse_label(*, request: LabelRequest, by: Standing) -> LabelRequest:
    """The second person does not agree; nothing changes. Raises like `agree_to_label`."""
    _answered(request, LabelAnswer.REFUSED, by=by)
    _recorded("access.label-refused", request)
    return request


@transaction.atomic
def withdraw_label_request(*, request: LabelRequest, by: Standing) -> LabelRequest:
    """Whoever asked takes it back. Raises `NotAllowed` for another's, `AlreadyAnswered`."""
    require(by, "set_label", request.case)
    if request.asked_by != by.user_id:
        raise NotAllowed("set_label", Answer(False, "relationship"))
    _write_answer(request, LabelAnswer.WITHDRAWN, by)
    _recorded("access.label-withdrawn", request)
    return request


def is_wider(old: str, new: str) -> bool:
    """Whether somebody might read a text labelled `new` who could not read it labelled `old`."""
    return _WIDENESS[new] > _WIDENESS[old] or (_WIDENESS[new] == _WIDENESS[old] and new != old)


def _answered(request: LabelRequest, answer: LabelAnswer, *, by: Standing) -> ProtectedText:
    require(by, "agree_label", request.case)
    if request.asked_by == by.user_id:
        raise NotAllowed("agree_label", Answer(False, "conflict"))
    # Whoever does not reach the text as it stands cannot judge who else should.
    text = ProtectedText.objects.filter(pk=request.text_id).first()
    if text is None:
        raise NoSuchRecord
    _write_answer(request, answer, by)
    return text


def _write_answer(request: LabelRequest, answer: LabelAnswer, by: Standing) -> None:
    waiting = LabelRequest.objects.filter(pk=request.pk, answer="")
    if not waiting.update(answer=answer, answered_by=by.user_id, answered_at=TransactionNow()):
        raise AlreadyAnswered("This request has been answered already.")
    request.refresh_from_db()


def _relabel(text: ProtectedText, label: str, *, second_person: UUID | None) -> None:
    record(
        action="access.label-lowered", subject_kind="text", subject_id=text.id, case_id=text.case_id,
        facts={"from": text.label, "to": label, "second_person": second_person},
    )  # fmt: skip
    text.label = label
    text.save(update_fields=["label", "named_people", "named_agencies"])


def _recorded(action: str, request: LabelRequest) -> None:
    record(
        action=action, subject_kind="text", subject_id=request.text_id, case_id=request.case_id,
        facts={"from": request.from_label, "to": request.to_label},
    )  # fmt: skip


def _known(label: str) -> None:
    if label not in LABELS:
        raise ValueError(f"There is no audience label {label}; there are {', '.join(LABELS)}.")
