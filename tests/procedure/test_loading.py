"""What loading refuses, each by its whole sentence: file, key, what is wrong, and how to mend it.

Every test writes one made-up authority, Northshire, over the national base, with one thing wrong.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from quorate.procedure.library import Library, NoRuleInForce
from quorate.procedure.national import is_as_tight
from quorate.procedure.pack import Origin, Pack
from quorate.procedure.position import position
from quorate.procedure.reading import PackError

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 20)
FILE = "packs/northshire/2020/procedure.toml"
HEAD = 'title = "Northshire"\nextends = "england"\nin_force_from = 2020-04-01\n'
SHARE = """
[[duty]]
code = "share-report-with-parents"
due = "3 days before conference-starts"
weight = "local"
source = ["NOR-01"]
"""
NEW_DUTY = """
[[duty]]
code = "ring-the-school"
title = "Ring the school"
who = "social_worker"
stage = "preparation"
due = "2 days before conference-starts"
met_by = ["invitations-sent"]
weight = "local"
source = ["NOR-01"]
"""


def tree(folder: Path, text: str = "", *, head: str = HEAD, **files: str) -> Library:
    """The national base of 2018 with Northshire's one edition, and more files by name where given."""
    packs = folder / "packs"
    shutil.copytree(ROOT / "packs" / "england" / "2018", packs / "england" / "2018")
    write(packs, "clauses.csv", "id,authority\nNOR-01,Northshire\nNOR-02,Northshire\n")
    write(packs, "northshire/2020/procedure.toml", head + text)
    for name, said in files.items():
        write(packs, name, said)
    return Library(packs)


def write(packs: Path, name: str, text: str) -> None:
    path = packs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def refusals(library: Library, said: str = "northshire", on: date = ON) -> list[str]:
    with pytest.raises(PackError) as refused:
        library.pack(said, on)
    assert str(refused.value) == "\n".join(refused.value.faults)
    return refused.value.faults


def test_a_local_pack_that_states_only_what_differs_is_taken(tmp_path: Path) -> None:
    pack = tree(tmp_path, SHARE + '\n[supporters]\nat_most = 2\nsource = ["NOR-02"]\n').pack("northshire", ON)
    assert (pack.id, pack.base_edition) == ("northshire/2020", "england/2018")
    assert pack.data["supporters"]["at_most"] == 2
    assert pack.procedure.supporters.tell == "social_worker"
    assert str(pack.rules.by_code["share-report-with-parents"].due["review"]) == "3 days before conference-starts"
    assert pack.origins["supporters.at_most"] == Origin("northshire/2020", ("NOR-02",), False)
    assert pack.origins["supporters.tell"].from_base is True
    for kind in ("initial", "review", "pre_birth", "transfer_in"):
        assert pack.origins[f"duty.share-report-with-parents.due.{kind}"].source == ("NOR-01",)


def test_a_new_edition_of_the_base_is_still_the_base(tmp_path: Path) -> None:
    later = 'title = "England"\nextends = "england/2018"\nin_force_from = 2023-12-15\n'
    text = '[[duty]]\ncode = "hold-initial-conference"\ndue = "20 working days after strategy-discussion-held"\n'
    library = tree(tmp_path, **{"england/2023/procedure.toml": later + text + 'source = ["A new Working Together"]\n'})
    pack = library.pack("northshire", ON)
    assert pack.base_edition == "england/2023"
    due = pack.origins["duty.hold-initial-conference.due"]
    assert due == Origin("england/2023", ("A new Working Together",), True)
    assert library.pack("northshire", date(2021, 1, 1)).base_edition == "england/2018"


