"""Of whom somebody is afraid comes to a conference by every door at once: a joining, a place on the list, a relative."""

from django.db import migrations, models

from quorate.conferences.sql.fears_told import FEARS_TOLD


class Migration(migrations.Migration):
    dependencies = [("conferences", "0035_answered_for"), ("cases", "0013_opened_because"), ("audit", "0004_leaner")]
    operations = [
        migrations.AddField("safetyconcern", "left_family", models.BooleanField(db_default=False, default=False)),
        migrations.AddIndex("safetyconcern", models.Index(fields=["of_person"], name="conferences_safety_of")),
        migrations.RunSQL(FEARS_TOLD, migrations.RunSQL.noop),
    ]
