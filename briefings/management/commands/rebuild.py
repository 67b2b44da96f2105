"""Drop the documents and published rows and make them again from the editions in force."""

from typing import Any

from django.core.management.base import BaseCommand

from briefings.rendering import publication


class Command(BaseCommand):
    """Readers get the same bytes as before."""

    help = "Rebuild every document and published row from the editions in force, in one transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publication.rebuild()} documents rebuilt")
