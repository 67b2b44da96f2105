"""People who work at the desk."""

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models


def mint_pseudonym() -> str:
    """Return a fresh public name that says nothing about its bearer."""
    return f"desk-{secrets.token_hex(4)}"


class User(AbstractUser):
    """A person, or the system, who edits or approves records."""

    pseudonym = models.SlugField(
        max_length=40,
        unique=True,
        default=mint_pseudonym,
        help_text="The name readers see beside an edition. It never changes and says nothing about the person.",
    )
    is_system = models.BooleanField(
        default=False,
        help_text="An account of the loader. It cannot log in.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_system=False) | models.Q(is_staff=False, is_superuser=False),
                name="user_system_has_no_rights",
                violation_error_message="A system account is neither staff nor superuser.",
            ),
        ]

    def __str__(self) -> str:
        return self.username
