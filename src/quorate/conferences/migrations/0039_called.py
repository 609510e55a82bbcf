"""Whether what was typed is the name of somebody is one comparison, of typed lines as of who comes with somebody;
and a line that a decision took off the invitations says so."""

from django.db import migrations, models

from quorate.conferences.sql.called import CALLED


class Migration(migrations.Migration):
    dependencies = [("conferences", "0038_words_taken_back")]
    operations = [
        migrations.AddField(
            "invitee",
            "kept_off",
            models.CharField(
                blank=True, choices=[("with", "Comes with somebody who is kept out"), ("name", "Is called as somebody who is kept out")],
                db_default="", default="", max_length=4,
            ),
        ),
        migrations.RunSQL(CALLED, migrations.RunSQL.noop),
    ]  # fmt: skip
