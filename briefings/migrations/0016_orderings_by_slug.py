from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0015_known_from'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='publishedactor',
            name='published_actor_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedbriefing',
            name='published_briefing_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedcitation',
            name='published_citation_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedclaim',
            name='published_claim_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedcomparison',
            name='published_comparison_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedjudgement',
            name='published_judgement_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedreading',
            name='published_reading_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedsource',
            name='published_source_changed',
        ),
        migrations.RemoveIndex(
            model_name='publishedsource',
            name='published_source_oldest',
        ),
        migrations.RemoveIndex(
            model_name='publishedsource',
            name='published_source_latest',
        ),
        migrations.AddIndex(
            model_name='publishedactor',
            index=models.Index(fields=['changed_at', 'slug'], name='published_actor_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedbriefing',
            index=models.Index(fields=['changed_at', 'slug'], name='published_briefing_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedcitation',
            index=models.Index(fields=['changed_at', 'slug'], name='published_citation_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedclaim',
            index=models.Index(fields=['changed_at', 'slug'], name='published_claim_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedcomparison',
            index=models.Index(fields=['changed_at', 'slug'], name='published_comparison_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedjudgement',
            index=models.Index(fields=['changed_at', 'slug'], name='published_judgement_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedreading',
            index=models.Index(fields=['changed_at', 'slug'], name='published_reading_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedsource',
            index=models.Index(fields=['changed_at', 'slug'], name='published_source_changed'),
        ),
        migrations.AddIndex(
            model_name='publishedsource',
            index=models.Index(fields=['undated', 'published_latest', 'slug'], name='published_source_oldest'),
        ),
        migrations.AddIndex(
            model_name='publishedsource',
            index=models.Index(fields=['undated', '-published_latest', '-slug'], name='published_source_latest'),
        ),
    ]
