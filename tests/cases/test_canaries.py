"""What people wrote stays in the rows: never in a log, the trail, an error, a repr.

A unique string stands in every field that holds words or numbers. Services run, succeed and fail in every way we know;
then everything that could carry words away is searched for any of those strings.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import queries, services
from quorate.cases.details import NewChild
from quorate.cases.models import Address, Child
from quorate.cases.refusals import NotKept, Refused, quietly
from quorate.procedure.moments import read_moment
from tests.cases.making import Agency
from tests.database import Urls, server

TODAY = today()
DAY, YEAR = timedelta(days=1), timedelta(days=365)
MARK = "Kanarie"
PHONE, POSTCODE, NHS, UPN = "01632 960417", "ZZ99 3VZ", "9434765919", "H801200001001"
CANARIES = (MARK, MARK.upper(), MARK.lower(), PHONE, PHONE.replace(" ", ""), POSTCODE, NHS, UPN)


def carried(text: str) -> list[str]:
    """Which of the strings a text carries."""
    return [canary for canary in CANARIES if canary in text]


def test_the_search_itself_finds_what_it_looks_for() -> None:
    assert carried(f"x{MARK}1 {NHS}") == [MARK, NHS]


class Deeds:
    """One family full of canaries, and everything that can be done with it."""

    def __init__(self) -> None:
        self.agency = Agency()
        self.child = self.agency.child(
            given_names=f"{MARK}1", family_name=f"{MARK}2", known_as=f"{MARK}3", first_language=f"{MARK}4",
            local_id=f"{MARK}5", nhs_number=NHS, upn=UPN, born_on=TODAY - 5 * YEAR,
        )  # fmt: skip
        self.unborn = self.agency.unborn(family_name=f"{MARK}6", expected_on=TODAY + DAY)
        self.mother = self.agency.relative(
            self.child, "mother", given_names=f"{MARK}7", family_name=f"{MARK}8", known_as=f"{MARK}9"
        )

    def succeed(self) -> None:
        """Every service once."""
        case, person = self.child.case, self.child.person_id
        with acting_as(self.agency.worker) as by:
            both: dict[str, Any] = {"on": TODAY, "by": by}
            services.change_child(child=self.child, given_names=f"{MARK}10", reason=f"{MARK}11", **both)
            services.change_relative(relative=self.mother, given_names=f"{MARK}12", reason=f"{MARK}13", **both)
            services.add_alias(case=case, person_id=person, given_names=f"{MARK}14", **both)
            services.change_expected_date(child=self.unborn, expected_on=TODAY, source=f"{MARK}15", **both)
            services.record_birth(child=self.unborn, born_on=TODAY, given_names=f"{MARK}16", **both)
            address = services.add_address(
                case=case, person_id=person, kind="home", lines=[f"{MARK}17"], postcode=POSTCODE, **both
            )
            services.reveal_address(address=address, reason_code="visit", by=by)
            services.change_protection(address=address, protection="protected", by=by)
            services.end_address(address=address, ends_on=TODAY, by=by)
            way = services.add_contact_way(case=case, person_id=person, kind="phone", value=PHONE, **both)
            services.verify_contact_way(way=way, how="in_person", safe=True, **both)
            services.reveal_contact_way(way=way, reason_code="visit", by=by)
            need = services.record_need(case=case, person_id=person, kind="language", words=f"{MARK}18", **both)
            services.need_met(need=need, how=f"{MARK}19", **both)
            (enquiry,) = services.begin_enquiry(cases=[case], begun_on=TODAY, agreed=f"{MARK}20", **both)
            services.end_enquiry(enquiry=enquiry, ended_on=TODAY, outcome="no_conference", reason=f"{MARK}21", **both)
            services.add_chronology_entry(case=case, happened_on=TODAY, words=f"{MARK}22", source=f"{MARK}23", **both)
            services.record_alleged_harm(relative=self.mother, **both)
            services.remove_relative(relative=self.mother, why=f"{MARK}24", **both)
            twin = self.agency.child(born_on=self.child.born_on)
        with acting_as(self.agency.worker) as by:
            services.join_records(from_case=twin.case, to_case=case, reason=f"{MARK}25", on=TODAY, by=by)

    def failures(self) -> list[Callable[[], Any]]:
        """Refusals by us, by the wall and by the database."""
        case, person, agency = self.child.case, self.child.person_id, self.agency
        both: dict[str, Any] = {"on": TODAY}
        worker, stranger = agency.worker, agency.person("social_worker")

        def by(who: Any, deed: Callable[..., Any], **named: Any) -> Callable[[], Any]:
            def run() -> None:
                with acting_as(who) as standing:
                    deed(by=standing, **named)

            return run

        return [
            by(worker, services.add_child, given_names=f"{MARK}30", local_id=f"{MARK}5", born_on=TODAY, **both),
            by(
                worker, services.add_child, given_names=f"{MARK}31" * 30, nhs_number="9434765918", born_on=TODAY, **both
            ),
            by(worker, services.add_child, given_names=MARK, sex=MARK, ethnicity=MARK, upn=UPN + "1", **both),
            by(worker, services.change_child, child=self.child, family_name=f"{MARK}32", **both),
            by(stranger, services.change_child, child=self.child, family_name=f"{MARK}33", **both),
            by(worker, services.add_relative, case=case, relation=MARK, given_names=f"{MARK}34", **both),
            by(stranger, services.add_relative, case=case, relation="aunt", given_names=f"{MARK}35", **both),
            by(worker, services.add_address, case=case, person_id=person, kind=MARK, lines=[f"{MARK}36"], **both),
            by(stranger, services.add_address, case=case, person_id=person, kind="home", lines=[f"{MARK}37"], **both),
            by(worker, services.add_contact_way, case=case, person_id=person, kind="email", value=PHONE, **both),
            by(worker, services.record_need, case=case, person_id=person, kind=MARK, words=f"{MARK}38", **both),
            by(worker, services.add_chronology_entry, case=case, happened_on=TODAY + DAY, words=f"{MARK}39", **both),
            by(worker, _break_a_rule, child=self.child, field="sex", value="X"),
            by(worker, _break_a_rule, child=self.child, field="died_on", value=TODAY - 30 * YEAR),
            by(worker, _break_a_rule, child=self.child, field="reference", value=f"{MARK}{MARK}{MARK}40"),
            by(worker, _break_a_rule, child=self.child, field="born_on", value=f"{MARK}41"),
            by(worker, _break_a_rule, child=self.child, field="case_id", value=self.unborn.case_id),
        ]


@quietly
@transaction.atomic
def _break_a_rule(*, child: Child, field: str, value: Any, by: Any) -> None:
    """What a slip of ours would do: the database refuses, and quotes the row in its message."""
    setattr(child, field, value)
    child.save(update_fields=[field], force_update=True)


def test_refusals_carry_nothing_and_say_something(own_database: Urls) -> None:
    deeds = Deeds()
    said = []
    for deed in deeds.failures():
        with pytest.raises((Refused, NotKept, Exception)) as failed:
            deed()
        error = failed.value
        whole = "".join(traceback.format_exception(error))
        whole += "".join(f"{one!r} {one} {one.args} {vars(one)}" for one in _chain(error))
        said.append((type(error).__name__, carried(whole)))
    assert [found for _, found in said if found] == []
    assert {name for name, _ in said} == {"Refused", "NoSuchRecord", "NotKept"}


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and everything it carries along, shown or not."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def test_the_guard_is_needed(own_database: Urls) -> None:
    """Without it Django's message quotes the value: the test above can fail."""
    deeds = Deeds()
    with acting_as(deeds.agency.worker), pytest.raises(ValidationError) as failed, transaction.atomic():
        _break_a_rule.__wrapped__(child=deeds.child, field="born_on", value=f"{MARK}41", by=None)  # type: ignore[attr-defined]
    assert carried(str(failed.value)) == [MARK]


