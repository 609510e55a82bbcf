"""Which conferences a family has, and which sit in a week, is looked up, not sought among all of the authority's."""

from django.db import migrations, models
from django.db.models import Q

from quorate.conferences.sql.tables import TOLD


class Migration(migrations.Migration):
    dependencies = [("conferences", "0017_leaflet_sent")]
    operations = [
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=Q(live=True),
                fields=["authority_id", "ends_at", "starts_at"],
                name="conferences_booking_until",
            ),
        ),
    ]
