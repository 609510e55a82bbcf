"""A report to the conference, with what the parents say of it below, marked as theirs."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from quorate.conferences.queries.reports import PaperSection, ReportForPaper, report_for_paper
from quorate.documents.artefacts.blocks import office_fields
from quorate.documents.artefacts.parts import as_written, everybody
from quorate.documents.facts import Facts
from quorate.documents.letters import NoSuchPaper, NotReadyYet
from quorate.documents.plain_words import called
from quorate.documents.saying import day, sentence
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, audience_of


def report(facts: Facts, recipient: Recipient, *, subject: UUID | None) -> Artefact:
    """One report as authorised or received. Raises NotReadyYet where its manager has not let it out, NoSuchPaper."""
    found = next((one for one in facts.reports if one.pk == subject), None)
    if found is None:
        raise NoSuchPaper("There is no such report to this conference.")
    if not found.is_done and audience_of(recipient.kind) != "professional":
        raise NotReadyYet("This report has not been authorised yet: it does not leave the office before it is.")
    told = report_for_paper(found)
    fields = {**office_fields(facts), "recipient": recipient.name}
    parts = (_about(told), *(_section(one) for one in told.sections), *_comments(told))
    return Artefact("report", facts.conference.pk, told.title, parts, fields)


def _about(told: ReportForPaper) -> Part:
    found = told.report
    rows = (
        ("Written by", told.author),
        ("Authorised on", day(found.authorised_at)),
        ("Received on", day(found.received_at)),
    )
    lines = tuple(everybody(f"{label}\t{words}", "row") for label, words in rows if words)
    return Part("about", "", lines, kept_from=frozenset())


def _section(one: PaperSection) -> Part:
    title = sentence(one.title).rstrip(".") + (f": {called(one.child)}" if one.child else "")
    case = [one.child_case_id] if one.child_case_id else []
    said: list[Paragraph] = []
    if one.recommendation:
        said.append(as_written(one, sentence(one.recommendation), "strong", case))
    if one.how_known:
        said.append(as_written(one, sentence(one.how_known), "quiet", case))
    said += [as_written(one, words, kind, case) for kind, words in lines_of(one.words)]
    return Part("section", title, tuple(said), kept_from=frozenset())


def _comments(told: ReportForPaper) -> Iterator[Part]:
    said = []
    for one in told.comments:
        about = f", about “{one.about}”" if one.about else ""
        mark = f"{one.by_name}, {day(one.said_at)}{about}" + (": does not agree" if one.disagrees else "")
        said += [as_written(one, mark, "strong"), as_written(one, one.words, "quote")]
    if said:
        yield Part("comments", "What the family says about this report", tuple(said), kept_from=frozenset())


def lines_of(words: str) -> Iterator[tuple[str, str]]:
    """(kind, words) of a text that somebody typed: lines that begin with "- " are entries of a list."""
    for line in words.splitlines():
        said = line.strip()
        if said.startswith("- "):
            yield "item", said[2:].strip()
        elif said:
            yield "", said
