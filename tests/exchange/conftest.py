"""A made-up report with its fixtures, small enough to read: one claim carried, one not, one occasion.

army-3000--report   "over 3,000 men"      chain: lawmaker Ann Lee (relayer) <- the Ministry (originator)
army-paid--report   not carried
army-3000--other    "3,000 men"           the source's own voice
army-paid--other    "two coins a day"
"""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

REPORT = (
    "Army grows\n\nThe army has over 3,000 men, the Ministry said on 5 May 2024, according to lawmaker Ann Lee. "
    "She spoke “off the record”.\n\nABC/Reuters\n"
)
OTHER = "The army has 3,000 men. Each man gets two coins a day.\n"

MINISTRY = {
    "role": "originator",
    "actors": ["ministry"],
    "as_printed": "the Ministry",
    "anchor": {"quote": "the Ministry said"},
    "basis": "stated",
    "occasion": "ministry-statement",
    "when": {
        "literal": "5 May 2024",
        "edtf_printed": "2024-05-05",
        "edtf": "2024-05-05",
        "basis": "printed",
        "literal_anchor": {"quote": "on 5 May 2024"},
    },
}
LEE = {
    "role": "relayer",
    "actors": ["ann-lee"],
    "as_printed": "lawmaker Ann Lee",
    "anchor": {"quote": "according to lawmaker Ann Lee"},
    "basis": "stated",
}
VALUES = {"modality": "asserted", "certainty": "certain", "polarity": "positive", "speech": "indirect"}
OWN_VOICE = [{"end": "own_voice"}]
DATA: dict[str, Any] = {
    "sources": [
        {
            "slug": "report",
            "file": "report.txt",
            "kind": "article",
            "received_at": "2024-05-06T08:00:00Z",
            "language": "en",
            "regions": [{"kind": "headline", "quote": "Army grows"}, {"kind": "credit", "quote": "ABC/Reuters"}],
            "asides": [{"quote": "She spoke “off the record”.", "reason": "rhetoric"}],
        },
        {
            "slug": "other",
            "file": "other.txt",
            "kind": "article",
            "received_at": "2024-05-06T08:00:00Z",
            "language": "en",
            "version_of": None,
        },
    ],
    "actors": [
        {
            "slug": "ministry",
            "kind": "state_body",
            "names": [{"text": "the Ministry", "language": "en", "script": "Latn", "kind": "description"}],
        },
        {
            "slug": "ann-lee",
            "kind": "person",
            "roles": [{"title": "lawmaker", "source": "report", "anchor": {"quote": "lawmaker Ann Lee"}}],
        },
    ],
    "briefings": [
        {
            "slug": "ministry-statement",
            "title": "Statement of the Ministry",
            "kind": "statement",
            "when": {
                "literal": "5 May 2024",
                "edtf_printed": "2024-05-05",
                "edtf": "2024-05-05",
                "basis": "printed",
                "literal_anchor": {"source": "report", "quote": "on 5 May 2024"},
            },
            "presenters": ["ministry"],
            "passages": [{"source": "report", "quote": "the Ministry said on 5 May 2024", "states": ["when"]}],
        }
    ],
    "claims": [
        {"slug": "army-3000", "proposition": "The army has this many men.", "category": "estimate"},
        {"slug": "army-paid", "proposition": "The men are paid.", "category": "payment"},
    ],
    "comparisons": [
        {
            "slug": "over-or-not",
            "kind": "contradicts",
            "left": {"claim": "army-3000", "citation": "report/c1"},
            "right": {"claim": "army-3000", "citation": "other/c1"},
            "reason": "One says over.",
        }
    ],
    "judgements": [],
    "readings/report": {
        "source": "report",
        "readings": [
            {
                "claim": "army-3000",
                "citations": [
                    {
                        "id": "c1",
                        "quote": "The army has over 3,000 men",
                        "quantity": {"literal": "over 3,000", "comparator": "gt", "min": 3000},
                        **VALUES,
                        "chains": [{"end": "originator", "links": [LEE, MINISTRY]}],
                    }
                ],
            }
        ],
        "not_carried": ["army-paid"],
    },
    "readings/other": {
        "source": "other",
        "readings": [
            {
                "claim": "army-3000",
                "citations": [{"id": "c1", "quote": "The army has 3,000 men", **VALUES, "chains": OWN_VOICE}],
            },
            {
                "claim": "army-paid",
                "citations": [{"id": "c1", "quote": "Each man gets two coins a day", **VALUES, "chains": OWN_VOICE}],
            },
        ],
    },
}


class MadeUp:
    """The made-up fixtures: change `data` and `texts`, then `write()` and pass `dirs` on."""

    def __init__(self, root: Path) -> None:
        self.data = copy.deepcopy(DATA)
        self.texts = {"report.txt": REPORT, "other.txt": OTHER}
        self.dirs = (root / "fixtures", root / "seeds")

    @property
    def citation(self) -> dict[str, Any]:
        """The citation with the chain of two links."""
        return self.data["readings/report"]["readings"][0]["citations"][0]

    @property
    def links(self) -> list[dict[str, Any]]:
        return self.citation["chains"][0]["links"]

    def write(self) -> tuple[Path, Path]:
        fixtures_dir, seeds_dir = self.dirs
        (fixtures_dir / "readings").mkdir(parents=True, exist_ok=True)
        seeds_dir.mkdir(exist_ok=True)
        for name, data in self.data.items():
            content = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            (fixtures_dir / f"{name}.yaml").write_text(content, encoding="utf-8")
        for name, text in self.texts.items():
            (seeds_dir / name).write_bytes(text.encode())
        return self.dirs


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    return MadeUp(tmp_path)
