"""Ids of search rows tell their kind, their document and their number there; words stand between spaces, by themselves.

Everything is made of what is there: no document has to be rendered anew. SQLite writes the table and its full-text
index once, PostgreSQL the table and its GIN index.
"""

from importlib import import_module

from django.db import migrations, models

first = import_module("briefings.migrations.0002_search")
KINDS = ("passage", "proposition", "text", "title", "reason", "name")
NUMBERS, DOCUMENTS = 2**14, 2**45
BY_KIND = " ".join(f"WHEN '{kind}' THEN {(at + 1) * DOCUMENTS * NUMBERS}" for at, kind in enumerate(KINDS))
FORTH = f"""UPDATE {first.TABLE} SET
    id = CASE kind {BY_KIND} END + document_id * {NUMBERS} + counted.number,
    words = ' ' || trim(substr(words, 1, length(words) - length(kind) - 1)) || ' '
    FROM (SELECT id AS old, row_number() OVER (PARTITION BY document_id ORDER BY id) - 1 AS number
        FROM {first.TABLE}) AS counted
    WHERE {first.TABLE}.id = counted.old"""
BACK = f"""UPDATE {first.TABLE} SET id = counted.number, words = trim(trim(words) || ' k' || kind)
    FROM (SELECT id AS old, row_number() OVER (ORDER BY document_id, id) AS number FROM {first.TABLE}) AS counted
    WHERE {first.TABLE}.id = counted.old"""


def take_away(apps, schema_editor):
    """Drop the full-text index: SQLite would write it row by row."""
    first.drop_index(apps, schema_editor)


def put_back(apps, schema_editor):
    """Make the full-text index again, of all rows at once."""
    if schema_editor.connection.vendor == "sqlite":
        first.add_index(apps, schema_editor)
        schema_editor.execute(f"INSERT INTO {first.INDEX}({first.INDEX}) VALUES ('rebuild')")


class Migration(migrations.Migration):

    dependencies = [
        ("briefings", "0025_stale_documents"),
    ]

    operations = [
        migrations.RunPython(take_away, put_back),
        migrations.AlterField(
            model_name='publishedtext',
            name='id',
            field=models.BigAutoField(help_text='Kind, document and number there: see id_of.', primary_key=True, serialize=False),
        ),
        migrations.RunSQL(FORTH, BACK),
        migrations.RunPython(put_back, take_away),
    ]
