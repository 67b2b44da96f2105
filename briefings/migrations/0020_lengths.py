"""How long the texts are that people write. No column changes: lengths are checked with the facts."""

from django.db import migrations, models

LENGTHS = [
    migrations.AlterField(
        "aside", "note",
        models.TextField(blank=True, help_text="For whoever reads it next.", max_length=10_000),
    ),
    migrations.AlterField(
        "citation", "note",
        models.TextField(blank=True, help_text="For whoever checks it next.", max_length=10_000),
    ),
    migrations.AlterField(
        "citation", "translation",
        models.TextField(blank=True, help_text="Its sense in English; null: it is in English.", max_length=10_000, null=True),
    ),
    migrations.AlterField(
        "claim", "proposition",
        models.TextField(help_text="The claim in one sentence, without the values that reports differ on.", max_length=500),
    ),
    migrations.AlterField(
        "comparison", "reason",
        models.TextField(help_text="Why, so that another person can check it.", max_length=10_000),
    ),
    migrations.AlterField(
        "judgement", "reason",
        models.TextField(help_text="Why, so that another person can check it.", max_length=10_000),
    ),
    migrations.AlterField(
        "reading", "note",
        models.TextField(blank=True, help_text="For whoever checks it next.", max_length=10_000),
    ),
    migrations.AlterField(
        "source", "dateline",
        models.TextField(blank=True, help_text="The dateline as printed; null: none.", max_length=300, null=True),
    ),
    migrations.AlterField(
        "source", "title",
        models.TextField(blank=True, help_text="Its title as printed; null: it prints none.", max_length=1000, null=True),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    """Tell Django of the lengths; SQLite would rebuild each table for them, PostgreSQL do nothing."""

    dependencies = [("briefings", "0019_origins_of_claims")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=LENGTHS)]
