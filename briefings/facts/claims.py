"""Facts of a claim."""

from briefings.facts.base import ModelFacts, optional
from briefings.facts.fields import countries_field
from briefings.models import Actor, Claim


class ClaimFacts(ModelFacts):
    """One question with a true-or-false core."""

    subject = optional(Actor, "Who the claim is about; null: nobody in particular.")
    holder = optional(Actor, "Whose view the claim describes; null: it describes no view.")
    countries = countries_field("Where the reported fact takes place, ISO 3166-1 alpha-2.")

    class Meta:
        model = Claim
        fields = ["proposition", "category", "subject", "holder", "counted", "unit", "countries", "credibility"]
        one_line = ("proposition",)
