"""`quorate duties` as a person or another program runs it: a process, its output, its errors, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import case_of
from tests.procedure.asking import Data, booked, discussed, fact, family, held

ROOT = Path(__file__).parents[2]
CASE = family(
    discussed("2026-11-16"),
    fact("conference-requested", "2026-11-17", reference="X-1"),
    fact("request-agreed", "2026-11-18T09:00"),
    booked("2026-11-18T09:12", "2026-12-03T10:00"),
    fact("leaflet-given", "2026-11-19", parent="p1"),
    fact("invitations-sent", "2026-11-24"),
    parents=["p1"],
    reference="X-1",
)
BAD = family(fact("conference-hold", "2026-12-03"))
BAD_SENTENCE = "events[0]: unknown event 'conference-hold'; did you mean 'conference-held'?"
AT = ("--at", "2026-11-20T09:00")

KEYS = "pack base at conference later_events duties invitees children quorum decisions next notes".split()
DUTY_KEYS = ("code title who for about window opens due act_by next_working met_at state weight source because").split()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The packs of this checkout, kept between the runs of these tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("QUORATE_")}
    return kept | {"QUORATE_CACHE": str(tmp_path_factory.mktemp("cache")), "QUORATE_PACKS": str(ROOT / "packs")}


class Run:
    """What one run of the command left behind."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.errors = done.stderr.decode()

    @property
    def answer(self) -> Data:
        assert (self.code, self.errors) == (0, "")
        return json.loads(self.out)

    @property
    def lines(self) -> list[Data]:
        return [json.loads(line) for line in self.out.splitlines()]


def run(
    environment: dict[str, str], *arguments: str, stdin: Any = b"", python: tuple[str, ...] = (), pack: str = "england"
) -> Run:
    said = stdin if isinstance(stdin, bytes) else json.dumps(stdin).encode()
    asked = [] if "--pack" in arguments else ["--pack", pack]
    command = [sys.executable, *python, "-m", "quorate.cli", "duties", *arguments, *asked]
    return Run(subprocess.run(command, input=said, capture_output=True, env=environment, check=False))


def lines_of(cases: list[Any]) -> bytes:
    return b"".join((case if isinstance(case, bytes) else json.dumps(case).encode()) + b"\n" for case in cases)


# --- Refusals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [(), ("--json",), ("--json", "--brief"), ("--why", "send-minutes")])
def test_a_refused_case_is_one_sentence_on_standard_error_and_exit_2(
    environment: dict[str, str], how: tuple[str, ...]
) -> None:
    done = run(environment, "-", *AT, *how, stdin=BAD)
    assert (done.code, done.out, done.errors) == (2, "", f"quorate duties: {BAD_SENTENCE}\n")


