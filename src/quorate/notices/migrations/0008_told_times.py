"""What stood in each recipient's calendar last, so that what takes it out again says the same and nothing else."""

from django.db import migrations, models

from quorate.notices.sql import TOLD_TIMES


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_to_somebody"),
        ("conferences", "0027_own_part"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="calendarentry", name=name, field=models.DateTimeField(blank=True, null=True)
            )
            for name in ("told_starts_at", "told_ends_at")
        ),
        migrations.RunSQL(TOLD_TIMES, migrations.RunSQL.noop),
    ]
