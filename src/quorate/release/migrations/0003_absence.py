"""The letter with the decisions rests on who was there too, and on the meeting that is offered to whoever was not."""

from django.db import migrations

from quorate.release.sql.basis import BASIS_OF_TEXT


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0002_basis"),
        ("conferences", "0011_absences"),
    ]

    operations = [migrations.RunSQL(BASIS_OF_TEXT, migrations.RunSQL.noop)]
