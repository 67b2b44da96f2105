"""Value lists: the field's own standards, one comment a value where the word alone does not say it."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a record stands on the desk (what readers see is its edition, not its state)."""

    DRAFT = "draft"  # being written; of a published record: a pending revision
    IN_REVIEW = "in_review"  # submitted; an edit takes it back to draft
    PUBLISHED = "published"  # the working row equals the edition in force
    WITHDRAWN = "withdrawn"  # readers get 410 and the public reason
    MERGED = "merged"  # actors only: readers get 308 to the other actor
    DISCARDED = "discarded"  # never published and put aside; nothing is lost, its slug stays taken


class EditionKind(TextChoices):
    """What a public step did."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    UNMERGED = "un_merged"


class RecordType(TextChoices):
    """The seven types that move through the workflow, in the order in which they refer to each other."""

    SOURCE = "source"
    ACTOR = "actor"
    BRIEFING = "briefing"
    CLAIM = "claim"
    READING = "reading"
    COMPARISON = "comparison"
    JUDGEMENT = "judgement"


class SourceKind(TextChoices):
    """What sort of document a source is."""

    ARTICLE = "article"
    AGENCY_REPORT = "agency_report"
    RELEASE = "release"
    TRANSCRIPT = "transcript"
    POST = "post"
    VIDEO = "video"


class PublisherBasis(TextChoices):
    """How the publisher of a source is known."""

    PRINTED = "printed"  # in the document itself
    RETRIEVED_FROM = "retrieved_from"  # from the address it was fetched at
    NOT_STATED = "not_stated"  # the record says that it does not say


class VersionKind(TextChoices):
    """How a source relates to the earlier one that it repeats."""

    LATER_VERSION = "later_version"
    REPRINT = "reprint"


class RegionKind(TextChoices):
    """Parts of a source that are not its body."""

    HEADLINE = "headline"
    SUB_HEADING = "sub_heading"
    DATELINE = "dateline"
    BYLINE = "byline"
    TIMESTAMP = "timestamp"
    CAPTION = "caption"
    CREDIT = "credit"
    LINK_LINE = "link_line"
    WIDGET = "widget"
    BODY = "body"  # never stored as a region: whatever lies in no other


class AsideReason(TextChoices):
    """Why words of a body are no claim."""

    ATTRIBUTION = "attribution"  # names a speaker and nothing else
    TRANSITION = "transition"  # joins sentences
    RHETORIC = "rhetoric"  # tells the reader how to feel, reports nothing
    OCCASION = "occasion"  # about the occasion itself, held by the Briefing


class Reliability(TextChoices):
    """Admiralty code, reliability of a source."""

    A = "A", "A: completely reliable"
    B = "B", "B: usually reliable"
    C = "C", "C: fairly reliable"
    D = "D", "D: not usually reliable"
    E = "E", "E: unreliable"
    F = "F", "F: reliability cannot be judged"


class Credibility(TextChoices):
    """Admiralty code, credibility of a claim."""

    CONFIRMED = "1", "1: confirmed by other sources"  # refused unless independence is established
    PROBABLY_TRUE = "2", "2: probably true"
    POSSIBLY_TRUE = "3", "3: possibly true"
    DOUBTFUL = "4", "4: doubtful"
    IMPROBABLE = "5", "5: improbable"
    CANNOT_BE_JUDGED = "6", "6: truth cannot be judged"


class TextAccess(TextChoices):
    """How much of a report's text readers may have."""

    FULL = "full"
    PASSAGES = "passages"  # the cited passages only
    HASH = "hash"  # offsets and hashes only


