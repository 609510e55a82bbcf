"""Somebody says which family they know: the records are closed to them, those that they could not see as well."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from quorate.access.models import ConflictKind
from quorate.access.refs import looks_like_ref
from quorate.access.services import declare_own_conflict
from quorate.access.standing import Standing
from quorate.cases.search_words import Asked
from quorate.cases.searching import folded, mark


@transaction.atomic
def declare_family(*, asked: Asked, chosen: Iterable[str], kind: str, by: Standing) -> None:
    """Closes the cases with these references, and whatever else fits what was `asked`: silent, whatever there is.

    A name fits with a date or year of birth, a number by itself.
    """
    words = [word for one in asked.words for word in folded(one).split()]
    given = [words, asked.first_day, asked.last_day, mark(asked.number), ConflictKind(kind)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_declare_own_conflicts(%s::text[], %s::date, %s::date, %s::text, %s::text)", given)
    typed = asked.number.lower()
    refs = {*chosen, *([typed] if looks_like_ref(typed) else [])}
    # One entry in the trail at least: it is all that the person is shown of it, whatever was there.
    for ref in sorted(refs) or [""]:
        declare_own_conflict(ref=ref, kind=kind, by=by)
