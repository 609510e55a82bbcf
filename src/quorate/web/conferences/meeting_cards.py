"""One card: written, changed, moved, taken away, and what to do about two texts for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Card, CardVersion
from quorate.conferences.services import meeting_cards as services
from quorate.web.conferences.meeting import CARD_AUDIENCES, latest_sitting, meeting_page
from quorate.web.conferences.opening import Asked, OpenConference, only_leading, opened_with
from quorate.web.permissions import needs
from quorate.web.saving import Clash, keeping, saves_itself, version_of


class CardForm(forms.Form):
    """What a card says, of whom, and who said it."""

    words = forms.CharField(label="What is said", max_length=4000, error_messages={"required": "Write something first"})
    column = forms.CharField(required=False, max_length=60)
    answers = forms.UUIDField(required=False)
    said_by = forms.UUIDField(required=False)
    said_words = forms.CharField(required=False, max_length=120)
    children = forms.TypedMultipleChoiceField(coerce=UUID, required=False, empty_value=[])
    meant_for = forms.ChoiceField(choices=CARD_AUDIENCES, required=False)

    def __init__(self, *args: Any, children: list[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["children"].choices = [(str(one.case_id), one.given) for one in children]  # type: ignore[attr-defined]


@needs("write")
@require_POST
def conference_card(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Saves a card, new or changed; the same text sent twice is saved once."""
    found, (cards,) = opened_with(request, ref, "meeting", _the_card, key=key)
    only_leading(found)
    then = f"{reverse('conference_meeting', args=[found.ref])}?part={request.GET.get('part', 'analysis')}"
    card = cards[0] if cards else None
    if request.POST.get("keep") == "theirs":
        return redirect(then)
    form = CardForm(request.POST, children=found.children)

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        return _page(request, found, card, form, clash, status)

    return keeping(request, form, lambda said: _save(request, found, card or key, said), shown=shown, then=then)


def _the_card(asked: Asked, *, key: UUID) -> list[QuerySet[Any, Any]]:
    return [Card.objects.filter(conference=asked.conference, pk=key)]


def _save(request: HttpRequest, found: OpenConference, row: Card | UUID, said: Mapping[str, Any]) -> Card:
    """Carries out what was chosen for a card, or for the id of one that is not there yet; gives the card."""
    card, key = (row, row.pk) if isinstance(row, Card) else (None, row)
    base = version_of(request)
    finished = not saves_itself(request)
    op_id = _op(request, base, request.POST.dict(), finished)
    common: dict[str, Any] = {"conference": found.conference, "at": found.now, "by": found.standing}
    if request.POST.get("keep") == "cards":
        own = {name: said[name] for name in ("words", "children", "said_by", "said_words")}
        return services.keep_both(card_id=key, op_id=op_id, meant_for=said["meant_for"] or "P", **own, **common)
    if request.POST.get("do") == "remove":
        return services.remove_card(card_id=key, base_version=base, op_id=op_id, **common)
    if request.POST.get("do") == "move" and request.POST.get("to"):
        return services.move_card(card_id=key, column=request.POST["to"], base_version=base, op_id=op_id, **common)
    fields = {
        "words": said["words"], "children": said["children"], "said_by": said["said_by"],
        "said_words": said["said_words"], **_audience(said["meant_for"], card, finished),
    }  # fmt: skip
    if card is None:
        return services.add_card(
            card_id=key, column=said["column"], answers=said["answers"], op_id=op_id, finished=finished, **fields,
            **common,
        )  # fmt: skip
    if card.answers_id is not None:
        del fields["children"]
    base = _own_base(request, card, base)
    return services.change_card(card_id=key, base_version=base, op_id=op_id, finished=finished, **fields, **common)


def _audience(chosen: str, card: Card | None, finished: bool) -> dict[str, str]:
    """For whom it is meant: what was chosen. While nobody has chosen it is for the professionals, and not finished."""
    if chosen:
        return {"meant_for": chosen}
    if finished:
        raise ValidationError("Choose for whom it is meant: who may read it, and whether the room sees it.")
    return {"meant_for": "P"} if card is None else {}


def _op(request: HttpRequest, base: int, said: Mapping[str, Any], finished: bool) -> UUID:
    """One operation of one open form: what it sends again, because no answer came, has the same id.

    What saved itself and is then finished with the same words are two.
    """
    rest = "\n".join(str(said.get(name, "")) for name in ("said_by", "said_words", "meant_for", "do", "to", "keep"))
    children = ",".join(sorted(request.POST.getlist("children")))
    how = "finished" if finished else ""
    return uuid5(_writer(request), f"{base}\n{children}\n{rest}\n{how}\n{said.get('words', '').strip()}")


def _writer(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("writer", ""))
    except ValueError:
        raise ValidationError("This page is too old to be saved. Open the card again.") from None


def _own_base(request: HttpRequest, card: Card, base: int) -> int:
    """The version to start from: the next one, where this very form saved it and the answer was lost on the way."""
    last = CardVersion.objects.filter(card=card, version=card.version, base_version=base).first()
    if last is None:
        return base
    sent = request.POST.dict() | {"words": last.text}
    return card.version if last.op_id in [_op(request, base, sent, finished) for finished in (False, True)] else base


def _page(
    request: HttpRequest, found: OpenConference, card: Card | None, form: CardForm, clash: Clash | None, status: int
) -> HttpResponse:
    sitting = latest_sitting(found.conference)
    if sitting is None:
        raise NoSuchRecord
    errors = [str(sentence) for listed in form.errors.values() for sentence in listed]
    return meeting_page(
        request, found, sitting, status=status, typed=request.POST, card_errors=errors, clash=clash,
        editing=str(card.pk) if card else "", adding="" if card else request.POST.get("column", ""),
        answering="" if card else request.POST.get("answers", ""), writer=request.POST.get("writer", ""),
        new_card=request.resolver_match.kwargs["key"] if request.resolver_match else "",
    )  # fmt: skip


urlpatterns = [path("conferences/<ref:ref>/meeting/cards/<uuid:key>/", conference_card, name="conference_card")]