def test_the_trail_and_the_logs_carry_nothing(own_database: Urls, caplog: pytest.LogCaptureFixture) -> None:
    log = server().log
    before = log.stat().st_size
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # statements are never logged in production
        deeds = Deeds()
        deeds.succeed()
        for deed in deeds.failures():
            with pytest.raises(Exception) as failed:
                deed()
            logging.getLogger("quorate").error("it failed", exc_info=failed.value)
    with psycopg.connect(own_database.superuser) as superuser:
        trail = str(superuser.execute("SELECT * FROM audit_entry").fetchall())
        kinds = {row[0] for row in superuser.execute("SELECT DISTINCT action FROM audit_entry").fetchall()}
        events = str(superuser.execute("SELECT * FROM cases_event").fetchall())
        duties = str(superuser.execute("SELECT * FROM cases_duty").fetchall())
    with log.open("rb") as opened:
        opened.seek(before)
        server_log = opened.read().decode(errors="replace")
    assert [carried(text) for text in (trail, events, duties, caplog.text, server_log)] == [[]] * 5
    assert {"child.added", "child.changed", "child.born", "contact.revealed", "alleged-harm.recorded"} <= kinds
    assert "it failed" in caplog.text


def test_no_row_shows_its_words_as_text(own_database: Urls) -> None:
    deeds = Deeds()
    deeds.succeed()
    shown, rows = [], 0
    with acting_as(deeds.agency.worker) as by:
        for model in apps.get_app_config("cases").get_models():
            for row in model._default_manager.all():
                rows += 1
                shown += [(model.__name__, found) for found in carried(f"{row!r} {row} {[row]}") if found]
        child = queries.child_of(by, deeds.child.case.ref)
        people = queries.people_around(by, child)
        lines = services.reveal_address(address=Address.objects.get(), reason_code="visit", by=by)
    shown += [
        ("other", found)
        for one in (people, people.people, lines, NewChild(given_names=MARK))
        for found in carried(f"{one!r} {one}")
    ]
    assert shown == []
    assert rows > 20


def test_sealed_words_are_nowhere_in_the_clear_in_the_whole_database(own_database: Urls) -> None:
    deeds = Deeds()
    deeds.succeed()
    with psycopg.connect(own_database.superuser) as superuser:
        tables = [row[0] for row in superuser.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"
            " AND relkind IN ('r', 'p')"
        )]  # fmt: skip
        found = []
        for table in tables:
            text = "\n".join(row[0] for row in superuser.execute(f'SELECT t::text FROM "{table}" t').fetchall())
            found += [(table, word) for word in (PHONE, PHONE.replace(" ", ""), POSTCODE, f"{MARK}17") if word in text]
    assert found == []


def test_a_day_that_the_rules_do_not_know_is_a_sentence_and_no_fault() -> None:
    @quietly
    def told() -> None:
        read_moment("2090-01-01")

    with pytest.raises(Refused) as refused:
        told()
    assert refused.value.sentences == {
        "": "A day or time in it cannot be taken: the rules know the years 2000 to 2049, and no time that the clocks "
        "leave out. Check it and save again."
    }


def test_what_is_there_once_and_comes_from_two_at_once_is_a_sentence_and_no_fault() -> None:
    @quietly
    def kept() -> None:
        # As a rule of the database says it that has no sentence of its own.
        raise IntegrityError("a name") from UniqueViolation("a name")

    with pytest.raises(Refused) as refused:
        kept()
    assert refused.value.sentences == {
        "": "The same was saved a moment ago, by you or by somebody else, so it was not saved again. Load the page "
        "again and look."
    }
