"""Cards: sorted into the pack's columns, corrected, moved; two writers, resends, and nothing lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.cases.refusals import Refused
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Card, CardVersion
from quorate.conferences.queries.meeting import cards_of
from quorate.conferences.services import meeting_cards as cards
from quorate.conferences.versions import TwoTexts
from tests.conferences.meeting.making import Meeting, clock

AT = clock(10, 30)


@pytest.fixture(scope="module")
def meeting(module_database) -> Meeting:
    at = Meeting()
    at.start()
    return at


def add(at: Meeting, words: str = "Zofia missed school.", column: str = "harm", **said: Any) -> Card:
    with acting_as(at.writer) as by:
        return cards.add_card(
            **{"conference": at.conference, "column": column, "words": words, "op_id": uuid4(), "at": AT, "by": by}
            | said
        )


def change(at: Meeting, card: Card, words: str, base: int, **said: Any) -> Card:
    with acting_as(said.pop("who", at.writer)) as by:
        return cards.change_card(
            conference=at.conference, card_id=card.pk, base_version=base, at=AT, by=by, words=words,
            op_id=said.pop("op_id", None) or uuid4(), **said,
        )  # fmt: skip


def history(at: Meeting, card: Card) -> list[tuple[int, str, str]]:
    with acting_as(at.chair):
        return list(CardVersion.objects.filter(card=card).values_list("version", "how", "text"))


@pytest.mark.clause("BOL-29", "BAR-34", "RDB-14", "BRD-02")
@pytest.mark.parametrize(
    ("pack", "headings"),
    [
        ("redbridge", 6),
        ("bradford", 3),
        ("bolton", 3),
        ("barnet", 3),
    ],
)
def test_the_columns_are_the_authoritys_own(rolled_back, pack, headings):
    at = Meeting(pack)
    at.start()
    with acting_as(at.chair):
        columns = pack_of(at.conference).data["analysis"]["columns"]
    made = [add(at, column=one["code"]) for one in columns]
    assert [card.column for card in made] == [one["code"] for one in columns]
    assert len({one.get("heading") or one["title"] for one in columns}) == headings
    with pytest.raises(Refused) as unknown:
        add(at, column="opinions")
    assert list(unknown.value.sentences) == ["column"]
    with acting_as(at.chair):
        told = cards_of(at.conference)
        assert {"harm", "danger"} & set(told), "the reasons for the risk are recorded"
        assert {"strengths", "safety"} <= set(told), "and so are positives and strengths"


def test_a_card_says_who_about_whom_and_for_whom(meeting):
    child = meeting.family.children[0].case.pk
    teacher = meeting.invitee("school_rep").pk
    card = add(meeting, children=[child], said_by=teacher)
    assert (card.children, card.said_by, card.meant_for, card.version) == ([child], teacher, "F-all", 1)
    closed = add(meeting, meant_for="R", words="Only for the chair.")
    with acting_as(meeting.agency.worker):
        assert list(Card.objects.filter(pk__in=[card.pk, closed.pk]).values_list("pk", flat=True)) == [card.pk]
        assert not CardVersion.objects.filter(card_id=closed.pk).exists()
    with pytest.raises(Refused):
        add(meeting, children=[uuid4()])


def test_a_social_worker_does_not_write_in_the_meeting(meeting):
    with acting_as(meeting.agency.worker) as by, pytest.raises(NotAllowed):
        cards.add_card(conference=meeting.conference, column="harm", words="I.", op_id=uuid4(), at=AT, by=by)


def test_a_parents_correction_hangs_on_the_card_that_it_answers(meeting):
    card = add(meeting, "Shouting on three nights.")
    answer = add(meeting, "It was two nights.", answers=card.pk, said_by=meeting.invitee("parent").pk)
    with acting_as(meeting.chair):
        shown = next(one for one in cards_of(meeting.conference)["harm"] if one.card == card)
    assert [one.pk for one in shown.answers] == [answer.pk]


def test_a_resend_changes_nothing(meeting, module_database):
    op_id = uuid4()
    with CaptureQueriesContext(connection) as asked:
        card = add(meeting, op_id=op_id)
    (written,) = [one["sql"] for one in asked if "INSERT INTO" in one["sql"]]
    tables = [one.split('"')[0] for one in written.split('INSERT INTO "')[1:]]
    assert (tables, "audit_append" in written) == (["conferences_card", "conferences_card_version"], True)
    assert add(meeting, op_id=op_id).pk == card.pk
    again = uuid4()
    assert change(meeting, card, "Two days.", 1, op_id=again).version == 2
    assert change(meeting, card, "Two days.", 1, op_id=again).version == 2
    assert [how for _, how, _ in history(meeting, card)] == ["add", "edit"]
    with psycopg.connect(module_database.superuser) as superuser:
        asked = "SELECT facts FROM audit_entry WHERE action = 'meeting.card-saved' AND subject_id = %s ORDER BY id"
        told = [facts for (facts,) in superuser.execute(asked, [card.pk])]
    assert told == [{"how": how, "version": n, "meant_for": "F-all"} for n, how in ((1, "add"), (2, "edit"))]


def test_a_stale_save_is_refused_with_both_texts_and_both_can_be_kept(meeting):
    card = add(meeting, "Halina has Zofia on Wednesday.")
    change(meeting, card, "On Wednesday and Friday.", 1, who=meeting.chair)
    with pytest.raises(TwoTexts) as two:
        change(meeting, card, "On Wednesday, Friday if Ewa asks.", 1)
    assert (two.value.yours, two.value.theirs, two.value.version, two.value.theirs_by) == (
        "On Wednesday, Friday if Ewa asks.", "On Wednesday and Friday.", 2, meeting.chair.user_id,
    )  # fmt: skip
    with acting_as(meeting.writer) as by:
        other = cards.keep_both(
            conference=meeting.conference, card_id=card.pk, words=two.value.yours, op_id=uuid4(), at=AT, by=by,
            meant_for="P",
        )  # fmt: skip
    # The one that stands is for everybody: what was written for the professionals does not become so beside it.
    assert (other.column, other.words, other.meant_for, other.room_words, card.meant_for) == (
        card.column, "On Wednesday, Friday if Ewa asks.", "P", "", "F-all",
    )  # fmt: skip
    chosen = change(meeting, card, "On Wednesday, Friday if Ewa asks.", two.value.version)
    assert [text for _, _, text in history(meeting, chosen)] == [
        "Halina has Zofia on Wednesday.", "On Wednesday and Friday.", "On Wednesday, Friday if Ewa asks.",
    ]  # fmt: skip


def test_both_writing_the_same_is_no_clash(meeting):
    card = add(meeting)
    change(meeting, card, "The same.", 1, who=meeting.chair)
    assert change(meeting, card, "The same.", 1).version == 2


def test_moved_and_taken_away_with_its_history(meeting):
    card = add(meeting)
    with acting_as(meeting.writer) as by:
        common: dict[str, Any] = {"conference": meeting.conference, "card_id": card.pk, "at": AT, "by": by}
        moved = cards.move_card(column="strengths", base_version=1, op_id=uuid4(), **common)
        assert (moved.column, moved.version) == ("strengths", 2)
        cards.remove_card(base_version=2, op_id=uuid4(), **common)
        with pytest.raises(TwoTexts) as gone:
            cards.change_card(base_version=2, op_id=uuid4(), words="Still writing.", **common)
    assert (gone.value.yours, gone.value.theirs) == ("Still writing.", "")
    assert [how for _, how, _ in history(meeting, card)] == ["add", "move", "remove"]


TEXT = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=6)
STEPS = st.lists(st.tuples(st.sampled_from(["chair", "writer"]), st.sampled_from(["open", "save", "resend"]), TEXT))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_edits_of_two_writers_lose_no_text(meeting, steps):
    """Whatever two people type in whatever order: every text is on the card, in its history, or was shown back."""
    card = add(meeting, "first")
    people = {"chair": meeting.chair, "writer": meeting.writer}
    seen = dict.fromkeys(people, 1)
    last: dict[str, tuple[UUID, str, int] | None] = dict.fromkeys(people)
    sent, shown = {"first"}, set()
    for who, what, text in steps:
        if what == "open":
            with acting_as(people[who]):
                seen[who] = Card.objects.get(pk=card.pk).version
            continue
        if what == "save":
            last[who] = (uuid4(), text, seen[who])
        if (sending := last[who]) is None:
            continue
        op_id, words, base = sending
        sent.add(words)
        try:
            seen[who] = change(meeting, card, words, base, who=people[who], op_id=op_id).version
        except TwoTexts as two:
            shown |= {two.yours}
            assert two.yours == words
    kept = {text for _, _, text in history(meeting, card)}
    versions = [version for version, _, _ in history(meeting, card)]
    with acting_as(meeting.chair):
        now = Card.objects.get(pk=card.pk)
    assert sent <= kept | shown
    assert (now.version, versions) == (len(versions), list(range(1, len(versions) + 1)))
    assert now.words == history(meeting, card)[-1][2]
