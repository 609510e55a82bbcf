"""No protected word stands in any paper for anybody; one that is put there stops the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services as cases
from quorate.conferences.models import InviteeKind
from quorate.documents.making import CODES
from quorate.notices.services import family_papers, preview
from quorate.release.models import BY_RULE
from quorate.release.protecting import protected_words
from quorate.release.scanning import Protected
from tests import clock
from tests.database import Urls
from tests.notices.making import Stage
from tests.notices.said import CALLING
from tests.release.grown import Grown
from tests.release.leaking import Family, Looked, gate_open, grown_families, leaking
from tests.web.visiting import fetch, signed_in

FAMILIES = 20
SHAPES = 9
"""An initial conference of each procedure, two reviews, one about an unborn child and a transfer, each two families or
three in turn: until the meeting, or after it. An odd number, so that each comes both ways.
`benchmarks/leaks_bench.py` looks through five hundred, each from the booking to the approved record."""
LEICESTER = 3
"""The shape whose procedure has papers for a child."""
BOOKLETS = ("childrens-leaflet", "have-your-say-children", "have-your-say-young-people")
"""Those of them that hold more than the names and birthdays of children."""
FILLED_IN = ("parents-leaflet", "parents-report", "childrens-leaflet", "have-your-say-children",
             "have-your-say-young-people")  # fmt: skip
"""Papers of the procedures that are printed with names in them."""


@pytest.fixture(scope="module")
def stage(module_database: Urls) -> Iterator[Any]:
    made = Stage()
    made.reach(made.family.mother, "morgan@family.example")
    with acting_as(made.agency.worker) as by:
        for kind, lines in (("current", ["12 Mill Lane", "Saltmarsh"]), ("school", ["Oxmarrow School", "Saltmarsh"]),
                            ("gp", ["Wrenhollow Surgery", "Saltmarsh"])):  # fmt: skip
            cases.add_address(
                case=made.family.cases[0], person_id=made.family.mother, kind=kind, lines=lines, on=today(), by=by,
                postcode="ZZ9 9QX",
            )  # fmt: skip
        cases.add_contact_way(
            case=made.family.cases[0], person_id=made.family.mother, kind="phone", value="07700 900123", on=today(),
            by=by,
        )  # fmt: skip
    yield made


def test_no_paper_of_a_generated_family_holds_what_its_reader_may_not_have(module_database: Urls) -> None:
    kept: list[Looked] = []
    sung: Counter[str] = Counter()
    drawn_out: Counter[tuple[str, int]] = Counter()
    superuser = module_database.superuser
    for number, drawn, looked in grown_families(range(FAMILIES), shapes=SHAPES, superuser=superuser, whole=False):
        assert leaking(looked) == [], f"family {number}"
        assert len(drawn.protected) >= 10
        assert len(drawn.canaries) >= (30 if number % 2 else 0)
        drawn_out.update((scope, number % 2) for scope in drawn.kept_out.values())
        kept += looked
    # Every paper there is was looked at, for everybody who gets it; so were those who are kept out.
    assert {one.code for one in kept} == {*CODES, *BY_RULE, *(f"filled-in {one}" for one in FILLED_IN)}
    assert {one.kind for one in kept if one.code in CALLING} == set(InviteeKind.values)
    out = Counter((one.kept_out, one.code) for one in kept if one.kind == "parent")
    # Who is kept out gets the letter that says why and the decisions, each time; and nothing that calls or tells more.
    assert out["whole", "exclusion-letter"] == drawn_out["whole", 0] > 0
    assert out["whole", "decisions"] == drawn_out["whole", 1] > 0
    assert out["whole", "views-moved"] == drawn_out["whole", 0]
    assert out["part", "exclusion-letter"] == drawn_out["part", 0] > 0
    assert out["part", "decisions"] == drawn_out["part", 1] > 0
    assert [
        code for code in ("invitation", "moved", "cancelled", "not-going-on", "plan", "report") if out["whole", code]
    ] == []
    # Streets in somebody's words did come into papers, and the gate held each of these.
    assert sum(one.held for one in kept) > 20
    # The canaries do sing: what is for somebody is found with them.
    sung.update(f"{one.kind} {label}" for one in kept for label in one.own)
    assert {f"professional {label}" for label in ("P", "R", "F-all", "F-person")} <= set(sung)
    assert {"parent F-all", "parent F-person", "child F-person"} <= set(sung)


def test_a_protected_word_in_a_filled_in_paper_is_seen_by_the_search(
    module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = Family(Grown(LEICESTER, module_database.superuser), LEICESTER, whole=False)
    secret = next(words for words, who in family.drawn.protected.items() if who == family.grown.around[1])
    known = family_papers.known_of
    monkeypatch.setattr(family_papers, "known_of", lambda *asked: dict.fromkeys(known(*asked), secret))
    with gate_open():
        printed = list(family.printed())
    found = {one.code: one.strangers for one in leaking(printed)}
    assert found == {f"filled-in {one}": (secret,) for one in BOOKLETS}


def test_every_kind_of_protected_word_is_looked_for(stage: Stage) -> None:
    with acting_as(stage.agency.worker):
        kinds = {one.words.kind for one in protected_words(stage.conference.pk)}
    assert kinds == {
        "address", "street of an address", "postcode", "school", "surgery", "telephone number", "e-mail address",
    }  # fmt: skip


def test_a_protected_word_in_a_paper_stops_it_and_is_not_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from quorate.documents import making
    from quorate.release.artefacts import Artefact, Paragraph, Part

    with acting_as(stage.agency.worker):
        secret = next(one.words.words for one in protected_words(stage.conference.pk) if one.words.kind == "address")
    builder = making.made

    def leaky(code: str, conference: Any, who: Any, **said: Any) -> Artefact:
        own = builder(code, conference, who, **said)
        named = frozenset({who.person_id})
        label = "P" if who.kind == "professional" else "F-person"
        part = Part(
            "more", "More", (Paragraph(f"They live at {secret.upper()}.", label, named),), kept_from=frozenset()
        )
        return Artefact(own.code, own.conference_id, own.title, (*own.parts, part), own.fields)

    monkeypatch.setattr(making, "made", leaky)
    release = stage.prepared("invitation")
    assert release.state == "stopped"
    assert release.finding.startswith("address in file, page ")
    assert secret.split()[1] not in release.finding
    found = {}
    for person in (stage.family.mother, stage.family.father):
        with acting_as(stage.agency.worker) as by:
            found[person] = preview(
                conference=stage.conference, code="invitation", invitee=stage.invitee(person), by=by, at=clock.now()
            ).finding  # fmt: skip
    # It is her own address of today, which she may be told, and nobody else.
    assert found[stage.family.mother] == ""
    assert found[stage.family.father].startswith("address in file, page ")


def test_a_street_alone_stops_a_paper_with_the_line_in_it_and_a_building_of_ours_in_it_does_not(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quorate.access.standing import OPERATOR
    from quorate.documents import making
    from quorate.people.models import User
    from quorate.people.services import add_venue
    from quorate.release.artefacts import Artefact, Paragraph, Part

    builder, said = making.made, [""]

    def saying(code: str, conference: Any, who: Any, **more: Any) -> Artefact:
        own = builder(code, conference, who, **more)
        part = Part(
            "more", "More", (Paragraph(said[0], "F-person", frozenset({who.person_id})),), kept_from=frozenset()
        )
        return Artefact(own.code, own.conference_id, own.title, (*own.parts, part), own.fields)

    monkeypatch.setattr(making, "made", saying)

    def found(words: str, person: Any = stage.family.father) -> tuple[str, list[str]]:
        said[0] = words
        with acting_as(stage.agency.worker) as by:
            told = preview(
                conference=stage.conference, code="invitation", invitee=stage.invitee(person), by=by, at=clock.now()
            )  # fmt: skip
        return told.finding.partition(" in ")[0], [line for _, line in told.lines]

    assert found("She moved to Mill Ln. in May.") == ("street of an address", ["She moved to Mill Ln. in May."])
    stopped = stage.prepared("invitation")
    assert (str(stopped.state), "Mill" in stopped.finding) == ("stopped", False)
    client = signed_in(User.objects.get(pk=stage.agency.manager.user_id))
    page = fetch(client, reverse("conference_paper", args=[stage.conference.case.ref, stopped.pk]))
    links = {one.get("href", "") for one in page.all("a")}
    his = f"person={stage.invitee(stage.family.father).pk}&paper=invitation"
    (address,) = [one for one in links if one.endswith(his)]
    shown = fetch(client, address).words
    assert "It stands here: page 2: “She moved to Mill Ln. in May.” Write it in other words" in shown
    assert found("Ms Mill ran the lane project.") == ("", [])
    # Her own street of today.
    assert found("She moved to Mill Lane in May.", stage.family.mother) == ("", [])
    ours = "We meet in the Civic Centre, Mill Lane, Saltmarsh. The bus stops at 3 Mill Lane."
    assert found(ours)[0] == "street of an address"
    add_venue(
        authority=stage.agency.authority, name="Civic Centre", address="3 Mill Lane\nSaltmarsh",
        how_to_get_in="In Mill Lane", by=OPERATOR,
    )  # fmt: skip
    way_in = "Floor 2, 5 minutes off the stop. The Civic Centre is on Mill Lane, opposite the pond."
    add_venue(
        authority=stage.agency.authority, name="Tower", address="Floor 2\nRiverside\nMill Lane",
        how_to_get_in=way_in.replace("Civic Centre", "Tower"), by=OPERATOR,
    )  # fmt: skip
    # What leads into a building counts with its name, and of an address what begins with the name or the number.
    assert (
        found(f"{ours} {way_in.replace('Civic Centre', 'Tower')} It is Tower, Floor 2, Riverside, Mill Lane.")[0] == ""
    )
    assert found("They live in Mill Lane.")[0] == "street of an address"
    assert found("She lives at Riverside, Mill Lane.")[0] == "street of an address"
    assert found(ours) == ("", [])
    assert found("They live in Mill Lane, Saltmarsh.") == (
        "street of an address", ["They live in Mill Lane, Saltmarsh."],
    )  # fmt: skip
    assert found("They live at 13 Mill Lane.")[0] == "street of an address"


def test_a_work_number_goes_and_one_that_is_a_protected_number_of_the_family_stops_the_paper(stage: Stage) -> None:
    from quorate.access.standing import OPERATOR
    from quorate.people.models import User
    from quorate.people.services import change_user

    worker = User.objects.get(pk=stage.agency.worker.user_id)
    found = []
    for number in ("01632 960130", "+44 7700 900123"):
        change_user(user=worker, display_name=worker.display_name, work_telephone=number, by=OPERATOR)
        release = stage.prepared("invitation")
        found.append((str(release.state), release.finding.partition(",")[0]))
    change_user(user=worker, display_name=worker.display_name, work_telephone="", by=OPERATOR)
    assert found == [("prepared", ""), ("stopped", "telephone number in file")]


def test_protected_words_are_given_to_nobody_who_lets_nothing_out(stage: Stage) -> None:
    with acting_as(stage.agency.person("social_worker")), pytest.raises(DatabaseError), transaction.atomic():
        protected_words(stage.conference.pk)


def test_the_database_gives_them_sealed(stage: Stage) -> None:
    with acting_as(stage.agency.worker), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM release_protected_words(%s)", [stage.conference.pk])
        sealed = [one for (one,) in cursor.fetchall()]
    assert len(sealed) == 5
    assert [one for one in sealed if not one.startswith("gAAAA")] == []


def test_protected_words_do_not_show_in_what_is_printed(stage: Stage) -> None:
    with acting_as(stage.agency.worker):
        words = protected_words(stage.conference.pk)
    assert [one for one in words if one.words.words in repr(one)] == []
    assert "Mill" not in repr(Protected("address", "12 Mill Lane"))
