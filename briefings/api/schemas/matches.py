"""Candidates for a name, for the schema."""

from rest_framework import serializers

from briefings import choices
from briefings.api.schemas.lines import ActorLine
from briefings.api.schemas.shown import Shown, text
from briefings.text.likeness import LEAST, Reason

REASONS = {
    Reason.SAME_KEY: "The same letters and digits, apart from case, accents, spaces and hyphens.",
    Reason.WORD_ORDER: "The same words in another order.",
    Reason.HANGUL: "Hangul, and a romanisation that it can have.",
    Reason.ROMANISATION: "Two romanisations that one name in Hangul can have.",
    Reason.ROMANISATION_NEAR: "Two romanisations that sound alike, though these spellings tell some letter apart.",
    Reason.TRANSLITERATION: "Words that are alike in Latin letters, or in those of another script.",
    Reason.INITIALS: "Initials that fit, and words that are alike.",
    Reason.PART_OF_NAME: "A word that is part of the name.",
}


class PersonJudgement(Shown):
    """What curators found about a candidate."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    kind = serializers.ChoiceField(
        [choices.JudgementKind.SAME_PERSON.value, choices.JudgementKind.NOT_SAME_PERSON.value],
        help_text="Whether those judged are one person, or are not.",
    )
    actors = ActorLine(many=True, help_text="Who is judged.")
    names = serializers.ListField(
        child=serializers.CharField(), help_text="Name forms that are judged, where they stand on one actor."
    )
    reason = text("Why.")


class CandidateDocument(Shown):
    """An actor that the name may be of."""

    actor = ActorLine(help_text="The actor.")
    url = text("Its address, without a host.")
    name = text("The form of its name that is most alike.")
    score = serializers.FloatField(
        min_value=LEAST, max_value=1, help_text="How alike they are; it orders, and decides nothing."
    )
    reason = serializers.ChoiceField([str(reason) for reason in Reason], help_text="Why they are alike.")
    reason_in_words = text("The same in words.")
    judgements = PersonJudgement(many=True, help_text="What curators found about this actor's identity.")


class MatchesDocument(Shown):
    """Whom a name may be of."""

    name = text("The name that was asked for.")
    is_complete = serializers.BooleanField(
        help_text="Whether all forms that come into question were compared; false: the name is too common."
    )
    results = CandidateDocument(many=True, help_text="The candidates, the likeliest first.")
