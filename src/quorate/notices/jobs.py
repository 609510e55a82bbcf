"""What the worker does for the outbox. Each job bears being begun twice."""

from __future__ import annotations

import logging
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.people.models import Membership
from quorate.people.queries import memberships_of, standing_of

logger = logging.getLogger(__name__)

SEND: Final = "quorate.send-messages"
AT_ONCE: Final = 200
MOST: Final = 8
"""How often a message is begun that we cannot put together, before a person is asked."""


def ask_to_send() -> None:
    """Puts the job into the queue, in the running transaction: it begins when that has been committed."""
    app.configure_task(SEND, lock=SEND, queue="house").defer(timestamp=0)


def send_what_waits(timestamp: int = 0) -> None:
    """Sends every message that waits, and looks at claims that have lapsed. `timestamp`: when this was due."""
    from quorate.notices.channels import channel
    from quorate.notices.outbox import OutOfReach, send_one

    through = channel()
    for message_id, membership_id in _due():
        by = _standing(membership_id)
        try:
            if by is None:
                raise OutOfReach
            send_one(message_id=message_id, by=by, through=through)
        except OutOfReach:
            # Nobody, or somebody who does not reach the case any more: in their standing it never goes.
            _strand(message_id, "sender-gone")
        except Exception:
            # One that cannot be sent keeps none of the others waiting; where it may have gone its claim lapses, and
            # somebody is asked.
            logger.exception("message %s could not be sent", message_id)
            _strand(message_id, "not-made")


def _due() -> list[tuple[UUID, UUID | None]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT message_id, membership_id FROM notices_due(%s, %s)", [timezone.now(), AT_ONCE])
        return list(cursor.fetchall())


def _standing(membership_id: UUID | None) -> Standing | None:
    if membership_id is None:
        return None
    membership = Membership.objects.filter(pk=membership_id).select_related("user").first()
    if membership is None or membership not in memberships_of(membership.user, today()):
        return None
    return standing_of(membership)


def _strand(message_id: UUID, why: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            asked: list[Any] = [message_id, timezone.now(), why, MOST]
            cursor.execute("SELECT * FROM notices_strand(%s, %s, %s, %s::smallint)", asked)
            moved = cursor.fetchall()
        for case_id, authority_id, *said in moved:
            record(
                action="message.moved-on", subject_kind="message", subject_id=message_id, case_id=case_id,
                authority_id=authority_id, facts=dict(zip(("paper", "channel", "state", "why"), said, strict=True)),
            )  # fmt: skip
