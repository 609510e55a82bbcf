"""The tab of the record: prepared, worked on, approved, added to."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.conferences.models import Addendum, Conference, Invitee, LeftEmpty, Record, RecordSection
from quorate.conferences.services.record import digest_of
from quorate.people.models import User
from quorate.web.work.moments import now
from tests.cases.making import Agency
from tests.conferences.stages import booked, invited, written_out
from tests.database import Urls
from tests.web.visiting import Page, checked, fetch, signed_in, words


class Desk:
    """Chair and minute-taker after a conference, at its pages."""

    def __init__(self) -> None:
        self.agency = Agency()
        family = self.agency.family(1)
        self.conference = booked(self.agency, family, to=invited(self.agency, family))
        with acting_as(self.agency.chair):
            Conference.objects.filter(pk=self.conference.pk).update(state="held")
            self.ref = self.conference.case.ref
        self.taker, self.chair = self.agency.minute_taker, self.agency.chair

    def client(self, who: Standing) -> Any:
        return signed_in(User.objects.get(pk=who.user_id))

    def page(self, who: Standing, route: str = "conference_record", *args: Any) -> Page:
        return fetch(self.client(who), reverse(route, args=[self.ref, *args]))

    def send(self, who: Standing, route: str, *args: Any, status: int = 302, **said: Any) -> Any:
        response = self.client(who).post(reverse(route, args=[self.ref, *args]), said)
        assert response.status_code == status, response.content.decode()[:3000]
        return response if status == 302 else checked(response, route)

    def rows(self, model: Any) -> list[Any]:
        with acting_as(self.chair):
            return list(model.objects.all())


@pytest.fixture
def desk(own_database: Urls) -> Desk:
    return Desk()


def test_the_record_goes_from_the_meeting_to_the_chairs_approval(desk: Desk) -> None:
    assert "The record has not been prepared yet" in desk.page(desk.chair).words
    home = reverse("home")
    assert "Approve the record" not in fetch(desk.client(desk.chair), home).texts("a")
    assert desk.page(desk.chair).texts("button") == [] or "Prepare the record" not in desk.page(desk.chair).words
    desk.send(desk.taker, "conference_record_prepare")
    page = desk.page(desk.taker)
    assert "A summary of the main points" in page.texts("h3")
    leads = [words(one) for one in page.all("a") if str(one.get("href")).startswith("#part-")]
    assert leads == [
        one for one in page.texts("h3") if one not in ("Parts of the record", "What still has to be written")
    ]
    part = next(one for one in desk.rows(RecordSection) if one.code == "people")
    desk.send(
        desk.taker, "conference_record_part", part.pk, words="- Nobody came", meant_for="F-all", version=part.version
    )
    assert "Nobody came" in desk.page(desk.taker).words
    with acting_as(desk.taker):
        mother = Invitee.objects.filter(conference=desk.conference, kind="parent").order_by("name")[0]
    desk.send(
        desk.taker, "conference_record_part", part.pk, words="- Nobody came", meant_for="F-all",
        version=part.version + 1, not_for=[str(mother.person_id)],
    )  # fmt: skip
    kept = next(one for one in desk.rows(RecordSection) if one.pk == part.pk)
    assert (kept.not_for, kept.version) == ([mother.person_id], part.version + 2)
    boxes = [one.get("value") for one in desk.page(desk.taker, "conference_record_part", part.pk).all("input")
             if one.get("name") == "not_for" and one.get("checked") is not None]  # fmt: skip
    assert boxes == [str(mother.person_id)]
    # Named to those who work on the record; whoever else reads it is not told of whom.
    assert f"Not for {mother.name}" in desk.page(desk.chair).words
    worker = desk.page(desk.agency.worker).words
    assert ("Not for somebody of the family" in worker, f"Not for {mother.name}" in worker) == (True, False)
    record = desk.rows(Record)[0]
    waits = [fetch(desk.client(who), home).texts("a").count("Approve the record") for who in (desk.chair, desk.taker)]
    assert waits == [1, 0]
    refused = desk.send(desk.chair, "conference_record_approve", status=422, digest="0" * 64)
    assert "Read it again, then approve it." in refused.words
    with acting_as(desk.taker) as by:
        written_out(record, now(), by)
    digest = next(one.get("value") for one in desk.page(desk.chair).all("input") if one.get("name") == "digest")
    desk.send(desk.chair, "conference_record_approve", digest=digest)
    approved = desk.page(desk.chair)
    assert "Approve the record" not in fetch(desk.client(desk.chair), home).texts("a")
    assert "It can no longer be changed" in approved.words
    assert "It still agrees." in approved.words
    assert not any("Change" in one for one in approved.texts("a"))
    desk.send(
        desk.chair, "conference_record_addendum", words="The nurse rang later.", why="She asked", meant_for="F-all"
    )
    assert [one.words for one in desk.rows(Addendum)] == ["The nurse rang later."]
    assert "The nurse rang later." in desk.page(desk.chair).words
    assert desk.rows(Record)[0].digest == digest != record.digest


def test_no_record_is_approved_with_a_part_that_stands_empty_for_no_reason(desk: Desk) -> None:
    desk.send(desk.taker, "conference_record_prepare")
    record = desk.rows(Record)[0]
    # What the procedure asks for has to be written, if only that it did not come up: whoever writes is told.
    empty = [one for one in desk.rows(RecordSection) if not one.words]
    for who in (desk.chair, desk.taker):
        page = desk.page(who)
        links = [title for title in page.texts("a") if title in {one.title for one in empty}]
        assert links[-len(empty) :] == [one.title for one in empty] != links
        assert (len(empty) > 2, "Approve the record" in page.texts("button")) == (True, False)
    with acting_as(desk.chair):
        stands = digest_of(record)
    refused = desk.send(desk.chair, "conference_record_approve", status=422, digest=stands)
    assert f"Nothing stands yet under “{empty[0].title}”, “{empty[1].title}”" in refused.words
    with acting_as(desk.taker) as by:
        written_out(record, now(), by)
    # What it does not ask for may stay empty, with a reason.
    with acting_as(desk.taker) as by:
        more = RecordSection(
            record=record, case_id=record.case_id, authority_id=record.authority_id, code="conduct", place=99,
            title="Legal points", words="- .", meant_for="P", written_by=by.user_id, written_at=now(),
        )  # fmt: skip
        more.save(force_insert=True)
    page = desk.page(desk.chair)
    digest = next(one.get("value") for one in page.all("input") if one.get("name") == "digest")
    refused = desk.send(desk.chair, "conference_record_approve", status=422, digest=digest, left_empty_why=".")
    assert "Say why this is left empty: “Legal points”." in refused.words
    assert (
        "These stand empty too, and the procedure does not ask for them: Legal points." in desk.page(desk.taker).words
    )
    why, police = "It was written at the wrong place.", desk.agency.person("partner")
    desk.agency.give(desk.conference.case, police)
    desk.send(desk.chair, "conference_record_approve", digest=digest, left_empty_why=f"\x00{why}")
    # An address may stand in it: no other agency reads it, whatever it asks, and no page but these two people's.
    stands = []
    for reader in (desk.chair, desk.taker, desk.agency.worker, police):
        with acting_as(reader):
            held = list(LeftEmpty.objects.values_list("why", flat=True))
        stands.append((held, why in desk.page(reader).words))
    assert stands == [([why], True), ([why], True), ([why], False), ([], False)]
    with acting_as(desk.chair), pytest.raises(DatabaseError, match="the record is approved"), transaction.atomic():
        LeftEmpty(record=record, case_id=record.case_id, authority_id=record.authority_id, why="More.").save()


def test_two_texts_are_both_shown_and_nothing_is_lost(desk: Desk) -> None:
    desk.send(desk.taker, "conference_record_prepare")
    part = desk.rows(RecordSection)[0]
    desk.send(desk.taker, "conference_record_part", part.pk, words="Mine", meant_for="P", version=1)
    page = desk.send(desk.chair, "conference_record_part", part.pk, words="Other", meant_for="P", version=1, status=409)
    assert "Mine" in page.words and "Other" in page.words
    desk.send(
        desk.chair, "conference_record_part", part.pk, words="Other", meant_for="P", version=2, keep="both",
        **{"theirs-words": "Mine"},
    )  # fmt: skip
    assert desk.rows(RecordSection)[0].words == "Mine\n\nOther"


def test_after_two_texts_a_part_has_no_reader_whom_either_left_out(desk: Desk) -> None:
    desk.send(desk.taker, "conference_record_prepare")
    with acting_as(desk.taker):
        parents = Invitee.objects.filter(conference=desk.conference, kind="parent").order_by("name")
        father, mother = parents
    parts = desk.rows(RecordSection)[:4]
    # Whatever is pressed, and even with the ticks of the older page: nobody is let in by it.
    pressed = [{"keep": "yours"}, {"keep": "theirs"}, {"keep": "both"}, {"two_texts": "1"}]
    for part, chosen in zip(parts, pressed, strict=True):
        route = ("conference_record_part", part.pk)
        desk.send(desk.taker, *route, words="Said.", meant_for="P", not_for=[str(father.person_id)], version=1)
        stale = {"words": "Said.", "meant_for": "F-all", "not_for": [str(mother.person_id)]}
        page = desk.send(desk.chair, *route, **stale, version=1, status=409)
        texts = [one for one in page.all("div") if one.get("class") == "q-clash__text"]
        assert [(words(one[0]), words(one[1])) for one in texts] == [
            ("Who may read this part: yours", "Everybody at the conference, the family too"),
            ("Who may read this part: theirs", "Professionals of the conference only"),
            ("Who of the family gets nothing of this part: yours", mother.name),
            ("Who of the family gets nothing of this part: theirs", father.name),
        ]
        ticked = {(one.get("name"), one.get("value")) for one in page.all("input") if one.get("checked") is not None}
        kept_out = {("not_for", str(one.person_id)) for one in (father, mother)}
        assert ticked == {("meant_for", "P"), *kept_out}
        assert [one.get("value") for one in page.all("input") if one.get("name") == "two_texts"] == ["1"]
        desk.send(desk.chair, *route, **stale, **chosen, version=2)
        now = next(one for one in desk.rows(RecordSection) if one.pk == part.pk)
        assert (now.meant_for, set(now.not_for)) == ("P", {father.person_id, mother.person_id})
    # A fresh page is the chair's own choice.
    desk.send(desk.chair, *route, words="Said.", meant_for="F-all", version=3)
    now = next(one for one in desk.rows(RecordSection) if one.pk == part.pk)
    assert (now.meant_for, now.not_for) == ("F-all", [])


def test_whoever_does_not_write_the_record_reads_what_is_meant_for_them(desk: Desk) -> None:
    desk.send(desk.taker, "conference_record_prepare")
    part = next(one for one in desk.rows(RecordSection) if one.code == "people")
    desk.send(
        desk.taker, "conference_record_part", part.pk, words="Only for the chair", meant_for="R", version=part.version
    )
    assert "Only for the chair" in desk.page(desk.chair).words
    worker = desk.page(desk.agency.worker)
    assert "Only for the chair" not in worker.words
    assert not any("Change" in one for one in worker.texts("a"))
    response = desk.client(desk.agency.worker).get(reverse("conference_record_part", args=[desk.ref, part.pk]))
    assert response.status_code == 404


def test_the_chair_cannot_prepare_what_the_chair_approves(desk: Desk) -> None:
    page = desk.send(desk.chair, "conference_record_prepare", status=422)
    assert "Let the minute-taker prepare the record" in page.words
