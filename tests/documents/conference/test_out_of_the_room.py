"""Who was out of the room gets nothing of what was said meanwhile, and no copy hints at who was kept out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Attendance, Invitee
from quorate.conferences.services import meeting, meeting_register, requests
from quorate.conferences.services.dissent import record_dissent
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.meeting_voices import contribute, give_number
from quorate.conferences.services.register_put_right import put_stay_right
from quorate.conferences.services.supporters import name_supporter
from quorate.documents import record_drafts, record_lines
from quorate.documents.artefacts import summary
from quorate.documents.facts import Facts
from quorate.notices.recipients import recipients_of
from quorate.release.artefacts import Artefact, Paragraph, Part, rendition
from quorate.release.basis import basis_of
from tests.cases.making import Agency
from tests.conferences.meeting.making import Meeting, clock


class Day(Meeting):
    """The parents come at ten, to a meeting that begins then."""

    def begin(self) -> Day:
        self.start()
        self.stays = {self.person(one): self.comes_in(self.invitee_of(one).pk, clock(10)) for one in (0, 1)}
        return self

    def invitee_of(self, number: int) -> Invitee:
        return [one for one in self.invitees() if one.kind == "parent"][number]

    def person(self, number: int) -> UUID:
        found = self.invitee_of(number).person_id
        assert found is not None
        return found

    def leaves(self, number: int, at: Any) -> None:
        with acting_as(self.writer) as by:
            stay = Attendance.objects.select_related("conference__case").get(pk=self.stays[self.person(number)].pk)
            meeting_register.leave(stay=stay, at=at, by=by)

    def says(self, item: str, words: str, at: Any, done: Any) -> None:
        with acting_as(self.writer) as by:
            contribute(conference=self.conference, item=item, at=at, by=by, words=words, told_by="The nurse")
            meeting.part_done(conference=self.conference, code=item, at=done, by=by)

    def keep_out(self, number: int, *parts: str) -> None:
        with acting_as(self.chair) as by:
            decide_exclusion(
                conference=self.conference, person_id=self.person(number), outcome="excluded", ground="intoxication",
                words="You smelt of alcohol.", at=clock(10, 5), by=by, scope="part", parts=parts,
            )  # fmt: skip

    def decides(self, number: int, outcome: str, at: Any) -> None:
        with acting_as(self.chair) as by:
            decide_exclusion(
                conference=self.conference, person_id=self.person(number), outcome=outcome, ground="violence",
                words="You threatened a worker.", at=at, by=by,
            )  # fmt: skip

    def kept_from(self) -> dict[str, frozenset[UUID]]:
        """Of what was said, who gets nothing of it."""
        with acting_as(self.chair) as by:
            lines = record_lines.views(Facts(self.conference, at=clock(12), by=by))
            return {one.words.rpartition(": ")[2]: one.not_for for one in lines}

    def worries(self) -> list[list[str]]:
        """What each parent's summary says is worrying."""
        with acting_as(self.chair) as by:
            facts = Facts(self.conference, at=clock(12), by=by)
            readers = recipients_of(self.conference, [self.invitee_of(0), self.invitee_of(1)])
            return [[said.words for said in summary._cards(facts, who, summary.WORRIES)] for who in readers]

    def kept_out(self, reader: Standing | None = None) -> list[str]:
        with acting_as(reader or self.chair) as by:
            return [one.words for one in record_lines.kept_out(Facts(self.conference, at=clock(12), by=by))]

    def titles(self) -> list[tuple[str, str]]:
        with acting_as(self.chair) as by:
            made = record_drafts.sections_of(Facts(self.conference, at=clock(12), by=by))
        return [(one.title, one.meant_for) for one in made if "kept out" in one.title or "xclu" in one.title]


@pytest.fixture
def day(rolled_back: Any) -> Day:
    return Day().begin()