ONE_FAULT = {
    "an unknown key, with the nearest one": (
        "[supporters]\nat_mots = 1\nsource = ['NOR-01']\n",
        f"{FILE}: supporters: unknown key 'at_mots'; did you mean 'at_most'?",
    ),
    "an unknown key that is like none": (
        "[supporters]\nzzz = 1\nsource = ['NOR-01']\n",
        f"{FILE}: supporters: unknown key 'zzz'; take it out",
    ),
    "an unknown section": (
        "[suporters]\nat_most = 1\nsource = ['NOR-01']\n",
        f"{FILE}: unknown key 'suporters'; did you mean 'supporters'?",
    ),
    "an unknown key of a duty": (
        SHARE + "titel = 'Share it'\n",
        f"{FILE}: duty share-report-with-parents: unknown key 'titel'; did you mean 'title'?",
    ),
    "a duty without a source": (
        SHARE.replace('source = ["NOR-01"]\n', ""),
        f'{FILE}: duty share-report-with-parents: has no source; add source = ["..."] with the clause id or the '
        "national document that says so",
    ),
    "a new duty without a source": (
        NEW_DUTY.replace('source = ["NOR-01"]\n', ""),
        f'{FILE}: duty ring-the-school: has no source; add source = ["..."] with the clause id or the '
        "national document that says so",
    ),
    "a section with an empty source": (
        "[supporters]\nat_most = 1\nsource = []\n",
        f'{FILE}: supporters: has no source; add source = ["..."] with the clause id or the '
        "national document that says so",
    ),
    "a source that is no list": (
        "[supporters]\nat_most = 1\nsource = 'NOR-01'\n",
        f'{FILE}: supporters: source: must be a list; write source = ["NOR-01"]',
    ),
    "a word without a source": (
        "[words]\nchair = { say = 'Chair' }\n",
        f'{FILE}: words chair: has no source; add source = ["..."] with the clause id or the '
        "national document that says so",
    ),
    "a clause id that is not in the list": (
        SHARE.replace("NOR-01", "NOR-11"),
        f"{FILE}: duty share-report-with-parents: source 'NOR-11' is not in clauses.csv; did you mean 'NOR-01'?",
    ),
    "a clause id within a list of a section": (
        "[agenda]\nsource = ['NOR-01']\n[[agenda.items]]\ncode = 'opening'\ntitle = 'Opening'\nsource = ['XYZ-99']\n",
        f"{FILE}: agenda: source 'XYZ-99' is not in clauses.csv; correct it, or add it where it is defined",
    ),
    "an unknown anchor": (
        SHARE.replace("conference-starts", "conference-start"),
        f"{FILE}: duty share-report-with-parents: unknown anchor 'conference-start'; did you mean 'conference-starts'?",
    ),
    "an unknown anchor of when it opens": (
        SHARE + "opens = '9 days before conference-stats'\n",
        f"{FILE}: duty share-report-with-parents: unknown anchor 'conference-stats'; did you mean 'conference-starts'?",
    ),
    "an unknown cause": (
        NEW_DUTY + "after = 'confrence-held'\n",
        f"{FILE}: duty ring-the-school: unknown anchor 'confrence-held'; did you mean 'conference-held'?",
    ),
    "a limit that is no sentence of the grammar": (
        SHARE.replace("3 days before conference-starts", "three days before conference-starts"),
        f"{FILE}: duty share-report-with-parents: due: 'three days before conference-starts' is not a limit that can "
        'be read; say "<n> minutes|hours|days|working days|weeks|months before|after <anchor>", "before <anchor>", '
        '"the day before <anchor>", "the next working day after <anchor>", "at <anchor>", "by <n> weeks of pregnancy", '
        '"no limit" or "earliest of [ ... ]"',
    ),
    "an unknown event": (
        NEW_DUTY.replace("invitations-sent", "invitation-sent"),
        f"{FILE}: duty ring-the-school: met_by names unknown event 'invitation-sent'; did you mean 'invitations-sent'?",
    ),
    "a role without a word": (
        NEW_DUTY.replace('"social_worker"', '"school_caller"'),
        f"{FILE}: duty ring-the-school: role 'school_caller' has no word; add school_caller to [words] in words.toml",
    ),
    "a role without a word in a section": (
        "[minutes]\ntaken_by = 'scribe'\nsource = ['NOR-01']\n",
        f"{FILE}: minutes.taken_by: role 'scribe' has no word; add scribe to [words] in words.toml",
    ),
    "a role without a word in a list": (
        "[complaints]\nwho_may = ['parent', 'neighbour']\nsource = ['NOR-01']\n",
        f"{FILE}: complaints.who_may: role 'neighbour' has no word; add neighbour to [words] in words.toml",
    ),
    "an owner without a word": (
        "owner = 'nobody_known'\n",
        f"{FILE}: owner: role 'nobody_known' has no word; add nobody_known to [words] in words.toml",
    ),
    "a code that stands twice": (
        SHARE + SHARE,
        f"{FILE}: duty share-report-with-parents: stands twice in this edition (also in {FILE}); keep one",
    ),
    "an entry without a code": (
        SHARE.replace('code = "share-report-with-parents"\n', ""),
        f'{FILE}: a [[duty]] has no code; give it one, such as code = "send-minutes"',
    ),
    "a list written as a table": (
        "[duty]\ncode = 'x'\nsource = ['NOR-01']\n",
        f"{FILE}: duty: must be written [[duty]], one for each",
    ),
    "a value that is not one of those known": (
        NEW_DUTY.replace('"preparation"', '"prepare"'),
        f"{FILE}: duty ring-the-school: stage: 'prepare' is not known; it is 'preparation', 'holding', 'follow-up' or "
        "'plan'",
    ),
    "a kind that does not exist": (
        SHARE.replace('"3 days before conference-starts"', '{ prebirth = "3 days before conference-starts" }'),
        f"{FILE}: duty share-report-with-parents: due: must be one value for every kind of conference, or a table by "
        "kind (initial, review, pre_birth, transfer_in)",
    ),
    "a code that cannot be one": (
        NEW_DUTY.replace("ring-the-school", "Ring_the_school"),
        f"{FILE}: duty Ring_the_school: code: 'Ring_the_school' is not a name that can be used; write small letters, "
        "joined by hyphens",
    ),
    "text where a number belongs": (
        "[supporters]\nat_most = 'one'\nsource = ['NOR-01']\n",
        f"{FILE}: supporters: at_most: 'one' must be a whole number; correct it",
    ),
    "a duty that misses something": (
        NEW_DUTY.replace('title = "Ring the school"\n', ""),
        f"{FILE}: duty ring-the-school: 'title' is missing; add it",
    ),
    "an empty source within a section": (
        "[agenda]\nsource = ['NOR-01']\n[[agenda.items]]\ncode = 'opening'\ntitle = 'Opening'\nsource = []\n",
        f"{FILE}: agenda items opening: source: is empty; give at least one",
    ),
    "a checklist that is not there": (
        SHARE + "checklist = 'parents-paper'\n",
        f"{FILE}: duty share-report-with-parents: checklist names unknown checklist 'parents-paper'; correct it, or "
        "add it where it is defined",
    ),
    "a paper of an unknown duty": (
        "[[outgoing]]\ncode = 'minutes'\nduty = 'send-minuets'\nsource = ['NOR-01']\n",
        f"{FILE}: outgoing minutes: duty names unknown duty 'send-minuets'; did you mean 'send-minutes'?",
    ),
    "closures of an unknown duty": (
        "[closures]\ndays = []\napplies_to = ['send-minuets']\nsource = ['NOR-01']\n",
        f"{FILE}: closures: applies_to names unknown duty 'send-minuets'; did you mean 'send-minutes'?",
    ),
    "taking away what is not there": (
        "removes = ['duty.send-minuets']\n",
        f"{FILE}: removes 'duty.send-minuets', which the base does not have; did you mean 'duty.send-minutes'?",
    ),
    "taking away by something else than a list": (
        "removes = 'duty.send-minutes'\n",
        f'{FILE}: removes: must be a list such as ["duty.send-minutes"]',
    ),
    "a national limit removed": (
        "removes = ['duty.hold-first-review']\n",
        f"{FILE}: removes 'duty.hold-first-review': it is national and stays; take it out of removes",
    ),
    "a national gate removed": (
        "removes = ['gate.plan-needs-category']\n",
        f"{FILE}: removes 'gate.plan-needs-category': it is national and stays; take it out of removes",
    ),
}


