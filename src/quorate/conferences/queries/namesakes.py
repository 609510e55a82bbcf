"""Names that are typed, and the people of the family who are called so: in any order, with a title, with a hyphen.

The comparison itself is the database's (`sql/called.py`): letters that wait and decisions ask the very same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from quorate.cases.models import Alias, Relative
from quorate.conferences.models import Conference, ConferenceChild, Invitee
from quorate.conferences.naming import ANOTHER, own_name

BY_NAME: Final = Q(supporter_of__isnull=False) | Q(person_id__isnull=True, user__isnull=True, professional__isnull=True)
"""Lines of a list that say by the name alone who it is: whoever comes with somebody, and what was typed."""


def called_so(conference: Conference, typed: str, *, surely: bool = False) -> set[UUID]:
    """Who of the families of a conference is called as was typed: every word of one of their names is in it, or one of
    their given names and a part of their family name.

    Case, accents, titles, "Junior" and the order do not count, nor what else was typed; what a hyphen joins is one word
    or two. `surely` leaves out those of whom no more is known than one word, unless it is all that was typed, and
    those who are called nearly so: by an initial, the beginning of the given name, with one slip.
    """
    named = list(_named(conference))
    if not named:
        return set()
    people, given, family = map(list, zip(*named, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_called_so(%s, %s::text[], %s::text[])", [typed, given, family])
        (answers,) = cursor.fetchone()
    return {person for person, answer in zip(people, answers, strict=True) if answer >= (2 if surely else 1)}


def is_known_by_name(row: Invitee) -> bool:
    """Whether the name is all that says who this is, and nobody has said yet that it is another of the same name: a
    line that was typed, and whoever comes with somebody."""
    is_typed = row.person_id is None and row.user_id is None and row.professional_id is None
    return (is_typed or row.supporter_of_id is not None) and bool(own_name(row.name)) and ANOTHER not in row.why


def _named(conference: Conference) -> Iterator[tuple[UUID, str, str]]:
    """Given and family names, several of a person."""
    cases = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    others: dict[UUID, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.filter(case_id__in=cases):
        others[alias.person_id].append(alias)
    for one in Relative.objects.filter(case_id__in=cases, removed_on__isnull=True):
        yield one.person_id, one.given_names, one.family_name
        if one.known_as and one.family_name:
            yield one.person_id, one.known_as, one.family_name
        for alias in others[one.person_id]:
            yield one.person_id, alias.given_names or one.given_names, alias.family_name or one.family_name
    listed = Invitee.objects.filter(conference=conference, person_id__isnull=False, removed_on__isnull=True)
    for row in listed.filter(supporter_of__isnull=True, kind__in=("parent", "family")):
        assert row.person_id is not None
        yield row.person_id, row.name, ""
