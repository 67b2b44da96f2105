"""Parameters about the claim that a reading or a citation is about."""


from briefings import choices
from briefings.api.conditions import Condition, Related
from briefings.api.filters import Group, acting
from briefings.api.passages import ACTOR, alike
from briefings.api.values import COUNTRY, Choice, Text
from briefings.models import PublishedClaim, PublishedCountry


def in_claim(lookup: str) -> Condition:
    """Return the condition that the row's claim has a column that compares so."""
    return Related(lambda value: PublishedClaim.objects.filter(**{lookup: value}), "slug", "claim")


TAKES_PLACE_IN = Related(  # the fact of the row's claim, in one of these countries
    lambda countries: PublishedCountry.objects.filter(country__in=countries), "claim__slug", "claim"
)
CATEGORY = Group(category=alike(
    Choice(choices.Category), in_claim("category__in"), "What the claim is about.", in_passage=False
))  # fmt: skip
OF_CLAIM = Group(
    subject=acting(in_claim("subject__in"), f"Who the claim is about. {ACTOR}"),
    holder=acting(in_claim("holder__in"), f"Whose view the claim describes. {ACTOR}"),
    country=alike(
        Text(2, COUNTRY, "RU"), TAKES_PLACE_IN, "Where the reported fact takes place, ISO 3166-1 alpha-2.",
        in_passage=False,
    ),
    credibility=alike(
        Choice(choices.Credibility), in_claim("credibility__in"),
        "Admiralty code of the claim, 1 (confirmed) to 6 (cannot be judged).", in_passage=False,
    ),
)  # fmt: skip
