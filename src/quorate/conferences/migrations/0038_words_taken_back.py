"""What somebody said to a report can be taken back where it was recorded by mistake, with the reason."""

from django.db import migrations, models
from django.db.models import Q

from quorate.conferences.sql.words_taken_back import WORDS_TAKEN_BACK


class Migration(migrations.Migration):
    dependencies = [("conferences", "0037_asked_by_several")]
    operations = [
        migrations.AddField("reportcomment", "taken_back_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("reportcomment", "taken_back_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "reportcomment", "taken_back_why", models.CharField(blank=True, db_default="", default="", max_length=500)
        ),
        migrations.AddConstraint(
            "reportcomment",
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_why="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
                name="conferences_report_comment_back_why",
            ),
        ),
        migrations.RunSQL(WORDS_TAKEN_BACK, migrations.RunSQL.noop),
    ]  # fmt: skip