@pytest.mark.parametrize("what", ONE_FAULT)
def test_loading_refuses(tmp_path: Path, what: str) -> None:
    text, sentence = ONE_FAULT[what]
    assert refusals(tree(tmp_path, text)) == [sentence]


def national(code: str, change: str) -> str:
    return f'[[duty]]\ncode = "{code}"\n{change}\nsource = ["NOR-01"]\n'


LOOSER = {
    "more of the same unit": ("16 working days after strategy-discussion-held", False),
    "as many of the same unit": ("15 working days after strategy-discussion-held", True),
    "fewer": ("14 working days after strategy-discussion-held", True),
    "three weeks, which from a Sunday is longer": ("3 weeks after strategy-discussion-held", False),
    "19 days, never longer than 15 working days": ("19 days after strategy-discussion-held", True),
    "20 days": ("20 days after strategy-discussion-held", False),
    "hours": ("456 hours after strategy-discussion-held", True),
    "too many hours": ("457 hours after strategy-discussion-held", False),
    "another anchor": ("5 working days after enquiry-concluded", False),
    "no number at all": ("no limit", False),
    "before something": ("1 working day before strategy-discussion-held", True),
    "at once": ("at strategy-discussion-held", True),
    "the next working day": ("the next working day after strategy-discussion-held", True),
    "the earliest of two, one of them in time": (
        "earliest of [10 working days after enquiry-concluded, 15 working days after strategy-discussion-held]",
        True,
    ),
    "the earliest of two, none in time": (
        "earliest of [10 working days after enquiry-concluded, 4 weeks after strategy-discussion-held]",
        False,
    ),
}


