"""The end of a run of the machine: all is let out, the outbox runs dry, and what each person is owed has come."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.services.exclusion_follow_up import standing_exclusion
from quorate.documents.letters import NotReadyYet
from quorate.notices.models import Message
from quorate.notices.queries import messages_of
from quorate.notices.services import NobodyToTell, NotThere, release_and_queue
from quorate.release.artefacts import INVITING
from quorate.release.basis import ChangedSince
from quorate.release.models import Release
from tests import clock
from tests.notices.afterwards import Afterwards
from tests.notices.changing import handed_over
from tests.notices.promises import OWED
from tests.notices.said import HEARD, SAID, parts_of

_ROUNDS = 4
_GONE = ("sent", "handed")
_ASKED = {
    "address", "refused", "given-up", "line-broke", "interrupted", "held-by-office", "protected-words", "they-do-not",
}  # fmt: skip
"""Why somebody is asked what to do with it. Of what a decision or a change has stopped a newer one is owed instead."""
_TOLD = ("decisions", "complaint")
"""Parts of the decision letter that each parent gets, kept out or not."""


class Ending(Afterwards):
    """What must hold in the end, whatever happened before."""

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None and self.is_booked:
                self._to_the_end()
        finally:
            super().teardown()

    def _to_the_end(self) -> None:
        if self.secret:
            self.it_is_no_secret_any_more()
        self._all_goes()
        self._whoever_is_kept_out_has_the_letter()
        if self.state == "booked":
            self.it_is_held(on_the_day=self.steps % 2 == 0)
        if self.state == "held":
            for code in HEARD:
                self.stage.prepared(code, by=self.stage.chair)
            self._all_goes()
            self._whoever_is_kept_out_has_the_letter()
            self._everybody_has_what_was_decided()
        self.what_was_said_to_be_done_stands()
        self.whoever_is_kept_out_is_told_why()
        self.did["run dry"] += 1

    # --- the office does what there is to do

    def _all_goes(self) -> None:
        """Until nothing waits: a day later each time, so that what is tried again is tried."""
        for number in range(1, _ROUNDS + 1):
            self._let_all_out()
            self._prepare_for_another_number()
            later = timedelta(days=number, minutes=6)
            mails = self.stage.messages(state="waiting", channel="email")
            for message in (*self.stage.messages(state="claimed"), *mails):
                self._sent(message, later)
            for message in self.stage.messages(state="waiting"):
                if message.channel != "email":
                    self._handed(message)
            self.nothing_reaches_whom_it_must_not()
            self.nothing_is_lost_and_nothing_goes_twice_unflagged()
        left = [(one.code, one.name, one.why) for one in self.stage.messages(state__in=("waiting", "claimed"))]
        assert left == [], "the outbox has run dry"

    def _let_all_out(self) -> None:
        with self.manager:
            rows = list(Release.objects.filter(conference=self.stage.conference, state="prepared"))
        for row in rows:
            if not self._is_let_out(row) and row.code not in INVITING:
                anew = self._prepared_anew(row)
                assert anew is None or self._is_let_out(anew), f"{row.code} has not changed since this minute"
        self._acknowledge()

    def _prepare_for_another_number(self) -> None:
        """What was stopped because it says to ring somebody else than it should is prepared anew, as the page asks for,
        and let out, once for each paper; what calls people follows the booking instead."""
        with self.manager:
            rows = Release.objects.filter(conference=self.stage.conference, state="released").exclude(code__in=INVITING)
            latest = {(one.code, one.subject_id): one for one in rows.order_by("released_at")}
            stopped = {one.release_id for one in self.stage.messages(state="held", why="ring")}
        for row in latest.values():
            if row.pk in stopped:
                anew = self._prepared_anew(row)
                assert anew is None or self._is_let_out(anew), f"{row.code} has not changed since this minute"
                self.did["prepared anew for another number"] += anew is not None

    def _is_let_out(self, row: Release) -> bool:
        """Whether it is out, or stopped with what was found in it: a paper that has changed is prepared again."""
        if row.state == "stopped":
            return bool(row.finding)
        with self.manager as by:
            try:
                done = release_and_queue(release=row, by=by, at=clock.now())
            except ChangedSince:
                return False
        return done.state == "released" or bool(done.finding)

    def _prepared_anew(self, row: Release) -> Release | None:
        by = self.stage.chair if row.code in HEARD else None
        try:
            return self.stage.prepared(row.code, by=by, subject=row.subject_id)
        except (NobodyToTell, NotReadyYet):
            return None

    def _handed(self, message: Message) -> None:
        """By the office; a copy that holds a part which is closed to the office by the chair."""
        # A worker that had it on its list before it came to be handed over leaves it alone.
        assert self._sent(message, timedelta(days=9)) == ""
        for one in (self.stage.agency.manager, self.stage.chair):
            with acting_as(one) as by:
                try:
                    done = handed_over(message=message, by=by, at=clock.now())
                except NotThere:
                    continue
            if done.state == "handed":
                self.handed.append(message.pk)
            return

    # --- what has to have come

    def _whoever_is_kept_out_has_the_letter(self) -> None:
        for person in self.out:
            with self.manager:
                decided = standing_exclusion(self.stage.conference, person)
            assert decided is not None
            own = self.stage.messages(person_id=person, code="exclusion-letter", release__subject_id=decided.pk)
            if self._came_or_is_asked_about(own, OWED):
                self.did["letter has come"] += 1

    def _everybody_has_what_was_decided(self) -> None:
        """The latest paper of each kind, to everybody for whom there is something in it; each parent the letter."""
        with acting_as(self.stage.chair):
            rows = Release.objects.filter(conference=self.stage.conference, code__in=HEARD, state="released")
            latest = {one.code: one for one in rows.order_by("released_at")}
            readers = {code: set(one.renditions.values_list("recipient", flat=True)) for code, one in latest.items()}
            listed = Invitee.objects.filter(conference=self.stage.conference, removed_on=None)
            wanted = set(listed.filter(kind__in=("parent", "professional")).values_list("pk", flat=True))
        assert set(latest) == set(HEARD)
        assert wanted - readers["decisions"] == set()
        for code, recipients in readers.items():
            for one in recipients:
                self._came_or_is_asked_about(self.stage.messages(recipient=one, release_id=latest[code].pk), ())
        for person in self.parents:
            scope = self.out.get(person, "")
            (own,) = self.stage.messages(person_id=person, release_id=latest["decisions"].pk)
            if self._came_or_is_asked_about([own], _TOLD):
                self.did[f"decisions have come, kept out of {scope or 'nothing'}"] += 1
            (own,) = self.stage.messages(person_id=person, release_id=latest["minutes"].pk)
            self._says_what_is_for_them(person, scope, self._content(own.rendition_id))
        with acting_as(self.stage.chair):
            rows = latest["minutes"].messages.filter(rendition__kind="professional")
            others = [(one.rendition_id, one.recipient) for one in rows]
            roles = dict(Invitee.objects.filter(conference=self.stage.conference).values_list("pk", "role"))
        assert others != []
        for rendition, recipient in others:
            content, leads = self._content(rendition), roles[recipient] in ("chair", "minute_taker")
            missing = [one for one in ("professionals", "away", "later", "everybody") if SAID[one] not in content]
            assert (missing, SAID["closed"] in content) == ([], leads)

    def _says_what_is_for_them(self, person: UUID, scope: str, content: str) -> None:
        """Of what was said in the meeting a parent reads what was for them, unless they were out of the room."""
        if scope == "whole":
            assert set(_TOLD) <= parts_of(content)
            return
        is_mother = person == self.stage.family.mother
        wanted = ["later", *(["away", "everybody"] + ["mothers"] * is_mother) * (not scope)]
        missing = [one for one in wanted if SAID[one] not in content]
        assert missing == [], f"kept out of {scope or 'nothing'}, without {missing}: {content}"

    def _came_or_is_asked_about(self, own: list[Message], parts: tuple[str, ...]) -> bool:
        """Whether one of these has gone, with these parts in it; else it lies before a person with the reason."""
        gone = [one for one in own if one.state in _GONE]
        for one in gone:
            content = self._content(one.rendition_id) if parts else ""
            assert [part for part in parts if part not in parts_of(content)] == []
        if gone:
            self.did["owed, has come"] += 1
            return True
        with self.manager:
            conference = Conference.objects.select_related("case").get(pk=self.stage.conference.pk)
            shown = {one.pk: one for one in messages_of(conference)}
        asked = [one for one in own if one.pk in shown and _is_asked(shown[one.pk])]
        assert asked != [], [(one.code, one.name, one.state, one.why) for one in own]
        self.did["owed, is asked about"] += 1
        self.did[f"owed, is asked about: {asked[0].state} {asked[0].why}"] += 1
        return False

    def _content(self, rendition_id: UUID | None) -> str:
        from quorate.release.models import StoredRendition

        with acting_as(self.stage.chair):
            found: Any = StoredRendition.objects.get(pk=rendition_id)
            return bytes(found.content).decode()


def _is_asked(message: Message) -> bool:
    """Whether it stands among what was stopped or is not known, because nobody may or could send it as it is."""
    return message.state in ("held", "failed", "unknown") and message.why in _ASKED
