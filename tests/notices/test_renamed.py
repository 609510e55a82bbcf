"""A name that is put right on a family's record: the lists of its conferences follow, and what lay in the outbox."""

from __future__ import annotations

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.audit.models import AuditEntry
from quorate.cases.models import Relative
from quorate.cases.services import add_address, change_child, change_relative, record_birth
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.services.people import add_invitee
from quorate.conferences.services.safety import record_concern
from quorate.release.models import Release, StoredRendition
from tests.conferences import stages
from tests.notices.making import Stage
from tests.notices.test_reactions import text_of


def test_whoever_is_called_otherwise_on_the_record_is_so_on_the_list_and_in_the_letters(stage: Stage) -> None:
    father = stage.family.father
    off = stages.asked_for(stage.agency, stage.family)
    stage.released()
    with acting_as(stage.agency.worker) as by:
        as_it_was = add_invitee(
            conference=off, kind="parent", role="parent", person_id=father, by=by, name="Frankie Sample"
        )
        Conference.objects.filter(pk=off.pk).update(state="cancelled")
        lodger = add_invitee(
            conference=stage.conference, kind="family", role="family_member", name="Lou Lodger", by=by, why="Asked.",
        )  # fmt: skip
        listed = Invitee.objects.get(conference=stage.conference, person_id=father)
        row = Relative.objects.select_related("case").get(person_id=father, case=stage.family.children[0].case)
        assert (listed.name, row.full_name) == ("Frankie Sample", "Frankie Sample")
        change_relative(relative=row, given_names="Francis", reason="Misspelt.", on=today(), by=by)
        names = dict(Invitee.objects.values_list("pk", "name"))
        assert [names[one.pk] for one in (listed, lodger, as_it_was)] == [
            "Francis Sample",
            "Lou Lodger",
            "Frankie Sample",
        ]
        told = AuditEntry.objects.filter(action="invitee.changed", subject_id=listed.pk).latest("id")
        assert (told.facts, told.case_id) == ({"fields": "name"}, stage.conference.case_id)
        anew = Release.objects.get(conference=stage.conference, code="invitation", state="prepared")
        copy = StoredRendition.objects.get(release=anew, recipient=listed.pk)
        assert ("Francis Sample" in text_of(bytes(copy.content)), "Frankie" in text_of(bytes(copy.content))) == (
            True,
            False,
        )
    (held,) = stage.messages(recipient=listed.pk)
    assert (held.state, held.why, held.name) == ("held", "reader", "Frankie Sample")


def test_a_child_is_called_on_the_list_as_on_the_record_before_the_birth_and_after(stage: Stage) -> None:
    agency = stage.agency
    family = agency.family(0, unborn=1)
    conference, (child,) = stages.asked_for(agency, family), family.children
    with acting_as(agency.worker) as by:
        line = add_invitee(
            conference=conference, kind="child", role="child", person_id=child.person_id, name=child.full_name, by=by,
            basis="need", why="It is about them.",
        )  # fmt: skip
        born = record_birth(child=child, born_on=today(), on=today(), by=by)
        line.refresh_from_db()
        assert (line.name, child.full_name.split()[0]) == (born.full_name, "Unborn")
        change_child(child=born, given_names="Robin", on=today(), by=by)
        line.refresh_from_db()
        assert line.name == f"Robin {child.family_name}"


def test_the_new_name_of_whoever_is_afraid_or_lives_where_nobody_may_know_reaches_no_list(stage: Stage) -> None:
    with acting_as(stage.agency.worker) as by:
        rows = Relative.objects.select_related("case").filter(case=stage.family.children[0].case)
        mother, father = (rows.get(person_id=one) for one in (stage.family.mother, stage.family.father))
        record_concern(
            conference=stage.conference, person_id=mother.person_id, of_person=father.person_id, words="He hits her.",
            on=today(), by=by,
        )  # fmt: skip
        add_address(
            case=father.case, person_id=father.person_id, kind="placement", lines=["4 Larkspur Yard"],
            protection="protected", on=today(), by=by,
        )  # fmt: skip
        before = names(stage)
        for row in (mother, father):
            change_relative(relative=row, given_names="Another", reason="By deed poll.", on=today(), by=by)
        assert names(stage) == before


def names(stage: Stage) -> list[str]:
    return sorted(Invitee.objects.filter(conference=stage.conference, kind="parent").values_list("name", flat=True))
