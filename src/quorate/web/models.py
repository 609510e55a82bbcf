"""What browsers refused to do on our pages, counted, and which forms were sent; never content, and nobody is named."""

from __future__ import annotations

from django.db import models


class PolicyReport(models.Model):
    """How often browsers reported a breach of the content security policy on a day.

    `directive` is the rule that was broken, `blocked` what kind of thing it stopped, `page` the name of the view.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    directive = models.CharField(max_length=30)
    blocked = models.CharField(max_length=20)
    page = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "web_policy_report"
        constraints = (
            models.UniqueConstraint(fields=("day", "directive", "blocked", "page"), name="web_policy_report_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.directive} {self.blocked} {self.count}"


class SentForm(models.Model):
    """A form that was sent and done, so that the same sent again is not done again (`quorate.web.once`).

    `mark` is an HMAC of who sent what with which key, `led_to` the address to which the answer led, empty where it led
    nowhere. It goes after a day.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    led_to = models.TextField(blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "web_sent_form"

    def __str__(self) -> str:
        return f"sent at {self.sent_at:%Y-%m-%d %H:%M}"
