"""Every example of every pack, one test each; and that the examples stand where limits and calendars are awkward."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from quorate.procedure import london
from quorate.procedure.duty import Duty
from quorate.procedure.examples import Example, faults_of_example, position_of, read_examples
from quorate.procedure.library import Edition, Library
from quorate.procedure.offsets import Moment, parse
from quorate.procedure.reading import PackError, read_edition
from quorate.procedure.reasons import because

ROOT = Path(__file__).parents[2]
LIBRARY = Library(ROOT / "packs")
EDITIONS = [edition for name in LIBRARY.names for edition in LIBRARY.editions(name)]
EXAMPLES = [example for edition in EDITIONS for example in read_examples(LIBRARY.root, edition)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.edition}: {example.data.says}")
def test_example(example: Example) -> None:
    assert faults_of_example(LIBRARY, example) == []


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_every_edition_has_examples(edition: Edition) -> None:
    assert [example for example in EXAMPLES if example.edition == edition.id] != []


@cache
def expected_duties(edition: str) -> list[tuple[Duty, Moment]]:
    """Every duty that an edition's examples expect, as it was answered, and the moment of asking."""
    found = []
    for example in EXAMPLES:
        if example.edition == edition:
            answered = position_of(LIBRARY, example)
            for one in example.data.expect:
                for duty in answered.duties:
                    if duty.rule.code == one.duty and one.about in (None, duty.about) and not one.absent:
                        found.append((duty, answered.told.at))
    return found


def stated_limits(edition: Edition) -> Iterator[tuple[str, str | None, str]]:
    """(duty, kind or None, sentence) for every limit that the files of an edition state."""
    for duty in read_edition(LIBRARY.root, edition.name, edition.edition).raw.get("duty", []):
        due = duty.get("due")
        if duty.get("made_by_packs") or due is None:
            continue
        for kind, said in due.items() if isinstance(due, dict) else [(None, due)]:
            if said != "no limit":
                yield duty["code"], kind, said


LIMITS = [(edition, *limit) for edition in EDITIONS for limit in stated_limits(edition)]
DAY = 86_400 * 1_000_000
MINUTE = 60 * 1_000_000


def away(duty: Duty, at: Moment) -> int:
    """How far from its limit the duty was done, or is looked at while undone: microseconds, below zero before."""
    assert duty.due is not None
    when = duty.met or at
    if duty.due[1] is None:
        return (when[0] - duty.due[0]) * DAY
    undated = london.end_of_day(when[0]) if duty.met else london.start_of_day(when[0])
    return (undated if when[1] is None else when[1]) - duty.due[1]


@pytest.mark.parametrize(
    ("edition", "code", "kind", "said"), LIMITS, ids=[f"{limit[0].id}: {limit[1]} {limit[2] or ''}" for limit in LIMITS]
)
def test_every_limit_has_examples_just_before_on_and_just_after(
    edition: Edition, code: str, kind: str | None, said: str
) -> None:
    """A date: not further off than the next working day after Easter. Hours: to the minute. Else: within 26 hours."""
    near = {"minutes": MINUTE, "hours": MINUTE}.get(parse(said).unit, 26 * 60 * MINUTE)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for duty, at in expected_duties(edition.id):
        if duty.rule.code == code and kind in (None, duty.conference.kind) and duty.due is not None:
            distance = away(duty, at)
            if abs(distance) <= (5 * DAY if duty.due[1] is None else near):
                found["on" if distance == 0 else "before" if distance < 0 else "after"].add(duty.state)
    in_time = {"met", "open", "used", "waiting"}
    assert (sorted(found), found["before"] - in_time, found["on"] - in_time) == (
        ["after", "before", "on"],
        set(),
        set(),
    )
    assert found["after"] & {"met-late", "overdue", "missed", "closed", "used"} != set()


AWKWARD = {
    "Easter": ("Good Friday", "Easter Monday"),
    "Christmas": ("Christmas Day", "Boxing Day"),
    "a substitute day": ("(moved)",),
    "a clock change": ("the clocks change",),
    "29 February": ("29 Feb",),
    "a month that is too short": ("last day",),
}


