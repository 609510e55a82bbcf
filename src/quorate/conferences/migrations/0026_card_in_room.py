"""What the room sees of a card is what was finished, not what is being typed."""

from django.db import migrations, models

# Cards of before were shown as they stood, and a conference that was adjourned goes on with them. The owner of the
# table reads past its policies for this one statement.
_AS_SHOWN = """
ALTER TABLE conferences_card NO FORCE ROW LEVEL SECURITY;
UPDATE conferences_card SET room_words = words, room_said_by = said_by, room_said_words = said_words
WHERE meant_for = 'F-all';
ALTER TABLE conferences_card FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("conferences", "0025_ways_in")]

    operations = [
        migrations.AddField("card", "room_words", models.TextField(blank=True, default="")),
        migrations.AddField("card", "room_said_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField("card", "room_said_words", models.CharField(blank=True, default="", max_length=120)),
        migrations.RunSQL(_AS_SHOWN, migrations.RunSQL.noop),
    ]
