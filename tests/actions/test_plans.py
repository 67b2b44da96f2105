"""No step of a record's life reads a table through: what it costs does not grow with the records there are besides."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import records, withdrawals
from tests import universe

pytestmark = pytest.mark.sqlite
READS = re.compile(r"SELECT|UPDATE|DELETE")
# Tables that stay small: people, groups, heads of chains, the one row of a load and of the documents' version.
SMALL = {f"briefings_{name}" for name in ("user", "chainhead", "unfinishedload", "documentsversion")} | {"auth_group"}


def read_through(queries):
    """Return the tables that statements read from end to end, with the statement, as SQLite plans them."""
    found = {}
    with connection.cursor() as cursor:
        for sql in (each["sql"] for each in queries):
            if READS.match(sql):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
                is_bounded = "LIMIT" in sql and "WHERE" not in sql  # in the order of an index: no more than is given
                plan = (row[3] for row in cursor.fetchall())
                scanned = [re.match(r"SCAN (\w+)", step) for step in plan if not (is_bounded and " INDEX " in step)]
                found |= {match[1]: sql for match in scanned if match and match[1] not in SMALL}
    return found


def test_no_step_reads_a_table_through(u):
    with CaptureQueriesContext(connection) as captured:
        u.publish(u.more("source"), u.more("claim"))
        u.publish(u.more("reading"))
        u.publish(u.edit(universe.published("claim"), proposition="Anew."))
        u.publish(u.edit(universe.published("actor"), country="US"))
        made = u.publish(u.more("comparison"))[0]
        withdrawals.withdraw(record=made, by=u.reviewer, reason="Wrong.")
        records.discard(record=u.more("judgement"), by=u.curator)
        u.merge("twin", into="agency")

    assert len(captured) > 300
    assert read_through(captured) == {}
