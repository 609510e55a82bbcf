"""Several may ask to keep the same person out, and none of them learns of the others by being refused."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import MD5, Lower

from quorate.conferences.sql.asked_by_several import ASKED_BY_SEVERAL


class Migration(migrations.Migration):
    dependencies = [("conferences", "0036_fears_told")]
    operations = [
        migrations.AddField("conferenceexclusion", "answered_with", models.UUIDField(blank=True, null=True)),
        migrations.RemoveConstraint("conferenceexclusion", "conferences_exclusion_asked_once"),
        migrations.AddConstraint(
            "conferenceexclusion",
            models.UniqueConstraint(
                "conference", "person_id", "asked_by", MD5(Lower("asked_words")), MD5(Lower("source_words")),
                condition=Q(outcome="", answered_with__isnull=True), name="conferences_exclusion_asked_once_by_each",
            ),
        ),
        migrations.AddConstraint(
            "conferenceexclusion",
            models.CheckConstraint(
                condition=Q(outcome="") | Q(answered_with__isnull=True), name="conferences_exclusion_answered_once"
            ),
        ),
        migrations.RunSQL(ASKED_BY_SEVERAL, migrations.RunSQL.noop),
    ]  # fmt: skip
