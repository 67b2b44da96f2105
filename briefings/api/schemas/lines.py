"""A line about each record that a document names, and what every document starts with."""

from rest_framework import serializers

from briefings import choices
from briefings.api.schemas.shown import Shown, When, instant, number, text

UNPUBLISHED = "null: not published now."


def one_of(values, help_text: str, **options) -> serializers.ChoiceField:
    """Return a field for a value of a value list."""
    return serializers.ChoiceField(values.choices, help_text=help_text, **options)


class ActorLine(Shown):
    """An actor, in a line."""

    slug = text("Its slug; of a merged actor, the slug of the one it is now.")
    name = text(f"The first of its name forms; {UNPUBLISHED}", allow_null=True)
    kind = one_of(choices.ActorKind, f"What it is; {UNPUBLISHED}", allow_null=True)


class SourceLine(Shown):
    """A source, in a line."""

    slug = text("Its slug.")
    title = text("Its title as printed; null: it prints none.", allow_null=True)
    kind = one_of(choices.SourceKind, f"What sort of document it is; {UNPUBLISHED}", allow_null=True)
    publisher = ActorLine(allow_null=True, help_text="Who published it; null: not stated.")
    published = When(allow_null=True, help_text="When it was published; null: it does not say.")
    reliability = one_of(choices.Reliability, f"Admiralty code; {UNPUBLISHED}", allow_null=True)


class BriefingLine(Shown):
    """An occasion, in a line."""

    slug = text("Its slug.")
    title = text(f"A neutral label; {UNPUBLISHED}", allow_null=True)
    kind = one_of(choices.BriefingKind, f"What sort of occasion; {UNPUBLISHED}", allow_null=True)
    when = When(allow_null=True, help_text="When it took place; null: not stated.")


class ClaimLine(Shown):
    """A claim, in a line."""

    slug = text("Its slug.")
    proposition = text(f"The claim in one sentence; {UNPUBLISHED}", allow_null=True)
    category = one_of(choices.Category, f"What it is about; {UNPUBLISHED}", allow_null=True)


class EditionLine(Shown):
    """The public step that a document shows."""

    number = number("The record's first edition is 1.")
    started_at = instant("Since when it is in force, UTC.")
    author = text("Who submitted it, by public pseudonym.")
    approver = text("Who approved it, by public pseudonym; null: the step needed no second person.", allow_null=True)
    correction_note = text("What was corrected, for readers; empty: nothing, or the first edition.", allow_blank=True)
    facts_sha256 = text("SHA-256 of the canonical JSON of its facts, hex.")
    sha256 = text("Its own hash, which covers the hash of the edition before it, hex.")


class Head(Shown):
    """What every document starts with."""

    slug = text("Its public id: minted once, never renamed or reused.")
    url = text("Its address, without a host.")
    edition = EditionLine(help_text="The public step that is shown.")
    published_at = instant("When it was first published, UTC.")
