"""Keys that names are found by when they are spelled otherwise."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0007_originals'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedNameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('name', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='briefings.publishedname')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'name'], name='published_name_key')],
                'constraints': [models.UniqueConstraint(fields=('name', 'key'), name='published_name_key_once')],
            },
        ),
    ]
