"""What the database refuses by SQL too. SQLite and PostgreSQL have their own ways to replace and to empty a table."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from briefings import triggers
from briefings.actions import records
from briefings.models import AuditEvent, Citation, Contribution, Edition, SourceText, User
from tests.universe import get

TABLES = {model._meta.db_table: model for model in triggers.APPEND_ONLY}
AN_EDITION = {"record_type": "claim", "slug": "soldiers-left"}


@pytest.fixture(autouse=True)
def settled(u):
    """Let PostgreSQL check foreign keys now: it alters and truncates no table while checks are pending."""
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")


def execute(sql: str, params: list | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params or [])


def refused(sql: str, message: str, params: list | None = None) -> None:
    """Assert that the statement is refused with the message, and that it changed no append-only table."""
    before = rows()
    with pytest.raises(IntegrityError, match=message):
        execute(sql, params)
    assert rows() == before


def rows() -> list:
    return [list(model._default_manager.order_by("pk").values()) for model in TABLES.values()]


def columns(model, *, without_key: bool = False) -> str:
    key = model._meta.pk.column
    names = [field.column for field in model._meta.concrete_fields if not (without_key and field.column == key)]
    return ", ".join(f'"{name}"' for name in names)


@pytest.mark.parametrize("table", TABLES)
def test_append_only_table_has_rows_to_protect(table):
    assert TABLES[table]._default_manager.exists()


@pytest.mark.parametrize("table", TABLES)
def test_update_is_refused(table):
    key = TABLES[table]._meta.pk.column

    refused(f"UPDATE {table} SET {key} = {key}", f"{table} is append-only")


@pytest.mark.parametrize("table", TABLES)
def test_delete_is_refused(table):
    refused(f"DELETE FROM {table}", f"{table} is append-only")


@pytest.mark.parametrize("table", TABLES)
def test_upsert_is_refused(table):
    key, names = TABLES[table]._meta.pk.column, columns(TABLES[table])

    refused(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}",
        "append-only|numbered without gaps|an approver is never",
    )


@pytest.mark.sqlite
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
def test_replace_is_refused(verb, table):
    names = columns(TABLES[table])

    refused(f"{verb} {table} ({names}) SELECT {names} FROM {table}", "append-only|numbered without gaps")


@pytest.mark.sqlite
@pytest.mark.parametrize("model", [Edition, AuditEvent, Contribution], ids=lambda model: model.__name__)
def test_replace_by_a_unique_key_other_than_the_primary_is_refused(model):
    table, names = model._meta.db_table, columns(model, without_key=True)

    refused(
        f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}", "append-only|numbered without gaps"
    )


@pytest.mark.sqlite
def test_replace_of_an_edition_by_the_first_of_another_record_is_refused():
    edition = Edition.objects.filter(record_type="claim").values().first()
    row = {**edition, "slug": "a-new-record", "number": 1}
    contribute(edition["author_id"], slug="a-new-record", number=1)
    del row["id"]

    refused(*inserting(Edition, row, verb="INSERT OR REPLACE INTO"), "append-only")


@pytest.mark.sqlite
def test_replace_of_a_text_by_its_hash_is_refused():
    values = SourceText.objects.values().first()
    spare = get("source", "report-b").pk

    refused(*inserting(SourceText, {**values, "source_id": spare}, verb="INSERT OR REPLACE INTO"), "append-only")


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused(table):
    refused(f"TRUNCATE {table} CASCADE", "append-only")


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["briefings_user", "briefings_source", "briefings_batch"])
def test_truncate_of_a_table_that_append_only_rows_refer_to_is_refused(table):
    refused(f"TRUNCATE {table} CASCADE", "append-only")


# Editions


def inserting(model, row: dict, verb: str = "INSERT INTO"):
    """Return a statement that inserts the row, and its parameters, as refused() takes them with a message between."""
    names = {field.attname: field.column for field in model._meta.concrete_fields}
    listed = ", ".join(f'"{names[name]}"' for name in row)
    values = ", ".join(_literal(value) for value in row.values())
    return (f"{verb} {model._meta.db_table} ({listed}) VALUES ({values})",)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def contribute(user_id: int, *, slug: str, number: int) -> None:
    Contribution.objects.create(
        record_type="claim", slug=slug, number=number, user_id=user_id, contributed_at="2024-11-01T00:00:00Z"
    )


def next_edition(u, **changes) -> dict:
    """Return columns of a second edition of the claim that the database takes as it is."""
    last = Edition.objects.order_by("-sequence").values().first()
    return {
        **{key: value for key, value in last.items() if key != "id"}, **AN_EDITION,
        "sequence": last["sequence"] + 1, "number": 2, "kind": "published", "hash": "f" * 64,
        "author_id": u.curator.pk, "approver_id": u.reviewer.pk, **changes,
    }  # fmt: skip


@pytest.fixture
def revised(u):
    """Make the curator and the chief contributors of the claim's second edition."""
    row = u.edit(get("claim", "soldiers-left"), proposition="Anew.")
    return u.edit(row, by=u.chief, proposition="Anew, by the chief.")


def test_edition_by_two_people_is_taken(u, revised):
    execute(*inserting(Edition, next_edition(u)))

    assert Edition.objects.filter(**AN_EDITION).count() == 2


@pytest.mark.parametrize("who", ["curator", "chief"])
@pytest.mark.parametrize("kind", ["published", "merged", "un_merged", "withdrawn"])
def test_edition_approved_by_a_contributor_is_refused(kind, who, u, revised):
    author = u.chief if who == "curator" else u.curator
    row = next_edition(u, kind=kind, approver_id=getattr(u, who).pk, author_id=author.pk)

    refused(*inserting(Edition, row), "an approver is never a contributor")


