"""Made-up words with the shape of English, so that slugs, names and texts differ and are searched like real ones."""

from itertools import accumulate
from random import Random

_ONSETS = (
    "b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v",
)  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea")
_CODAS = ("", "", "l", "n", "r", "s", "nd", "st")


def made_up(count: int, seed: str, syllables: tuple[int, ...] = (2, 3)) -> list[str]:
    """Return words, each once, always the same for a seed."""
    rng = Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        parts = (rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice(syllables)))
        found.setdefault("".join(parts))
    return list(found)


def falling(count: int) -> list[float]:
    """Return cumulative weights by which the nth of many is chosen as often as words are: one over n."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


VOCABULARY = made_up(6000, "vocabulary")
_WEIGHTS = falling(len(VOCABULARY))


def sentence(rng: Random, length: int) -> str:
    """Return a sentence of made-up words, few of which are frequent."""
    return " ".join(rng.choices(VOCABULARY, cum_weights=_WEIGHTS, k=length)).capitalize() + "."
