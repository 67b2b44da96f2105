"""Find the claims that few sources or origins stand behind, or many, by an index."""

from django.db import migrations, models

COLUMNS = {
    "silent": "silent",
    "unknown": "origins_unknown",
    "named_min": "origins_named_min",
    "named_max": "origins_named_max",
    "unknown_min": "origins_unknown_min",
    "unknown_max": "origins_unknown_max",
    "origins_min": "origins_min",
    "origins_max": "origins_max",
}


class Migration(migrations.Migration):
    dependencies = [("briefings", "0029_spans")]

    operations = [
        migrations.AddIndex(
            model_name="publishedclaim",
            index=models.Index(fields=[column], name=f"published_claim_{name}"),
        )
        for name, column in COLUMNS.items()
    ]
