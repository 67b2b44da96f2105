"""Answers that are no document: pages, problems, signposts."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from briefings.api.schemas.shown import Shown, instant, number, text


class ProblemError(Shown):
    """One thing that is wrong."""

    parameter = text("The parameter that was refused.", required=False)
    pointer = text("JSON pointer to the value that was refused.", required=False)
    detail = text("What was wrong, the value, and what is allowed.")
    code = text("The same, for programs.")
    allowed = serializers.ListField(child=serializers.CharField(), required=False, help_text="What is allowed instead.")
    suggestion = text("The parameter that was probably meant.", required=False)


class Problem(Shown):
    """A refusal, RFC 9457."""

    type = text("What kind of problem it is, a URN that ends with the code.")
    title = text("The HTTP status in words.")
    status = number("The HTTP status.")
    detail = text("What was wrong, for people.")
    code = text("What was wrong, for programs.")
    errors = ProblemError(many=True, required=False, help_text="Each thing that was wrong, at its place.")


class Withdrawal(Problem):
    """A record that was withdrawn, with the public reason."""

    reason = text("Why it was withdrawn.")
    withdrawn_at = instant("Since when it is withdrawn, UTC.")


class Merged(Shown):
    """Where an actor went that turned out to be another."""

    merged_into = text("Slug of the actor it is now.")
    url = text("Address of that actor, without a host; Location has the host.")


@extend_schema_field({"type": ["string", "number", "boolean", "null"]})
class Scalar(serializers.JSONField):
    """A value as the column of a facet holds it."""


class FacetValue(Shown):
    """One value of a facet."""

    value = Scalar(help_text="The value; null: records that have none.")
    count = number("How many of the records that match have it.")


class Page(Shown):
    """One page of a list."""

    count = number("How many records match; only with `count=true`.", required=False)
    facets = serializers.DictField(
        child=FacetValue(many=True), required=False,
        help_text="The facets that were asked for by `facets`, each with its values, the commonest first.",
    )  # fmt: skip
    known_by = instant("The instant that was asked for; only with `known_by`.", required=False)
    undated = serializers.ListField(
        child=serializers.CharField(), required=False,
        help_text="Sources on this page that print no date: known from when they were received; only with `known_by`.",
    )  # fmt: skip
    next = serializers.URLField(allow_null=True, help_text="The next page; null: this is the last one.")
    previous = serializers.URLField(allow_null=True, help_text="The page before; null: this is the first one.")


def page_of(document: type[Shown]) -> type[Page]:
    """Return the schema of a page that holds such documents."""
    name = document.__name__.removesuffix("Document")
    results = document(many=True, help_text="The records, each as its own address gives it.")
    return type(f"{name}Page", (Page,), {"results": results, "__doc__": f"One page of a list: {name.lower()}s."})


class Root(Shown):
    """The addresses that this API has."""

    sources = serializers.URLField(help_text="Documents as received.")
    actors = serializers.URLField(help_text="Who acts, speaks, relays or is spoken of.")
    briefings = serializers.URLField(help_text="Occasions on which information was put on record.")
    claims = serializers.URLField(help_text="Questions that reports answer, with every answer.")
    readings = serializers.URLField(help_text="What one source says of one claim, silence included.")
    citations = serializers.URLField(help_text="Single passages with what they report.")
    comparisons = serializers.URLField(help_text="Curated relations between claims.")
    judgements = serializers.URLField(help_text="Decisions of curators, each with its reason.")
    search = serializers.URLField(help_text="Full text of all that is published; needs `q`.")
    changes = serializers.URLField(help_text="Every public step, in the order in which it was taken.")
    discrepancies = serializers.URLField(help_text="How the reports differ, claim by claim.")
    timeline = serializers.URLField(help_text="Events and utterances in the order in which they happened.")
    schema = serializers.URLField(help_text="This API as OpenAPI 3.1.")
    docs = serializers.URLField(help_text="This API to read and try.")