def test_a_parent_kept_out_of_a_part_gets_the_rest_and_nothing_of_that_part(day: Day) -> None:
    day.says("purpose", "Before.", clock(10, 5), clock(10, 10))
    day.keep_out(0, "agency-reports")
    day.leaves(0, clock(10, 11))
    day.says("agency-reports", "The confidential part.", clock(10, 20), clock(10, 30))
    day.comes_in(day.invitee_of(0).pk, clock(10, 30))
    # Typed when the parent was back, but the part was still open: by the time alone they would get it.
    day.says("agency-reports", "Typed a little later.", clock(10, 31), clock(10, 31))
    day.says("parent-views", "Afterwards.", clock(10, 40), clock(10, 45))
    who = frozenset({day.person(0)})
    assert day.kept_from() == {
        "Before.": frozenset(), "The confidential part.": who, "Typed a little later.": who, "Afterwards.": frozenset(),
    }  # fmt: skip
    # What was said stands below the views and not below the reports; a part that stands empty has nobody who was out.
    with acting_as(day.chair) as by:
        made = record_drafts.sections_of(Facts(day.conference, at=clock(12), by=by))
    assert {one.title for one in made if one.code == "views"} == {"The views of the child and the parents"}
    risks = "Why the child is at risk of significant harm, and what protects"
    assert {(one.code, one.words, one.not_for) for one in made if one.title == risks} == {("analysis", "", tuple(who))}


def test_who_disagreed_while_they_were_out_is_not_told_to_them_but_their_own_words_are(day: Day) -> None:
    day.keep_out(0, "agency-reports")
    day.leaves(0, clock(10, 11))
    nurse = next(one for one in day.invitees() if one.kind == "professional" and one.user_id is None)
    with acting_as(day.chair) as by:
        for who in (nurse, day.invitee_of(0)):
            record_dissent(
                conference=day.conference, invitee=who, kind="on-decision", words=f"Words of {who.kind}.",
                at=clock(10, 30), pack=pack_of(day.conference), by=by,
            )  # fmt: skip
        lines = list(record_lines.dissents(Facts(day.conference, at=clock(12), by=by)))
    told = {one.words.rpartition(": ")[2]: one.not_for for one in lines}
    assert told == {"Words of professional.": frozenset({day.person(0)}), "Words of parent.": frozenset()}


def test_a_parents_number_goes_to_that_parent_and_not_to_the_other_whom_everybody_elses_reaches(day: Day) -> None:
    """Whoever is kept out of a part reads their own and nothing of what was said then."""
    nurse = next(one for one in day.invitees() if one.kind == "professional" and one.user_id is None)
    case = day.family.children[0].case.pk
    day.keep_out(0, "scaling")
    with acting_as(day.writer) as by:
        for who in (nurse, day.invitee_of(0), day.invitee_of(1)):
            give_number(
                conference=day.conference, child_case_id=case, number=6, reason=f"Said by {who.name}.",
                invitee_id=who.pk, at=clock(10, 30), by=by,
            )  # fmt: skip
    with acting_as(day.chair) as by:
        facts = Facts(day.conference, at=clock(12), by=by)
        lines = {one.words.rpartition(": ")[2]: one for one in record_lines.scale(facts)}
        one, other = (recipients_of(day.conference, [day.invitee_of(number)])[0] for number in (0, 1))
        (agency,) = recipients_of(day.conference, [nurse])
    said = [
        Part("record", who, (Paragraph(line.words, line.meant_for, line.named),), kept_from=line.not_for)
        for who, line in lines.items()
    ]
    paper = Artefact("minutes", day.conference.pk, "Minutes", tuple(said))
    read = {reader.name: [part.title for part in rendition(paper, reader).parts] for reader in (one, other, agency)}
    nurses, hers, his = (f"Said by {each.name}." for each in (nurse, one, other))
    assert read == {one.name: [hers], other.name: [nurses, his], agency.name: [nurses, hers, his]}


def test_why_somebody_could_not_come_is_for_the_professionals(day: Day) -> None:
    with acting_as(day.writer):
        Invitee.objects.filter(conference=day.conference, user__isnull=True, kind="professional").update(
            answer_words="I see her at the refuge in Farton then."
        )
    with acting_as(day.chair) as by:
        lines = list(record_lines.people(Facts(day.conference, at=clock(12), by=by)))
    assert {one.meant_for for one in lines if "refuge" in one.words} == {"P"}


