"""Keeping what is typed about a decision before it is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.refusals import quietly, refuse
from quorate.conferences.models import Conference, DecisionDraft
from quorate.conferences.services.meeting_rules import require_lead
from quorate.conferences.services.round import require_child
from quorate.conferences.versions import TwoTexts

LONGEST = 100_000
"""Letters that a draft holds in all; a decision has a few fields of 4,000."""


_DECIDED = "This has been decided; open the page again."


def draft_of(conference: Conference, case_id: UUID) -> DecisionDraft | None:
    """What was typed about this child's decision; None where nothing was. `said` is empty once it has been decided."""
    return DecisionDraft.objects.filter(conference=conference, child_case_id=case_id).first()


@quietly
@transaction.atomic
def keep_draft(
    *, conference: Conference, case_id: UUID, said: Mapping[str, Any], version: int, at: datetime, by: Standing
) -> DecisionDraft:
    """Keeps the form as it stands. `version` is the one that was opened, 0 where there was none.

    Raises `TwoTexts` where somebody else has typed since, `Refused` also where it has been decided since,
    `NotAllowed`, `NoSuchRecord`.
    """
    require_lead(by, conference)
    require_child(conference, case_id)
    refuse(**{"": "This is too long to be kept: shorten it." if len(str(dict(said))) > LONGEST else None})
    row = _locked(conference, case_id)
    refuse(**{"": _DECIDED if row is not None and not row.said and row.version != version else None})
    if row is None:
        row = DecisionDraft(
            conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
            child_case_id=case_id, said=dict(said), written_by=by.user_id, written_at=at,
        )  # fmt: skip
        row.save(force_insert=True)
    elif row.said == dict(said):
        return row
    elif row.version != version:
        raise TwoTexts(
            yours=said, theirs=row.said, version=row.version, theirs_by=row.written_by, theirs_at=row.written_at
        )
    else:
        row.said, row.version, row.written_by, row.written_at = dict(said), row.version + 1, by.user_id, at
        row.save(update_fields=["said", "version", "written_by", "written_at"])
    record(
        action="conference.decision-drafted", subject_kind="decisiondraft", subject_id=row.pk,
        case_id=conference.case_id, facts={"version": row.version},
    )  # fmt: skip
    return row


def drop_draft(*, conference: Conference, case_id: UUID, at: datetime, by: Standing) -> None:
    """Empties the draft: it has been decided, in the transaction of the decision. Raises `NotAllowed`."""
    require_lead(by, conference)
    row = _locked(conference, case_id)
    if row is not None and row.said:
        row.said, row.version, row.written_by, row.written_at = {}, row.version + 1, by.user_id, at
        row.save(update_fields=["said", "version", "written_by", "written_at"])


def _locked(conference: Conference, case_id: UUID) -> DecisionDraft | None:
    rows = DecisionDraft.objects.select_for_update().filter(conference=conference, child_case_id=case_id)
    return rows.first()
