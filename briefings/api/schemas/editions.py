"""Editions, for the schema."""

from briefings import choices
from briefings.api.schemas.lines import one_of
from briefings.api.schemas.shown import Shown, instant, number, text


class EditionStep(Shown):
    """One public step of a record."""

    number = number("Which edition of the record it is, from 1.")
    kind = one_of(choices.EditionKind, "What the step did.")
    started_at = instant("From when it holds, UTC.")
    author = text("Who submitted it, by public pseudonym.")
    approver = text("Who approved it, by public pseudonym; null: the step needed no second person.", allow_null=True)
    correction_note = text("What was corrected; empty: nothing was said.", allow_blank=True)
    reason = text("Why it was withdrawn; empty: it was not.", allow_blank=True)
    facts_sha256 = text("SHA-256 of the canonical JSON of its facts, hex.")
    sha256 = text("Its own hash, which covers the hash of the edition before it, hex.")
    url = text("Address of its facts, without a host.")


class EditionList(Shown):
    """The editions of one record."""

    results = EditionStep(many=True, help_text="The editions, the latest first.")
