"""Parameters about the claim that a reading or a citation is about."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api.filters import Group, Where, acting
from briefings.api.passages import ACTOR, alike
from briefings.api.values import COUNTRY, Choice, Text
from briefings.models import PublishedClaim, PublishedCountry


def in_claim(lookup: str) -> Where:
    """Return the condition that the row's claim has a column that compares so."""
    return lambda value: _meets(**{lookup: value})


def takes_place_in(countries: list[str]) -> Q:
    """Return the condition that the fact of the row's claim takes place in one of these countries."""
    return Q(Exists(PublishedCountry.objects.filter(claim__slug=OuterRef("claim"), country__in=countries)))


def _meets(**condition: Any) -> Q:
    return Q(Exists(PublishedClaim.objects.filter(slug=OuterRef("claim"), **condition)))


CATEGORY = Group(category=alike(
    Choice(choices.Category), in_claim("category__in"), "What the claim is about.", in_passage=False
))  # fmt: skip
OF_CLAIM = Group(
    subject=acting(in_claim("subject__in"), f"Who the claim is about. {ACTOR}"),
    holder=acting(in_claim("holder__in"), f"Whose view the claim describes. {ACTOR}"),
    country=alike(
        Text(2, COUNTRY, "RU"), takes_place_in, "Where the reported fact takes place, ISO 3166-1 alpha-2.",
        in_passage=False,
    ),
    credibility=alike(
        Choice(choices.Credibility), in_claim("credibility__in"),
        "Admiralty code of the claim, 1 (confirmed) to 6 (cannot be judged).", in_passage=False,
    ),
)  # fmt: skip
