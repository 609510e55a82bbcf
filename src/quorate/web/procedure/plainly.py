"""The same procedure for parents: short sentences, everyday words, nothing that frightens, every fact from the pack.

A parent never reads "overdue", "statutory" or "non-compliance". A test measures the reading age.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quorate.procedure.offsets import Offset, parse
from quorate.procedure.pack import Pack
from quorate.procedure.schema_duties import by_kind
from quorate.web.wording import joined

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that parents ask, and its answer in short sentences."""

    asks: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that parents can turn to, as the pack names it; never a person."""

    name: str
    ways: tuple[tuple[str, str], ...]


def answers(pack: Pack) -> tuple[Answer, ...]:
    """Everything that the page for parents says, in the order in which parents ask."""
    data = pack.data
    found = (
        Answer("What is this meeting?", tuple(_what(pack))),
        Answer("When is it?", tuple(_when(pack))),
        Answer("Can I come?", tuple(_coming(data))),
        Answer("Can I bring someone?", tuple(_supporter(data["supporters"]))),
        Answer("Will I see what people write?", tuple(_reports(pack))),
        Answer("Can my child have a say?", tuple(_child(pack))),
        Answer("What can they decide?", tuple(_deciding(data))),
        Answer("What happens next?", tuple(_next(pack))),
        Answer("What if I do not agree?", tuple(_disagree(pack))),
    )
    return tuple(answer for answer in found if answer.says)


def offices(pack: Pack) -> tuple[Office, ...]:
    """The offices and help lines that the pack gives parents."""
    named = (("telephone", "Ring"), ("email", "Write to"), ("web", "Read more at"), ("address", "Come to"))
    return tuple(
        Office(str(one["name"]), tuple((label, str(one[key])) for key, label in named if one.get(key)))
        for one in pack.data.get("contact", ())
        if one["audience"] in ("everyone", "parents") and one["function"] in ("general", "complaints", "help-line")
    )


def span(limit: Offset) -> str:
    """ "15 working days", "three months", "one day (24 hours)"."""
    count = abs(limit.count)
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    unit = limit.unit.removesuffix("s") if count == 1 else limit.unit
    return f"{number} {unit}"


def _limit(pack: Pack, code: str, kind: str = "initial") -> Offset | None:
    duty = _duty(pack, code)
    said = by_kind(duty.get("due"), kind) if duty else None
    return parse(said) if said else None


def _duty(pack: Pack, code: str) -> dict[str, Any] | None:
    return next((one for one in pack.data["duty"] if one["code"] == code and not one.get("made_by_packs")), None)


def _what(pack: Pack) -> Iterator[str]:
    yield "People are worried about your child."
    yield "So the people who know your family meet and talk."
    yield "You are part of it."
    yield "They ask: is your child safe? What is going well? What has to change?"
    yield (
        "The meeting cannot take your child away. "
        "Only a court can do that, or the police when a child is in danger now."
    )


def _when(pack: Pack) -> Iterator[str]:
    limit = _limit(pack, "hold-initial-conference")
    if limit is not None and limit.form == "count":
        yield f"The first meeting is held within {span(limit)} of the day when the checks on your child began."
        yield "A working day is Monday to Friday. Bank holidays do not count."
    first, later = _limit(pack, "hold-first-review"), _limit(pack, "hold-next-review")
    if first is not None and later is not None:
        yield f"If there is a plan, the next meeting is within {span(first)}."
        yield f"After that it is at least every {span(later)}."


def _coming(data: dict[str, Any]) -> Iterator[str]:
    parents = data["parents"]
    if parents.get("invited_by_default"):
        yield "Yes. We want you there."
    minutes = data["meeting_parents"].get("usual_time_minutes")
    usual = f", about {minutes} minutes before" if minutes else ""
    yield f"The person who leads the meeting sees you first{usual}. You can ask them anything."
    if parents.get("needs_asked"):
        yield "Tell us if you need help to come: a lift, child care, or someone who speaks your language."
    if parents.get("breaks"):
        yield "You can ask for a break."
    if parents.get("alternatives_to_attending"):
        yield "If you cannot come, you can send us your words."
    if parents.get("fear_of_another_person"):
        yield "If you are afraid of someone who may come, tell us."
        yield "You can come at another time or sit in another room."
    if data["exclusion"].get("reasons_explained"):
        yield "Now and then a parent cannot stay for all of it."
        yield "Then we tell them why, and we still ask what they think."


def _supporter(data: dict[str, Any]) -> Iterator[str]:
    most = data.get("at_most")
    yield "Yes. You can bring someone to be with you." if most != 1 else "Yes. You can bring one person."
    kinds = [_with_article(str(kind).replace("_", " ")) for kind in data.get("kinds", ())]
    if kinds:
        family = ["someone from your family"] if data.get("family_welcome") else []
        yield f"It can be {joined([*kinds, *family], 'or')}."
    if data.get("may_speak") is False:
        yield "They are there for you. They listen and do not speak for you."
    if data.get("confidentiality_acknowledged"):
        yield "They must not tell others what they hear."


def _reports(pack: Pack) -> Iterator[str]:
    limit = _limit(pack, "share-report-with-parents")
    yield "Yes. Your social worker writes a report, and you get to read it."
    later = _limit(pack, "share-report-with-parents", "review")
    if limit is not None:
        yield f"You should have it {_before_the_meeting(limit)}."
    if later is not None and later != limit:
        yield f"At later meetings you should have it {_before_the_meeting(later)}."
    yield "You can say what is wrong or what is left out."
    if pack.data["parents"].get("own_report"):
        yield "You can write your own report too."


def _before_the_meeting(limit: Offset) -> str:
    if limit.form == "count":
        return f"at least {span(limit)} before the meeting"
    return "by the end of the day before" if limit.form == "the day before" else "before the meeting starts"


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _child(pack: Pack) -> Iterator[str]:
    data = pack.data["children"]
    age = data.get("attend_from_age")
    yield f"Yes. Some children come. {f'This is for children of {age} or more.' if age else 'It depends on the child.'}"
    yield "A child who does not come can still be heard: in a letter, in a drawing, or through someone they trust."
    if _duty(pack, "give-child-booklet") is not None:
        yield "There is a booklet for your child to write or draw in."
    if _duty(pack, "offer-advocate") is not None:
        yield "Your child can have someone who is on their side and speaks up for them."


def _deciding(data: dict[str, Any]) -> Iterator[str]:
    yield "They look at each child on their own."
    yield "They say if your child needs a plan to keep them safe. It is called a child protection plan."
    yield {
        "chair": "The person who leads the meeting decides, after they have heard everyone.",
        "conference": "The people at the meeting decide it together.",
    }.get(data["decisions"]["decided_by"], "The people who work with your family decide it together.")
    yield "If there is no such plan, they can still offer you help."


def _next(pack: Pack) -> Iterator[str]:
    decisions = _limit(pack, "send-decisions")
    if decisions is not None:
        counted = decisions.form == "count"
        yield f"What was decided is sent out {f'within {span(decisions)}' if counted else 'by the next working day'}."
    core = _limit(pack, "hold-first-core-group")
    if core is not None:
        yield f"If there is a plan, a small group meets within {span(core)} to make it work. You are in that group."
    minutes = _limit(pack, "send-minutes")
    if minutes is not None and minutes.form == "count":
        usually = "usually " if (_duty(pack, "send-minutes") or {}).get("ordinarily") else ""
        yield f"The notes of the meeting {usually}come within {span(minutes)}."
    visits = _limit(pack, "visit-child")
    if visits is not None and visits.form == "count":
        yield f"A social worker sees your child at least every {span(visits)}."
    yield "The plan ends when your child is safe without it."


def _disagree(pack: Pack) -> Iterator[str]:
    yield "Say so at the meeting. It is written down."
    yield "You can talk to the person who led the meeting."
    if pack.data["complaints"].get("in_writing"):
        yield "Then you can write to us."
    limit = _limit(pack, "complain")
    if limit is not None and limit.form == "count":
        yield f"Do this within {span(limit)}."
    if pack.data["complaints"].get("decision_stands_meanwhile"):
        yield "The plan goes on until you have an answer."