def test_where_the_register_never_shows_them_out_they_get_nothing_of_what_was_said(day: Day) -> None:
    day.keep_out(0, "agency-reports")
    day.says("purpose", "Before.", clock(10, 5), clock(10, 10))
    assert day.kept_from() == {"Before.": frozenset({day.person(0)})}


def test_parents_who_come_apart_do_not_read_what_the_other_said_alone(day: Day) -> None:
    with acting_as(day.writer):
        Invitee.objects.filter(pk=day.invitee_of(1).pk).update(attends_separately=True)
    day.leaves(1, clock(10, 6))
    day.says("purpose", "While both were there.", clock(10, 3), clock(10, 5))
    day.says("family", "To the others alone.", clock(10, 15), clock(10, 20))
    day.leaves(0, clock(10, 25))
    day.says("parent-views", "When nobody of them was there.", clock(10, 30), clock(10, 35))
    apart = frozenset({day.person(1)})
    # Whoever just went home early is not kept from what was said then.
    assert day.kept_from() == {
        "While both were there.": frozenset(), "To the others alone.": apart, "When nobody of them was there.": apart,
    }  # fmt: skip


def test_no_heading_tells_that_somebody_was_kept_out_where_nobody_was_and_else_the_professionals_alone(
    day: Day,
) -> None:
    assert day.titles() == []
    day.keep_out(0, "agency-reports")
    assert day.titles() == [("The views of a parent who was kept out", "P")]
    assert day.kept_out() == [
        f"- {day.invitee_of(0).name} was kept out of a part of the conference. Ground: intoxication."
    ]
    with acting_as(day.chair) as by:
        decide_exclusion(
            conference=day.conference, person_id=day.person(0), outcome="lifted", words="All is well again.",
            at=clock(10, 50), by=by,
        )  # fmt: skip
    assert [one.endswith("The chair let them back in later.") for one in day.kept_out()] == [True]


def test_whoever_was_let_back_in_before_it_began_reads_what_the_others_read_though_they_came_late(
    rolled_back: Any,
) -> None:
    day = Day()
    for outcome, minute in (("excluded", 10), ("lifted", 20)):
        day.decides(0, outcome, clock(9, minute))
    day.start()
    day.stays = {day.person(one): day.comes_in(day.invitee_of(one).pk, clock(10, 1)) for one in (0, 1)}
    day.says("purpose", "To everybody.", clock(10, 5), clock(10, 10))
    assert (day.kept_from(), day.kept_out()) == ({"To everybody.": frozenset()}, [])


def test_that_somebody_was_not_to_come_is_told_to_them_and_the_professionals_and_the_other_parent_reads_what_is_true(
    rolled_back: Any,
) -> None:
    day = Day()
    day.decides(0, "excluded", clock(9, 10))
    day.start()
    day.stays = {day.person(1): day.comes_in(day.invitee_of(1).pk, clock(10))}
    name, nurse = day.invitee_of(0).name, next(one for one in day.invitees() if one.kind == "professional")
    with acting_as(day.chair) as by:
        lines = [one for one in record_lines.people(Facts(day.conference, at=clock(12), by=by)) if name in one.words]
        people = recipients_of(day.conference, [day.invitee_of(0), day.invitee_of(1), nurse])
    part = Part("record", "Who was there", tuple(Paragraph(one.words, one.meant_for, one.named) for one in lines))
    paper = Artefact("minutes", day.conference.pk, "Minutes", (replace(part, kept_from=frozenset()),))
    # He reads it should he be let in again later: until then no copy of his has this part.
    copies = [rendition(paper, replace(who, kept_out="")).parts for who in people]
    read = [[line.words.rpartition(": ")[2] for one in parts for line in one.paragraphs] for parts in copies]
    both = ["was not there", "was asked not to come, by the chair’s decision"]
    assert read == [both, both[:1], both]
    assert rendition(paper, people[0]).is_empty


