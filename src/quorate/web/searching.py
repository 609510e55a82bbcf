"""Finding children among the cases that one may see: by name, date of birth, reference or number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from quorate.cases.sealing import Broken, Sealer
from quorate.cases.search_words import LONGEST, Asked, NotUnderstood, understood
from quorate.web.addresses import address
from quorate.web.packs import today

if TYPE_CHECKING:
    from quorate.access.standing import Standing
    from quorate.cases.search_results import FoundChild
    from quorate.cases.searching import Hit
    from quorate.web.children.listing import Row

SHOWN: Final = 50
"""More than so many results nobody reads: the page asks for another word instead."""
TYPED: Final = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
TOO_LONG: Final = f"Enter at most {LONGEST} letters; a name and a date of birth are enough."

_REF: Final = re.compile(r"[a-z2-7]{26}")
_SEALER: Final = Sealer("quorate search 1", "QUORATE_SECRET_KEY", lambda: [settings.SECRET_KEY])


@dataclass(frozen=True, slots=True)
class Result:
    """One case that was found. `row` is what a list of children says of it (None: a case without a child);
    `through` is the relative whose name fitted, in words."""

    address: str
    kind: str
    ref: str
    row: Row | None = None
    through: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, best first, and whether there is more than is shown."""

    found: Sequence[Result] = ()
    more: bool = False


class AskingForm(forms.Form):
    """One box `q` in which somebody says whom they mean, and which each form gives its own label; valid when what was
    typed can be looked for, which is then `asked`."""

    asked = Asked()

    def clean_q(self) -> str:
        """What was typed, understood. Raises `ValidationError` with how to mend it."""
        said: str = self.cleaned_data["q"]
        try:
            self.asked = understood(said, today=today())
        except NotUnderstood as mistake:
            raise ValidationError(str(mistake)) from None
        return said


class SearchForm(AskingForm):
    """One box for everything."""

    q = forms.CharField(
        label="Name, date of birth, reference or number",
        help_text="Names are also found as they sound. A date of birth may be a year only: Brambleday 2019. Only "
        "children you may see are found, also through their relatives; addresses are never searched.",
        required=False,
        max_length=LONGEST,
        widget=TYPED,
        error_messages={"max_length": TOO_LONG},
    )


def sealed(said: str) -> str:
    """The words so that they can stand in an address without anybody reading a name there."""
    return _SEALER.sealed(said)


def opened(token: str) -> str:
    """The words of an address; "" where it was changed or is from before the secret was."""
    try:
        return _SEALER.opened(token)
    except (Broken, ValueError):
        return ""


def found_by(request: HttpRequest, asked: Asked) -> Results:
    """The cases that fit; every search is recorded, without the words.

    The same statements run whatever is found; whatever is hidden is in none of their answers.
    """
    from quorate.audit.services import record
    from quorate.cases.searching import folded, people_found

    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    hits, said = people_found(asked), asked.number
    found = _results(standing, hits[:SHOWN], request)
    if not found and _REF.fullmatch(said.lower()):
        found = _by_ref(standing, said.lower())
    # The words themselves never stand in the trail; a digest shows that two searches were for the same.
    digest = salted_hmac("quorate.web.searching", folded(said)).hexdigest()
    record(action="case.search", subject_kind="search", facts={"query_digest": digest, "count": len(found)})
    return Results(found, more=len(hits) > SHOWN)


def _results(standing: Standing, hits: Sequence[Hit], request: HttpRequest) -> list[Result]:
    """The hits as rows of a list, asked for again through what one may see and through row-level security."""
    from quorate.cases.search_results import children_found
    from quorate.web.children.listing import row_of
    from quorate.web.views.work import calendar_of, pack_of
    from quorate.web.work.moments import clock_at, now

    clock, calendar = clock_at(now()), calendar_of(pack_of(request))
    found = children_found(standing, hits, now=clock.now)
    return [_result(one, row_of(one.child, clock, calendar)) for one in found]


def _result(one: FoundChild, row: Row) -> Result:
    return Result(address("child", ref=one.child.ref), "case", one.child.ref, row, _through(one))


def _through(found: FoundChild) -> str:
    """The relative whose name fitted: "Mother: Ewa Brambleday". Nothing where it was the child's own."""
    from quorate.cases.models import Relation

    return f"{Relation(found.relation).label}: {found.relative}" if found.relation else ""


def _by_ref(standing: Standing, ref: str) -> list[Result]:
    """The case or conference with this public reference, where it may be seen."""
    from quorate.access.queries import cases_in_reach

    case = cases_in_reach(standing).filter(ref=ref).first()
    return [] if case is None else [Result(address("case", ref=ref), case.kind, ref)]