class ActorKind(TextChoices):
    """What an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    STATE_BODY = "state_body"
    ARMED_UNIT = "armed_unit"
    MEDIUM = "medium"
    GROUP = "group"


class NameKind(TextChoices):
    """What sort of name a name form is."""

    FULL = "full"
    SHORT = "short"
    ALIAS = "alias"
    NATIVE = "native"  # in the bearer's own script
    DESCRIPTION = "description"  # "Seoul's spy agency"


class BriefingKind(TextChoices):
    """What sort of occasion put information on record."""

    COMMITTEE_BRIEFING = "committee_briefing"
    REMARKS_TO_REPORTERS = "remarks_to_reporters"
    STATEMENT = "statement"
    POST = "post"
    INTERVIEW = "interview"
    REPORT = "report"
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"


class PassageFact(TextChoices):
    """Which fact about an occasion a passage states."""

    OCCASION = "occasion"
    WHEN = "when"
    PLACE = "place"
    HOST = "host"
    COMMITTEE = "committee"
    SESSION = "session"
    PRESENTER = "presenter"
    AUDIENCE = "audience"


class Category(TextChoices):
    """What a claim is about."""

    DEPLOYMENT = "deployment"
    PLAN = "plan"
    TRAINING = "training"
    CAPABILITY = "capability"
    CASUALTIES = "casualties"
    RECRUITMENT = "recruitment"
    PAYMENT = "payment"
    INFORMATION_CONTROL = "information_control"
    PUBLIC_MOOD = "public_mood"
    ALLIANCE = "alliance"
    MOTIVE = "motive"
    WEAPONS = "weapons"
    MILITARY_OPERATION = "military_operation"
    INTELLIGENCE = "intelligence"
    STANCE = "stance"
    RESPONSE = "response"
    SANCTIONS = "sanctions"
    ESTIMATE = "estimate"


class ReadingStatus(TextChoices):
    """What a curator found who read a source for a claim. No reading: not checked."""

    CARRIED = "carried"
    NOT_CARRIED = "not_carried"


class Modality(TextChoices):
    """How a passage puts what it reports."""

    ASSERTED = "asserted"
    ASSESSED = "assessed"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    EXPECTED = "expected"
    CONDITIONAL = "conditional"
    OPINION = "opinion"


class Certainty(TextChoices):
    """FactBank, how sure the passage is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNDERSPECIFIED = "underspecified"


class Polarity(TextChoices):
    """FactBank, whether the passage affirms or denies."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNKNOWN = "unknown"


class Speech(TextChoices):
    """How the passage renders words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"  # indirect, with quoted spans


class Comparator(TextChoices):
    """How a figure is bounded, as printed and never inferred."""

    EQ = "eq"
    APPROX = "approx"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    RANGE = "range"


class WhenBasis(TextChoices):
    """What a resolved date rests on."""

    PRINTED = "printed"
    SAME_SOURCE = "same_source"
    OTHER_SOURCE = "other_source"
    UNCLEAR = "unclear"


class LinkRole(TextChoices):
    """What part an actor has in a chain, in the order from the source inwards."""

    AGENCY = "agency"
    RELAYER = "relayer"
    PRESENTER = "presenter"
    ORIGINATOR = "originator"


class LinkBasis(TextChoices):
    """What a link rests on."""

    STATED = "stated"  # named in the same sentence
    CONTEXT = "context"  # elsewhere in the source, or by a pronoun
    DOCUMENT = "document"  # dateline, credit
    UNCLEAR = "unclear"


class Distribution(TextChoices):
    """How several actors on one link spoke."""

    JOINT = "joint"
    EACH = "each"
    UNCLEAR = "unclear"


class ChainEnd(TextChoices):
    """How a chain of attribution ends."""

    ORIGINATOR = "originator"
    OWN_VOICE = "own_voice"  # the source asserts it itself
    NO_SOURCE_GIVEN = "no_source_given"  # a source is signalled and not named: "reportedly"


class ComparisonKind(TextChoices):
    """How one side of a comparison relates to the other."""

    CONTRADICTS = "contradicts"
    REFINES = "refines"
    SUPERSEDES = "supersedes"
    SCOPE_SHIFTED_FROM = "scope_shifted_from"
    SAME_UTTERANCE = "same_utterance"  # one utterance in other words


class JudgementKind(TextChoices):
    """What a curator decided where computing is not honest."""

    SAME_PERSON = "same_person"
    NOT_SAME_PERSON = "not_same_person"
    INDEPENDENCE_ESTABLISHED = "independence_established"


# What a kind of comparison or judgement says, for whoever chooses one.
MEANINGS: dict[str, str] = {
    ComparisonKind.CONTRADICTS: "both cannot be true of one time and one scope",
    ComparisonKind.REFINES: "left says the same more exactly",
    ComparisonKind.SUPERSEDES: "left comes later and takes the place of right, which was true or thought so before",
    ComparisonKind.SCOPE_SHIFTED_FROM: "left says of one thing what right says of another: the ratio of another total",
    ComparisonKind.SAME_UTTERANCE: "one utterance of one speaker, given in different words",
    JudgementKind.SAME_PERSON: "the actors, or the name forms of one actor, are one person or body",
    JudgementKind.NOT_SAME_PERSON: "they are not, however alike their names; they are not proposed again",
    JudgementKind.INDEPENDENCE_ESTABLISHED: "the claim's origins know it each for itself; void when they change",
}


class TokenScope(TextChoices):
    """What a token may be used for; the roles of its user bound it too."""

    CURATE = "curate"  # begin, edit, submit, recall, discard…
    REVIEW = "review"  # approve, return, withdraw
