"""What the desk answers with."""

from rest_framework import serializers

from briefings.api.schemas.shown import Shown, instant, number, text
from briefings.choices import RecordType, State


class DeskLine(Shown):
    """Where a record stands."""

    type = serializers.ChoiceField(choices=RecordType.values, help_text="Type of the record.")
    slug = text("Public id of the record.")
    url = text("Address of the record at the desk, without a host.")
    state = serializers.ChoiceField(choices=State.values, help_text="Where it stands.")
    version = number("Grows with every change; for If-Match.")
    edition = number("Number of the edition that readers see, or saw last; null: none yet.", allow_null=True)
    batch = number("Open batch that it is in; null: none.", allow_null=True)
    updated_at = instant("When it last changed, UTC.")
    updated_by = text("Pseudonym of who changed it last.")
    return_reason = text("Why a reviewer sent it back; null: it was not.", allow_null=True)


class DeskRecord(DeskLine):
    """A record as the desk has it."""

    assigned_to = text("Pseudonym of who is to work on it next; null: nobody.", allow_null=True)
    contributors = serializers.ListField(
        child=serializers.CharField(), help_text="Pseudonyms of who edited it since its last edition."
    )
    steps = serializers.ListField(child=serializers.CharField(), help_text="Steps that its state allows.")
    facts_sha256 = text("Hash of the facts, which an approval names.")
    facts = serializers.DictField(child=serializers.JSONField(), help_text="The record with its parts.")


class DeskRecordPage(Shown):
    """One page of working rows."""

    next = serializers.URLField(allow_null=True, help_text="The next page; null: this is the last one.")
    results = DeskLine(many=True, help_text="The rows, by slug, without their facts.")


class DeskBatchLine(Shown):
    """A batch without its records."""

    number = number("Number of the batch.")
    url = text("Address of the batch, without a host.")
    title = text("What it brings.")
    created_at = instant("When it was opened, UTC.")
    created_by = text("Pseudonym of who opened it.")
    closed_at = instant("When it was closed, UTC; null: it is open.", allow_null=True)


class DeskBatchMember(DeskLine):
    """A record of a batch."""

    facts_sha256 = text("Hash of the facts, which an approval names.")


class DeskRefusal(Shown):
    """Why a record could not be approved by you now."""

    type = serializers.ChoiceField(choices=RecordType.values, help_text="Type of the record.")
    slug = text("Public id of the record.")
    code = text("Why, for programs.")
    detail = text("Why, for people.")


class DeskBatch(DeskBatchLine):
    """A batch with its records."""

    records = DeskBatchMember(many=True, help_text="Its records, each with the hash that an approval names.")
    refusals = DeskRefusal(many=True, help_text="Why you could not approve those that are submitted now.")


class DeskBatchPage(Shown):
    """The open batches."""

    results = DeskBatchLine(many=True, help_text="The open batches, the latest first; a hundred at most.")


class DeskKey(Shown):
    """A record by type and slug."""

    type = serializers.ChoiceField(choices=RecordType.values, help_text="Type of the record.")
    slug = text("Public id of the record.")


class DeskDependents(Shown):
    """What a withdrawal takes off line."""

    also = DeskKey(many=True, help_text="What rests on the record; a withdrawal must name exactly these.")
