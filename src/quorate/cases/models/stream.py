"""Which cases tell one story: those that ever shared an event."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase, ProtectedCase


class CaseStream(AboutCase):
    """A case's (or a conference's) place in a family's stream of events.

    Cases with the same `stream_id` are told to the rules together. Written by the database function
    `cases_join_streams` alone, because joining reaches cases that the writer may not know of.
    """

    case = models.OneToOneField(ProtectedCase, on_delete=models.PROTECT, related_name="stream")
    stream_id = models.UUIDField(db_index=True)

    class Meta:
        db_table = "cases_stream"

    def __str__(self) -> str:
        return str(self.stream_id)
