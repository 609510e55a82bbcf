"""Prepared minutes rest on what was put right in the register, and a letter on the register as it stands."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_TEXT


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0011_genogram"),
        ("conferences", "0023_register_put_right"),
    ]

    operations = [migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop)]
