"""Tell Django what the app is and what to register when it starts."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BriefingsConfig(AppConfig):
    """The one app of the site."""

    name = "briefings"
    verbose_name = "Briefings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from briefings import checks  # noqa: F401  importing it registers the system checks

        post_migrate.connect(install_triggers, sender=self)
        post_migrate.connect(fill_totals, sender=self)


def install_triggers(*, using: str, **_: object) -> None:
    """Create the triggers after every migrate: rebuilding a table on SQLite drops its triggers in silence."""
    from briefings import models, triggers

    if models.Edition._meta.db_table in connections[using].introspection.table_names():
        triggers.install(using)


def fill_totals(*, using: str, **_: object) -> None:
    """Count the totals where documents were published before there were any."""
    from briefings import models
    from briefings.rendering import totals

    wanted = {models.PublishedTotal._meta.db_table, models.UnfinishedLoad._meta.db_table}
    if wanted <= {*connections[using].introspection.table_names()}:
        totals.fill()
