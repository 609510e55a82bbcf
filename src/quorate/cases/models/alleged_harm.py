"""That somebody is alleged to have harmed the child: a row that only readers of the closed part have at all."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase, ProtectedText
from quorate.cases.models.relative import Relative


class AllegedHarm(AboutCase):
    """An allegation against a relative. For who does not read label R there is no row, in no list and in no count.

    Nothing keeps two people from recording the same: a refusal would tell the second that the first was there.
    `text` is the label's handle, always R; people and agencies named on it read it too. Whoever records it is named.
    """

    relative = models.ForeignKey(Relative, on_delete=models.PROTECT, related_name="+")
    text = models.OneToOneField(ProtectedText, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    recorded_by = models.UUIDField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "cases_alleged_harm"
        verbose_name_plural = "alleged harm"

    def __str__(self) -> str:
        return str(self.id)
