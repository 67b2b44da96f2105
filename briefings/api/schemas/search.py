"""Matches of a search, for the schema."""

from rest_framework import serializers

from briefings.api.schemas.answers import Page
from briefings.api.schemas.shown import Shown, number, text
from briefings.models.search import KINDS


class Highlight(Shown):
    """Words that were asked for."""

    start = number("First code point, from 0.")
    end = number("Code point after the last one.")
    text = text("The words as they stand there.")


class Snippet(Shown):
    """A stretch of a text around what was found."""

    start = number("First code point, from 0, in the text that it stands in.")
    end = number("Code point after the last one.")
    text = text("The stretch as it stands there.")
    highlights = Highlight(many=True, help_text="What was asked for, within it.")


class Match(Shown):
    """One stretch of text that holds what was asked for."""

    kind = serializers.ChoiceField(choices=KINDS, help_text="What sort of text it is.")
    type = serializers.ChoiceField(
        choices=("source", "actor", "briefing", "claim", "citation", "comparison", "judgement"),
        help_text="Type of the record that it belongs to.",
    )  # fmt: skip
    slug = text("Public id of that record.")
    url = text("Address of that record, without a host.")
    claim = text("Slug of the claim that it is about; null: none.", allow_null=True)
    source = text("Slug of the source in whose text start and end are counted; null: in the words.", allow_null=True)
    snippet = Snippet(help_text="Where it was found.")


class SearchPage(Page):
    """One page of matches."""

    results = Match(many=True, help_text="The matches, the best first.")
