"""What every page pays for the trail: the head is found at once, an entry is linked by one statement.

The database no longer looks an entry up by its own number when it commits, nor its type a second time: the link is made
by the entry's own trigger, the type was asked for by the one function that writes, and neither is ever deleted.
"""

import django.db.models.deletion
from django.db import migrations, models

from quorate.audit.sql import LEANER


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_cheaper")]
    operations = [
        migrations.AlterField(
            model_name="auditlink",
            name="entry",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="link",
                serialize=False,
                to="audit.auditentry",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.ForeignKey(
                db_column="action",
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="audit.auditkind",
            ),
        ),
        migrations.RunSQL(LEANER, migrations.RunSQL.noop),
    ]
