"""Generated families: a conference of each procedure, whose words, audiences and protected places are drawn anew.

A `Grown` is made by the services that the pages use, once, with every kind of recipient on its list. `become(number)`
makes another family of it: other protected words, other people who are kept out, other audiences on every paragraph,
with a canary in each. That is done behind the application's back, because only so five hundred families are cheap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.apps import apps
from psycopg import sql

from quorate.access.context import acting_as
from quorate.access.models import Grant, MeantFor
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases import services as cases
from quorate.cases.sealing import ADDRESS, CONTACT_WAY
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.services import people
from quorate.conferences.services.exclusions import ask_for_exclusion, decide_exclusion, grounds_of
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.record import add_addendum, approve_record, digest_of
from quorate.documents import record_drafts
from quorate.plans.services.reviews import bring_forward, to_go_through
from quorate.release.streets import number_in_words
from tests.cases.making import Agency, Family
from tests.conferences.decisions.making import Table
from tests.conferences.reports import making as reports
from tests.conferences.stages import at_clock, decided, ready_today, written_out

PACKS = ("barnet", "bolton", "bradford", "leicester", "redbridge")
STREETS = ("Quillfeather", "Ambersnook", "Tallowmere", "Brindlecombe", "Oxmarrow", "Wrenhollow")
KINDS = ("current", "previous", "school", "gp")
OTHERS = ("review", "pre_birth", "transfer_in")
KEPT_OUT = ("", "", "whole", "part")
ALWAYS = "decisions"
"""The part of the minutes that also somebody gets who was kept out of the whole meeting."""


WRITTEN: tuple[Callable[[int, str], str], ...] = (
    lambda number, street: street,
    lambda number, street: street.lower(),
    lambda number, street: street.replace("Road", "Rd"),
    lambda number, street: street.replace("-", " "),
    lambda number, street: f"{next(number_in_words(number))} {street}",
    lambda number, street: street.translate(str.maketrans("aeo", "\u0430\u0435\u043e")),
    lambda number, street: "\u200b".join(street),
    lambda number, street: "\u00ad".join(street),
    lambda number, street: f"{street[:4]}{street[5:]}",
    lambda number, street: f"{street[:3]} {street[3:]}",
)
"""How a street gets into a text: alone, shortened, with its number said, from another keyboard, broken, misspelt."""


@dataclass(frozen=True)
class Canary:
    """Words that stand once, and for whom: what their writer said, in which part, about which children."""

    words: str
    label: str
    named: frozenset[UUID]
    children: frozenset[UUID]
    not_for: frozenset[UUID]
    part: str


@dataclass(frozen=True)
class Reader:
    """Who got a paper, as the table of audiences asks it."""

    kind: str
    person_id: UUID | None
    agency_id: UUID | None
    leads: bool
    kept_out: str
    children: frozenset[UUID]

    def may_have(self, one: Canary) -> bool:
        """What the writer meant, said again in other words than `release.artefacts` says it."""
        if self.kind == "professional":
            return one.label != "R" or self.leads or self.agency_id in one.named
        if self.kept_out == "whole" and one.part != ALWAYS:
            return False
        if self.person_id in one.not_for and one.part != ALWAYS:
            return False
        if not one.children <= self.children:
            return False
        if one.label == "F-person":
            return self.person_id in one.named
        return one.label == "F-all" and self.kind in ("parent", "family")


@dataclass
class Grown:
    """One conference under one procedure. Begins booked for today; `decide` takes it to the approved record."""

    shape: int
    superuser: str
    agency: Agency = field(init=False)
    family: Family = field(init=False)
    conference: Conference = field(init=False)
    around: list[UUID] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.agency = Agency(PACKS[self.shape % len(PACKS)])
        children = 1 + (self.shape + self.shape // len(PACKS)) % 3
        unborn = int(self.kind == "pre_birth")
        self.family = self.agency.family(children - unborn, unborn=unborn)
        self.grandmother = self.agency.relative(
            self.family.children[0], "grandparent", given_names="Rowan", family_name="Elder", sex="F"
        )
        before = self._review_to_come() if self.kind == "review" else None
        self.conference = ready_today(self.agency, self.family, self.kind, to=before)
        self._more_people()
        self._asked_about_keeping_out()
        self._protected_places()
        for person, name in ((self.family.mother, "morgan"), (self.family.father, "frankie")):
            self._reached(person, f"{name}.{self.shape}@family.example")

    @property
    def kind(self) -> str:
        """The kind of its conference: the first of each procedure is initial, the others take turns."""
        return "initial" if self.shape < len(PACKS) else OTHERS[(self.shape - len(PACKS)) % len(OTHERS)]

    def _review_to_come(self) -> Conference:
        """The review of the plan that was made at a conference before it."""
        first = decided(self.agency, self.family)
        with acting_as(self.agency.worker) as by:
            again = {one.id: True for one in to_go_through(first)}
            review = bring_forward(conference=first, again=again, on=today(), by=by)
        with acting_as(self.agency.manager):
            held = Grant.objects.filter(case_id=review.case_id, user_id=self.agency.chair.user_id).exists()
        if not held:
            self.agency.give(review.case, self.agency.chair)
        with psycopg.connect(self.superuser) as behind:
            # Both are held today, and the same people cannot sit in two meetings at ten.
            behind.execute("SET LOCAL session_replication_role = replica")
            behind.execute(
                "UPDATE conferences_booking SET starts_at = starts_at - interval '30 days',"
                " ends_at = ends_at - interval '30 days' WHERE conference_id = %s",
                [first.pk],
            )
        return review

    @cached_property
    def chair(self) -> Standing:
        """Who reads all of it and prepares the papers."""
        return self.agency.chair

    def _more_people(self) -> None:
        """Whoever else may take part: the eldest child, relatives, a carer, who comes with somebody, who looks on."""
        eldest, first = self.family.children[-1], self.family.children[0]
        carer, aunt = (
            self.agency.relative(first, relation, given_names=name, family_name="Sedge", sex="F").person_id
            for relation, name in (("foster_carer", "Ola"), ("aunt_or_uncle", "Bryn"))
        )
        self.around = [self.grandmother.person_id, carer, aunt]
        with acting_as(self.agency.worker) as by:
            for kind, name, person_id in (
                ("child", f"{eldest.given_names} {eldest.family_name}", eldest.person_id),
                ("family", "Rowan Elder", self.grandmother.person_id),
                ("family", "Ola Sedge", carer), ("supporter", "Bryn Sedge", aunt), ("advocate", "An advocate", None),
                ("interpreter", "An interpreter", None), ("observer", "A student", None),
            ):  # fmt: skip
                if kind == "child" and eldest.born_on is None:
                    continue
                there = Invitee.objects.filter(conference=self.conference, removed_on=None)
                if not there.filter(**({"person_id": person_id} if person_id else {"kind": kind})).exists():
                    people.add_invitee(
                        conference=self.conference, kind=kind, by=by, person_id=person_id, name=name,
                        role="relative" if kind == "family" else kind,
                    )  # fmt: skip

    def _asked_about_keeping_out(self) -> None:
        """A decision about either parent, which `become` then changes."""
        ground, _ = grounds_of(self.table_pack)[0]
        for person in (self.family.mother, self.family.father):
            with acting_as(self.agency.worker) as by:
                ask_for_exclusion(
                    conference=self.conference, person_id=person, ground=ground, on=today(), by=by,
                    source_words="The police", ground_words="Said here.",
                )  # fmt: skip
            with acting_as(self.chair) as by:
                decide_exclusion(
                    conference=self.conference, person_id=person, outcome="not-excluded", at=at_clock(9), by=by,
                    words="What happened frightened the children.", ground=ground, ground_words="Said here.",
                )  # fmt: skip

    @cached_property
    def table_pack(self) -> Any:
        """The edition that the conference keeps."""
        from quorate.conferences.editions import pack_of

        with acting_as(self.chair):
            return pack_of(self.conference)

    def _protected_places(self) -> None:
        """Something of each kind for everybody around each child; the words come with `become`."""
        with acting_as(self.agency.worker) as by:
            for child in self.family.children:
                others = self.around if child is self.family.children[0] else []
                for person in (self.family.mother, self.family.father, child.person_id, *others):
                    for kind in KINDS:
                        cases.add_address(
                            case=child.case, person_id=person, kind=kind, lines=["1 First Street", "Saltmarsh"],
                            on=today(), by=by, postcode="ZZ1 1ZZ",
                        )  # fmt: skip
                    cases.add_contact_way(
                        case=child.case, person_id=person, kind="phone", value="07700 900111", on=today(), by=by
                    )

    def _reached(self, person: UUID, value: str) -> None:
        with acting_as(self.agency.worker) as by:
            way = cases.add_contact_way(
                case=self.family.cases[0], person_id=person, kind="email", value=value, on=today(), by=by
            )
            cases.verify_contact_way(way=way, how="in_person", safe=True, on=today(), by=by)

    def decide(self) -> None:
        """The reports, the meeting, the decisions, the record as approved, and what was added to it."""
        self._everybody_again()
        reports.social_work_report(self.agency, self.conference)
        reports.agency_reports(self.agency, self.conference)
        table = Table(self.agency.pack, self.kind, at=(self.agency, self.family, self.conference))
        columns = [one["code"] for one in table.pack.data["analysis"]["columns"]]
        with acting_as(self.chair) as by:
            for number in range(8):
                add_card(
                    conference=table.conference, column=columns[number % len(columns)], words=f"Card {number}.",
                    op_id=uuid4(), at=at_clock(10, 30), by=by, meant_for="F-all", named=(),
                )  # fmt: skip
        table.decide_all()
        table.close()
        self.conference = table.conference
        with acting_as(self.agency.minute_taker) as by:
            record = record_drafts.prepare(conference=self.conference, at=at_clock(13), by=by)
            written_out(record, at_clock(13), by)
        with acting_as(self.chair) as by:
            record = approve_record(record=record, digest=digest_of(record), at=at_clock(14), by=by)
            for number in range(4):
                add_addendum(
                    record=record, words=f"Added {number}.", at=at_clock(15), by=by, meant_for="F-all", named=()
                )

    def _everybody_again(self) -> None:
        """Each family had only some of the professionals; the conference needs enough of them for each child."""
        with psycopg.connect(self.superuser) as behind:
            behind.execute("SET LOCAL session_replication_role = replica")
            behind.execute(
                "UPDATE conferences_invitee SET removed_on = NULL WHERE conference_id = %s AND kind = 'professional'"
                " AND role NOT IN ('chair', 'minute_taker', 'social_worker')",
                [self.conference.pk],
            )

    # --- another family

    def become(self, number: int) -> Drawn:
        """Another family: everything that may differ is drawn from its number, and stands in the database."""
        with psycopg.connect(self.superuser, autocommit=False) as behind:
            behind.execute("SET LOCAL session_replication_role = replica")
            drawn = Drawn(Random(f"family {number}"), self, behind)
            drawn.keep_out()
            drawn.protect()
            drawn.part_ways()
            drawn.choose_professionals()
            drawn.label_everything()
        return drawn


@dataclass
class Drawn:
    """What was drawn for one family: who is kept out, what is protected, what stands for whom."""

    random: Random
    grown: Grown
    behind: psycopg.Connection[Any]
    protected: dict[str, UUID] = field(default_factory=dict)
    looked_for: list[str] = field(default_factory=list)
    """House and street of what the gate knows: of a brother about whom the conference is not, what is protected there,
    and not where nobody has been asked yet."""
    opened: list[tuple[str, UUID]] = field(default_factory=list)
    kept_out: dict[UUID, str] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    halves: bool = False
    planted: dict[str, str] = field(default_factory=dict)
    """By the canary beside it: the street that stands there, as somebody who is in a hurry writes it."""

    def keep_out(self) -> None:
        """Each parent from nothing, a part, or all."""
        items = [one["code"] for one in self.grown.table_pack.data["agenda"]["items"]]
        for person in (self.grown.family.mother, self.grown.family.father):
            self.kept_out[person] = scope = self.random.choice(KEPT_OUT)
            self.behind.execute(
                "UPDATE conferences_exclusion SET outcome = %s, scope = %s, parts = %s"
                " WHERE conference_id = %s AND person_id = %s",
                [
                    "excluded" if scope else self.random.choice(("lifted", "not-excluded")), scope or "whole",
                    json.dumps(self.random.sample(items, k=min(2, len(items)))) if scope == "part" else "[]",
                    self.grown.conference.pk, person,
                ],
            )  # fmt: skip

    def protect(self) -> None:
        """Other words in every protected place, and whether each is protected, unknown, or open."""
        ids = [child.case.pk for child in self.grown.family.children]
        rows = self.behind.execute(
            "SELECT a.id, a.person_id, k.id IS NOT NULL FROM cases_address a LEFT JOIN conferences_child k"
            " ON k.child_case_id = a.case_id AND k.conference_id = %s WHERE a.case_id = ANY(%s)",
            [self.grown.conference.pk, ids],
        ).fetchall()
        for row, person, is_here in sorted(rows, key=lambda one: str(one[0])):
            street = f"{self.random.randint(2, 199)} {'-'.join(self.random.sample(STREETS, 2))} Road"
            # The field's own postcodes that nobody has: ZZ.
            postcode = f"ZZ{self.random.randint(1, 99)} {self.random.randint(1, 9)}{self._letters(2)}"
            said = json.dumps({"lines": [street, "Saltmarsh"], "postcode": postcode})
            kind = self.random.choice(("protected", "protected", "unknown", "unknown", "open"))
            why = "person_agrees" if kind == "open" else ""
            self.behind.execute(
                "UPDATE cases_address SET protection = %s, opened_because = %s WHERE id = %s", [kind, why, row]
            )
            self.behind.execute(
                "UPDATE cases_address_words SET sealed = %s WHERE address_id = %s", [ADDRESS.sealed(said, row), row]
            )
            if kind == "open":
                self.opened.append((street, person))
            else:
                self.protected |= {street: person, postcode: person}
                if is_here or kind == "protected":
                    self.looked_for.append(street)
        self._reach(ids)

    def _reach(self, ids: list[UUID]) -> None:
        rows = self.behind.execute(
            "SELECT id, person_id, kind FROM cases_contact_way WHERE case_id = ANY(%s)", [ids]
        ).fetchall()
        for row, person, kind in sorted(rows, key=lambda one: str(one[0])):
            value = (
                f"07700 900{self.random.randint(100, 999)}" if kind == "phone"
                else f"{self.random.choice(STREETS).lower()}.{self._letters(6).lower()}@family.example"
            )  # fmt: skip
            self.behind.execute(
                "UPDATE cases_contact_way_words SET sealed = %s WHERE contact_way_id = %s",
                [CONTACT_WAY.sealed(value, row), row],
            )
            self.protected[value] = person

    def _letters(self, number: int) -> str:
        return "".join(self.random.choice("ABCDEFGHJKLMNPQRSTUWXYZ") for _ in range(number))

    def part_ways(self) -> None:
        """Sometimes the father is the father of the first child alone."""
        *_, last = self.grown.family.children
        self.halves = len(self.grown.family.children) > 1 and self.random.random() < 0.3
        self.behind.execute(
            "UPDATE cases_relative SET removed_on = %s WHERE case_id = %s AND person_id = %s",
            [today() if self.halves else None, last.case.pk, self.grown.family.father],
        )

    def choose_professionals(self) -> None:
        """Whoever leads, the social worker, and two of the others, another two each time."""
        rows = self.behind.execute(
            "SELECT id FROM conferences_invitee WHERE conference_id = %s AND kind = 'professional'"
            " AND role NOT IN ('chair', 'minute_taker', 'social_worker') ORDER BY id",
            [self.grown.conference.pk],
        ).fetchall()
        ids = [row for (row,) in rows]
        staying = self.random.sample(ids, k=min(2, len(ids)))
        self.behind.execute(
            "UPDATE conferences_invitee SET removed_on = CASE WHEN id = ANY(%s) THEN NULL ELSE %s::date END"
            " WHERE id = ANY(%s)",
            [staying, today(), ids],
        )

    def label_everything(self) -> None:
        """Every text of the conference that carries an audience gets another one, and a canary."""
        about = {child.case.pk for child in self.grown.family.children}
        for model in sorted(apps.get_models(), key=lambda one: one._meta.db_table):
            columns = {one.name: one.column for one in model._meta.concrete_fields}
            text = next((name for name in ("words", "reason", "what") if name in columns), None)
            if issubclass(model, MeantFor) and text is not None:
                for row in self._rows(model._meta.db_table, columns, columns[text], about):
                    self._label(model._meta.db_table, columns[text], about, **row)

    def _rows(self, table: str, columns: dict[str, str], text: str, about: set[UUID]) -> Iterator[dict[str, Any]]:
        def column(name: str, otherwise: str) -> sql.Composable:
            return sql.Identifier(columns[name]) if name in columns else sql.SQL(otherwise)

        found = self.behind.execute(
            sql.SQL("SELECT id, {} AS said, case_id, {} AS child, {} AS children, {} AS code FROM {}"
                    " WHERE case_id = ANY(%s) ORDER BY id").format(
                sql.Identifier(text), column("child_case_id", "NULL::uuid"), column("children", "NULL::uuid[]"),
                column("code", "''"), sql.Identifier(table),
            ),
            [[self.grown.conference.case_id, *about]],
        )  # fmt: skip
        for row, said, case_id, child, children, code in found.fetchall():
            if said:
                of = set(children or ()) | ({child} if child else set()) | ({case_id} & about)
                yield {"row": row, "said": said, "of": frozenset(of), "code": code}

    def _label(self, table: str, text: str, about: set[UUID], *, row: UUID, said: str, of: Any, code: str) -> None:
        label = self.random.choice(("R", "P", "F-person", "F-person", "F-all"))
        named = self._named(label)
        not_for: frozenset[UUID] = frozenset()
        canary = f"zq{self.random.getrandbits(64):016x}"
        base = said.split(" Only zq")[0]
        self.behind.execute(
            sql.SQL("UPDATE {} SET {} = %s, meant_for = %s, named = %s WHERE id = %s").format(
                sql.Identifier(table), sql.Identifier(text)
            ),
            [f"{base} Only {canary}{self._street_beside(canary)}.", label, list(named), row],
        )
        if table == "conferences_record_section":
            not_for = frozenset(who for who, scope in self.kept_out.items() if scope and self.random.random() < 0.6)
            self.behind.execute(
                "UPDATE conferences_record_section SET not_for = %s WHERE id = %s", [list(not_for), row]
            )
        part = ALWAYS if table == "conferences_record_section" and code == ALWAYS else table
        self.canaries.append(Canary(canary, label, named, of, not_for, part))

    def _street_beside(self, canary: str) -> str:
        """Beside every fourth of them, somebody's protected street in one of the ways in which it gets into a text."""
        streets = sorted(self.looked_for)
        if not streets or self.random.random() > 0.25:
            return ""
        words = self.random.choice(streets)
        number, _, street = words.partition(" ")
        self.planted[canary] = street
        return f" near {self.random.choice(WRITTEN)(int(number), street)} there"

    def _named(self, label: str) -> frozenset[UUID]:
        if label == "F-person":
            family = self.grown.family
            return frozenset({self.random.choice((family.mother, family.father, family.children[-1].person_id))})
        if label == "R":
            return frozenset(self.random.sample(self.agencies, k=min(1, len(self.agencies))))
        return frozenset()

    @cached_property
    def agencies(self) -> list[UUID]:
        """The agencies on the list of people."""
        rows = self.behind.execute(
            "SELECT DISTINCT agency_id FROM conferences_invitee WHERE conference_id = %s AND agency_id IS NOT NULL",
            [self.grown.conference.pk],
        )
        return sorted(one for (one,) in rows.fetchall())

    def streets_of(self, person: UUID | None) -> set[str]:
        """In which streets somebody lives or is known: these they may be told."""
        said = (*self.protected.items(), *self.opened)
        return {words.partition(" ")[2] for words, who in said if who == person}

    def reader(self, one: Any) -> Reader:
        """Whoever a rendition is for."""
        family, person = self.grown.family, one.person_id
        about = {child.case.pk for child in family.children}
        if person == family.father and self.halves:
            about -= {family.children[-1].case.pk}
        elif person in self.grown.around:
            about = {family.children[0].case.pk}
        elif person == family.children[-1].person_id:
            about = {child.case.pk for child in family.children}
        leads = one.user_id in (self.grown.chair.user_id, self.grown.agency.minute_taker.user_id)
        kept = self.kept_out.get(person, "")
        return Reader(one.kind, person, one.agency_id, leads, kept, frozenset(about))
