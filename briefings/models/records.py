"""What the seven record types have in common: a slug, a state, a version, who touched it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from briefings import choices
from briefings.models.fields import one_of, whole_pair

SLUG = RegexValidator(
    r"\A[a-z0-9]+(?:-{1,2}[a-z0-9]+)*\Z",
    "A slug holds lower-case ASCII letters, digits and hyphens, and starts and ends with a letter or digit.",
)


def user_field(help_text: str, **options) -> models.ForeignKey:
    """Return a link to a person that a record's history keeps for ever."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text=help_text, **options
    )


class Record(models.Model):
    """One row of a type that moves through the workflow; of a published record under revision, the pending revision."""

    record_type: choices.RecordType  # set by each subclass

    slug = models.CharField(
        max_length=200, unique=True, validators=[SLUG], help_text="Public id. Minted once, never renamed or reused."
    )
    state = models.CharField(
        max_length=10, choices=choices.State.choices, default=choices.State.DRAFT, help_text="Where it stands."
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Grows by one with every change; travels with forms and If-Match so that no edit is lost."
    )
    edition = models.ForeignKey(
        "briefings.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Its latest public step. Empty: readers have never seen it.",
    )  # fmt: skip
    batch = models.ForeignKey(
        "briefings.Batch", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)s_records",
        help_text="The open batch it is in.",
    )  # fmt: skip
    created_at = models.DateTimeField(help_text="When the record was begun, UTC.")
    created_by = user_field("Who began it.")
    updated_at = models.DateTimeField(help_text="When it was last changed, UTC.")
    updated_by = user_field("Who changed it last.")
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="When it was submitted for review, UTC.")
    submitted_by = user_field("Who submitted it.", null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True, help_text="When a reviewer last returned it, UTC.")
    returned_by = user_field("Who returned it.", null=True, blank=True)
    return_reason = models.TextField(blank=True, help_text="Why it was returned; for the desk only.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug

    @property
    def label(self) -> str:
        """Return type and slug, as messages name a record."""
        return f"{self.record_type} {self.slug}"

    @property
    def edition_kind(self) -> str | None:
        """Return what the record's latest public step did, or None when readers have never seen it."""
        return self.edition.kind if self.edition else None

    @property
    def next_number(self) -> int:
        """Return the number that the record's next edition will have, from 1. Costs a query when the edition is set."""
        return self.edition.number + 1 if self.edition else 1

    @property
    def is_public(self) -> bool:
        """Return whether readers are served this record now (200, not 404, 410 or 308)."""
        return self.edition_kind in (choices.EditionKind.PUBLISHED, choices.EditionKind.UNMERGED)


def record_indexes(name: str) -> list[models.Index]:
    """Return the indexes every record table carries: for the queues of the desk page, and for lists of one state."""
    return [
        models.Index(fields=["state", "updated_at"], name=f"{name}_queue"),
        models.Index(fields=["state", "id"], name=f"{name}_listed"),
    ]


def record_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the constraints every record table carries; name starts each constraint's name."""
    return [
        one_of("state", choices.State, f"{name}_state"),
        whole_pair(f"{name}_created_pair", "created"),
        whole_pair(f"{name}_updated_pair", "updated"),
        whole_pair(f"{name}_submitted_pair", "submitted"),
        whole_pair(f"{name}_returned_pair", "returned"),
        models.CheckConstraint(
            condition=~Q(state=choices.State.IN_REVIEW) | Q(submitted_at__isnull=False), name=f"{name}_review_submitted"
        ),
        models.CheckConstraint(
            condition=~Q(state__in=[choices.State.PUBLISHED, choices.State.WITHDRAWN, choices.State.MERGED])
            | Q(edition__isnull=False),
            name=f"{name}_public_has_edition",
        ),
    ]
