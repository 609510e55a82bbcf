"""Two records of one adult: what stands on either holds for both, and nothing becomes sendable by joining them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement, product
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.cases.models import Duty, Relative, SamePerson
from quorate.cases.one_person import all_of, joined_with, likely_doubles, same_people
from quorate.cases.refusals import Refused
from quorate.cases.services.people_around import remove_relative
from quorate.conferences.models import Conference, ConferenceExclusion, Invitee
from quorate.conferences.queries.people import kept_out, kept_out_all
from quorate.conferences.services import exclusions, requests, safety
from quorate.conferences.services.one_person import join_people, part_people
from quorate.conferences.services.preparing_people import record_step
from quorate.conferences.standing import position_of_conference
from quorate.conferences.versions import TwoTexts
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import booked, invited
from tests.database import Urls

NOW = clock.now()
EARLIER = NOW - timedelta(days=1)
DECIDED: Final = ("", "not-excluded", "part", "whole")
"""What may have been decided about a record: nothing, or one of these."""
STRICT: Final = {"": 0, "part": 1, "whole": 2}


@pytest.fixture
def agency(rolled_back: Urls) -> Agency:
    return Agency()


def two_conferences(agency: Agency, family: Family) -> tuple[Conference, Conference]:
    """An earlier conference about the same children, and the one that is prepared."""
    first = invited(agency, family)
    with acting_as(agency.worker) as by:
        review = requests.begin(cases=family.cases, kind="review", by=by, on=NOW.date())
    for one in (first, review):
        agency.give(one.case, agency.chair)
    return first, review


def decide(agency: Agency, conference: Conference, said: dict[UUID, str], at: Any = EARLIER) -> None:
    """What the chair decided about each of these: rows as the services write them."""
    with acting_as(agency.chair) as by:
        about = {person: outcome for person, outcome in said.items() if outcome}
        ConferenceExclusion.objects.bulk_create(
            ConferenceExclusion(
                conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
                person_id=person, asked_by=by.user_id, asked_on=today(), ground="violence",
            )
            for person in about
        )  # fmt: skip
        for outcome in set(about.values()):
            is_out = outcome in ("part", "whole")
            people = [person for person, one in about.items() if one == outcome]
            ConferenceExclusion.objects.filter(conference=conference, person_id__in=people, outcome="").update(
                outcome="excluded" if is_out else outcome,
                scope=outcome if is_out else "whole",
                decided_by=by.user_id,
                decided_at=at,
                decided_as="chair",
            )


def answers(agency: Agency, conference: Conference, pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, str]:
    with acting_as(agency.chair):
        return {key: one.scope for pair in pairs for key, one in kept_out_all(conference, pair).items()}


def test_the_stricter_wins_whatever_was_decided_about_either_at_this_conference_or_before(agency: Agency) -> None:
    family = agency.family()
    first, review = two_conferences(agency, family)
    # Of each of two records: what was decided before, and what at this conference.
    each = list(product(DECIDED, repeat=2))
    pairs = {(uuid4(), uuid4()): said for said in combinations_with_replacement(each, 2)}
    for place, conference in enumerate((first, review)):
        decide(
            agency,
            conference,
            {one: was[place] for two, both in pairs.items() for one, was in zip(two, both, strict=True)},
        )
    before = answers(agency, review, pairs)
    assert set(before.values()) == {"", "part", "whole"}
    case, other = family.cases[:2]
    with acting_as(agency.worker) as by:
        SamePerson.objects.bulk_create(
            SamePerson(
                case=case, other_case=other, authority_id=case.authority_id, person_id=one, same_as=two,
                joined_on=today(), joined_by=by.user_id, reason="x",
            )
            for one, two in pairs
        )  # fmt: skip
    after = answers(agency, review, pairs)
    wrong = [
        (pairs[pair], before[pair[0]], before[pair[1]], after[pair[0]], after[pair[1]])
        for pair in pairs
        if not (after[pair[0]] == after[pair[1]] == max((before[one] for one in pair), key=STRICT.__getitem__))
    ]
    assert wrong == []


def father(agency: Agency, family: Family, number: int = 1) -> Relative:
    """Another record of the father, in the record of a child by itself."""
    child = agency.child(given_names="Half", family_name="Brother")
    with acting_as(agency.worker):
        one = Relative.objects.get(case=family.cases[0], person_id=family.father)
    said = {"given_names": one.given_names, "family_name": one.family_name, "born_on": one.born_on}
    return agency.relative(child, "father", **said)


def join(agency: Agency, family: Family, other: Relative, who: Any = None) -> SamePerson:
    with acting_as(who or agency.worker) as by:
        one = Relative.objects.select_related("case").get(case=family.cases[0], person_id=family.father)
        return join_people(
            relative=one, other=other, reason="One date of birth, one address", on=today(), at=clock.now(), by=by
        )


def test_what_the_chair_decides_afterwards_is_decided_about_the_human_and_parting_them_undoes_it(
    agency: Agency,
) -> None:
    family = agency.family()
    first, review = two_conferences(agency, family)
    other = father(agency, family)
    decide(agency, first, {other.person_id: "whole"})
    with acting_as(agency.chair):
        assert (kept_out(review, family.father), kept_out(review, other.person_id)) == ("", "whole")
    row = join(agency, family, other)
    with acting_as(agency.chair) as by:
        assert {kept_out(review, one) for one in (family.father, other.person_id)} == {"whole"}
        lifted = partial(
            exclusions.decide_exclusion, conference=review, person_id=family.father, outcome="lifted",
            words="He has kept to it.", by=by, at=clock.now() + timedelta(minutes=5),
        )  # fmt: skip
        with pytest.raises(TwoTexts):
            lifted(version=0)  # opened before anything was decided about either record
        lifted(version=1)
        assert {kept_out(review, one) for one in (family.father, other.person_id)} == {""}
        assert kept_out(first, family.father) == "whole"
    with acting_as(agency.worker) as by:
        assert all_of([family.father]) == {family.father, other.person_id}
        with pytest.raises(Refused):
            part_people(joined=row, reason=" –", on=today(), by=by)
        part_people(joined=row, reason="They are cousins of one name.", on=today(), by=by)
        assert same_people([family.father]) == {family.father: {family.father}}
        with pytest.raises(Refused):
            part_people(joined=row, reason="Again", on=today(), by=by)
    with acting_as(agency.chair):
        assert (kept_out(review, other.person_id), kept_out(first, family.father)) == ("whole", "")


def test_what_keeps_one_apart_keeps_the_human_apart_on_every_list(agency: Agency) -> None:
    family = agency.family()
    conference = invited(agency, family)
    other = father(agency, family)
    with acting_as(agency.worker) as by:
        listed = Invitee.objects.get(conference=conference, person_id=family.father)
        row = safety.record_concern(
            conference=conference, person_id=family.mother, of_person=other.person_id, words="He waits outside.",
            on=today(), by=by,
        )  # fmt: skip
        again = Invitee.objects.create(
            conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, kind="parent",
            person_id=other.person_id, name="The other record", role="parent",
        )  # fmt: skip
        safety.settle_concern(
            concern=row, arrangement="Another room", version=row.version, at=NOW, on=today(), by=by, separately=[again]
        )
        assert Invitee.objects.get(pk=listed.pk).attends_separately is False
    join(agency, family, other)
    with acting_as(agency.worker):
        assert Invitee.objects.get(pk=listed.pk).attends_separately is True
        assert safety.is_kept_apart(conference, family.father) is True


def test_who_are_surely_two_are_not_joined_and_who_may_not_write_in_both_does_not(agency: Agency) -> None:
    family = agency.family()
    conference = invited(agency, family)
    other = father(agency, family)
    stranger = agency.person("social_worker")
    agency.give(family.cases[0], stranger)
    with pytest.raises((NotAllowed, NoSuchRecord)):
        join(agency, family, other, stranger)
    with acting_as(stranger):
        one = Relative.objects.get(case=family.cases[0], person_id=family.father)
        assert likely_doubles(one) == []
    with acting_as(agency.worker) as by:
        concern = safety.record_concern(
            conference=conference,
            person_id=other.person_id,
            of_person=family.father,
            words="Of him.",
            on=today(),
            by=by,
        )
        with pytest.raises(Refused) as refused:
            join(agency, family, other)
        assert list(refused.value.sentences) == ["other"]
        safety.remove_concern(concern=concern, on=today(), by=by)
        (double,) = likely_doubles(Relative.objects.get(case=family.cases[0], person_id=family.father))
        assert (double.relative.pk, double.same_name) == (other.pk, True)
    join(agency, family, other)
    with pytest.raises(Refused) as refused:
        join(agency, family, other)
    assert refused.value.sentences == {"other": "These are known to be the same person already."}
    with acting_as(agency.worker):
        one = Relative.objects.get(case=family.cases[0], person_id=family.father)
        assert (likely_doubles(one), len(joined_with(one))) == ([], 1)


def test_the_rules_count_one_parent_where_two_children_have_each_a_record_of_one_father(agency: Agency) -> None:
    family = agency.family(children=2)
    one, own = (family.people[child.id]["father"] for child in family.children)
    said = {"given_names": own.given_names, "family_name": own.family_name, "born_on": own.born_on}
    other = agency.relative(family.children[1], "father", **said)
    with acting_as(agency.worker) as by:
        remove_relative(relative=own, why="Entered anew", on=today(), by=by)
    conference = booked(agency, family, to=invited(agency, family))
    due = Duty.objects.filter(conference_id=conference.pk, code="give-parents-leaflet", settled="")
    with acting_as(agency.worker) as by:
        assert set(due.values_list("about_id", flat=True)) == {family.mother, family.father, other.person_id}
        record_step(conference=conference, person_id=other.person_id, kind="leaflet", on=today(), by=by)
        row = join_people(relative=one, other=other, reason="One date of birth", on=today(), at=clock.now(), by=by)
        assert set(due.values_list("about_id", flat=True)) == {family.mother}
        position = position_of_conference(conference, clock.now())
        assert position.person(family.father) == position.person(other.person_id)
        part_people(joined=row, reason="Cousins", on=today(), by=by)
        assert set(due.values_list("about_id", flat=True)) == {family.mother, family.father}


def test_a_join_made_in_other_records_counts_for_a_family_in_which_neither_of_these_stands(agency: Agency) -> None:
    family = agency.family(children=2)
    own = family.people[family.children[1].id]["father"]
    said = {"given_names": own.given_names, "family_name": own.family_name, "born_on": own.born_on}
    other = agency.relative(family.children[1], "father", **said)
    halves = [agency.child(given_names=name) for name in ("Half", "Other")]
    first, second = (
        agency.relative(half, "father", person_id=person, **said)
        for half, person in zip(halves, (family.father, other.person_id), strict=True)
    )
    with acting_as(agency.worker) as by:
        remove_relative(relative=own, why="Entered anew", on=today(), by=by)
    conference = booked(agency, family, to=invited(agency, family))
    due = Duty.objects.filter(conference_id=conference.pk, code="give-parents-leaflet", settled="")
    with acting_as(agency.worker) as by:
        assert due.values("about_id").distinct().count() == 3
        join_people(relative=first, other=second, reason="One date of birth", on=today(), at=clock.now(), by=by)
        assert due.values("duty_id").distinct().count() == 2
