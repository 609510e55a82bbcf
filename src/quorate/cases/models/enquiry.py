"""Referrals, enquiries under section 47, strategy discussions and assessments."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase
from quorate.cases.models.mistake import PutRight


class Referral(AboutCase):
    """One time in which the child was a child in need: from the referral to the closing of the case.

    `source`, `primary_need` and `closure_reason` are codes of `census_codes`; "" where nobody recorded them.
    """

    referred_on = models.DateField()
    source = models.CharField(max_length=4, blank=True)
    primary_need = models.CharField(max_length=4, blank=True)
    no_further_action = models.BooleanField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=4, blank=True)
    transfer_in_conference_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "cases_referral"
        ordering = ("referred_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("referred_on")),
                name="cases_referral_closed_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class EnquiryOutcome(models.TextChoices):
    """What an enquiry found (national procedures)."""

    CONFERENCE = "conference", "Concerns are substantiated: a conference is called"
    NO_CONFERENCE = "no_conference", "Concerns are substantiated, without continuing risk of significant harm"
    NOT_SUBSTANTIATED = "not_substantiated", "Concerns are not substantiated"
    TRANSFERRED = "transferred", "Another authority takes it on"


class Enquiry(PutRight, AboutCase):
    """One enquiry under section 47 of the Children Act 1989.

    `begun_on` is the day of the strategy discussion that began it. `conference_target_on` is what a census file said;
    the date that counts is the engine's. `conference_not_required` None: not decided yet. `first_told_on` is the first
    day as it was told before it was put right: elsewhere it may still be told so.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")
    begun_on = models.DateField()
    first_told_on = models.DateField(null=True, blank=True)
    conference_target_on = models.DateField(null=True, blank=True)
    conference_on = models.DateField(null=True, blank=True)
    conference_not_required = models.BooleanField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=EnquiryOutcome.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "cases_enquiry"
        verbose_name_plural = "enquiries"
        ordering = ("begun_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")),
                name="cases_enquiry_ended_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class StrategyDiscussion(PutRight, AboutCase):
    """A strategy discussion: the first one begins the enquiry, later ones look at it again.

    `agencies` are kinds of agencies that took part ("police", "health", …).
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="discussions")
    held_on = models.DateField()
    agencies = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    agreed = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "cases_strategy_discussion"
        ordering = ("held_on",)

    def __str__(self) -> str:
        return str(self.id)


class Assessment(AboutCase):
    """An assessment of the child under section 17: its dates and the factors found (codes of `census_codes`)."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")
    began_on = models.DateField()
    internal_review_on = models.DateField(null=True, blank=True)
    authorised_on = models.DateField(null=True, blank=True)
    factors = ArrayField(models.CharField(max_length=4), default=list, blank=True)

    class Meta:
        db_table = "cases_assessment"
        ordering = ("began_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(authorised_on__isnull=True) | Q(authorised_on__gte=F("began_on")),
                name="cases_assessment_authorised_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
