"""Triggers: what the database itself refuses, by SQL too, on SQLite and PostgreSQL.

Append-only tables refuse UPDATE, DELETE, TRUNCATE (PostgreSQL) and INSERT OR REPLACE (SQLite); an edition is refused
when its approver contributed to it or its number is not the next; a citation is refused when its words do not stand
at its offsets. Migrations that rebuild a table drop its triggers in silence on SQLite, so they are installed after
every migrate, and `manage.py verify` checks that they are there and unchanged.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, UniqueConstraint

from briefings import models
from briefings.choices import EditionKind

# Tables whose rows never change once they are written.
APPEND_ONLY = (
    models.SourceText,
    models.SourceOriginal,
    models.Edition,
    models.EditionPayload,
    models.AuditEvent,
    models.AuditPayload,
    models.Contribution,
)

_EDITION = models.Edition._meta.db_table
_CONTRIBUTION = models.Contribution._meta.db_table
_CITATION = models.Citation._meta.db_table
_READING = models.Reading._meta.db_table
_TEXT = models.SourceText._meta.db_table

_WHOSE = f"""FROM {_CONTRIBUTION} c
    WHERE c.record_type = NEW.record_type AND c.slug = NEW.slug AND c.number = NEW.number"""

# name: (table, events, condition that refuses, message)
_REFUSALS = {
    "edition_four_eyes": (
        _EDITION,
        "INSERT",
        f"NEW.approver_id IS NOT NULL AND EXISTS (SELECT 1 {_WHOSE} AND c.user_id = NEW.approver_id)",
        "an approver is never a contributor",
    ),
    "edition_has_contributor": (
        _EDITION,
        "INSERT",
        f"NEW.kind <> '{EditionKind.WITHDRAWN.value}' AND NOT EXISTS (SELECT 1 {_WHOSE})",
        "an edition has a contributor",
    ),
    "edition_number_next": (
        _EDITION,
        "INSERT",
        f"""NEW.number <> 1 + (SELECT COALESCE(MAX(e.number), 0) FROM {_EDITION} e
    WHERE e.record_type = NEW.record_type AND e.slug = NEW.slug)""",
        "editions of a record are numbered without gaps",
    ),
    "citation_in_text": (
        _CITATION,
        "INSERT OR UPDATE",
        f"""NEW.exact <> COALESCE((SELECT substr(t.body, NEW.start + 1, NEW."end" - NEW.start)
    FROM {_TEXT} t JOIN {_READING} r ON r.source_id = t.source_id WHERE r.id = NEW.reading_id), '')""",
        "a passage stands in its text",
    ),
    "reading_keeps_its_cell": (
        _READING,
        "UPDATE",
        "NEW.claim_id <> OLD.claim_id OR NEW.source_id <> OLD.source_id",
        "a reading keeps its claim and its source",
    ),
    # The hashes of both chains are taken over pseudonyms.
    "user_keeps_pseudonym": (
        models.User._meta.db_table,
        "UPDATE",
        "NEW.pseudonym <> OLD.pseudonym",
        "a pseudonym never changes",
    ),
}


def statements(vendor: str) -> dict[str, tuple[str, str]]:
    """Return for each trigger's name its table and the SQL that creates it. vendor: sqlite or postgresql."""
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    found: dict[str, tuple[str, str]] = {}
    for model in APPEND_ONLY:
        found.update(make.append_only(model))
    for name, (table, events, condition, message) in _REFUSALS.items():
        found.update(make.refusal(name, table, events, condition, message))
    return found


def _unique(model: type[Model]) -> list[list[str]]:
    """Return each set of columns of which a model has a row once at most, the primary key among them."""
    single = [[field.column] for field in model._meta.concrete_fields if field.unique]
    together = [
        [model._meta.get_field(name).column for name in constraint.fields]
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return single + together


class _sqlite:
    """SQLite: a trigger an event; RAISE(ABORT) undoes the statement."""

    @staticmethod
    def _one(name: str, table: str, event: str, message: str, condition: str = "") -> tuple[str, tuple[str, str]]:
        when = f" WHEN {condition}" if condition else ""
        return name, (
            table,
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )

    @classmethod
    def append_only(cls, model) -> dict[str, tuple[str, str]]:
        table = model._meta.db_table
        message = f"{table} is append-only"
        there = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} old WHERE {' AND '.join(f'old.{name} = NEW.{name}' for name in names)})"
            for names in _unique(model)
        )
        return dict(
            [
                cls._one(f"{table}_no_update", table, "UPDATE", message),
                cls._one(f"{table}_no_delete", table, "DELETE", message),
                # INSERT OR REPLACE deletes the row in its way without firing a DELETE trigger.
                cls._one(f"{table}_no_replace", table, "INSERT", message, there),
            ]
        )

    @classmethod
    def refusal(cls, name, table, events, condition, message) -> dict[str, tuple[str, str]]:
        return dict(
            cls._one(f"{name}_{event.lower()}", table, event, message, condition) for event in events.split(" OR ")
        )


class _postgresql:
    """PostgreSQL: a function a message; TRUNCATE has a trigger of its own."""

    @staticmethod
    def _one(name: str, table: str, event: str, message: str, condition: str = "") -> tuple[str, tuple[str, str]]:
        refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {condition} THEN {refuse} END IF; RETURN NEW;" if condition else f"{refuse} RETURN NULL;"
        scope = "STATEMENT" if event == "TRUNCATE" else "ROW"
        return name, (
            table,
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} END $body$; "
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {scope} EXECUTE FUNCTION {name}()",
        )

    @classmethod
    def append_only(cls, model) -> dict[str, tuple[str, str]]:
        table = model._meta.db_table
        message = f"{table} is append-only"
        return dict(
            cls._one(f"{table}_no_{event.lower()}", table, event, message) for event in ("UPDATE", "DELETE", "TRUNCATE")
        )

    @classmethod
    def refusal(cls, name, table, events, condition, message) -> dict[str, tuple[str, str]]:
        return dict([cls._one(name, table, events, message, condition)])


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Create every trigger anew. Harmless when they are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (table, sql) in statements(connection.vendor).items():
            target = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{target}")
            cursor.execute(sql)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of triggers that are not there, were switched off, or say something else than install made."""
    connection = connections[using]
    wanted = statements(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = {name for name, sql in cursor.fetchall() if name in wanted and sql == wanted[name][1]}
        else:
            cursor.execute(
                "SELECT t.tgname, p.prosrc, pg_get_triggerdef(t.oid, true) FROM pg_trigger t "
                "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            )
            there = {
                name
                for name, body, definition in cursor.fetchall()
                if name in wanted and wanted[name][1].endswith(f"$body${body}$body$; {definition}")
            }
    return sorted(set(wanted) - there)
