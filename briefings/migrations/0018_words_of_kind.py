"""Put the kind of each searched text among its words, so that the newest of a kind are found by the index."""

from django.db import migrations

TABLE = "briefings_publishedtext"


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0017_facets_of_passages_by_category'),
    ]

    operations = [
        migrations.RunSQL(
            f"UPDATE {TABLE} SET words = trim(words || ' k' || kind)",
            f"UPDATE {TABLE} SET words = trim(substr(words, 1, length(words) - length(kind) - 1))",
        ),
    ]