@pytest.mark.parametrize("what", LOOSER)
def test_a_local_limit_is_never_looser_than_the_national_one(tmp_path: Path, what: str) -> None:
    said, is_taken = LOOSER[what]
    library = tree(tmp_path, national("hold-initial-conference", f'due = "{said}"'))
    if is_taken:
        assert str(library.pack("northshire", ON).rules.by_code["hold-initial-conference"].due["initial"]) == said
        return
    assert refusals(library) == [
        f"{FILE}: duty hold-initial-conference: due {said!r} is looser than the national limit "
        "'15 working days after strategy-discussion-held'; shorten it, or leave due out and the national limit stands"
    ]


def test_one_kind_made_looser_is_refused(tmp_path: Path) -> None:
    text = national("hold-first-review", 'due = { pre_birth = "4 months after plan-made" }')
    assert refusals(tree(tmp_path, text)) == [
        f"{FILE}: duty hold-first-review: due '4 months after plan-made' is looser than the national limit "
        "'3 months after plan-made'; shorten it, or leave due out and the national limit stands"
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        ("89 days after plan-made", "3 months after plan-made", True),
        ("90 days after plan-made", "3 months after plan-made", False),
        ("12 weeks after plan-made", "3 months after plan-made", True),
        ("13 weeks after plan-made", "3 months after plan-made", False),
        ("40 working days after plan-made", "3 months after plan-made", True),
        ("60 working days after plan-made", "3 months after plan-made", False),
        ("1 month after plan-made", "20 working days after plan-made", False),
        ("before plan-made", "3 months after plan-made", False),
    ],
)
def test_units_are_compared_at_their_longest_and_shortest(ours: str, theirs: str, answer: bool) -> None:
    assert is_as_tight(ours, theirs) is answer


