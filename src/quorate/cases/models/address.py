"""Where people live, go to school and are seen by a doctor: when and how protected here, the words sealed beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase


class AddressKind(models.TextChoices):
    """What the person does there. A school or a surgery gives a home away, so it is treated like one."""

    HOME = "home", "Home"
    CURRENT = "current", "Staying at present"
    PREVIOUS = "previous", "Previous home"
    PLACEMENT = "placement", "Placement"
    SCHOOL = "school", "School or nursery"
    GP = "gp", "GP surgery"
    CONTACT = "contact", "Contact (where a parent and child meet)"


class Protection(models.TextChoices):
    """Whether an address may be told. Unknown counts as protected."""

    OPEN = "open", "Open"
    PROTECTED = "protected", "Protected"
    UNKNOWN = "unknown", "Nobody has said: protected"


class OpeningReason(models.TextChoices):
    """Why an address that was kept from others may be told."""

    PERSON_AGREES = "person_agrees", "The person it belongs to agrees"
    RISK_HAS_ENDED = "risk_has_ended", "The risk has ended"
    RECORDED_IN_ERROR = "recorded_in_error", "It was marked as protected by mistake"
    COURT_ORDER = "court_order", "A court has decided it"


class Address(AboutCase):
    """That a person has an address of this kind, from when to when: never the address itself."""

    person_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=AddressKind.choices)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    protection = models.CharField(max_length=10, choices=Protection.choices, default=Protection.UNKNOWN)
    # Said by whoever opened it: the database opens none without that was protected, and takes it away when it is
    # protected again.
    opened_because = models.CharField(
        max_length=20, choices=OpeningReason.choices, blank=True, default="", db_default=""
    )
    added_on = models.DateField()

    class Meta:
        db_table = "cases_address"
        verbose_name_plural = "addresses"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AddressKind.values), name="cases_address_kind_known"),
            models.CheckConstraint(
                condition=Q(protection__in=Protection.values), name="cases_address_protection_known"
            ),
            models.CheckConstraint(
                condition=Q(opened_because__in=["", *OpeningReason.values]), name="cases_address_opened_because_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(begins_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="cases_address_ends_after_beginning",
            ),
            # Two homes at once are a mistake; where somebody really lives in two places, the second is "current".
            models.UniqueConstraint(
                fields=("case", "person_id"), condition=Q(kind="home", ends_on__isnull=True), name="cases_one_open_home"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def counts_as_protected(self) -> bool:
        """Whether it must not be told: also where nobody has said."""
        return self.protection != Protection.OPEN


class AddressWords(models.Model):
    """The sealed lines of one address. Read by `services.reveal_address` alone, by who may reveal contacts."""

    address = models.OneToOneField(Address, on_delete=models.PROTECT, primary_key=True, related_name="+")
    case = models.ForeignKey("access.ProtectedCase", on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()
    sealed = models.TextField()

    class Meta:
        db_table = "cases_address_words"
        verbose_name_plural = "address words"

    def __str__(self) -> str:
        return str(self.address_id)
