"""How much of everything belongs to a number of claims."""

from dataclasses import dataclass

BLOCK = 100  # claims that are published together, with the sources that carry them
SOURCES = 10  # of a block: 0.1 a claim when the block has its hundred
WORDS = 400  # of a text, at least
IDS = 100_000  # of each table kept free for a block: blocks are made side by side, and the first one is the largest


@dataclass(frozen=True)
class Size:
    """What is generated for a number of claims, a multiple of BLOCK."""

    claims: int
    block: int = BLOCK

    @property
    def blocks(self) -> int:
        """Return how many publications bring the claims."""
        return self.claims // self.block

    @property
    def publishers(self) -> int:
        """Return how many media publish the sources: 200 from 10,000 claims on."""
        return min(200, 10 + self.claims // 50)

    @property
    def bodies(self) -> int:
        """Return how many state bodies speak."""
        return min(120, 6 + self.claims // 100)

    @property
    def persons(self) -> int:
        """Return how many persons speak."""
        return min(5000, 12 + self.claims // 100)

    @property
    def occasions(self) -> int:
        """Return how many briefings there were."""
        return min(4000, 6 + self.claims // 250)
