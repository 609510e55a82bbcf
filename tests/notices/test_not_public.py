"""Who has a plan, or a conference, is not public: only those whose job it is see papers; nothing says it outside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.notices.mails import OTHER, SUBJECTS
from quorate.people.models import User
from quorate.release.models import StoredRendition
from tests.notices.making import FATHER, MOTHER, Remembering, Stage
from tests.web.visiting import signed_in

TOLD = ("conference", "protection", "plan", "child", "parent", "abuse", "neglect", "safeguarding")


def addresses(stage: Stage) -> list[str]:
    """The pages of papers of one conference, a copy too."""
    release = stage.prepared()
    with acting_as(stage.agency.manager):
        copy = StoredRendition.objects.filter(release=release).values_list("pk", flat=True)[0]
    ref = stage.conference.case.ref
    return [
        reverse("conference_papers", args=[ref]),
        reverse("conference_preview", args=[ref]),
        reverse("conference_paper", args=[ref, release.pk]),
        reverse("conference_paper_file", args=[ref, release.pk, copy]),
    ]


@pytest.mark.clause("LEI-60")
def test_only_those_whose_job_it_is_see_that_there_is_a_conference_or_a_plan(stage: Stage) -> None:
    def answers(client: Any) -> list[int]:
        return [client.get(one).status_code for one in found]

    found = addresses(stage)
    assert answers(Client()) == [302] * 4
    for role in ("social_worker", "chair", "administrator", "partner", "system_administrator", "quality_assurance"):
        stranger = stage.agency.person(role)
        shut = answers(signed_in(User.objects.get(pk=stranger.user_id)))
        assert set(shut) <= {403, 404}, role
    assert answers(signed_in(User.objects.get(pk=stage.agency.worker.user_id))) == [200] * 4


@pytest.mark.clause("LEI-60")
def test_nothing_on_the_outside_of_a_message_says_what_it_is_about(stage: Stage) -> None:
    assert [one for one in (*SUBJECTS.values(), OTHER) if any(word in one.lower() for word in TOLD)] == []
    stage.released()
    through = Remembering()
    stage.send_all(through)
    to_family = [mail for mail in through.mails if mail["To"] in (MOTHER, FATHER)]
    assert len(to_family) == 2
    for mail in to_family:
        outside = " ".join(f"{name} {value}" for name, value in mail.items() if name not in ("To", "From")).lower()
        names = " ".join(str(part.get_filename() or "") for part in mail.walk())
        assert [word for word in TOLD if word in f"{outside} {names}"] == []
