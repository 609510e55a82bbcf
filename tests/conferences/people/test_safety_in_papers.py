"""Of whom somebody is afraid: in no paper, for nobody; least of all for the person who is feared."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Invitee
from quorate.conferences.services import safety
from quorate.documents.making import CODES, NoSuchPaper, NotReadyYet, made
from quorate.documents.setting import as_text
from quorate.notices.recipients import recipients_of
from quorate.release.artefacts import rendition
from tests import clock
from tests.cases.making import Agency
from tests.conferences.stages import decided, ready_today

pytestmark = pytest.mark.usefixtures("own_database")
FEAR = "He waited by the bus stop and told her that she would be sorry."
ARRANGED = "She comes by the side door at twenty past nine."


@pytest.mark.clause("BAR-19")
def test_no_paper_for_anybody_holds_what_somebody_is_afraid_of() -> None:
    agency = Agency(pack="barnet")
    family = agency.family()
    conference = ready_today(agency, family)
    with acting_as(agency.chair) as by:
        row = safety.record_concern(
            conference=conference, person_id=family.mother, of_person=family.father, words=FEAR,
            on=conference.starts_at.date(), by=by,
        )  # fmt: skip
        father = Invitee.objects.get(conference=conference, person_id=family.father)
        safety.settle_concern(
            concern=row, arrangement=ARRANGED, version=1, at=conference.starts_at, on=conference.starts_at.date(),
            by=by, separately=[father],
        )  # fmt: skip
    conference = decided(agency, family, to=conference)
    read = 0
    with acting_as(agency.chair) as by:
        people = Invitee.objects.filter(conference=conference, removed_on__isnull=True)
        for recipient in recipients_of(conference, people):
            for code in CODES:
                try:
                    paper = made(code, conference, recipient, at=clock.now(), by=by)
                except (NotReadyYet, NoSuchPaper):
                    continue
                said = as_text(rendition(paper, recipient), pack_of(conference))
                read += 1
                assert [words for words in (FEAR, ARRANGED, "afraid of") if words in said] == [], (code, recipient.key)
    assert read > len(people)
