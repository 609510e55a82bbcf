"""`quorate demo`: build the made-up world, on any day."""

from __future__ import annotations

import argparse
import json
import os

from quorate.commands.served import database, told


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when the world stands, 2 when something stood in the way."""
    if asked.today is not None:
        os.environ["QUORATE_TODAY"] = asked.today

    def build() -> None:
        with database():
            _build(as_json=asked.json)

    return told(build)


def world() -> list[dict[str, str]]:
    """Build what is missing of the made-up world; for each authority and role one person to sign in as."""
    from django.conf import settings
    from django.utils import timezone

    from quorate.demo import queries, services

    today = settings.QUORATE_TODAY or timezone.localdate()
    services.build_world(today=today)
    found: dict[tuple[str, str], str] = {}
    for authority in queries.authorities_to_choose_from():
        for person in queries.people_of(authority, on=today):
            found.setdefault((authority.name, person.role_title), person.user.display_name)
    return [{"authority": where, "role": role, "name": name} for (where, role), name in found.items()]


def where_to_begin() -> list[dict[str, str]]:
    """In the authority that the README walks through, as whom to sign in to see what of one conference."""
    from django.conf import settings
    from django.utils import timezone

    from quorate.access.roles import ROLES
    from quorate.demo import queries
    from quorate.demo.families.guide import walks
    from quorate.demo.places import WALKED

    today = settings.QUORATE_TODAY or timezone.localdate()
    return [
        {"authority": authority.name, "role": ROLES[one.role].title, "name": one.name, "see": one.see}
        for authority in queries.authorities_to_choose_from()
        if authority.pack == WALKED
        for one in walks(authority.pack, today=today)
    ]


def _build(*, as_json: bool) -> None:
    import django

    django.setup()
    people = world()
    if as_json:
        print(json.dumps(people))
        return
    for one in people:
        print("  ".join((one["authority"], one["role"], one["name"])))
    for one in where_to_begin():
        print(f"{one['see']}: {one['name']} ({one['role']}, {one['authority']})")
