"""Hundreds of children at once for imports; two records of one child joined."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.access.standing import Standing
from quorate.cases import queries, services
from quorate.cases.children_list import children_listed
from quorate.cases.details import NewChild
from quorate.cases.models import Child
from quorate.cases.refusals import Refused
from quorate.cases.services import Holder, NobodyHolds
from tests import clock
from tests.cases.making import Agency
from tests.database import Urls

TODAY = today()
DAY, YEAR = timedelta(days=1), timedelta(days=365)


def many(count: int) -> list[NewChild]:
    return [NewChild(local_id=f"LA-{n}", born_on=TODAY - (n % 15) * YEAR, sex="M") for n in range(count)]


def test_hundreds_are_founded_in_as_many_statements_as_one(rolled_back: Urls) -> None:
    agency = Agency()
    holders, statements = agency.holders(), []
    with acting_as(agency.founder) as by:
        for count in (1, 300):
            with CaptureQueriesContext(connection) as caught:
                services.found_children(
                    many=[NewChild(born_on=TODAY, local_id=f"{count}-{n}") for n in range(count)],
                    to=holders, on=TODAY, by=by,
                )  # fmt: skip
            statements.append(len(caught))
    assert statements == [8, 8]
    with acting_as(agency.worker) as by:
        assert queries.children_in_reach(by).count() == 301


def test_everyone_founded_leaves_the_same_entries_as_one_begun_by_hand(own_database: Urls) -> None:
    agency = Agency()
    with acting_as(agency.founder) as by:
        rows = services.found_children(
            many=many(3), to=[Holder("team_manager", team_id=agency.team.id)], on=TODAY, by=by
        )
    with psycopg.connect(own_database.superuser) as superuser:
        said = superuser.execute(
            "SELECT e.case_id, array_agg(action ORDER BY e.id), bool_and(vouched), bool_and(l.entry_id IS NOT NULL) "
            "FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id WHERE case_id IS NOT NULL GROUP BY 1"
        ).fetchall()
    entries = ["access.case-protected", "access.granted", "child.added"]
    assert sorted(said) == sorted((row.case_id, entries, True, True) for row in rows)
    assert len({row.reference for row in rows}) == 3
    with acting_as(agency.manager) as by:
        assert queries.children_in_reach(by).count() == 3


def test_a_file_with_something_impossible_founds_nobody_and_says_which(rolled_back: Urls) -> None:
    agency = Agency()
    wrong = [*many(2), NewChild(born_on=TODAY + DAY), NewChild(sex="X", born_on=TODAY)]
    with acting_as(agency.founder) as by:
        with pytest.raises(Refused) as refused:
            services.found_children(many=wrong, to=agency.holders(), on=TODAY, by=by)
        assert Child.objects.count() == 0
    assert list(refused.value.sentences) == ["2.born_on", "3.sex"]


def test_children_are_founded_for_somebody_by_somebody_who_may(rolled_back: Urls) -> None:
    agency = Agency()
    partner = agency.person("partner")
    with acting_as(agency.founder) as by:
        for to in ([], [Holder("team_manager")], [Holder("team_manager", team_id=uuid4(), user_id=uuid4())]):
            with pytest.raises(NobodyHolds):
                services.found_children(many=many(1), to=to, on=TODAY, by=by)
    with acting_as(partner) as by, pytest.raises(NotAllowed):
        services.found_children(many=many(1), to=agency.holders(), on=TODAY, by=by)


def test_a_local_reference_is_in_use_once_in_an_authority_also_by_a_hidden_record(rolled_back: Urls) -> None:
    agency, other = Agency(), Agency(pack="barnet")
    agency.child(local_id="L-7")
    other.child(local_id="L-7")
    sentence = "This local reference is in use for another record of the authority; check it, and search for it first."
    stranger = agency.person("social_worker")
    with acting_as(stranger) as by:
        with pytest.raises(Refused) as refused:
            services.add_child(given_names="Robin", born_on=TODAY, local_id="L-7", on=TODAY, by=by)
        assert refused.value.sentences == {"local_id": sentence}
        assert (refused.value.__cause__, refused.value.__context__) == (None, None)
        assert queries.local_ids_in_use(by, ["L-7", "L-8", ""]) == {"L-7"}
    with acting_as(agency.person("partner")) as by:
        assert queries.local_ids_in_use(by, ["L-7"]) == set()


def test_two_records_of_one_child_are_joined_and_the_old_reference_leads_to_the_new(rolled_back: Urls) -> None:
    agency = Agency()
    old, new = agency.child(given_names="Robyn"), agency.child()
    only_old = agency.person("quality_assurance")
    agency.give(old.case, only_old)
    with acting_as(agency.worker) as by:
        services.add_chronology_entry(case=old.case, happened_on=TODAY, words="Kept", on=TODAY, by=by)
        services.join_records(from_case=old.case, to_case=new.case, reason="Same NHS number", on=TODAY, by=by)
        assert queries.child_of(by, old.case.ref) == queries.child_by_reference(by, old.reference) == new
        assert list(queries.joined_into(by, new)) == [old]
        assert listed_as(by) == [(new.reference, "", 1)]
        assert [entry.words for entry in queries.chronology_of(by, old)] == ["Kept"]
    with acting_as(only_old) as by:
        assert queries.child_of(by, old.case.ref) == old
        with pytest.raises(NoSuchRecord):
            queries.child_of(by, new.case.ref)
        assert listed_as(by) == [(old.reference, "", 1)]


def listed_as(by: Standing) -> list[tuple[str, str, int]]:
    """Who stands in the list of children: the reference, whose record it was joined to, how many there are."""
    rows = children_listed(by, sort="next", first=0, at_most=9, now=clock.now())
    assert children_listed(by, sort="name", first=0, at_most=9, now=clock.now()) == rows
    return [(one.reference, one.same_as, one.total) for one in rows]


def test_records_are_joined_once_for_one_child_with_a_reason(rolled_back: Urls) -> None:
    agency = Agency()
    one, two, three = agency.child(), agency.child(), agency.child(born_on=TODAY - YEAR)
    stranger = agency.person("social_worker")
    with acting_as(agency.worker) as by:
        for to, reason, field in ((one, "x", "to_case"), (two, " -. ", "reason"), (three, "x", "born_on")):
            with pytest.raises(Refused) as refused:
                services.join_records(from_case=one.case, to_case=to.case, reason=reason, on=TODAY, by=by)
            assert field in refused.value.sentences
        services.join_records(from_case=one.case, to_case=two.case, reason="x", on=TODAY, by=by)
        for start, to in ((one, two), (two, one)):
            with pytest.raises(Refused):
                services.join_records(from_case=start.case, to_case=to.case, reason="x", on=TODAY, by=by)
    with acting_as(stranger) as by, pytest.raises(NoSuchRecord):
        services.join_records(from_case=two.case, to_case=three.case, reason="x", on=TODAY, by=by)