@cache
def reasons() -> list[str]:
    return [" ".join(because(duty)) for edition in EDITIONS for duty, _ in expected_duties(edition.id)]


@pytest.mark.parametrize("what", AWKWARD)
def test_awkward_days_stand_among_the_examples(what: str) -> None:
    words = AWKWARD[what]
    steps = reasons()
    assert [word for word in words if not any(word in step for step in steps)] == []


def one_example(folder: Path, text: str) -> tuple[Library, Edition]:
    """The packs of the checkout with one file of examples in place of all those of the national base."""
    packs = folder / "packs"
    packs.mkdir()
    for path in LIBRARY.root.rglob("*.toml"):
        if "examples" not in path.parts:
            copy = packs / path.relative_to(LIBRARY.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (packs / "clauses.csv").write_bytes((ROOT / "docs" / "clauses.csv").read_bytes())
    examples = packs / "england" / "2023" / "examples"
    examples.mkdir(exist_ok=True)
    (examples / "one.toml").write_text(text, encoding="utf-8")
    library = Library(packs)
    return library, library.find("england/2023")


ONE = """
[[example]]
says = "One"
source = ["Working Together to Safeguard Children"]
at = "2026-11-20"
[example.conference]
kind = "initial"
children = [{ id = "c1", born = "2019-02-03" }]
[[example.events]]
event = "strategy-discussion-held"
at = "2026-11-16"
"""


@pytest.mark.parametrize(
    ("expects", "fault"),
    [
        ('[[example.expect]]\nduty = "hold-initial-conference"\ndue = "2026-12-08"',
         "hold-initial-conference: due is 2026-12-07, expected 2026-12-08"),
        ('[[example.expect]]\nduty = "hold-initial-conference"\nabout = "c1"\nstate = "overdue"',
         "hold-initial-conference about c1: state is open, expected overdue"),
        ('[[example.expect]]\nduty = "hold-initial-conference"\nabsent = true',
         "hold-initial-conference: is asked (open), expected none"),
        ('[[example.expect]]\nduty = "hold-first-review"\nstate = "open"',
         "hold-first-review: is not asked, expected open"),
        ('[[example.expect]]\nduty = "hold-frist-review"',
         "hold-frist-review: england/2023 has no such duty; correct the code"),
        ('[example.expect_quorum]\nquorate = true', "quorum: is not known, expected quorate"),
        ("", None),
    ],
)  # fmt: skip
def test_an_example_that_fails_says_what_is_and_what_was_expected(
    tmp_path: Path, expects: str, fault: str | None
) -> None:
    library, edition = one_example(tmp_path, ONE + expects)
    if fault is None:
        with pytest.raises(PackError) as refused:
            read_examples(library.root, edition)
        assert refused.value.faults == [
            "packs/england/2023/examples/one.toml: example 1 ('One'): expects nothing, so it can never fail; "
            "add [[example.expect]]"
        ]
        return
    found = [sentence for one in read_examples(library.root, edition) for sentence in faults_of_example(library, one)]
    assert found == [f"england/2023, 'One': {fault}"]


@pytest.mark.parametrize(
    ("expects", "faults"),
    [
        ('[example]\nexpect_invitees = ["police_rep"]\nexpect_not_invited = ["midwife"]', []),
        ('[example]\nexpect_invitees = ["midwife"]', ["invitees: midwife is not invited, expected to be"]),
        ('[example]\nexpect_not_invited = ["police_rep"]', ["invitees: police_rep is invited, expected not to be"]),
        ('[example]\nexpect_invitees = ["polcie"]',
         ["invitees: england/2023 has no role polcie; correct it", "invitees: polcie is not invited, expected to be"]),
        ('[[example.expect_decision]]\naction = "book"\nallowed = false', ["book: is allowed, expected not allowed"]),
        ('[[example.expect_decision]]\naction = "start"\nallowed = true\nheld_by = []', []),
        ('[[example.expect_decision]]\naction = "exclude"\nallowed = true',
         ["exclude: is not among what can be decided, expected allowed"]),
        ('[[example.expect_decision]]\nchild = "c1"\noutcome = "plan-made"\nallowed = true\n'
         'needs = ["plan-needs-category", "decision-by-decider"]', []),
        ('[[example.expect_decision]]\nchild = "c1"\noutcome = "no-plan"\nallowed = true\n'
         'needs = ["plan-needs-category"]',
         ["no-plan for c1: still needs decision-by-decider, decision-needs-quorum, expected plan-needs-category"]),
        ('[[example.expect_decision]]\nchild = "c1"\noutcome = "no-plan"\nallowed = true\nneeds = ["no-gate"]',
         ["no-plan for c1: england/2023 has no gate no-gate; correct the code",
          "no-plan for c1: still needs decision-by-decider, decision-needs-quorum, expected no-gate"]),
    ],
)  # fmt: skip
def test_invitees_and_decisions_can_be_expected(tmp_path: Path, expects: str, faults: list[str]) -> None:
    text = ONE.replace('at = "2026-11-20"', 'at = "2026-11-20"\n' + expects.removeprefix("[example]\n")) if (
        expects.startswith("[example]")
    ) else ONE + expects  # fmt: skip
    library, edition = one_example(tmp_path, text)
    found = [sentence for one in read_examples(library.root, edition) for sentence in faults_of_example(library, one)]
    assert found == [f"england/2023, 'One': {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (("says", "sais"),
         ["example 1: 'says' is missing; add it", "example 1: unknown key 'sais'; did you mean 'says'?"]),
        (("source = ", "# "), ["example 1 ('One'): 'source' is missing; add it"]),
        (("duty =", "dutty ="),
         ["example 1 ('One'): expect 1: 'duty' is missing; add it",
          "example 1 ('One'): expect 1: unknown key 'dutty'; did you mean 'duty'?"]),
        (('state = "open"', 'state = "due"'),
         ["example 1 ('One'): expect 1: state: 'due' is not known; it is 'waiting', 'open', 'met', 'met-late', "
          "'overdue', 'missed', 'excused', 'not-needed', 'used' or 'closed'"]),
        (("example", "exampel"), ["exampel: is not an example; write each as [[example]]"]),
        (("at = ", "at = at = "),
         ["is not TOML that can be read: Invalid value (at line 5, column 6); correct that line"]),
    ],
)  # fmt: skip
def test_a_file_of_examples_is_refused(tmp_path: Path, change: tuple[str, str], faults: list[str]) -> None:
    text = ONE + '[[example.expect]]\nduty = "hold-initial-conference"\nstate = "open"\n'
    library, edition = one_example(tmp_path, text.replace(*change))
    with pytest.raises(PackError) as refused:
        read_examples(library.root, edition)
    assert refused.value.faults == [f"packs/england/2023/examples/one.toml: {fault}" for fault in faults]


