"""Working rows of one record, as the actions write them for the same facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bench.generation.caught import Caught
from bench.generation.foundation import Item
from bench.generation.passages import Facts
from briefings import models
from briefings.facts.base import ANCHOR_KEYS, NO_ANCHOR

Ids = dict[tuple[str, str], int]  # type and slug to the id of the working row
_VALUES = (
    "quantity", "ratio", "when", "modality", "certainty", "polarity", "speech", "quoted", "hedges", "translation",
)  # fmt: skip


@dataclass
class Desk:
    """Where working rows are put; ids: those of the records that came before, which grows."""

    caught: Caught
    ids: Ids

    def id(self, record_type: str, slug: str | None) -> int | None:
        """Return the id of a working row; None for none."""
        return None if slug is None else self.ids[record_type, slug]

    def write(self, item: Item, edition: models.Edition, begun_at: datetime, submitted_at: datetime) -> None:
        """Write a published record's row and parts."""
        own, parts = WRITE[item.record_type](self, item)
        people = {"created_by": edition.author, "submitted_by": edition.author, "updated_by": edition.approver}
        row = self.caught.add(
            models.RECORDS[item.record_type](
                slug=item.slug, state="published", version=3, edition=edition, created_at=begun_at,
                submitted_at=submitted_at, updated_at=edition.started_at, **people, **own,
            )
        )  # fmt: skip
        self.ids[item.record_type, item.slug] = row.pk
        for part in parts:
            part(row)

    def add(self, model: Any, **columns: Any) -> Any:
        """Write one part."""
        return self.caught.add(model(**columns))

    def join(self, through: Any, name: str, owner: int, actors: list[str]) -> None:
        """Write that a row names several actors."""
        for slug in actors:
            self.add(through, **{name: owner, "actor_id": self.ids["actor", slug]})


Parts = list[Callable[[Any], None]]
Written = tuple[Facts, Parts]


def _but(facts: Facts, *names: str) -> Facts:
    return {key: value for key, value in facts.items() if key not in names}


def source(desk: Desk, item: Item) -> Written:
    """Return a source's columns and what writes its text and parts."""
    facts, text = item.facts, item.text or ""
    computed = ("text_sha256", "text_length", "regions", "asides", "agencies", "publisher", "version_of", "received_at")
    columns = {
        **_but(facts, *computed),
        "publisher_id": desk.id("actor", facts["publisher"]),
        "version_of_id": desk.id("source", facts["version_of"]),
        "received_at": datetime.fromisoformat(facts["received_at"]),
    }

    def parts(row: models.Source) -> None:
        desk.add(
            models.SourceText, source_id=row.pk, body=text, sha256=facts["text_sha256"],
            received_bytes=len(text.encode()),
        )  # fmt: skip
        for region in facts["regions"]:
            desk.add(models.Region, source_id=row.pk, **region)
        for agency in facts["agencies"]:
            desk.add(models.Agency, source_id=row.pk, actor_id=desk.id("actor", agency["actor"]), **agency["anchor"])

    return columns, [parts]


def actor(desk: Desk, item: Item) -> Written:
    """Return an actor's columns and what writes its names and roles."""
    facts = item.facts

    def parts(row: models.Actor) -> None:
        for position, name in enumerate(facts["names"]):
            desk.add(models.Name, actor_id=row.pk, position=position, **name)
        for position, role in enumerate(facts["roles"]):
            desk.add(
                models.Role, actor_id=row.pk, position=position, title=role["title"], period=role["period"],
                organisation_id=desk.id("actor", role["organisation"]), source_id=desk.id("source", role["source"]),
                **role["anchor"],
            )  # fmt: skip

    return {
        "kind": facts["kind"], "country": facts["country"], "parent_id": desk.id("actor", facts["parent"]),
    }, [parts]  # fmt: skip


def briefing(desk: Desk, item: Item) -> Written:
    """Return an occasion's columns and what writes its passages and who took part."""
    facts = item.facts

    def parts(row: models.Briefing) -> None:
        for position, passage in enumerate(facts["passages"]):
            desk.add(
                models.BriefingPassage, briefing_id=row.pk, position=position,
                source_id=desk.id("source", passage["source"]), **_but(passage, "source"),
            )  # fmt: skip
        desk.join(models.Briefing.presenters.through, "briefing_id", row.pk, facts["presenters"])
        desk.join(models.Briefing.audience.through, "briefing_id", row.pk, facts["audience"])

    columns = _but(facts, "host", "presenters", "audience", "passages")
    return {**columns, "host_id": desk.id("actor", facts["host"])}, [parts]


def claim(desk: Desk, item: Item) -> Written:
    """Return a claim's columns."""
    facts = item.facts
    return {
        **_but(facts, "subject", "holder"),
        "subject_id": desk.id("actor", facts["subject"]),
        "holder_id": desk.id("actor", facts["holder"]),
    }, []


def reading(desk: Desk, item: Item) -> Written:
    """Return a reading's columns and what writes its citations."""
    facts = item.facts

    def parts(row: models.Reading) -> None:
        for position, citation in enumerate(facts["citations"]):
            _citation(desk, row, position, citation)

    return {
        "claim_id": desk.id("claim", facts["claim"]), "source_id": desk.id("source", facts["source"]),
        "status": facts["status"], "note": facts["note"], "citations_minted": len(facts["citations"]),
    }, [parts]  # fmt: skip


def _citation(desk: Desk, row: models.Reading, position: int, facts: Facts) -> None:
    kept = desk.add(
        models.Citation, reading_id=row.pk, slug=f"{row.slug}--{facts['id']}", position=position, note=facts["note"],
        **{key: facts[key] for key in (*ANCHOR_KEYS, *_VALUES)},
    )  # fmt: skip
    for at, chain in enumerate(facts["chains"]):
        within = desk.add(
            models.Chain, citation_id=kept.pk, position=at, alternative=chain["alternative"], end=chain["end"]
        )
        for place, link in enumerate(chain["links"]):
            own = _but(link, "actors", "candidates", "occasion", "anchor")
            made = desk.add(
                models.Link, chain_id=within.pk, position=place, occasion_id=desk.id("briefing", link["occasion"]),
                **own, **(link["anchor"] or NO_ANCHOR),
            )  # fmt: skip
            desk.join(models.Link.actors.through, "link_id", made.pk, link["actors"])


def comparison(desk: Desk, item: Item) -> Written:
    """Return a comparison's columns."""
    facts = item.facts
    sides = {
        key: value
        for side in ("left", "right")
        for key, value in (
            (f"{side}_claim_id", desk.id("claim", facts[side]["claim"])),
            (f"{side}_citation", facts[side]["citation"]),
        )
    }
    return {"kind": facts["kind"], "reason": facts["reason"], **sides}, []


WRITE: dict[str, Callable[[Desk, Item], Written]] = {
    "source": source,
    "actor": actor,
    "briefing": briefing,
    "claim": claim,
    "reading": reading,
    "comparison": comparison,
}
