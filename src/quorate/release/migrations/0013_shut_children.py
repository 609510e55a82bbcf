"""Nobody prepares a paper from which a child would be missing because the child's record is shut to them."""

from django.db import migrations

from quorate.release.sql.papers import SHUT_CHILDREN


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0012_register_put_right"),
    ]

    operations = [
        migrations.RunSQL(SHUT_CHILDREN, "DROP FUNCTION release_holds_shut(uuid, text)"),
    ]