def test_two_examples_do_not_say_the_same(tmp_path: Path) -> None:
    text = ONE + '[[example.expect]]\nduty = "hold-initial-conference"\nstate = "open"\n'
    library, edition = one_example(tmp_path, text + text)
    with pytest.raises(PackError) as refused:
        read_examples(library.root, edition)
    assert refused.value.faults == [
        "packs/england/2023/examples/one.toml: example 'One': stands twice; say what is different"
    ]


def test_an_example_names_clauses_that_there_are(tmp_path: Path) -> None:
    text = ONE.replace("Working Together to Safeguard Children", "ABC-01")
    library, edition = one_example(tmp_path, text + '[[example.expect]]\nduty = "hold-initial-conference"\n')
    found = [sentence for one in read_examples(library.root, edition) for sentence in faults_of_example(library, one)]
    assert found == ["england/2023, 'One': source 'ABC-01' is not in clauses.csv; correct it"]


def test_a_case_that_is_refused_is_a_fault_of_its_example(tmp_path: Path) -> None:
    text = ONE.replace("strategy-discussion-held", "strategy-discusion-held")
    library, edition = one_example(tmp_path, text + '[[example.expect]]\nduty = "hold-initial-conference"\n')
    found = [sentence for one in read_examples(library.root, edition) for sentence in faults_of_example(library, one)]
    assert found == [
        "england/2023, 'One': events[0]: unknown event 'strategy-discusion-held'; "
        "did you mean 'strategy-discussion-held'?"
    ]
