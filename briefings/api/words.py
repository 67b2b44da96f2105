"""Lists narrowed by the words that their texts hold: walked, the words of each row are read; listed, their index."""

from collections.abc import Sequence

from django.db import router
from django.db.models import Exists, OuterRef, Q

from briefings.api.conditions import Condition, Few
from briefings.api.filters import Parameter
from briefings.api.statements import execute
from briefings.api.values import Query
from briefings.models import PublishedText
from briefings.models.search import Run, needle, reaching, written


class Searched(Condition):
    """The condition that a row is one of those whose search rows hold every run of words.

    own, theirs: the columns that say so; kinds: first and last of those whose search rows have theirs, in the order of
    KINDS. along: a column of either by which few search rows are found, where theirs has no index.
    """

    def __init__(self, own: str, theirs: str, kinds: Sequence[str], along: tuple[str, str] | None = None) -> None:
        self.own, self.theirs, self.kinds = own, theirs, kinds
        pairs = dict([along] if along else []) | {own: theirs}
        self.same = {column: OuterRef(of_row) for of_row, column in pairs.items()}

    def __call__(self, needles: list[str]) -> Q:
        return Q(Exists(PublishedText.objects.within(needles).filter(**self.same)))

    def listed(self, search: str) -> Q:
        return Q(**{f"{self.own}__in": PublishedText.objects.holding(search, self.kinds, self.theirs)})

    def walked(self, runs: list[Run]) -> list[str]:
        return [needle(run) for run in runs]

    def gathered(self, runs: list[Run]) -> Few | None:
        return Few((written(runs),))  # search rows are found in the order in which they lie

    def marked(self, runs: list[Run]) -> Few | None:
        return super().marked(written(runs))

    def _is_below(self, count: int, search: str) -> bool:
        return not execute(router.db_for_read(PublishedText), *reaching(search, self.kinds, count))


def searched(own: str, theirs: str, *kinds: str, along: tuple[str, str] | None = None) -> Parameter:
    """Return the parameter that narrows a list by full text: rows whose column is one of the search rows'."""
    return Parameter(
        Query(), Searched(own, theirs, kinds, along),
        'Words that its text holds, all of them; `"a phrase"`, `begin*`. Case, accents and the kind of apostrophe make'
        " no difference. Ranked and with snippets: `/api/v1/search/`.",
    )  # fmt: skip