CHANGED = {
    'weight = "local"': "weight is 'local' but the base marks it national; leave weight out",
    'met_by = ["conference-booked"]': "met_by is changed, but the base marks it national; take met_by out",
    "window = true": "window is changed, but the base marks it national; take window out",
    "from_age = 5": "from_age is changed, but the base marks it national; take from_age out",
    'when = "adjourned"': "when is changed, but the base marks it national; take when out",
    'for_conferences = ["initial"]': (
        "for_conferences leaves out 'pre_birth', which the base marks national; put it back"
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_national_duty_is_not_turned_into_another(tmp_path: Path, change: str) -> None:
    library = tree(tmp_path, national("hold-initial-conference", change))
    assert refusals(library) == [f"{FILE}: duty hold-initial-conference: {CHANGED[change]}"]


def test_a_national_duty_may_be_reworded(tmp_path: Path) -> None:
    library = tree(tmp_path, national("hold-initial-conference", 'title = "Hold it"\nmet_by = ["conference-held"]'))
    assert library.pack("northshire", ON).rules.by_code["hold-initial-conference"].title == "Hold it"


GATES = {
    'override = "chair-with-reason"': (
        "override is 'chair-with-reason', but the base lets nobody pass it; take override out"
    ),
    'weight = "practice"': "weight is 'practice' but the base marks it national; leave weight out",
    'needs = "reason"': "needs is changed, but the base marks it national; take needs out",
    'holds = ["making-a-plan"]': "holds leaves out 'continuing-a-plan', which the base marks national; put it back",
}


@pytest.mark.parametrize("change", GATES)
def test_a_national_gate_is_not_opened(tmp_path: Path, change: str) -> None:
    text = f'[[gate]]\ncode = "plan-needs-category"\n{change}\nsource = ["NOR-01"]\n'
    assert refusals(tree(tmp_path, text)) == [f"{FILE}: gate plan-needs-category: {GATES[change]}"]


def test_a_later_local_edition_is_held_to_the_national_limits_too(tmp_path: Path) -> None:
    later = 'title = "Northshire"\nextends = "northshire/2020"\nin_force_from = 2024-04-01\n'
    text = national("hold-first-core-group", 'due = "15 working days after plan-made"')
    library = tree(tmp_path, SHARE, **{"northshire/2024/procedure.toml": later + text})
    assert refusals(library) == [
        "packs/northshire/2024/procedure.toml: duty hold-first-core-group: due '15 working days after plan-made' is "
        "looser than the national limit '10 working days after plan-made'; shorten it, or leave due out and the "
        "national limit stands"
    ]
    assert library.pack("northshire", date(2021, 1, 1)).edition == "2020"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = SHARE.replace('source = ["NOR-01"]\n', "") + NEW_DUTY.replace("conference-starts", "conference-start")
    assert refusals(tree(tmp_path, text)) == [
        f'{FILE}: duty share-report-with-parents: has no source; add source = ["..."] with the clause id or the '
        "national document that says so",
        f"{FILE}: duty ring-the-school: unknown anchor 'conference-start'; did you mean 'conference-starts'?",
    ]


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    library = tree(tmp_path, **{"northshire/2020/words.toml": "[words\n"})
    assert refusals(library) == [
        "packs/northshire/2020/words.toml: is not TOML that can be read: Expected ']' at the end of a table "
        "declaration (at line 1, column 7); correct that line"
    ]


def test_faults_name_the_file_in_which_they_stand(tmp_path: Path) -> None:
    library = tree(tmp_path, **{"northshire/2020/duties.toml": SHARE.replace("NOR-01", "NOR-77")})
    assert refusals(library) == [
        "packs/northshire/2020/duties.toml: duty share-report-with-parents: source 'NOR-77' is not in clauses.csv; "
        "did you mean 'NOR-02'?"
    ]


def test_a_section_or_word_in_two_files(tmp_path: Path) -> None:
    supporters = "[supporters]\nat_most = 1\nsource = ['NOR-01']\n"
    word = "[words]\nchair = { say = 'Chair', source = ['NOR-01'] }\n"
    library = tree(
        tmp_path,
        supporters,
        **{"northshire/2020/a.toml": word, "northshire/2020/b.toml": supporters, "northshire/2020/words.toml": word},
    )
    assert refusals(library) == [
        f"{FILE}: supporters: stands twice in this edition (also in packs/northshire/2020/b.toml); keep one",
        "packs/northshire/2020/words.toml: words chair: stands twice in this edition (also in "
        "packs/northshire/2020/a.toml); keep one",
    ]


def test_a_form_is_read_from_its_own_file(tmp_path: Path) -> None:
    form = 'code = "card"\ntitle = "Card"\naudience = "parents"\nversion = "1"\nsource = ["NOR-01"]\n'
    section = '[[section]]\ncode = "one"\ntitle = "One"\nsays = "Hello"\nsource = ["NOR-01"]\n'
    write(tmp_path / "packs", "northshire/2020/forms/card.toml", form + section)
    assert tree(tmp_path).pack("northshire", ON).data["form"][0]["code"] == "card"
    write(tmp_path / "packs", "northshire/2020/forms/card.toml", form + section.replace("says", "sais"))
    assert refusals(Library(tmp_path / "packs")) == [
        "packs/northshire/2020/forms/card.toml: form card section one: unknown key 'sais'; did you mean 'says'?"
    ]


def test_two_editions_in_force_on_one_day(tmp_path: Path) -> None:
    library = tree(tmp_path, **{"northshire/2021/procedure.toml": HEAD})
    assert refusals(library) == [
        "packs/northshire/2021/procedure.toml: in_force_from 2020-04-01: northshire/2020 comes into force on the same "
        "day; two editions cannot hold at once"
    ]


def test_a_loop_of_extends(tmp_path: Path) -> None:
    other = 'title = "Southshire"\nextends = "northshire/2020"\nin_force_from = 2020-04-01\n'
    head = HEAD.replace('"england"', '"southshire/2020"')
    library = tree(tmp_path, head=head, **{"southshire/2020/procedure.toml": other})
    assert refusals(library) == [
        f"{FILE}: extends: goes round in a loop: northshire/2020 extends southshire/2020 extends northshire/2020; "
        "take one of them out"
    ]


@pytest.mark.parametrize(
    ("extends", "fault"),
    [
        ("englnd", "there is no pack 'englnd'; did you mean 'england'?"),
        ("xyz", "there is no pack 'xyz'; there are england, northshire"),
        ("england/2017", "there is no edition 'england/2017'; there are england/2018"),
        ("northshire", "says only 'northshire'; name the edition too, such as 'northshire/2018'"),
    ],
)
def test_extending_what_is_not_there(tmp_path: Path, extends: str, fault: str) -> None:
    library = tree(tmp_path, head=HEAD.replace("england", extends))
    assert refusals(library) == [f"{FILE}: extends: {fault}"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "in_force_from is missing or no date; add in_force_from = 2026-04-01"),
        ("in_force_from = 2020-02-30\n", "in_force_from 2020-02-30 does not exist; correct the date"),
        ("in_force_from = 'soon'\n", "in_force_from is missing or no date; add in_force_from = 2026-04-01"),
    ],
)
def test_an_edition_says_from_when_it_holds(tmp_path: Path, said: str, fault: str) -> None:
    library = tree(tmp_path, head=HEAD.replace("in_force_from = 2020-04-01\n", said))
    assert refusals(library) == [f"{FILE}: {fault}"]


