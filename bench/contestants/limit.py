"""The limit: what a hand-written application can do over the same SQLite rows, and nothing else.

    /documents/claims/?category=&page_size=&after=     the documents as they are, joined by the list's index
    /rows/claims/?…                                    the same page put together from the working rows, with orjson
    /documents/claims/<slug>/    /documents/search/?q=&page_size=    /documents/export.ndjson

No strictness, no ETag, no OPTIONS, no errors: what those cost is what the comparison shows. DATABASE_URL
names the file.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import orjson

from config.sqlite.engine import DATABASE

Rows = list[tuple[Any, ...]]
Asked = dict[str, str]

_SEARCHED = """SELECT t.kind, t.slug, t.claim, t.source, t.start, t.text
    FROM briefings_publishedtext t JOIN briefings_search s ON s.rowid = t.id
    WHERE briefings_search MATCH ? ORDER BY bm25(briefings_search), t.id LIMIT ?"""
_CLAIM = """SELECT c.id, c.slug, c.proposition, c.category, s.slug, sn.text, h.slug, hn.text, c.counted, c.unit,
    json(c.countries), c.credibility, p.sources, p.silent, p.citations, p.changed_at
    FROM briefings_publishedclaim p JOIN briefings_claim c ON c.slug = p.slug
    LEFT JOIN briefings_actor s ON s.id = c.subject_id
    LEFT JOIN briefings_name sn ON sn.actor_id = s.id AND sn.position = 0
    LEFT JOIN briefings_actor h ON h.id = c.holder_id
    LEFT JOIN briefings_name hn ON hn.actor_id = h.id AND hn.position = 0"""
_READINGS = """SELECT r.claim_id, r.id, r.slug, r.status, r.note, s.slug, s.title, s.kind, s.reliability,
    json(s.published), a.slug, n.text FROM briefings_reading r JOIN briefings_source s ON s.id = r.source_id
    LEFT JOIN briefings_actor a ON a.id = s.publisher_id
    LEFT JOIN briefings_name n ON n.actor_id = a.id AND n.position = 0
    WHERE r.claim_id IN ({}) ORDER BY r.slug"""
_CITATIONS = """SELECT reading_id, id, slug, start, "end", exact, prefix, suffix, json(quantity), json("when"),
    modality, certainty, polarity, speech, json(quoted), json(hedges), translation, note
    FROM briefings_citation WHERE reading_id IN ({}) ORDER BY position"""
_CHAINS = 'SELECT citation_id, id, alternative, "end" FROM briefings_chain WHERE citation_id IN ({}) ORDER BY position'
_LINKS = """SELECT l.chain_id, l.id, l.role, l.as_printed, l.distribution, l.basis, l.start, l."end", l.exact, l.prefix,
    l.suffix, b.slug, b.title FROM briefings_link l LEFT JOIN briefings_briefing b ON b.id = l.occasion_id
    WHERE l.chain_id IN ({}) ORDER BY l.position"""
_ACTORS = """SELECT j.link_id, a.slug, n.text, a.kind FROM briefings_link_actors j
    JOIN briefings_actor a ON a.id = j.actor_id
    JOIN briefings_name n ON n.actor_id = a.id AND n.position = 0 WHERE j.link_id IN ({}) ORDER BY a.slug"""


def _connect() -> Any:
    path = os.environ["DATABASE_URL"].removeprefix("sqlite:///")
    kept = DATABASE.connect(path, isolation_level=None, check_same_thread=False)
    kept.execute("PRAGMA temp_store=MEMORY")
    kept.execute("PRAGMA cache_size=-4096")
    return kept


_CONNECTION: list[Any] = []


def ask(sql: str, values: Iterable[Any] = ()) -> Any:
    """Return a cursor over what a statement finds; one connection a process."""
    if not _CONNECTION:
        _CONNECTION.append(_connect())
    return _CONNECTION[0].execute(sql, tuple(values))


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Answer one request."""
    asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    _, form, *rest = environ["PATH_INFO"].split("/")
    answer = {"export.ndjson": _export, "search": _search}.get(rest[0])
    if answer:
        body = answer(asked)
    else:
        slug = rest[1] if len(rest) > 2 else None
        body = PAGES[form, slug is None](asked if slug is None else {"slug": slug})
    if isinstance(body, bytes):
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]
    start_response("200 OK", [("Content-Type", "application/x-ndjson")])
    return body


def _where(asked: Asked, column: str) -> tuple[str, list[Any]]:
    found, values = [], []
    for name, condition in (
        ("slug", "p.slug = ?"),
        ("category", "p.category = ?"),
        ("sources__gte", "p.sources >= ?"),
        ("after", "p.slug > ?"),
    ):
        if name in asked:
            found.append(condition)
            values.append(asked[name])
    where = f" WHERE {' AND '.join(found)}" if found else ""
    return f"{where} ORDER BY {column} LIMIT ?", [*values, int(asked.get("page_size", 50)) + 1]


