"""Exported and imported again: nothing is lost, and what is unchanged changes nothing."""

import pytest

from briefings.exchange.curated import CURATOR
from briefings.exchange.sheets import files, imports
from briefings.exchange.sheets.imports import Asked
from briefings.models import RECORDS, User
from tests.universe import TYPES

FORMS = ("csv", "yaml")


def exported(record_type: str, form: str) -> bytes:
    return files.export(record_type, list(RECORDS[record_type].objects.values_list("pk", flat=True)), form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("record_type", TYPES)
def test_export_of_the_five_reports_imported_unchanged_changes_nothing(record_type, form, five_reports, db):
    raw = exported(record_type, form)

    run = imports.run(Asked(record_type, form, raw), by=User.objects.get(username=CURATOR))

    assert {result.outcome for result in run.results} == {"same"}
    assert len(run.results) == RECORDS[record_type].objects.count()
