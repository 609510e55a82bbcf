"""Functions, policies and rights: who sees which case, as the database enforces it."""

from django.db import migrations

from quorate.access.sql.context import CONTEXT, OPENING
from quorate.access.sql.reach import DOORS, FACTS, REACH
from quorate.access.sql.tables import WALL


class Migration(migrations.Migration):
    dependencies = [("access", "0001_tables"), ("audit", "0002_wall")]
    operations = [migrations.RunSQL("\n".join((CONTEXT, OPENING, REACH, FACTS, DOORS, WALL)), migrations.RunSQL.noop)]
