"""Names that are typed, and the people of the family who are called so: in any order, with a title, with a hyphen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from uuid import UUID

from quorate.cases.models import Alias, Relative
from quorate.cases.searching import folded
from quorate.conferences.models import Conference, ConferenceChild

_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "rev", "revd"})
_HYPHENS: Final = re.compile("[-\u00ad\u2010-\u2015]")


def called_so(conference: Conference, typed: str) -> set[UUID]:
    """Who of the families of a conference is called as was typed: every word of one of their names is in it."""
    cases = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    others: dict[UUID, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.filter(case_id__in=cases):
        others[alias.person_id].append(alias)
    around = Relative.objects.filter(case_id__in=cases, removed_on__isnull=True)
    return {
        one.person_id for one in around if any(is_called(typed, name) for name in _names(one, others[one.person_id]))
    }


def is_called(typed: str, name: str) -> bool:
    """Whether what was typed holds every word of a name.

    Case, accents, titles and the order do not count, nor what else was typed; what a hyphen joins is one word or two.
    """
    words = folded(typed).split()
    held = {*words, *(one + other for one, other in pairwise(words))}
    ways = [folded(name).split(), folded(_HYPHENS.sub("", name)).split()]
    own = [set(way) - _TITLES for way in ways]
    return any(way and way <= held for way in own) or "".join(words) == "".join(ways[0]) != ""


def _names(one: Relative, others: list[Alias]) -> Iterator[str]:
    """What somebody is called: with all given names, with the first of them, as they are known, and was called."""
    given, family = one.given_names, one.family_name
    yield f"{given} {family}"
    for said in (*given.split()[:1], one.known_as):
        if said and family:
            yield f"{said} {family}"
    for alias in others:
        yield f"{alias.given_names or given} {alias.family_name or family}"
