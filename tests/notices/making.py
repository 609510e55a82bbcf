"""A conference that is booked, with its people on the list, and a channel that only remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from functools import cached_property
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.cases import services as cases
from quorate.conferences.models import Conference, ConferenceExclusion, Invitee
from quorate.conferences.services.exclusions import ask_for_exclusion, decide_exclusion
from quorate.documents import setting
from quorate.notices.models import Message
from quorate.notices.outbox import send_one
from quorate.notices.services import prepare, release_and_queue
from quorate.procedure.pack import Pack
from quorate.release.artefacts import Rendition
from quorate.release.models import Release
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences import stages

MOTHER, FATHER = "morgan@family.example", "frankie@elsewhere.example"


@dataclass
class Remembering:
    """A channel that keeps what it was given; `fault` is raised instead, or after it was kept (`after`)."""

    fault: BaseException | None = None
    after: bool = False
    faults: int = 0
    sent: list[tuple[UUID, str, bytes]] = field(default_factory=list)

    def send(self, *, message_id: UUID, sender: str, recipient: str, source: bytes) -> None:
        self.faults += self.fault is not None
        if self.fault is not None and not self.after:
            raise self.fault
        self.sent.append((message_id, recipient, source))
        if self.fault is not None:
            raise self.fault

    @property
    def mails(self) -> list[Mail]:
        return [message_from_bytes(source, policy=default) for _, _, source in self.sent]


@dataclass
class Stage:
    """One authority, one family of two children, one booked conference."""

    pack: str = "bolton"
    agency: Agency = field(init=False)
    family: Family = field(init=False)
    conference: Conference = field(init=False)

    def __post_init__(self) -> None:
        self.agency = Agency(pack=self.pack)
        self.family = self.agency.family()
        listed = stages.invited(self.agency, self.family)
        self.conference = stages.booked(self.agency, self.family, to=listed)

    @cached_property
    def chair(self) -> Standing:
        return self.agency.chair

    @property
    def office(self) -> Standing:
        return self.agency.administrator

    def reach(self, person: UUID, value: str, *, safe: bool = True, kind: str = "email") -> Any:
        """A confirmed way of reaching somebody of the family."""
        with acting_as(self.agency.worker) as by:
            way = cases.add_contact_way(
                case=self.family.cases[0], person_id=person, kind=kind, value=value, on=today(), by=by
            )
            return cases.verify_contact_way(way=way, how="in_person", safe=safe, on=today(), by=by)

    def invitee(self, person: UUID) -> Invitee:
        with acting_as(self.office):
            return Invitee.objects.get(conference=self.conference, person_id=person)

    def prepared(self, code: str = "invitation", by: Standing | None = None, **said: Any) -> Release:
        with acting_as(by or self.agency.worker) as acting:
            return prepare(conference=self.conference, code=code, by=acting, at=clock.now(), **said)

    def released(self, code: str = "invitation", **said: Any) -> Release:
        release = self.prepared(code, **said)
        with acting_as(self.agency.manager) as by:
            return release_and_queue(release=release, by=by, at=clock.now())

    def messages(self, **said: Any) -> list[Message]:
        with acting_as(self.agency.manager):
            return list(Message.objects.filter(conference=self.conference, **said).order_by("name"))

    def message_to(self, person: UUID, code: str = "invitation") -> Message:
        (found,) = self.messages(person_id=person, code=code)
        return found

    def send(self, through: Any, message: Message, *, later: timedelta = timedelta(0)) -> str:
        def now() -> datetime:
            return clock.now() + later

        return send_one(message_id=message.pk, by=self.agency.manager, through=through, now=now)

    def send_all(self, through: Any) -> list[str]:
        return [self.send(through, one) for one in self.messages(state="waiting", channel="email")]


def keep_out(stage: Stage, scope: str = "whole", *, person: UUID | None = None, words: str = "") -> ConferenceExclusion:
    """The chair keeps somebody out: the father unless said. Asked for by the worker, where they have not yet."""
    person = person or stage.family.father
    with acting_as(stage.agency.worker) as by:
        if not ConferenceExclusion.objects.filter(conference=stage.conference, person_id=person, outcome="").exists():
            ask_for_exclusion(
                conference=stage.conference, person_id=person, ground="violence", on=today(), by=by,
                source_words="The police", scope=scope,
            )  # fmt: skip
    return decide(stage, "excluded", scope, person=person, words=words)


def decide(
    stage: Stage, outcome: str, scope: str = "whole", *, person: UUID | None = None, words: str = ""
) -> ConferenceExclusion:
    """The chair decides about somebody: the father unless said."""
    with acting_as(stage.chair) as by:
        return decide_exclusion(
            conference=stage.conference, person_id=person or stage.family.father, outcome=outcome, at=clock.now(),
            by=by, words=words or "He threatened a worker.", scope=scope, ground="violence",
            parts=("analysis",) if scope == "part" else (),
        )  # fmt: skip


class Asked(Stage):
    """One authority, one family, one conference that has been asked for."""

    def __post_init__(self) -> None:
        self.agency = Agency(pack=self.pack)
        self.family = self.agency.family()
        self.conference = stages.asked_for(self.agency, self.family)
        self.reach(self.family.mother, MOTHER)
        self.reach(self.family.father, FATHER)
        # Made now, so that every run has them.
        assert self.chair and self.office and self.agency.minute_taker and self.agency.manager


def as_words(rendition: Rendition, pack: Pack) -> bytes:
    """A paper as its words, each part under its code."""
    said = [f"[{part.code}]\n" + "\n".join(one.words for one in part.paragraphs) for part in rendition.parts]
    return "\n".join([rendition.title, *said, *setting.notice(rendition, pack)]).encode()
