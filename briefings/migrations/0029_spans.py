"""How long each reported time lasts, filled from its first and last day: no document has to be rendered anew."""

from django.db import migrations, models

TABLE = "briefings_publishedcitation"
LASTS = {"sqlite": "julianday(latest) - julianday(earliest)", "postgresql": "latest - earliest"}
CLASSES = " ".join(f"WHEN {{lasts}} <= {days} THEN {at}" for at, days in enumerate((0, 6, 30, 365, 3652, 36524)))
FILL = f"UPDATE {TABLE} SET span = CASE {CLASSES} ELSE 6 END WHERE earliest IS NOT NULL AND latest IS NOT NULL"


def fill(apps, schema_editor):
    """Tell each row's class: facts/spans.py."""
    schema_editor.execute(FILL.format(lasts=LASTS[schema_editor.connection.vendor]))


class Migration(migrations.Migration):

    dependencies = [
        ("briefings", "0028_rare_values"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedcitation",
            name="span",
            field=models.PositiveSmallIntegerField(help_text="How long its time lasts, a class of facts/spans.py.", null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="publishedcitation",
            index=models.Index(
                condition=models.Q(("earliest__isnull", True), ("latest__isnull", False)),
                fields=["latest"],
                name="published_citation_until",
            ),
        ),
        migrations.AddIndex(
            model_name="publishedcitation",
            index=models.Index(
                condition=models.Q(("span__isnull", False)),
                fields=["span", "earliest", "latest"],
                name="published_citation_span",
            ),
        ),
    ]
