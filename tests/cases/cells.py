"""The records that hang on each case and text of the decision table's world; and where they are seen wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from quorate.access.context import acting_as
from quorate.cases.models import (
    Address,
    AddressWords,
    AllegedHarm,
    Child,
    ChronologyEntry,
    ContactWayWords,
    Redirect,
    Relative,
    SamePerson,
)
from tests.access import world as worlds
from tests.access.table import Table

_ROWS = """
INSERT INTO cases_child (id, case_id, authority_id, person_id, reference, given_names, family_name, known_as, born_on,
        sex, ethnicity, disabilities, first_language, local_id, upn, former_upn, upn_unknown, nhs_number, added_on)
    SELECT id, id, authority_id, id, left(ref, 16), 'Robin', 'Example', '', '2020-01-01', 'U', '', '{}', '', '', '', '',
        '', '', '2026-01-01' FROM access_case;
INSERT INTO cases_relative (id, case_id, authority_id, person_id, given_names, family_name, known_as, sex, relation,
        added_on, removed_why) SELECT id, id, authority_id, gen_random_uuid(), 'Mo', '', '', 'U', 'mother',
        '2026-01-01', '' FROM access_case;
INSERT INTO cases_address (id, case_id, authority_id, person_id, kind, protection, added_on)
    SELECT id, id, authority_id, id, 'home', 'unknown', '2026-01-01' FROM access_case;
INSERT INTO cases_address_words (address_id, case_id, authority_id, sealed)
    SELECT id, id, authority_id, 'x' FROM access_case;
INSERT INTO cases_contact_way (id, case_id, authority_id, person_id, kind, verified_how, added_on)
    SELECT id, id, authority_id, id, 'phone', '', '2026-01-01' FROM access_case;
INSERT INTO cases_contact_way_words (contact_way_id, case_id, authority_id, sealed)
    SELECT id, id, authority_id, 'x' FROM access_case;
INSERT INTO cases_redirect (id, case_id, to_case_id, authority_id, joined_on, joined_by, reason)
    SELECT c.id, c.id, o.id, c.authority_id, '2026-01-01', c.id, 'x'
    FROM access_case c, (SELECT id FROM access_case ORDER BY id LIMIT 1) o WHERE o.id <> c.id;
INSERT INTO cases_same_person (id, case_id, other_case_id, authority_id, person_id, same_as, joined_on, joined_by,
        reason)
    SELECT id, id, id, authority_id, id, gen_random_uuid(), '2026-01-01', id, 'x' FROM access_case;
INSERT INTO cases_chronology_entry (id, case_id, authority_id, text_id, happened_on, words, source, significance,
        written_by, written_at)
    SELECT id, case_id, authority_id, id, '2026-01-01', 'x', '', 'significant', id, now() FROM access_text;
INSERT INTO cases_alleged_harm (id, case_id, authority_id, relative_id, text_id, recorded_on, recorded_by)
    SELECT id, case_id, authority_id, case_id, id, '2026-01-01', id FROM access_text;
ANALYZE;
"""

BY_CASE: dict[Any, tuple[str, str]] = {
    Child: ("read", "P"),
    Relative: ("read", "P"),
    Address: ("read", "P"),
    AddressWords: ("reveal_contact", ""),
    ContactWayWords: ("reveal_contact", ""),
    Redirect: ("see_case", ""),
    SamePerson: ("read", "P"),
}


TABLE = Table()


def allows(role: str, strength: str, action: str, cell: tuple[str, ...], label: str = "", named: str = "no") -> bool:
    relationship, state, conflict, excluded, restricted, authority, glass = cell
    return TABLE.allows((role, action, relationship, label, named, state, conflict, excluded, restricted, authority,
                         strength, glass))  # fmt: skip


def build(superuser_url: str, roles: Iterable[str] | None = None) -> worlds.World:
    """The world of the decision table with records, written past every policy."""
    built = worlds.build(superuser_url) if roles is None else worlds.build(superuser_url, roles)
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        superuser.execute(_ROWS)
        (skipped,) = superuser.execute("SELECT id FROM access_case ORDER BY id LIMIT 1").fetchone()  # type: ignore[misc]
    for cells in built.cases.values():
        cells.pop(skipped, None)  # the one that has no redirect
    return built


def wrong_by_case(world: worlds.World, who: Iterable[tuple[str, str]]) -> tuple[list[str], int]:
    """Where whole tables and the decision table differ, and how many rows ought to be seen."""
    wrong, counted = [], 0
    for role, strength in who:
        with acting_as(world.standing(role, strength)):
            for model, (action, label) in BY_CASE.items():
                cells = world.cases[role]
                wanted = {case for case, cell in cells.items() if allows(role, strength, action, cell, label)}
                seen = set(model.objects.values_list("case_id", flat=True)) & set(cells)
                counted += len(wanted)
                wrong += [f"{role} {strength} {model.__name__}: {cells[one]}" for one in seen ^ wanted]
    return wrong, counted


def wrong_by_label(world: worlds.World, who: Iterable[tuple[str, str]]) -> tuple[list[str], int]:
    """The same for entries, which follow their label, and allegations, which are of the closed part only."""
    wrong, counted = [], 0
    for role, strength in who:
        texts = world.texts[role]
        with acting_as(world.standing(role, strength)):
            entries = set(ChronologyEntry.objects.values_list("id", flat=True)) & set(texts)
            alleged = set(AllegedHarm.objects.values_list("id", flat=True)) & set(texts)
        readable = {text for text in texts if _reads(role, strength, *texts[text])}
        closed = {text for text in readable if texts[text][1] == "R"}
        wrong += [f"{role} {strength} entry {texts[one]}" for one in entries ^ readable]
        wrong += [f"{role} {strength} allegation {texts[one]}" for one in alleged ^ closed]
        counted += len(closed)
    return wrong, counted


def _reads(role: str, strength: str, cell: tuple[str, ...], label: str, named: str) -> bool:
    if label == "K":
        return allows(role, strength, "reveal_contact", cell)
    return allows(role, strength, "read", cell, label, named)