def test_whom_an_earlier_conference_kept_out_gets_nothing_of_what_was_said_until_they_were_let_in(
    rolled_back: Any,
) -> None:
    agency = Agency()
    family = agency.family(children=2)
    with acting_as(agency.worker) as by:
        earlier = requests.begin(kind="review", cases=family.cases, by=by, on=today())
    agency.give(earlier.case, agency.chair)
    with acting_as(agency.chair) as by:
        decide_exclusion(
            conference=earlier, person_id=family.father, outcome="excluded", ground="intoxication", at=clock(8, 30),
            by=by, words="You smelt of alcohol.", scope="part", parts=("analysis",),
        )  # fmt: skip
    day = Day(agency=agency, family=family)
    father = next(number for number in (0, 1) if day.person(number) == family.father)
    day.start()
    day.comes_in(day.invitee_of(1 - father).pk, clock(10))
    day.says("purpose", "While he waited outside.", clock(10, 5), clock(10, 10))
    day.decides(father, "lifted", clock(10, 20))
    day.comes_in(day.invitee_of(father).pk, clock(10, 21))
    day.says("parent-views", "Afterwards.", clock(10, 40), clock(10, 45))
    day.says("family", "After that.", clock(10, 50), clock(10, 55))
    who = frozenset({family.father})
    # The part during which he came in was begun without him.
    assert day.kept_from() == {
        "While he waited outside.": who, "Afterwards.": who, "After that.": frozenset(),
    }  # fmt: skip
    # As it was decided then, not as the decision reads that let him in; without it where the reader may not read that.
    name = day.invitee_of(father).name
    assert (day.kept_out(), day.kept_out(day.writer)) == (
        [f"- {name} was kept out of a part of the conference. Ground: intoxication. The chair let them back in later."],
        [f"- {name} was kept out, as an earlier conference had decided. The chair let them back in later."],
    )  # fmt: skip


def test_the_summary_leaves_out_what_the_minutes_leave_out(day: Day) -> None:
    with acting_as(day.writer) as by:
        add_card(
            conference=day.conference, column="harm", words="Said while one was outside.", op_id=uuid4(),
            at=clock(10, 20), by=by,
        )  # fmt: skip
    assert day.worries() == [["Said while one was outside."], ["Said while one was outside."]]
    day.keep_out(0, "analysis")
    assert day.worries() == [[], ["Said while one was outside."]]


def test_whoever_comes_with_somebody_who_comes_apart_stands_in_no_line_of_the_others(day: Day) -> None:
    with acting_as(day.writer):
        Invitee.objects.filter(pk=day.invitee_of(1).pk).update(attends_separately=True)
    with acting_as(day.agency.worker) as by:
        name_supporter(
            conference=day.conference, helped=day.invitee_of(1), kind="friend", name="Agata Nettlefold", at=clock(9),
            by=by,
        )  # fmt: skip
    with acting_as(day.chair) as by:
        (line,) = [
            one
            for one in record_lines.people(Facts(day.conference, at=clock(12), by=by))
            if "Agata Nettlefold" in one.words
        ]
    assert (line.meant_for, line.named) == ("F-person", frozenset({day.person(1)}))


def test_a_prepared_summary_is_overtaken_when_the_register_is_put_right(day: Day) -> None:
    def rests_on(code: str = "summary") -> str:
        with acting_as(day.chair):
            reader = (day.invitee_of(0).pk, day.person(0), "parent")
            return basis_of(day.conference.pk, code, None, [reader])[0]["text"]

    def put_right(number: int, **said: Any) -> None:
        with acting_as(day.writer) as by:
            stay = Attendance.objects.select_related("conference__case").get(pk=day.stays[day.person(number)].pk)
            meeting_register.correct_stay(stay=stay, by=by, **said)

    with acting_as(day.writer):
        Invitee.objects.filter(pk=day.invitee_of(0).pk).update(attends_separately=True)
    prepared = rests_on()
    # Nothing is kept from the other parent for when they were there, and going home at the end corrects nothing.
    put_right(1, take_back=True)
    with acting_as(day.chair) as by:
        meeting.end_sitting(conference=day.conference, at=clock(11), by=by)
    assert rests_on() == prepared
    plan = rests_on("plan")
    with acting_as(day.writer) as by:
        put_stay_right(
            conference=day.conference, invitee_id=day.invitee_of(0).pk, was=day.stays[day.person(0)].pk, now=None,
            why="They had sat in the other room.", at=clock(12), by=by,
        )  # fmt: skip
    assert (rests_on() != prepared, rests_on("plan")) == (True, plan)
