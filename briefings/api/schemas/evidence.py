"""The evidence card, for the schema."""

from rest_framework import serializers

from briefings import choices
from briefings.api.schemas.analysis import Discrepancy, SourcingDocument
from briefings.api.schemas.claims import AmountEnvelope, CitedPassage, ClaimCounts, TimeEnvelope
from briefings.api.schemas.lines import ActorLine, one_of
from briefings.api.schemas.shown import Shown, When, instant, number, text


class EvidenceClaim(Shown):
    """The claim of a card."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    proposition = text("The claim in one sentence.")
    category = one_of(choices.Category, "What it is about.")
    subject = ActorLine(allow_null=True, help_text="Who it is about.")
    holder = ActorLine(allow_null=True, help_text="Whose view it describes.")
    credibility = one_of(choices.Credibility, "Admiralty code; null: with known_by.", allow_null=True)
    counts = ClaimCounts(help_text="How many sources were read for it.")
    amounts = AmountEnvelope(allow_null=True, help_text="Bounds of the figures reported; null: none reports one.")
    times = TimeEnvelope(allow_null=True, help_text="Bounds of the times reported; null: none reports one.")


class EvidencePassage(CitedPassage):
    """A passage with its hash."""

    exact_sha256 = text("SHA-256 of the words, hex.")


class EvidenceSource(Shown):
    """A source, and what it says of the claim."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    title = text("Its title as printed; null: it prints none, or its rights withhold it.", allow_null=True)
    kind = one_of(choices.SourceKind, "What sort of document it is.")
    publisher = ActorLine(allow_null=True, help_text="Who published it; null: not stated.")
    published = When(allow_null=True, help_text="When it was published; null: it does not say.")
    received_at = instant("When it was received, UTC.")
    language = text("Its language, BCP 47.")
    reliability = one_of(choices.Reliability, "Admiralty code.")
    text_access = one_of(choices.TextAccess, "How much of its text readers may have.")
    text_sha256 = text("SHA-256 of its text's UTF-8 bytes, hex.")
    text_length = number("Length of its text in code points.")
    reading = text("Slug of its reading for the claim.")
    status = one_of(choices.ReadingStatus, "Whether it carries the claim, or was checked and does not.")
    citations = EvidencePassage(many=True, help_text="The passages that carry it.")
    text = text("Its text as received; null: text_access withholds it.", allow_null=True)


class EvidenceSourcing(SourcingDocument):
    """What the sourcing of the claim amounts to."""

    claim = passages = known_by = undated = None


class EditionNotes(Shown):
    """What an edition says to readers."""

    reason = text("Public reason of a withdrawal or merge; empty: none.", allow_blank=True)
    correction_note = text("What was corrected; empty: nothing.", allow_blank=True)


class EvidenceEdition(Shown):
    """The edition in force of a record that the card rests on."""

    sequence = number("Its place in the public chain.")
    record_type = one_of(choices.RecordType, "Type of the record.")
    slug = text("Its slug.")
    number = number("Which edition of the record it is.")
    kind = one_of(choices.EditionKind, "What the step did.")
    started_at = instant("Since when it is in force, UTC.")
    author = text("Who submitted it, by public pseudonym.")
    approver = text("Who approved it, by public pseudonym.", allow_null=True)
    facts_hash = text("SHA-256 of its facts as canonical JSON, hex.")
    notes_hash = text("SHA-256 of its notes as canonical JSON, hex.")
    previous_hash = text("Hash of the edition before it in the chain.")
    hash = text("SHA-256 of the eleven keys above as canonical JSON, hex.")
    facts = serializers.DictField(allow_null=True, help_text="Its facts; null: withheld.")
    notes = EditionNotes(allow_null=True, help_text="Its notes; null: with known_by.")
    withheld = serializers.ChoiceField(
        ["text_access", "known_by"], allow_null=True, help_text="Why its facts are withheld; null: they are not."
    )


class ChainEnd(Shown):
    """The end of the public chain of editions."""

    count = number("How many editions it has.")
    hash = text("Hash of the last one: compare it with one that was kept elsewhere.")


class EvidenceDocument(Shown):
    """All that a claim rests on, in one piece."""

    format = serializers.ChoiceField(["briefings-evidence"], help_text="What this is.")
    version = number("Of the form of the card.")
    claim = EvidenceClaim(help_text="The claim.")
    known_by = text("Until when sources were taken; null: all that is published.", allow_null=True)
    undated = serializers.ListField(
        child=serializers.CharField(), help_text="Sources that print no date: known from when they were received."
    )
    sources = EvidenceSource(many=True, help_text="Each source that was read for it, silence included.")
    sourcing = EvidenceSourcing(help_text="Origins, verdict and chains.")
    discrepancies = Discrepancy(many=True, help_text="Where the passages differ.")
    editions = EvidenceEdition(many=True, help_text="The editions in force of all that the card rests on.")
    head = ChainEnd(help_text="The end of the public chain when the card was made.")
    sha256 = text("SHA-256 of all keys but this one as canonical JSON, hex.")
