"""What may stand in a request: strict JSON, and the shape of each body."""

import json
import math
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from briefings.actions import batches
from briefings.api.values import SLUG
from briefings.choices import RecordType
from briefings.errors import BriefingsError, Invalid, PreconditionFailed, PreconditionRequired
from briefings.facts.base import StrictFacts
from briefings.facts.keepable import refuse_unkeepable
from briefings.facts.refusals import entries, summary
from briefings.text.written import LONGEST_REASON

VERSION = re.compile(r'"(0|[1-9][0-9]{0,8})"', re.ASCII)
KEY = re.compile(r"[\x21-\x7e]{1,100}", re.ASCII)
MOST = 10_000  # records that a request names, and of anything else in one list or object


class BadBody(Invalid):
    """A body was refused. errors holds {pointer, detail, code} for each thing that is wrong."""

    code = "bad_body"

    def __init__(self, tree: Any) -> None:
        self.errors = entries(tree)
        super().__init__(summary(self.errors, root="body"))


class TooLarge(BriefingsError):
    """The body has more bytes than are read."""

    code = "too_large"
    status = 413


class LengthRequired(BriefingsError):
    """The body comes in pieces of no length known before; the server would take it for an empty one."""

    code = "length_required"
    status = 411


def raw(request: Request) -> bytes:
    """Return the bytes of the body. Raises TooLarge, LengthRequired."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise LengthRequired("the body has no Content-Length: say how many bytes it has, and send it in one piece")
    try:
        return bytes(request._request.body)
    except RequestDataTooBig:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raise TooLarge(f"the body is larger than what is read at once: {most} bytes") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text[:20]} is too large a number")
    return value


def _constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def loads(body: bytes) -> Any:
    """Return what strict JSON says. Raises BadBody: for no UTF-8, keys that stand twice, NaN, NUL, too deep…"""
    try:
        value = json.loads(body.decode(), object_pairs_hook=_pairs, parse_float=_float, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise BadBody([f"the body is no strict JSON: {str(error)[:200]}"]) from None
    try:
        refuse_unkeepable(value, most=MOST)
    except serializers.ValidationError as error:
        raise BadBody(error.detail) from None
    return value


def read(request: Request, shape: type[StrictFacts]) -> dict[str, Any]:
    """Return the checked body; nothing at all stands for {}. Raises BadBody."""
    body = raw(request)
    given = shape(data=loads(body) if body else {})
    if not given.is_valid():
        raise BadBody(given.errors)
    return dict(given.validated_data)


def is_conditional(request: Request) -> bool:
    """Return whether the request is to be done on one version only."""
    return "HTTP_IF_MATCH" in request.META


def version(request: Request) -> int:
    """Return the version that If-Match names. Raises PreconditionRequired (428), PreconditionFailed (412)."""
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if header in ("", "*"):
        raise PreconditionRequired('say which version you saw: If-Match: "<version>", as its ETag gave it')
    match = VERSION.fullmatch(header)
    if not match:
        raise PreconditionFailed('If-Match names no version: it is one number in quotation marks, such as "7"')
    return int(match[1])


def idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key, or None. Raises Invalid for one that is none."""
    header = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if header is not None and not KEY.fullmatch(header):
        raise Invalid("an Idempotency-Key is 1 to 100 visible ASCII characters")
    return header


class Words(serializers.CharField):
    """Text that is kept as it comes; a number or a boolean is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Return the text. Raises ValidationError for what is none."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


def words(help_text: str, **options: Any) -> Words:
    """Return a field for text."""
    return Words(help_text=help_text, **options)


def note(help_text: str) -> Words:
    """Return a field for text that may be left out."""
    return words(help_text, max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


@extend_schema_field({"type": "object", "additionalProperties": {}})
class Facts(serializers.JSONField):
    """A record with its parts; fixtures/README.md tells what each type has."""


@extend_schema_field({"type": "string", "maxLength": 200, "pattern": f"^{SLUG}$"})
class Slug(Words):
    """A public id."""


class Key(StrictFacts):
    """A record by type and slug."""

    type = serializers.ChoiceField(choices=RecordType.values, help_text="Type of the record.")
    slug = Slug(max_length=200, help_text="Public id of the record.")


class SeenKey(Key):
    """A record as the reviewer saw it."""

    version = serializers.IntegerField(min_value=1, max_value=10**9, help_text="The version that was seen.")
    facts_sha256 = words("Hash of the facts that were seen.", max_length=64)


class New(StrictFacts):
    """A record to begin."""

    slug = Slug(max_length=200, help_text="Public id; minted once, never renamed or reused.")
    facts = Facts(help_text="The record with its parts; slugs where it names others.")
    text = words("Of a source: the text as received. Not of other types.", required=False, allow_blank=True)
    html = words(
        "Of a source, in place of text: its HTML, reduced once to text and kept.", required=False, allow_blank=True
    )
    batch = serializers.IntegerField(
        min_value=1, max_value=10**15, required=False, allow_null=True, help_text="Open batch it goes into."
    )


class Edited(StrictFacts):
    """A record's facts, whole."""

    facts = Facts(help_text="The record with its parts; what is left out takes its default.")


class Nothing(StrictFacts):
    """No body, or an empty object."""


class Reasoned(StrictFacts):
    """A step with its reason."""

    reason = words("Why; of a withdrawal readers see it.", max_length=LONGEST_REASON)


class Discarded(StrictFacts):
    """A draft that is given up."""

    reason = note("Why, for the desk.")


class Withdrawn(Reasoned):
    """A withdrawal with all that rests on the record."""

    also = Key(
        many=True, required=False, default=list, max_length=MOST, help_text="Exactly what the preview listed."
    )  # fmt: skip


class Approved(StrictFacts):
    """An approval of exactly what was seen."""

    version = serializers.IntegerField(min_value=1, max_value=10**9, help_text="The version that was seen.")
    facts_sha256 = words("Hash of the facts that were seen.", max_length=64)
    correction_note = note("For readers, on a revision.")


class Merged(StrictFacts):
    """A merge."""

    into = Slug(max_length=200, help_text="Slug of the actor that it is.")


class Assigned(StrictFacts):
    """Who is to work on a record next."""

    to = words("Pseudonym of the person; null: nobody.", max_length=40, allow_null=True)


class Restored(StrictFacts):
    """An earlier edition, to be the pending revision."""

    number = serializers.IntegerField(min_value=1, max_value=10**9, help_text="Number of the edition.")


class NewBatch(StrictFacts):
    """A batch to open."""

    title = words("What it brings, for the reviewer.", max_length=batches.LONGEST_TITLE)


class Keys(StrictFacts):
    """Some records."""

    records = Key(many=True, allow_empty=False, max_length=MOST, help_text="The records.")


class ApprovedBatch(StrictFacts):
    """An approval of a batch, or of a part of it that is closed under references."""

    records = SeenKey(
        many=True, allow_empty=False, max_length=MOST, help_text="What is approved, each as it was seen."
    )  # fmt: skip
    correction_note = note("For readers, on revisions.")
