"""On SQLite a published row's key becomes the number of the row; what PostgreSQL has stays as it is.

Seven tables are written once. Django would write those that name them too, citations with their bodies among them,
though no column there changes.
"""

import django.db.models.deletion
from django.db import migrations, models

from briefings.models.fields import RowNumber

ROWS = ("actor", "briefing", "claim", "comparison", "judgement", "reading", "source")
KEY = {"on_delete": django.db.models.deletion.CASCADE, "primary_key": True, "related_name": "+", "serialize": False}


def analyze_again(schema_editor):
    """Count again where somebody had: statistics of some tables alone would mislead the planner."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone():
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def remade(kind):
    """Return what writes each table anew with another kind of key."""

    def remake(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        for name in ROWS:
            model = apps.get_model("briefings", f"published{name}")
            old, new = model._meta.pk, kind(to=apps.get_model("briefings", "document"), **KEY)
            new.set_attributes_from_name("document")
            new.model = model
            schema_editor._remake_table(model, alter_fields=[(old, new)])
        analyze_again(schema_editor)

    return remake


class Migration(migrations.Migration):

    dependencies = [
        ("briefings", "0026_texts_by_kind"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(remade(RowNumber), remade(models.OneToOneField))],
            state_operations=[
                migrations.AlterField(f"published{name}", "document", RowNumber(to="briefings.document", **KEY))
                for name in ROWS
            ],
        ),
    ]