def test_text_that_is_not_json(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--json", stdin=b'{"conference": ')
    assert (done.code, done.out, done.errors.count("\n")) == (2, "", 1)
    assert done.errors.startswith("quorate duties: the case file is not JSON: ")


def test_a_file_that_is_not_there(environment: dict[str, str], tmp_path: Path) -> None:
    for how in ("--json", "--jsonl"):
        done = run(environment, str(tmp_path / "none.json"), how)
        sentence = f"{tmp_path / 'none.json'}: cannot be read: No such file or directory; check the name of the file"
        assert (done.code, done.out, done.errors) == (2, "", f"quorate duties: {sentence}\n")


@pytest.mark.parametrize("how", ["--json", "--jsonl", "--brief"])
def test_an_unknown_pack(environment: dict[str, str], how: str) -> None:
    done = run(environment, "-", how, "--pack", "englund", stdin=CASE)
    sentence = "there is no pack 'englund' in packs; did you mean 'england'?"
    assert (done.code, done.out, done.errors) == (2, "", f"quorate duties: {sentence}\n")


def test_an_unknown_edition(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--json", "--pack", "england/1999", stdin=CASE)
    sentence = "there is no edition 'england/1999'; there are england/2018, england/2023"
    assert (done.code, done.out, done.errors) == (2, "", f"quorate duties: {sentence}\n")


def test_no_rule_in_force_on_the_day_is_an_error_never_a_default(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--json", "--at", "2018-06-30", stdin=family(discussed("2018-06-29")))
    assert (done.code, done.out) == (2, "")
    assert done.errors == (
        "quorate duties: no rule of 'england' is in force on 2018-06-29: its first edition england/2018 begins on "
        "2018-07-01; name the edition, or ask about a later day\n"
    )


@pytest.mark.parametrize("at", ["soon", "2026-02-30", "2060-01-01", "2026-10-25T01:30"])
def test_a_moment_that_cannot_be_read(environment: dict[str, str], at: str) -> None:
    done = run(environment, "-", "--json", "--at", at, stdin=CASE)
    assert (done.code, done.out, done.errors.count("\n")) == (2, "", 1)
    assert done.errors.startswith(f"quorate duties: --at: {at!r} ")


@pytest.mark.parametrize("at", ["2000-01-01T00:30+05:00", "2049-12-31T23:30-05:00"])
def test_a_moment_outside_the_known_years_in_london(environment: dict[str, str], at: str) -> None:
    done = run(environment, "-", "--json", "--at", at, stdin=CASE)
    assert (done.code, done.out, done.errors.count("\n")) == (2, "", 1)
    assert done.errors.startswith("quorate duties: --at: ")


@pytest.mark.parametrize("how", [(), ("--json",), ("--brief",)])
def test_a_limit_outside_the_known_years_is_refused(environment: dict[str, str], how: tuple[str, ...]) -> None:
    done = run(environment, "-", "--at", "2049-12-02", *how, stdin=family(held("2049-12-01", "plan-made")))
    assert (done.code, done.out, done.errors.count("\n")) == (2, "", 1)


def test_a_limit_outside_the_known_years_spoils_only_its_own_line(environment: dict[str, str]) -> None:
    late = family(held("2049-12-01", "plan-made"))
    done = run(environment, "-", "--jsonl", "--at", "2049-12-02", stdin=lines_of([CASE, late, CASE]))
    assert (done.code, [sorted(line)[0] for line in done.lines]) == (2, ["at", "error", "at"])


def test_why_of_a_duty_that_does_not_exist(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--why", "send-minute", *AT, stdin=CASE)
    sentence = "--why: england/2023 has no duty 'send-minute'; did you mean 'send-minutes'?"
    assert (done.code, done.out, done.errors) == (2, "", f"quorate duties: {sentence}\n")


# --- The answer -----------------------------------------------------------------------------------------


def test_the_keys_of_the_answer_and_of_a_duty(environment: dict[str, str]) -> None:
    answer = run(environment, "-", "--json", *AT, stdin=CASE).answer
    assert list(answer) == KEYS
    assert {tuple(duty) for duty in answer["duties"]} == {tuple(DUTY_KEYS)}
    assert list(answer["next"]) == DUTY_KEYS[:-1]


def test_brief_leaves_out_because_and_nothing_else(environment: dict[str, str]) -> None:
    full = run(environment, "-", "--json", *AT, stdin=CASE).answer
    brief = run(environment, "-", "--json", "--brief", *AT, stdin=CASE).answer
    assert brief != full
    for duty in full["duties"]:
        assert all(isinstance(step, str) and step for step in duty.pop("because"))
    assert brief == full


def test_why_keeps_one_duty_with_its_steps(environment: dict[str, str]) -> None:
    answer = run(environment, "-", "--json", "--why", "hold-initial-conference", *AT, stdin=CASE).answer
    assert [duty["code"] for duty in answer["duties"]] == ["hold-initial-conference"]
    assert answer["duties"][0]["because"] == [
        "Hold the initial conference: 15 working days after strategy-discussion-held (national guidance; "
        "Working Together to Safeguard Children).",
        "Counted from the strategy discussion that began the enquiry; a second discussion does not restart it.",
        "Counted from strategy discussion held: Mon 16 Nov 2026.",
        "Mon 16 Nov 2026 is day 0 and is not counted",
        "Tue 17 to Fri 20 Nov 2026 are days 1 to 4",
        "Sat 21 and Sun 22 Nov 2026 are not counted: weekend",
        "Mon 23 to Fri 27 Nov 2026 are days 5 to 9",
        "Sat 28 and Sun 29 Nov 2026 are not counted: weekend",
        "Mon 30 Nov to Fri 4 Dec 2026 are days 10 to 14",
        "Sat 5 and Sun 6 Dec 2026 are not counted: weekend",
        "Mon 7 Dec 2026 is day 15",
        "So the limit is Mon 7 Dec 2026.",
    ]


def test_why_as_a_page_prints_every_step(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--why", "hold-initial-conference", *AT, stdin=CASE)
    assert (done.code, done.errors) == (0, "")
    assert done.out.splitlines()[-1] == "  So the limit is Mon 7 Dec 2026."


def test_the_page_names_every_duty_under_its_state(environment: dict[str, str]) -> None:
    answer = run(environment, "-", "--json", *AT, stdin=CASE).answer
    page = run(environment, "-", *AT, stdin=CASE).out
    blocks = [block.splitlines() for block in page.split("\n\n")[1:-1]]
    printed = sorted(
        (row.strip().split(":")[0].split(" (")[0], rows[0].lower().replace(" ", "-"))
        for rows in blocks
        for row in rows[1:]
        if row.startswith("  ") and not row.startswith("      ")
    )
    assert printed == sorted((duty["code"], duty["state"]) for duty in answer["duties"])


def test_the_page_says_what_is_held_back_before_anything_is_booked(environment: dict[str, str]) -> None:
    asked = run(environment, "-", *AT, stdin=CASE, pack="redbridge")
    held = [line.split(":")[0].strip() for line in asked.out.splitlines() if " held back: " in line]
    assert (asked.code, asked.errors, held[:1]) == (0, "", ["asking for it is held back"])


def test_at_is_a_date_and_means_its_beginning(environment: dict[str, str]) -> None:
    as_date = run(environment, "-", "--json", "--at", "2026-11-18", stdin=CASE).answer
    as_instant = run(environment, "-", "--json", "--at", "2026-11-18T00:00", stdin=CASE).answer
    assert (as_date["at"], as_date["later_events"]) == ("2026-11-18", 4)
    assert (as_instant["at"], as_instant["later_events"]) == ("2026-11-18T00:00:00+00:00", 4)
    assert as_date["duties"] == as_instant["duties"]


def test_at_is_an_instant_in_london_or_with_its_offset(environment: dict[str, str]) -> None:
    for said in ("2026-11-18T09:12", "2026-11-18T09:12Z", "2026-11-18T10:12+01:00"):
        answer = run(environment, "-", "--json", "--at", said, stdin=CASE).answer
        assert (answer["at"], answer["later_events"]) == ("2026-11-18T09:12:00+00:00", 2)


def test_a_pack_by_name_is_the_edition_in_force_when_the_conference_was_requested(environment: dict[str, str]) -> None:
    for requested, edition in (("2023-12-14", "england/2018"), ("2023-12-15", "england/2023")):
        case = family(discussed("2023-12-01"), fact("conference-requested", requested))
        assert run(environment, "-", "--json", "--at", "2024-06-01", stdin=case).answer["pack"] == edition


def test_without_a_request_the_earliest_event_decides_the_edition_and_without_events_the_moment(
    environment: dict[str, str],
) -> None:
    case = family(discussed("2023-12-14"))
    assert run(environment, "-", "--json", "--at", "2024-06-01", stdin=case).answer["pack"] == "england/2018"
    assert run(environment, "-", "--json", "--at", "2023-12-14", stdin=family()).answer["pack"] == "england/2018"
    assert run(environment, "-", "--json", "--at", "2023-12-15", stdin=family()).answer["pack"] == "england/2023"


def test_a_pack_with_its_edition_is_that_one(environment: dict[str, str]) -> None:
    answer = run(environment, "-", "--json", *AT, stdin=CASE, pack="england/2018").answer
    assert (answer["pack"], answer["base"]) == ("england/2018", None)
    local = run(environment, "-", "--json", *AT, stdin=CASE, pack="bolton").answer
    assert (local["pack"], local["base"]) == ("bolton/2018", "england/2023")


def test_a_file_and_standard_input_answer_alike(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps(CASE), encoding="utf-8")
    for how in ("--json", "--jsonl", "--brief"):
        from_file = run(environment, str(tmp_path / "case.json"), how, *AT)
        from_input = run(environment, "-", how, *AT, stdin=CASE)
        assert (from_file.code, from_file.out) == (0, from_input.out)


def test_without_a_moment_it_answers_for_now(environment: dict[str, str]) -> None:
    answer = run(environment, "-", "--json", stdin=family()).answer
    assert len(answer["at"]) == len("2026-11-20T09:00:00+00:00")


# --- Many cases -----------------------------------------------------------------------------------------


def test_jsonl_and_json_give_the_same_answers(environment: dict[str, str]) -> None:
    cases = [case_of(family_number, seed=3) for family_number in range(5)]
    for how in ((), ("--brief",), ("--why", "hold-first-review")):
        together = run(environment, "-", "--jsonl", *how, *AT, stdin=lines_of(cases))
        alone = [run(environment, "-", "--json", *how, *AT, stdin=case).answer for case in cases]
        assert (together.code, together.errors, together.lines) == (0, "", alone)


def test_a_bad_line_answers_with_an_error_in_its_place_and_the_rest_still_answer(environment: dict[str, str]) -> None:
    done = run(environment, "-", "--jsonl", *AT, stdin=lines_of([CASE, BAD, b"{", CASE]))
    good = run(environment, "-", "--json", *AT, stdin=CASE).answer
    assert done.code == 2
    assert done.lines[0] == done.lines[3] == good
    assert done.lines[1] == {"error": BAD_SENTENCE, "line": 2}
    assert done.lines[2].keys() == {"error", "line"}
    assert done.lines[2]["line"] == 3
    assert done.lines[2]["error"].startswith("the case file is not JSON: ")
    assert done.errors.splitlines() == [
        f"quorate duties: line 2: {BAD_SENTENCE}",
        f"quorate duties: line 3: {done.lines[2]['error']}",
    ]


@pytest.mark.parametrize("jobs", [("--jobs", "1"), ("--jobs", "2"), ()])
def test_more_than_a_thousand_lines_keep_their_order_and_their_errors(
    environment: dict[str, str], jobs: tuple[str, ...]
) -> None:
    cases: list[Any] = [family(discussed("2026-11-16"), reference=f"N-{n}") for n in range(1203)]
    cases[700] = BAD
    cases[1202] = b"not a case"
    done = run(environment, "-", "--jsonl", "--brief", *AT, *jobs, stdin=lines_of(cases))
    expected = [f"N-{n}" for n in range(1203)]
    expected[700], expected[1202] = "line 701", "line 1203"
    answered = [f"line {line['line']}" if "error" in line else line["conference"]["reference"] for line in done.lines]
    assert (done.code, answered) == (2, expected)
    assert [error.split(":")[1] for error in done.errors.splitlines()] == [" line 701", " line 1203"]


def test_several_processes_answer_as_one_does(environment: dict[str, str]) -> None:
    cases = [case_of(family_number, seed=4) for family_number in range(600)]
    one = run(environment, "-", "--jsonl", "--brief", *AT, "--jobs", "1", stdin=lines_of(cases), pack="leicester")
    two = run(environment, "-", "--jsonl", "--brief", *AT, "--jobs", "2", stdin=lines_of(cases), pack="leicester")
    assert (one.code, one.errors) == (0, "")
    assert two.out == one.out


# --- Starting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [("--json",), ("--jsonl", "--brief"), ()])
def test_once_the_pack_is_kept_neither_pydantic_nor_a_web_framework_is_imported(
    environment: dict[str, str], how: tuple[str, ...]
) -> None:
    run(environment, "-", *how, *AT, stdin=CASE)
    second = run(environment, "-", *how, *AT, stdin=CASE, python=("-X", "importtime"))
    assert second.code == 0
    imported = {line.split("|")[-1].strip().split(".")[0] for line in second.errors.splitlines() if "|" in line}
    assert {"quorate", "orjson"} <= imported
    assert imported & {"pydantic", "pydantic_core", "django", "holidays", "numpy"} == set()
