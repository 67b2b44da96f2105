"""Mark published actors stale, so that render_stale (or rebuild, at once) fills the keys of their names."""

from django.db import migrations
from django.utils import timezone


def render_anew(apps, schema_editor):
    """Mark the documents of actors stale."""
    documents = apps.get_model("briefings", "Document").objects.filter(record_type="actor")
    documents.filter(stale_since=None).update(stale_since=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0008_name_keys'),
    ]

    operations = [
        migrations.RunPython(render_anew, migrations.RunPython.noop),
    ]
