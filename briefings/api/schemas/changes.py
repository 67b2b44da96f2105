"""Changes, for the schema."""

from rest_framework import serializers

from briefings.api.schemas.shown import Shown, instant, number, text
from briefings.choices import RecordType

KINDS = ("published", "revised", "withdrawn", "merged", "un_merged")


class Change(Shown):
    """One public step of a record."""

    sequence = number("Place among all public steps, from 1, without gaps.")
    kind = serializers.ChoiceField(choices=KINDS, help_text="What the step did.")
    type = serializers.ChoiceField(choices=RecordType.values, help_text="Type of the record.")
    slug = text("Public id of the record.")
    url = text("Address of the record, without a host; what it answers now may be a later step's.")
    number = number("Which edition of the record this is, from 1.")
    started_at = instant("From when it holds, UTC.")
    author = text("Who wrote it, by pseudonym.")
    approver = text("Who approved it, by pseudonym; null: a withdrawal, which takes one person.", allow_null=True)
    correction_note = text("What was corrected, for readers; null: nothing was said.", allow_null=True)
    reason = text("Why it was withdrawn; null: it was not.", allow_null=True)
    merged_into = text("Slug of the actor that it was merged into; null: it was not.", allow_null=True)
    sha256 = text("Hash of the step, which covers the hash of the step before it.")


class ChangePage(Shown):
    """One page of changes."""

    next = serializers.URLField(allow_null=True, help_text="The changes after these; null: these are the last ones.")
    results = Change(many=True, help_text="The changes, oldest first.")
