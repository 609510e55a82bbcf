"""Saving as one writes, and two texts for one place: one way for every page on which words are edited.

    def conference_words(request, ref):
        found = opened(request, ref, "words")
        form = WordsForm(written(request, ["words"]) or None, initial={"words": row.words})
        return keeping(
            request, form, lambda said: save_words(row=row, words=said["words"], version=version_of(request), …),
            shown=lambda clash, status: conference_page(…, form=form, clash=clash, version=…, status=status),
            then=…,
        )

The service raises `conferences.versions.TwoTexts` where somebody else saved first, and gives back a row (or anything)
with `version`. In the template: `<form data-autosave …>`, `{{ saving(version) }}` and `{{ clash_of(clash) }}` inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect

from quorate.conferences.standing import NotAllowedNow
from quorate.conferences.versions import TwoTexts
from quorate.web.permissions import BY_ITSELF
from quorate.web.work.moments import LONDON, now


@dataclass(frozen=True, slots=True)
class Pair:
    """One field with two texts. `sent` is theirs as a form would send it: names and values; without, under `name`.
    `may_be_both`: words one below the other, or ticks; of a name or a day there is one."""

    name: str
    label: str
    yours: str
    theirs: str
    sent: tuple[tuple[str, str], ...] | None = None
    may_be_both: bool = True

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Theirs, as the choice sends it again."""
        return ((self.name, self.theirs),) if self.sent is None else self.sent


@dataclass(frozen=True, slots=True)
class Clash:
    """What `components/clash.html` shows. `version` is theirs: the form is sent again with it."""

    texts: tuple[Pair, ...]
    version: int
    who: str
    at: str


def saves_itself(request: HttpRequest) -> bool:
    """Whether the page's script sent this while somebody was writing, rather than a button."""
    return request.headers.get(BY_ITSELF) == "1"


def version_of(request: HttpRequest) -> int:
    """The version that the writer had opened; 0, which is nobody's, where the form does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def chosen(request: HttpRequest) -> str:
    """What was chosen between two texts that a page has shown: yours, where it was sent otherwise; "" before that."""
    said = request.POST.get("keep", "")
    return said if said in ("yours", "theirs", "both") else "yours" if said or request.POST.get("two_texts") else ""


def written(request: HttpRequest, names: Iterable[str], ticked: Iterable[str] = ()) -> QueryDict | None:
    """What was sent, after a choice between two texts has been carried out; None for a page that is only shown.

    `names` are words, which can stand one below the other; `ticked` are answers that are chosen: with both, one's own
    where there is room for one.
    """
    if request.method != "POST":
        return None
    data = request.POST.copy()
    keep = data.get("keep", "")
    for name in names if keep in ("theirs", "both") else ():
        theirs, yours = data.get(f"theirs-{name}"), data.get(name, "")
        if theirs is not None:
            data[name] = theirs if keep == "theirs" or yours.strip() == theirs.strip() else f"{theirs}\n\n{yours}"
    for name in set(ticked) & set(data.getlist("clashed")) if keep in ("theirs", "both") else ():
        mine, others = data.getlist(name), data.getlist(f"theirs-{name}")
        data.setlist(name, others if keep == "theirs" else [one for one in mine if one] or others)
    return data


def keeping(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[Mapping[str, Any]], Any],
    *,
    shown: Callable[[Clash | None, int], HttpResponse],
    then: str,
    both: Callable[[TwoTexts, forms.Form], Clash] | None = None,
) -> HttpResponse:
    """Shows the form, or saves what was sent and answers as it was sent: to the script, or by going on to `then`.

    `shown(clash, status)` makes the page; `both` puts the texts together, else `clash_of`. Service's refusals stand at
    their fields; a clash answers 409.
    """
    if request.method != "POST":
        return shown(None, 200)
    if not form.is_valid():
        return _refused(request, form, shown)
    try:
        with transaction.atomic():
            row = save(form.cleaned_data)
    except TwoTexts as two:
        clash = (both or clash_of)(two, form)
        return _clashed(clash) if saves_itself(request) else shown(clash, 409)
    except NotAllowedNow as held:
        form.add_error(None, str(held))
        return _refused(request, form, shown)
    except ValidationError as refusal:
        hang(form, refusal)
        return _refused(request, form, shown)
    if saves_itself(request):
        return saved_now(getattr(row, "version", 0))
    return redirect(then)


def hang(form: forms.Form, refusal: ValidationError) -> None:
    """A service's sentences at the fields of a form; at its head where there is no such field."""
    said = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, sentences in said.items():
        form.add_error(name if name in form.fields else None, list(sentences))


def saved_now(version: int) -> JsonResponse:
    """The answer to the script after a save: the version that stands now, and when, to the second."""
    return JsonResponse({"state": "saved", "version": version, "at": f"{now().astimezone(LONDON):%H:%M:%S}"})


def clash_of(two: TwoTexts, form: forms.Form | None = None) -> Clash:
    """Two texts as the page shows them: fields that are the same in both are left out."""
    yours, theirs = _fields(two.yours), _fields(two.theirs)
    names = [name for name in dict.fromkeys([*yours, *theirs]) if yours.get(name, "") != theirs.get(name, "")]
    texts = tuple(Pair(name, _label(form, name), yours.get(name, ""), theirs.get(name, "")) for name in names)
    at = f"{two.theirs_at.astimezone(LONDON):%H:%M:%S}" if two.theirs_at else ""
    return Clash(texts, two.version, _name(two.theirs_by), at)


def _fields(said: Any) -> dict[str, str]:
    fields = said if isinstance(said, Mapping) else {"words": said}
    return {name: "" if text is None else str(text) for name, text in fields.items()}


def _label(form: forms.Form | None, name: str) -> str:
    field = form.fields.get(name) if form is not None else None
    return str(field.label) if field is not None and field.label else name.replace("_", " ").replace("-", " ")


def _name(user_id: Any) -> str:
    from quorate.people.models import User

    if not isinstance(user_id, UUID):
        return ""
    return User.objects.filter(pk=user_id).values_list("display_name", flat=True).first() or ""


def _clashed(clash: Clash) -> JsonResponse:
    texts = [{"name": one.name, "yours": one.yours, "theirs": one.theirs} for one in clash.texts]
    said = {"state": "clash", "version": clash.version, "texts": texts, "who": clash.who, "at": clash.at}
    return JsonResponse(said, status=409)


def _refused(
    request: HttpRequest, form: forms.Form, shown: Callable[[Clash | None, int], HttpResponse]
) -> HttpResponse:
    if not saves_itself(request):
        return shown(None, 422)
    sentences = [str(sentence) for listed in form.errors.values() for sentence in listed]
    return JsonResponse({"state": "refused", "says": " ".join(sentences)}, status=422)
