"""Who comes with a parent: how many, of which kinds, whether they speak, named in time or late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services import people, supporters
from quorate.conferences.services.exclusion_namesakes import is_held_by_name
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.conferences.services.meeting_register import put_on_the_list
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import invited

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = clock.now()


def at(pack: str) -> tuple[Agency, Family, Conference]:
    agency = Agency(pack=pack)
    family = agency.family()
    return agency, family, invited(agency, family)


def of(conference: Conference, person_id: object) -> Invitee:
    return next(one for one in invitees_of(conference) if one.person_id == person_id)


@pytest.mark.clause("BOL-11", "BOL-12")
def test_in_bolton_one_adult_comes_with_a_parent_and_listens() -> None:
    agency, family, conference = at("bolton")
    rule = supporters.supporter_rule(pack_of(conference))
    assert (rule.at_most, rule.in_words()) == (1, "One adult, who listens")
    assert rule.kinds == ("solicitor", "advocate", "friend")
    with acting_as(agency.worker) as by:
        mother, father = of(conference, family.mother), of(conference, family.father)
        named = supporters.name_supporter(
            conference=conference, helped=mother, kind="friend", name="Agata Nettlefold", at=NOW, by=by
        )
        assert (named.kind, named.role, named.supporter_of_id, rule.speaks("friend")) == (
            "supporter", "supporter", mother.id, False,
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            supporters.name_supporter(
                conference=conference, helped=mother, kind="solicitor", name="Somebody Else", at=NOW, by=by
            )
        assert refused.value.sentences == {
            "helped": "One supporter may come with each person (BOL-11); take the other off the list first."
        }
        supporters.name_supporter(
            conference=conference, helped=father, kind="advocate", name="Another Person", at=NOW, by=by
        )
        events = CaseEvent.objects.filter(code="supporter-named", case=family.cases[0])
        assert sorted(one.facts["kind"] for one in events) == ["advocate", "friend"]


@pytest.mark.clause("BRD-08")
def test_in_bradford_one_person_who_keeps_what_they_hear_to_themselves() -> None:
    agency, family, conference = at("bradford")
    rule = supporters.supporter_rule(pack_of(conference))
    assert (rule.at_most, rule.is_confidence_needed) == (1, True)
    with acting_as(agency.worker) as by:
        mother = of(conference, family.mother)
        named = supporters.name_supporter(
            conference=conference, helped=mother, kind="friend", name="Agata Nettlefold", at=NOW, by=by
        )
        assert named.confidentiality_on is None
        named = supporters.acknowledge_confidence(invitee=named, on=NOW.date(), by=by)
        assert named.confidentiality_on == NOW.date()
        with pytest.raises(Refused):
            supporters.name_supporter(
                conference=conference, helped=mother, kind="advocate", name="A Second", at=NOW, by=by
            )


@pytest.mark.clause("RDB-16", "RDB-17")
def test_in_redbridge_wider_family_is_welcome_without_a_number_and_supporters_have_a_kind() -> None:
    agency, family, conference = at("redbridge")
    rule = supporters.supporter_rule(pack_of(conference))
    assert (rule.at_most, rule.is_family_welcome, rule.kinds) == (None, True, ("friend", "supporter", "advocate"))
    with acting_as(agency.worker) as by:
        for n in range(4):
            people.add_invitee(
                conference=conference, kind="family", name=f"Relative {n}", role="family_member", by=by,
                basis="family", why="An aunt",
            )  # fmt: skip
        mother = of(conference, family.mother)
        for kind in rule.kinds:
            supporters.name_supporter(conference=conference, helped=mother, kind=kind, name=f"A {kind}", at=NOW, by=by)
        with pytest.raises(Refused) as refused:
            supporters.name_supporter(
                conference=conference, helped=mother, kind="neighbour", name="Somebody", at=NOW, by=by
            )
        assert refused.value.sentences == {
            "kind": "The procedure knows these: friend, supporter, advocate, interpreter."
        }
        rows = invitees_of(conference)
    assert sum(one.kind == "family" for one in rows) == 4
    assert sorted(one.supporter_kind for one in rows if one.is_helper) == ["advocate", "friend", "supporter"]


@pytest.mark.clause("BAR-16")
def test_in_barnet_a_solicitor_only_observes_and_none_is_needed() -> None:
    agency, family, conference = at("barnet")
    rule = supporters.supporter_rule(pack_of(conference))
    assert (rule.speaks("solicitor"), "solicitor" in rule.kinds) == (False, True)
    with acting_as(agency.worker) as by:
        people.supply_invite_list(conference=conference, at=NOW, by=by)  # nothing waits for a solicitor
        named = supporters.name_supporter(
            conference=conference, helped=of(conference, family.mother), kind="solicitor", name="R. Heathfield",
            at=NOW, by=by,
        )  # fmt: skip
    assert (named.supporter_kind, named.role) == ("solicitor", "supporter")


def test_an_interpreter_is_no_supporter_and_nobody_of_the_family() -> None:
    agency, family, conference = at("bolton")
    with acting_as(agency.worker) as by:
        mother = of(conference, family.mother)
        with pytest.raises(Refused) as refused:
            supporters.name_supporter(
                conference=conference, helped=mother, kind="interpreter", name="Frankie Sample",
                person_id=family.father, at=NOW, by=by,
            )  # fmt: skip
        assert refused.value.sentences == {"person_id": "Nobody in the family interprets; arrange somebody else."}
        supporters.name_supporter(
            conference=conference, helped=mother, kind="interpreter", name="Ola Wren", at=NOW, by=by
        )
        supporters.name_supporter(conference=conference, helped=mother, kind="friend", name="A. N.", at=NOW, by=by)
        kinds = sorted(one.kind for one in invitees_of(conference) if one.is_helper)
    assert kinds == ["interpreter", "supporter"]


@pytest.mark.parametrize(
    "name",
    ("frankie  SAMPLE", "Sample, Frankie", "Mr Frankie Sample", "Frankie Sample, the father", "Frankie Sam-ple"),
)
def test_nobody_is_named_as_somebody_who_is_kept_out_however_the_name_is_written(name: str) -> None:
    agency, family, conference = at("bolton")
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    with acting_as(chair) as by:
        decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=NOW, by=by,
            words="What you said.",
        )  # fmt: skip
    with acting_as(agency.worker) as by:
        comes = {"conference": conference, "helped": of(conference, family.mother), "kind": "friend", "at": NOW}
        typed = {"conference": conference, "role": "family_member", "why": "An uncle"}
        with pytest.raises(Refused) as refused:
            supporters.name_supporter(name=name, by=by, **comes)
        assert list(refused.value.sentences) == ["name"]
        for kind in ("family", "professional"):
            with pytest.raises(Refused) as refused:
                people.add_invitee(name=name, kind=kind, by=by, **typed)
            assert refused.value.sentences == {
                "name": "Somebody of this name, or nearly so, is on the list or in the family already: choose them"
                " there, or say below how this is another person."
            }
        nurse = people.add_invitee(
            conference=conference, kind="professional", role="health_rep", name="A nurse", why="Sees her", by=by
        )
        with pytest.raises(Refused, match="Somebody of this name"):
            people.change_invitee(invitee=nurse, name=name, by=by)
        # Nor on the register, on the day or afterwards.
        with pytest.raises(Refused, match="kept out of the conference"):
            put_on_the_list(conference=conference, name=name, kind="supporter")
        came = put_on_the_list(conference=conference, name=name, kind="supporter", another="She works at the school.")
        assert came.why.endswith("Another person of the same name: She works at the school.")
        made = supporters.name_supporter(name=name, by=by, another="She works at the school.", **comes)
        assert made.why == "Another person of the same name: She works at the school."
        assert people.add_invitee(name="Rosa Sample", kind="family", by=by, **typed).why == "An uncle"


def test_lines_that_stood_before_are_taken_off_by_the_same_comparison_and_let_go_by_saying_who_it_is() -> None:
    agency, family, conference = at("bolton")
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    decided = {"conference": conference, "person_id": family.father, "ground": "violence", "words": "What you said."}
    typed = {"conference": conference, "role": "family_member", "why": "An uncle", "kind": "family"}
    says = "This is his cousin, whom I know."
    with acting_as(agency.worker) as by:
        mother, father = of(conference, family.mother), of(conference, family.father)
        brought = supporters.name_supporter(
            conference=conference, helped=mother, kind="friend", name="Mr Sample, Frankie", at=NOW, by=by
        )
        told_apart = people.add_invitee(name="Frankie J. Sample", another=says, by=by, **typed)
        other = people.add_invitee(name="Rosa Sample", by=by, **typed)
        with connection.cursor() as cursor:  # typed before anybody asked who it is
            cursor.execute("UPDATE conferences_invitee SET name = 'SAMPLE Frankie, uncle' WHERE id = %s", [other.pk])
        his = supporters.name_supporter(
            conference=conference, helped=father, kind="friend", name="A. N.", at=NOW, by=by
        )

    def asked() -> list[bool | None]:
        keys = (brought.pk, told_apart.pk, other.pk, his.pk)
        return [Invitee.objects.get(pk=key).to_invite for key in keys]

    with acting_as(chair) as by:
        decide_exclusion(outcome="excluded", at=NOW, by=by, **decided)
        assert asked() == [False, True, False, False]
        held = [one.name for one in invitees_of(conference) if is_held_by_name(one)]
        assert held == ["Mr Sample, Frankie", "SAMPLE Frankie, uncle"]
    with acting_as(agency.worker) as by:
        for line in (brought, other):
            with pytest.raises(Refused, match="kept out of the conference"):
                people.change_invitee(invitee=line, to_invite=True, by=by)
        # What is said of who this is stays, whatever else is changed with it.
        kept = people.change_invitee(invitee=brought, to_invite=False, another="Her brother.", by=by)
        assert (kept.why, kept.kept_off) == ("Another person of the same name: Her brother.", "")
        people.change_invitee(invitee=mother, another="Says so twice.", by=by)
        why = people.change_invitee(invitee=mother, another="Says so twice.", by=by).why
        assert (why, mother.why) == (f"{mother.why} Another person of the same name: Says so twice.", mother.why)
        people.change_invitee(invitee=other, to_invite=True, another=says, by=by)
    with acting_as(chair) as by:
        # Decided once more: whom somebody has told apart stays asked.
        decide_exclusion(outcome="excluded", at=NOW + timedelta(hours=1), by=by, **decided)
        assert asked() == [False, True, True, False]
        decide_exclusion(outcome="lifted", at=NOW + timedelta(hours=2), by=by, **decided)
        assert asked() == [False, True, True, True]  # the first was left off by whoever said who it is
        decide_exclusion(outcome="excluded", at=NOW + timedelta(hours=3), by=by, **decided)
    with acting_as(agency.worker) as by:
        # Told apart by one name, and called otherwise since: it is asked again.
        nurse = people.add_invitee(
            name="Jo Nurse", another=says, by=by, **typed | {"kind": "professional", "role": "health_rep"}
        )
        with pytest.raises(Refused, match="Somebody of this name"):
            people.change_invitee(invitee=nurse, name="Sample, Frankie", by=by)


def test_a_line_comes_back_once_nobody_of_its_name_is_kept_out_and_only_if_that_took_it_off() -> None:
    agency, family, conference = at("bolton")
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    senior = agency.relative(family.children[0], "grandparent", given_names="Frankie", family_name="Sample Sr")
    khan = agency.relative(family.children[0], "grandparent", given_names="Mr", family_name="Khan")
    out = {"conference": conference, "ground": "violence", "words": "What you said."}
    father, old, other = family.father, senior.person_id, khan.person_id
    with acting_as(agency.worker) as by:
        comes = {"conference": conference, "kind": "interpreter", "at": NOW, "by": by}
        mother = of(conference, family.mother)
        names = ("Frankie Sample", "Mr F. Sample, Frankie", "Ali Khan", "Jo")
        rows = [supporters.name_supporter(helped=mother, name=name, **comes) for name in names]
        rows.append(supporters.name_supporter(helped=of(conference, father), name="Frankie Sample (friend)", **comes))
        people.change_invitee(invitee=rows[1], to_invite=False, by=by)
    asked = []
    for number, (outcome, person) in enumerate(
        (("excluded", father), ("excluded", old), ("excluded", other), ("lifted", father), ("lifted", old)), 1
    ):
        with acting_as(chair) as by:
            decide_exclusion(person_id=person, outcome=outcome, at=NOW + timedelta(hours=number), by=by, **out)
            lines = [Invitee.objects.get(pk=one.pk) for one in rows]
        asked.append("".join("y" if one.to_invite else one.kept_off[:1] or "-" for one in lines))
    assert asked == ["n-yyw", "n-yyw", "n-yyw", "n-yyn", "y-yyy"]
    with acting_as(agency.worker) as by, pytest.raises(Refused, match="kept out of the conference"):
        # Of one word it is asked where a line is typed.
        supporters.name_supporter(helped=mother, name="Sara Khan", **comes | {"by": by})


def test_a_supporter_whom_the_office_does_not_want_is_not_asked_again_by_another_decision() -> None:
    agency, family, conference = at("bolton")
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    with acting_as(agency.worker) as by:
        father = of(conference, family.father)
        friend = supporters.name_supporter(
            conference=conference, helped=father, kind="friend", name="A. N.", at=NOW, by=by
        )
        people.change_invitee(invitee=friend, to_invite=False, by=by)
    with acting_as(chair) as by:
        decide_exclusion(
            conference=conference, person_id=family.father, outcome="not-excluded", ground="violence", at=NOW, by=by,
            words="He may come.",
        )  # fmt: skip
        assert Invitee.objects.get(pk=friend.pk).to_invite is False