def documents(asked: Asked) -> bytes:
    """Return a page of documents as they are."""
    condition, values = _where(asked, "p.slug")
    found = ask(
        "SELECT d.body, p.slug FROM briefings_publishedclaim p JOIN briefings_document d ON d.id = p.document_id"
        + condition,
        values,
    ).fetchall()
    size = values[-1] - 1
    following = f'"{found[size - 1][1]}"'.encode() if len(found) > size else b"null"
    return b"".join([b'{"next":', following, b',"results":[', b",".join([row[0] for row in found[:size]]), b"]}"])


def document(asked: Asked) -> bytes:
    """Return one document as it is."""
    sql = "SELECT body FROM briefings_document WHERE record_type = 'claim' AND slug = ?"
    body: bytes = ask(sql, [asked["slug"]]).fetchone()[0]
    return body


def rows(asked: Asked) -> bytes:
    """Return a page put together from working rows: one statement a table."""
    condition, values = _where(asked, "p.slug")
    size = values[-1] - 1
    found = ask(_CLAIM + condition, values).fetchall()
    return orjson.dumps({"next": found[size - 1][1] if len(found) > size else None, "results": _nested(found[:size])})


def row(asked: Asked) -> bytes:
    """Return one claim put together from working rows."""
    return orjson.dumps(_nested(ask(f"{_CLAIM} WHERE p.slug = ?", [asked["slug"]]).fetchall())[0])


def _under(sql: str, ids: list[int]) -> tuple[dict[int, Rows], list[int]]:
    """Return rows by what they belong to, and their ids."""
    found: dict[int, Rows] = defaultdict(list)
    own = []
    for each in ask(sql.format(",".join(map(str, ids)))):
        found[each[0]].append(each)
        own.append(each[1])
    return found, own


def _json(text: str | None) -> Any:
    return orjson.Fragment(text) if text else None


def _nested(claims: Rows) -> list[dict[str, Any]]:
    readings, ids = _under(_READINGS, [each[0] for each in claims])
    citations, ids = _under(_CITATIONS, ids)
    chains, ids = _under(_CHAINS, ids)
    links, ids = _under(_LINKS, ids)
    actors, _ = _under(_ACTORS, ids)

    def link(row: tuple) -> dict[str, Any]:
        _, key, role, printed, distribution, basis, start, end, exact, prefix, suffix, occasion, title = row
        return {
            "role": role, "actors": [{"slug": each[1], "name": each[2], "kind": each[3]} for each in actors[key]],
            "as_printed": printed, "distribution": distribution, "basis": basis,
            "occasion": {"slug": occasion, "title": title} if occasion else None,
            "anchor": {"start": start, "end": end, "exact": exact, "prefix": prefix, "suffix": suffix},
        }  # fmt: skip

    def citation(row: tuple) -> dict[str, Any]:
        return {
            "slug": row[2], "start": row[3], "end": row[4], "exact": row[5], "prefix": row[6], "suffix": row[7],
            "quantity": _json(row[8]), "when": _json(row[9]), "modality": row[10], "certainty": row[11],
            "polarity": row[12], "speech": row[13], "quoted": _json(row[14]), "hedges": _json(row[15]),
            "translation": row[16], "note": row[17],
            "chains": [
                {"alternative": bool(each[2]), "end": each[3], "links": [link(one) for one in links[each[1]]]}
                for each in chains[row[1]]
            ],
        }  # fmt: skip

    def reading(row: tuple) -> dict[str, Any]:
        source = {
            "slug": row[5], "title": row[6], "kind": row[7], "reliability": row[8], "published": _json(row[9]),
            "publisher": {"slug": row[10], "name": row[11]} if row[10] else None,
        }  # fmt: skip
        own = {"slug": row[2], "status": row[3], "note": row[4], "source": source}
        return {**own, "citations": [citation(each) for each in citations[row[1]]]}

    return [
        {
            "slug": row[1], "proposition": row[2], "category": row[3],
            "subject": {"slug": row[4], "name": row[5]} if row[4] else None,
            "holder": {"slug": row[6], "name": row[7]} if row[6] else None, "counted": row[8], "unit": row[9],
            "countries": _json(row[10]), "credibility": row[11],
            "counts": {"sources": row[12], "not_carried": row[13], "citations": row[14]}, "changed_at": row[15],
            "readings": [reading(each) for each in readings[row[0]]],
        }
        for row in claims
    ]  # fmt: skip


def _search(asked: Asked) -> bytes:
    found = ask(_SEARCHED, [f'"x{asked["q"]}"', int(asked.get("page_size", 50))])
    names = ("kind", "slug", "claim", "source", "start", "text")
    return orjson.dumps({"results": [dict(zip(names, each, strict=True)) for each in found]})


def _export(asked: Asked) -> Iterable[bytes]:
    for (body,) in ask(
        "SELECT d.body FROM briefings_publishedclaim p JOIN briefings_document d ON d.id = p.document_id"
        " WHERE p.category = ? ORDER BY p.slug",
        [asked["category"]],
    ):
        yield body + b"\n"


PAGES: dict[tuple[str, bool], Callable[[Asked], bytes]] = {
    ("documents", True): documents,
    ("documents", False): document,
    ("rows", True): rows,
    ("rows", False): row,
}