def test_edition_without_a_contributor_is_refused(u):
    refused(*inserting(Edition, next_edition(u)), "an edition has a contributor")


def test_edition_approved_by_its_author_is_refused(u, revised):
    row = next_edition(u, author_id=u.reviewer.pk, approver_id=u.reviewer.pk)

    refused(*inserting(Edition, row), "edition_two_people")


def test_edition_without_an_approver_is_refused(u, revised):
    refused(*inserting(Edition, next_edition(u, approver_id=None)), "edition_two_people")


@pytest.mark.parametrize("number", [1, 3, 0])
def test_edition_with_a_number_that_is_not_the_next_is_refused(number, u):
    contribute(u.curator.pk, slug="soldiers-left", number=number) if number != 1 else None

    refused(*inserting(Edition, next_edition(u, number=number)), "numbered without gaps")


# Citations


def a_citation() -> Citation:
    return Citation.objects.get(slug="soldiers-left--report-a--c1")


@pytest.mark.parametrize(
    "change",
    [
        "start = start + 1",
        '"end" = "end" - 1',
        "exact = 'other words'",
        'start = start + 1, "end" = "end" + 1',
        "start = 5000",
    ],
)
def test_citation_whose_words_do_not_stand_there_is_refused(change):
    table = Citation._meta.db_table

    with pytest.raises((IntegrityError, DataError)):  # PostgreSQL: no substr of a negative length
        execute(f"UPDATE {table} SET {change} WHERE id = %s", [a_citation().pk])

    assert a_citation().exact == "1,500\u00a0more soldiers had left \u200fin October"


def test_citation_inserted_with_moved_offsets_is_refused():
    citation = a_citation()
    citation.pk, citation.slug, citation.start, citation.end = None, "x--c1", citation.start - 1, citation.end - 1

    with pytest.raises(IntegrityError, match="a passage stands in its text"), transaction.atomic():
        citation.save(force_insert=True)


def test_citation_moved_to_a_reading_of_another_source_is_refused():
    other = get("reading", "soldiers-left--report-b").pk

    with pytest.raises(IntegrityError, match="a passage stands in its text"):
        execute(f"UPDATE {Citation._meta.db_table} SET reading_id = %s WHERE id = %s", [other, a_citation().pk])


@pytest.mark.parametrize(
    ("column", "record"), [("source_id", ("source", "report-b")), ("claim_id", ("claim", "soldiers-left"))]
)
def test_reading_moved_under_its_citations_is_refused(column, record):
    reading = get("reading", "soldiers-planned--report-a")

    with pytest.raises(IntegrityError, match="a reading keeps its claim and its source"):
        execute(f"UPDATE briefings_reading SET {column} = %s WHERE id = %s", [get(*record).pk, reading.pk])


def test_citation_of_a_source_without_text_is_refused(u):
    source = get("source", "report-b")
    bare = type(source)._default_manager.get(pk=source.pk)
    bare.pk, bare.slug = None, "bare"
    bare.save(force_insert=True)
    reading = get("reading", "soldiers-left--report-b")
    reading.pk, reading.slug, reading.source = None, "x--bare", bare
    reading.save(force_insert=True)
    citation = a_citation()
    citation.pk, citation.slug, citation.reading = None, "x--bare--c1", reading

    with pytest.raises(IntegrityError, match="a passage stands in its text"), transaction.atomic():
        citation.save(force_insert=True)


def test_citation_note_may_change():
    execute(f"UPDATE {Citation._meta.db_table} SET note = 'seen' WHERE id = %s", [a_citation().pk])

    assert a_citation().note == "seen"


def test_pseudonym_never_changes(u):
    with pytest.raises(IntegrityError, match="a pseudonym never changes"):
        execute("UPDATE briefings_user SET pseudonym = 'another' WHERE id = %s", [u.curator.pk])

    User.objects.filter(pk=u.curator.pk).update(first_name="Ann")


# missing()


def test_missing_names_nothing_after_migrate():
    assert triggers.missing() == []


def drop(name: str) -> None:
    table = triggers.statements(connection.vendor)[name][0]
    execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


@pytest.mark.parametrize("name", sorted(triggers.statements(connection.vendor)))
def test_missing_names_a_dropped_trigger_and_install_brings_it_back(name):
    drop(name)

    assert triggers.missing() == [name]
    triggers.install()
    assert triggers.missing() == []


def test_missing_names_a_trigger_that_fires_never():
    name, table = "briefings_edition_no_update", "briefings_edition"
    drop(name)
    if connection.vendor == "sqlite":
        execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN 0 BEGIN SELECT 1; END")
    else:
        execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()")

    assert triggers.missing() == [name]


def test_missing_names_a_trigger_on_another_table():
    name = "briefings_edition_no_update"
    drop(name)
    if connection.vendor == "sqlite":
        execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON briefings_batch FOR EACH ROW BEGIN SELECT 1; END")
    else:
        execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON briefings_batch FOR EACH ROW EXECUTE FUNCTION {name}()")

    assert triggers.missing() == [name]


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["DISABLE TRIGGER {name}", "DISABLE TRIGGER ALL", "ENABLE REPLICA TRIGGER {name}"])
def test_missing_names_a_trigger_that_was_switched_off(how):
    execute(f"ALTER TABLE briefings_auditevent {how.format(name='briefings_auditevent_no_update')}")

    assert "briefings_auditevent_no_update" in triggers.missing()


@pytest.mark.postgres
def test_missing_names_a_trigger_whose_function_was_changed():
    name = "edition_four_eyes"
    execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RETURN NEW; END $body$"
    )

    assert triggers.missing() == [name]


def test_actions_work_under_the_triggers(u):
    row = u.edit(get("claim", "soldiers-left"), proposition="Still possible.")

    assert records.get("claim", "soldiers-left").version == row.version
