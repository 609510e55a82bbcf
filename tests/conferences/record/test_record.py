"""The record: prepared by one, approved by another, then never changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from quorate.access.context import acting_as
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.cases.models import Relative
from quorate.cases.refusals import Refused
from quorate.cases.services import change_relative
from quorate.conferences.models import Conference, Invitee, Record, RecordSection
from quorate.conferences.queries.record import addenda_of, is_as_approved, record_of, section_of, sections_of
from quorate.conferences.services.meeting_rules import narrower
from quorate.conferences.services.people import add_invitee
from quorate.conferences.services.record import (
    NewSection,
    add_addendum,
    approve_record,
    digest_of,
    prepare_record,
    save_section,
)
from quorate.conferences.versions import TwoTexts
from tests.cases.making import Agency
from tests.conferences.stages import booked
from tests.database import urls_of

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PARTS = (
    NewSection("people", "Who came", "- Social worker\n- Health visitor", "F-all"),
    NewSection("facts", "What is known", "The police were called twice.", "P"),
    NewSection("closed", "Closed", "What the police alone know.", "R"),
)


class Sat:
    """A conference that sat, its chair and its minute-taker."""

    def __init__(self) -> None:
        self.agency = Agency()
        self.family = self.agency.family(1)
        self.conference = booked(self.agency, self.family)
        self.chair, self.taker = self.agency.chair, self.agency.minute_taker
        with acting_as(self.chair):
            Conference.objects.filter(pk=self.conference.pk).update(state="held")
            self.conference = Conference.objects.select_related("case").get(pk=self.conference.pk)

    def prepared(self) -> Record:
        with acting_as(self.taker) as by:
            return prepare_record(conference=self.conference, sections=PARTS, at=AT, by=by)

    def approved(self) -> Record:
        record = self.prepared()
        with acting_as(self.chair) as by:
            return approve_record(record=record, digest=digest_of(record), at=AT, by=by)


@pytest.fixture(scope="module")
def sat(module_database: Any) -> Sat:
    return Sat()


@pytest.fixture
def fresh(own_database: Any) -> Sat:
    return Sat()


@pytest.mark.clause("BRD-05")
def test_the_minutes_belong_to_the_conference_and_keep_every_version_apart(fresh: Sat) -> None:
    fresh.prepared()
    with acting_as(fresh.taker) as by:
        found = record_of(fresh.conference)
        assert found is not None
        part = sections_of(found)[1]
        saved = save_section(section=part, words="Called three times.", version=1, at=AT, by=by)
        assert (saved.version, saved.words) == (2, "Called three times.")
        with pytest.raises(TwoTexts) as two:
            save_section(section=part, words="Called once.", version=1, at=AT, by=by)
        assert (two.value.yours, two.value.theirs) == ({"words": "Called once."}, {"words": "Called three times."})


A, B = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("F-all", []), ("R", [A]), ("R", [A])),
        (("F-all", []), ("F-person", [A]), ("F-person", [A])),
        (("F-person", [A]), ("P", []), ("P", [])),
        (("F-person", [A, B]), ("F-person", [B]), ("F-person", [B])),
        (("F-person", [A]), ("F-person", [B]), ("P", [])),
        (("R", [A]), ("R", [B]), ("R", [])),
        (("P", []), ("P", []), ("P", [])),
    ],
)
def test_what_two_people_saved_is_for_those_whom_both_mean(one: Any, other: Any, both: Any) -> None:
    assert (narrower(one, other), narrower(other, one)) == (both, both)


def test_both_texts_are_told_with_their_readers_and_theirs_keeps_theirs(fresh: Sat) -> None:
    fresh.prepared()
    with acting_as(fresh.taker) as by:
        found = record_of(fresh.conference)
        assert found is not None
        part = sections_of(found)[1]
        save_section(section=part, words="Mine.", version=1, at=AT, by=by, meant_for="P", not_for=[A])
        with pytest.raises(TwoTexts) as two:
            save_section(section=part, words="Hers.", version=1, at=AT, by=by, meant_for="R", named=[B], not_for=[])
        told = [{"words": "Hers.", "meant_for": "R", "named": [B], "not_for": []}]
        told += [{"words": "Mine.", "meant_for": "P", "named": [], "not_for": [A]}]
        assert [two.value.yours, two.value.theirs] == told
        said: Any = {"section": part, "at": AT, "by": by, "meant_for": "R", "named": [B], "not_for": [B]}
        kept = save_section(**said, words="Mine.", version=2, chose="theirs")
        assert (kept.meant_for, kept.named, kept.not_for) == ("P", [], sorted([A, B], key=str))
        kept = save_section(**said, words="Mine.\n\nHers.", version=3, chose="both")
        assert (kept.meant_for, kept.named, kept.not_for) == ("R", [B], sorted([A, B], key=str))


def test_whoever_approves_does_not_prepare(fresh: Sat) -> None:
    with acting_as(fresh.chair) as by, pytest.raises(Refused, match="whoever approves it does not prepare it"):
        prepare_record(conference=fresh.conference, sections=PARTS, at=AT, by=by)
    record = fresh.prepared()
    with acting_as(fresh.taker) as by, pytest.raises(NotAllowed):
        approve_record(record=record, digest=digest_of(record), at=AT, by=by)


def test_the_chair_approves_what_the_chair_has_read(fresh: Sat) -> None:
    record = fresh.prepared()
    with acting_as(fresh.chair) as by:
        read = digest_of(record)
    with acting_as(fresh.taker) as by:
        part = sections_of(record)[0]
        save_section(section=part, words="- Nobody", version=1, at=AT, by=by)
    with acting_as(fresh.chair) as by, pytest.raises(Refused, match="changed since you opened it"):
        approve_record(record=record, digest=read, at=AT, by=by)


def test_a_name_put_right_reaches_the_list_until_the_record_of_who_came_is_approved(fresh: Sat) -> None:
    with acting_as(fresh.agency.worker) as by:
        row = Relative.objects.select_related("case").get(person_id=fresh.family.mother)
        line = Invitee.objects.filter(conference=fresh.conference, person_id=row.person_id).first() or add_invitee(
            conference=fresh.conference, kind="parent", role="parent", person_id=row.person_id, name=row.full_name,
            by=by,
        )  # fmt: skip

    def called(given: str) -> str:
        with acting_as(fresh.agency.worker) as by:
            change_relative(relative=row, given_names=given, reason="Misspelt.", on=AT.date(), by=by)
            line.refresh_from_db()
        return line.name

    before = called("Hana")
    fresh.approved()
    assert (before, called("Hannah")) == (f"Hana {row.family_name}",) * 2


def test_what_is_approved_is_never_changed(fresh: Sat) -> None:
    record = fresh.approved()
    assert record.is_approved
    with acting_as(fresh.chair) as by:
        assert is_as_approved(record)
        part = sections_of(record)[0]
        with pytest.raises(Refused, match="Add an addendum"):
            save_section(section=part, words="Other", version=1, at=AT, by=by)
        for change in (
            lambda: RecordSection.objects.filter(record=record).update(words="Other"),
            lambda: Record.objects.filter(pk=record.pk).update(state="draft", digest="", approved_by=None),
        ):
            with pytest.raises(DatabaseError, match="the record is approved"), transaction.atomic():
                change()
        added = add_addendum(record=record, words="The school came later.", why="Said by the school", at=AT, by=by)
        assert [one.pk for one in addenda_of(record)] == [added.pk]
        assert is_as_approved(record)


def test_the_owner_of_the_tables_cannot_change_it_either(fresh: Sat) -> None:
    record = fresh.approved()
    name = connection.settings_dict["NAME"]
    with psycopg.connect(urls_of(str(name)).owner) as owner:
        for said in (
            "UPDATE conferences_record_section SET words = 'Other'",
            "DELETE FROM conferences_record_section",
            "TRUNCATE conferences_record CASCADE",
            f"UPDATE conferences_record SET digest = '' WHERE id = '{record.pk}'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), owner.transaction():
                owner.execute(said)


def test_the_closed_part_is_read_by_chair_and_minute_taker_only(sat: Sat) -> None:
    record = sat.prepared()
    with acting_as(sat.agency.worker):
        assert [one.code for one in sections_of(record)] == ["people", "facts"]
    with acting_as(sat.taker):
        assert [one.code for one in sections_of(record)] == ["people", "facts", "closed"]


def test_a_section_of_another_conference_is_not_there(sat: Sat) -> None:
    with acting_as(sat.taker), pytest.raises(NoSuchRecord):
        section_of(sat.conference, uuid4())
