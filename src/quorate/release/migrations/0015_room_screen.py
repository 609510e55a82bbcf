"""What stands on the screen in the room is searched for addresses as papers are."""

from django.db import migrations

from quorate.release.sql.room import ROOM_WORDS


class Migration(migrations.Migration):
    dependencies = [
        ("release", "0014_ways_in"),
        ("conferences", "0026_card_in_room"),
    ]

    operations = [migrations.RunSQL(ROOM_WORDS, "DROP FUNCTION release_words_for_room(uuid)")]
