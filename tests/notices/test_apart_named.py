"""A line that was typed, and is called as somebody who is feared: its letter waits as soon as that is known."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection

from quorate.access.context import acting_as
from quorate.conferences.services.people import add_invitee
from tests.notices.making import Stage
from tests.notices.test_apart import afraid, brings, held, names


def test_a_line_that_was_typed_before_waits_as_soon_as_the_fear_is_written_and_one_told_apart_does_not(
    stage: Stage,
) -> None:
    mother, father = names(stage)
    given, family = father.split()
    said = {"conference": stage.conference, "kind": "family", "role": "family_member", "why": "An uncle"}
    with acting_as(stage.agency.worker) as by:
        line = add_invitee(name="Jo Uncle", by=by, **said)
        apart = add_invitee(name=f"{family} {given}", by=by, another="His cousin, seen at home.", **said)
        granny = add_invitee(name="Wanda Ossory", person_id=uuid4(), by=by, **said)
        with connection.cursor() as cursor:  # typed before anybody asked who it is
            cursor.execute("UPDATE conferences_invitee SET name = %s WHERE id = %s", [f"{family}, Mr {given}", line.pk])
    assert granny.person_id is not None
    brother = brings(stage, granny.person_id, f"{given} T. {family}")
    stage.released()
    assert held(stage) == {}
    afraid(stage)
    waits = {mother, father, f"{family}, Mr {given}", brother.name}
    assert (held(stage), apart.name in waits) == (dict.fromkeys(waits, "arrange"), False)