def test_no_rule_in_force_is_an_error_and_never_a_default(tmp_path: Path) -> None:
    library = tree(tmp_path)
    with pytest.raises(NoRuleInForce) as refused:
        library.pack("northshire", date(2020, 3, 31))
    assert refused.value.faults == [
        "no rule of 'northshire' is in force on 2020-03-31: its first edition northshire/2020 begins on 2020-04-01; "
        "name the edition, or ask about a later day"
    ]
    assert library.pack("northshire", date(2020, 4, 1)).id == "northshire/2020"
    assert library.pack("northshire/2020", date(2019, 1, 1)).base_edition == "england/2018"


def test_a_pack_or_edition_that_is_not_there(tmp_path: Path) -> None:
    library = tree(tmp_path)
    assert refusals(library, "norhshire") == ["there is no pack 'norhshire' in packs; did you mean 'northshire'?"]
    assert refusals(library, "zzz") == ["there is no pack 'zzz' in packs; there are england, northshire"]
    assert refusals(library, "northshire/2019") == ["there is no edition 'northshire/2019'; there are northshire/2020"]


def test_what_the_base_has_is_taken_away(tmp_path: Path) -> None:
    pack = tree(tmp_path, "removes = ['duty.request-exclusion', 'invitee.gp']\n").pack("northshire", ON)
    assert "request-exclusion" not in pack.rules.by_code
    assert "gp" not in [invitee["code"] for invitee in pack.data["invitee"]]
    assert "removes" not in pack.data


# --- Packs that have been checked are kept -------------------------------------------------------------


def kept_tree(folder: Path) -> tuple[Path, Path]:
    packs = tree(folder, SHARE).root
    return packs, folder / "cache"


def same(one: Pack, two: Pack) -> bool:
    return (one.id, one.base_edition, one.data, one.origins) == (two.id, two.base_edition, two.data, two.origins)


CASE = {
    "conference": {"kind": "initial", "children": [{"id": "c1", "born": "2019-02-03"}]},
    "events": [
        {"event": "strategy-discussion-held", "at": "2026-11-16"},
        {"event": "conference-booked", "at": "2026-11-18", "starts_at": "2026-12-03T10:00"},
    ],
}


