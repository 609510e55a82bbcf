"""What somebody may not see changes nothing: not the answer, not the count, not the rows that are read."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.services import declare_conflict, restrict
from quorate.access.standing import Standing
from quorate.cases.models import Child, PersonName
from quorate.cases.search_words import understood
from quorate.cases.searching import people_found
from quorate.cases.services import Holder
from quorate.cases.sql.search import FEW, FIND, MOST
from tests.cases.making import Agency
from tests.database import Urls

pytestmark = pytest.mark.usefixtures("own_database")

SAID = ("Brambleday", "Zofia Brambleday", "Zofia Anna Brambleday", "Bramblay 2019", "3 Feb 2019", "2019", "HIDDEN-1")


def by_index(urls: Urls) -> None:
    """Whoever reaches anything is served by the index, as otherwise who reaches many."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute("DROP FUNCTION cases_find_people(text[], date, date, text)")
        owner.execute(FIND.replace(f"cardinality(reach) <= {FEW}", "cardinality(reach) < 0"))


@pytest.fixture(params=["one by one", "by the index"])
def way(request: pytest.FixtureRequest, own_database: Urls) -> str:
    if request.param == "by the index":
        by_index(own_database)
    return str(request.param)


def found(who: Standing, said: str) -> list[str]:
    with acting_as(who):
        references = dict(Child.objects.values_list("case_id", "reference"))
        return [references[hit.case_id] for hit in people_found(understood(said, today=today()))]


def hidden_child(agency: Agency, how: str, **said: str) -> Child:
    """A child whom the agency's worker may not see: nobody gave them the case, or something shuts it."""
    stranger = agency.person("social_worker")
    to = [Holder("social_worker", user_id=stranger.user_id)]
    if how != "not given":
        to.append(Holder("social_worker", user_id=agency.worker.user_id))
    to.append(Holder("team_manager", user_id=agency.manager.user_id))
    child = agency.child(to=to, **said)
    with acting_as(agency.manager) as by:
        if how == "restricted":
            restrict(case=child.case, listed=[agency.manager.user_id], by=by)
        elif how == "conflict":
            declare_conflict(case=child.case, user_id=agency.worker.user_id, kind="family", by=by)
    return child


@pytest.mark.parametrize("how", ["not given", "restricted", "conflict", "elsewhere"])
def test_what_is_hidden_is_never_found(way: str, how: str) -> None:
    agency = Agency()
    agency.child(given_names="Robin", family_name="Example", local_id="OWN-1", born_on=today().replace(2011, 5, 5))
    facts = {"given_names": "Zofia Anna", "family_name": "Brambleday", "born_on": today().replace(2019, 2, 3)}
    if how == "elsewhere":
        Agency(pack="barnet").child(**facts, local_id="HIDDEN-1")
    else:
        hidden = hidden_child(agency, how, **facts, local_id="HIDDEN-1")  # type: ignore[arg-type]
        assert found(agency.manager, "HIDDEN-1") == [hidden.reference]
    assert [found(agency.worker, said) for said in SAID] == [[] for _ in SAID]
    assert len(found(agency.worker, "OWN-1")) == 1


def test_the_hidden_push_nobody_out(way: str, own_database: Urls) -> None:
    agency = Agency()
    agency.child(given_names="Mohammad", family_name="Thistledon", local_id="MINE")
    stranger = [Holder("social_worker", user_id=agency.person("social_worker").user_id)]
    first = agency.child(to=stranger, given_names="Muhammad", family_name="Thistledown")
    with psycopg.connect(own_database.superuser) as superuser:  # as many as an authority may have, in one statement
        superuser.execute(
            "INSERT INTO cases_person_name (id, case_id, authority_id, person_id, whose, folded, marks) "
            "SELECT gen_random_uuid(), case_id, authority_id, gen_random_uuid(), 'relative', 'muhammad thistledown', "
            "'{MINE}' FROM cases_person_name, generate_series(1, %s) WHERE case_id = %s", [3 * MOST, first.case_id]
        )  # fmt: skip
    assert [len(found(agency.worker, said)) for said in ("Muhammad Thistledown", "MINE")] == [1, 1]


def test_nobody_searches_who_may_not(way: str) -> None:
    agency = Agency()
    child = agency.child(given_names="Zofia", family_name="Brambleday")
    supporter = agency.person("supporter")
    agency.give(child.case, supporter)
    assert found(supporter, "Brambleday") == []
    assert people_found_without_anybody() == []


def people_found_without_anybody() -> list[object]:
    with transaction.atomic():
        return list(people_found(understood("Brambleday", today=today())))


def rows_read(who: Standing, said: str) -> int:
    """The rows of names that one search reads, in whatever way."""
    with acting_as(who), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        before = _counted(cursor)
        people_found(understood(said, today=today()))
        return _counted(cursor) - before


def _counted(cursor: object) -> int:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = %s",
        [PersonName._meta.db_table],
    )
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def test_the_same_rows_are_read_whether_or_not_something_hidden_fits() -> None:
    agency = Agency()
    for number in range(3):
        agency.child(given_names=f"Robin{number}", family_name="Example")
    before = [rows_read(agency.worker, said) for said in SAID]
    for number in range(5):
        hidden_child(agency, "restricted", given_names="Zofia", family_name="Brambleday", local_id=f"HIDDEN-{number}")
        hidden_child(agency, "not given", given_names="Zofia", family_name="Brambleday")
    assert [rows_read(agency.worker, said) for said in SAID] == before == [3] * len(SAID)


def test_by_the_index_only_those_that_fit_are_read(own_database: Urls) -> None:
    """A reader of very many cases: a hidden match costs one row of the index, and those that do not fit cost none."""
    by_index(own_database)
    agency = Agency()
    child = agency.child(given_names="Zofia", family_name="Brambleday")
    others = hidden_child(agency, "not given", given_names="Robin", family_name="Example")
    with psycopg.connect(own_database.superuser, autocommit=True) as superuser:
        superuser.execute(
            "INSERT INTO cases_person_name (id, case_id, authority_id, person_id, whose, folded, marks) "
            "SELECT gen_random_uuid(), case_id, authority_id, gen_random_uuid(), 'relative', md5(n::text), '{}' "
            "FROM cases_person_name, generate_series(1, 5000) n WHERE case_id = %s", [others.case_id]
        )  # fmt: skip
        superuser.execute("VACUUM ANALYZE cases_person_name")
    assert (rows_read(agency.worker, "Zofia Brambleday"), found(agency.worker, "Sofia Bramblday")) == (
        1,
        [child.reference],
    )
    hidden_child(agency, "not given", given_names="Zofia", family_name="Brambleday")
    assert rows_read(agency.worker, "Zofia Brambleday") == 2
