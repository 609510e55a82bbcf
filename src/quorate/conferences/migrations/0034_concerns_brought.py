"""Of whom somebody is afraid stands at the next conference about the same family as well."""

from django.db import migrations, models

from quorate.conferences.sql.safety_carried import CARRIED

_BACK = """
DROP FUNCTION conferences_take_concern_away(uuid);
DROP FUNCTION conferences_bring_concern_on(uuid);
DROP FUNCTION conferences_bring_concerns(uuid);
DROP FUNCTION conferences_concerns_brought(uuid);
DROP FUNCTION conferences_family_of(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("conferences", "0033_shut_to"), ("cases", "0012_own_work")]
    operations = [
        migrations.AddField("safetyconcern", "root_id", models.UUIDField(blank=True, db_index=True, null=True)),
        migrations.AddConstraint(
            "safetyconcern",
            models.UniqueConstraint(fields=("conference", "root_id"), name="conferences_safety_brought_once"),
        ),
        migrations.AddIndex("safetyconcern", models.Index(fields=["person_id"], name="conferences_safety_person")),
        migrations.RunSQL(CARRIED, _BACK),
    ]