def test_a_kept_pack_answers_the_same(tmp_path: Path) -> None:
    packs, cache = kept_tree(tmp_path)
    fresh = Library(packs, cache).pack("northshire", ON)
    kept = Library(packs, cache).pack("northshire", ON)
    assert [path.suffix for path in cache.iterdir()] == [".json"]
    assert same(fresh, kept)
    assert position(fresh, CASE, ON).as_data() == position(kept, CASE, ON).as_data()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("northshire/2020/procedure.toml", "3 days before", "4 days before"),
        ("england/2018/duties.toml", "20 working days after", "19 working days after"),
    ],
)
def test_a_kept_pack_is_not_used_after_a_file_changed(tmp_path: Path, name: str, old: str, new: str) -> None:
    packs, cache = kept_tree(tmp_path)
    before = Library(packs, cache).pack("northshire", ON)
    path = packs / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    after = Library(packs, cache).pack("northshire", ON)
    assert not same(before, after)
    assert same(after, Library(packs).pack("northshire", ON))


def test_a_kept_pack_is_checked_again_when_the_clauses_changed(tmp_path: Path) -> None:
    packs, cache = kept_tree(tmp_path)
    Library(packs, cache).pack("northshire", ON)
    write(packs, "clauses.csv", "id,authority\nNOR-02,Northshire\n")
    assert refusals(Library(packs, cache)) == [
        f"{FILE}: duty share-report-with-parents: source 'NOR-01' is not in clauses.csv; did you mean 'NOR-02'?"
    ]


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    packs, cache = kept_tree(tmp_path)
    cache.write_text("a file where the folder would be")
    assert Library(packs, cache).pack("northshire", ON).id == "northshire/2020"


def test_a_faulty_pack_is_not_kept(tmp_path: Path) -> None:
    packs = tree(tmp_path, SHARE.replace("NOR-01", "NOR-09")).root
    cache = tmp_path / "cache"
    refusals(Library(packs, cache))
    assert sorted(path.name.split("-")[0] for path in cache.glob("*")) == []


# --- Bank holidays declared late -----------------------------------------------------------------------


def test_a_late_holiday_moves_every_working_day_after_it(tmp_path: Path) -> None:
    library = tree(tmp_path)
    before = position(library.pack("northshire", ON), CASE, ON).duties[0].due
    write(library.root, "holidays.toml", '[[holiday]]\nday = 2026-11-23\nname = "A day of mourning"\n')
    pack = Library(library.root).pack("northshire", ON)
    assert pack.late_holidays == {date(2026, 11, 23).toordinal(): "A day of mourning"}
    duty = position(pack, CASE, ON).duties[0]
    assert (before, duty.due) == ((date(2026, 12, 7).toordinal(), None), (date(2026, 12, 8).toordinal(), None))


def test_a_late_holiday_holds_for_kept_packs_too(tmp_path: Path) -> None:
    packs, cache = kept_tree(tmp_path)
    assert Library(packs, cache).pack("northshire", ON).late_holidays == {}
    write(packs, "holidays.toml", '[[holiday]]\nday = 2026-11-23\nname = "A day of mourning"\n')
    assert list(Library(packs, cache).pack("northshire", ON).late_holidays.values()) == ["A day of mourning"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[holiday]]\nday = 2026-11-23\n',
         "holiday 1: give it a day = 2026-05-08 and a name, and nothing else"),
        ('[[holiday]]\nday = "soon"\nname = "X"\n',
         "holiday 1: give it a day = 2026-05-08 and a name, and nothing else"),
        ('[[holidays]]\nday = 2026-11-23\nname = "X"\n',
         "unknown key 'holidays'; write each day as [[holiday]] with a day and a name"),
        ('[[holiday]\n', "is not TOML that can be read: Expected ']]' at the end of an array declaration "
         "(at line 1, column 10); correct that line"),
    ],
)  # fmt: skip
def test_late_holidays_that_cannot_be_read(tmp_path: Path, text: str, fault: str) -> None:
    assert refusals(tree(tmp_path, **{"holidays.toml": text})) == [f"packs/holidays.toml: {fault}"]


def test_a_quorum_that_asks_for_an_agency_nobody_belongs_to_is_refused(tmp_path: Path) -> None:
    text = '\n[quorum]\nmust = ["social-care", "helth"]\nsource = ["NOR-01"]\n'
    assert refusals(tree(tmp_path, text)) == [
        f"{FILE}: quorum.must names unknown agency 'helth'; did you mean 'health'?"
    ]
