"""A prepared plan rests on the core group too: who belongs to it is who gets it."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_TEXT


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0007_closed_copies"),
        ("plans", "0005_one_core_group"),
    ]

    operations = [migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop)]
