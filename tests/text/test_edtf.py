"""EDTF: what is read, its bounds, and that noise is refused and nothing worse."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefings.text import edtf
from briefings.text.edtf import NotEdtf

D = date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "words"),
    [
        ("2024", D(2024, 1, 1), D(2024, 12, 31), "year", "2024"),
        ("2024-10", D(2024, 10, 1), D(2024, 10, 31), "month", "October 2024"),
        ("2024-10-23", D(2024, 10, 23), D(2024, 10, 23), "day", "23 October 2024"),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "month", "February 2024"),
        ("2023-02", D(2023, 2, 1), D(2023, 2, 28), "month", "February 2023"),
        ("2024-10-XX", D(2024, 10, 1), D(2024, 10, 31), "month", "October 2024"),
        ("2024-10-2X", D(2024, 10, 20), D(2024, 10, 29), "month", "a day from 20 to 29 October 2024"),
        ("2024-XX-31", D(2024, 1, 31), D(2024, 12, 31), "day", "day 31 of an unknown month 2024"),
        ("202X", D(2020, 1, 1), D(2029, 12, 31), "decade", "the 2020s"),
        ("000X", D(1, 1, 1), D(9, 12, 31), "decade", "the 0s"),
        ("20XX", D(2000, 1, 1), D(2099, 12, 31), "century", "the years 2000 to 2099"),
        ("202X-02-29", D(2020, 2, 29), D(2028, 2, 29), "day", "29 February in the 2020s"),
        ("XXXX-10-08", None, None, "day", "8 October (year not known)"),
        ("XXXX-02-29", None, None, "day", "29 February (year not known)"),
        ("XXXX-XX-23", None, None, "day", "day 23 of an unknown month (year not known)"),
        ("XXXX-12", None, None, "month", "December (year not known)"),
        ("2024~", D(2024, 1, 1), D(2024, 12, 31), "year", "about 2024"),
        ("2024-10?", D(2024, 10, 1), D(2024, 10, 31), "month", "October 2024 (uncertain)"),
        ("2024-10-23%", D(2024, 10, 23), D(2024, 10, 23), "day", "about 23 October 2024 (uncertain)"),
        ("2024-10-08/2024-10-13", D(2024, 10, 8), D(2024, 10, 13), "interval", "8–13 October 2024"),
        ("2024-09/2024-10", D(2024, 9, 1), D(2024, 10, 31), "interval", "September–October 2024"),
        ("2024-09-30/2024-10-02", D(2024, 9, 30), D(2024, 10, 2), "interval", "30 September 2024 to 2 October 2024"),
        (
            "2024-10-08/2024-10-13~",
            D(2024, 10, 8),
            D(2024, 10, 13),
            "interval",
            "8 October 2024 to about 13 October 2024",
        ),
        ("2023/2024-10", D(2023, 1, 1), D(2024, 10, 31), "interval", "2023 to October 2024"),
        ("XXXX-10-08/XXXX-10-13", None, None, "interval", "8 October (year not known) to 13 October (year not known)"),
        ("../2024-12", None, D(2024, 12, 31), "open_interval", "no later than December 2024"),
        ("../2024-12-31", None, D(2024, 12, 31), "open_interval", "no later than 31 December 2024"),
        ("../XXXX-12", None, None, "open_interval", "no later than December (year not known)"),
        ("2024-10-08/..", D(2024, 10, 8), None, "open_interval", "no earlier than 8 October 2024"),
        ("/2024", None, D(2024, 12, 31), "open_interval", "from an unknown start to 2024"),
        ("2024-10/", D(2024, 10, 1), None, "open_interval", "from October 2024 to an unknown end"),
        ("2024-10-23T16:47", D(2024, 10, 23), D(2024, 10, 23), "instant", "23 October 2024, 16:47 (no zone printed)"),
        ("2024-10-23T16:47:05Z", D(2024, 10, 23), D(2024, 10, 23), "instant", "23 October 2024, 16:47:05 UTC"),
        ("2024-10-23T00:30+09:00", D(2024, 10, 23), D(2024, 10, 23), "instant", "23 October 2024, 00:30 UTC+09:00"),
        ("9999-12-31", D(9999, 12, 31), D(9999, 12, 31), "day", "31 December 9999"),
    ],
)
def test_edtf_read_gives_bounds_precision_and_words(text, earliest, latest, precision, words):
    assert edtf.bounds(text) == (earliest, latest)
    assert edtf.precision(text) == precision
    assert edtf.describe(text) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-02-30", "the calendar has no 2024-02-30 (years 0001 to 9999)"),
        ("2023-02-29", "the calendar has no 2023-02-29 (years 0001 to 9999)"),
        ("XXXX-02-30", "the calendar has no XXXX-02-30 (years 0001 to 9999)"),
        ("2024-13", "the calendar has no 2024-13 (years 0001 to 9999)"),
        ("2024-21", "the calendar has no 2024-21 (years 0001 to 9999)"),
        ("2024-00", "the calendar has no 2024-00 (years 0001 to 9999)"),
        ("2024-10-4X", "the calendar has no 2024-10-4X (years 0001 to 9999)"),
        ("0000", "the calendar has no 0000 (years 0001 to 9999)"),
        ("2024-10-13/2024-10-08", "the start is after the end"),
        ("2025/2024-10", "the start is after the end"),
        ("../..", "one end at least must be a date"),
        ("/", "one end at least must be a date"),
        ("2024/2025/2026", "an interval has two ends"),
        ("XXXX", "at least one digit must be known"),
        ("XXXX-XX-XX", "at least one digit must be known"),
        ("2024-1-1", "it is no form of date that is read here"),
        ("10000", "it is no form of date that is read here"),
        ("-2024", "it is no form of date that is read here"),
        ("2X24", "it is no form of date that is read here"),
        (" 2024", "it is no form of date that is read here"),
        ("2024\n", "it is no form of date that is read here"),
        ("~2024", "it is no form of date that is read here"),
        ("between 8 and 13", "it is no form of date that is read here"),
        ("../2024-10-23T16:47", "it is no form of date that is read here"),
        ("2024-10-23T16:47~", "it is no form of date that is read here"),
        ("2024-XX-23T16:47", "it is no form of date that is read here"),
        ("2024-10-23T24:00", "hour must be in 0..23"),
        ("2024-10-23T16:60", "minute must be in 0..59"),
        ("2024-10-23T16:47:60Z", "second must be in 0..59"),
        ("2024-02-30T16:47", "day is out of range for month"),
        ("2024-10-23T16:47+14:30", "an offset is at most 14:00"),
        ("2024-10-23T16:47+09:75", "an offset is at most 14:00"),
        ("0001-01-01T00:00+14:00", "in UTC it lies outside the years 0001 to 9999"),
        ("9999-12-31T23:59:59-12:00", "in UTC it lies outside the years 0001 to 9999"),
        ("２０２４", "a date has ASCII characters only"),
        ("", "a date has 1 to 64 characters"),
        ("2" * 65, "a date has 1 to 64 characters"),
        (None, "a date has 1 to 64 characters"),
        (2024, "a date has 1 to 64 characters"),
    ],
)
def test_edtf_refusal_says_why_and_what_is_allowed(text, why):
    with pytest.raises(NotEdtf) as refused:
        edtf.parse(text)

    assert (refused.value.code, refused.value.status) == ("not_edtf", 400)
    assert f"is not an EDTF date: {why}; allowed are for example 2024, 2024-10," in str(refused.value)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-10-23T16:47Z", utc(2024, 10, 23, 16, 47), utc(2024, 10, 23, 16, 47, 59, 999999)),
        ("2024-10-23T16:47:05Z", utc(2024, 10, 23, 16, 47, 5), utc(2024, 10, 23, 16, 47, 5, 999999)),
        ("2024-10-23T16:47+09", utc(2024, 10, 23, 7, 47), utc(2024, 10, 23, 7, 47, 59, 999999)),
        ("2024-10-23T16:47-0330", utc(2024, 10, 23, 20, 17), utc(2024, 10, 23, 20, 17, 59, 999999)),
        ("2024-10-23T16:47", utc(2024, 10, 23, 2, 47), utc(2024, 10, 24, 4, 47, 59, 999999)),
        ("2024-10-23", utc(2024, 10, 22, 10), utc(2024, 10, 24, 11, 59, 59, 999999)),
        ("../2024-12", None, utc(2025, 1, 1, 11, 59, 59, 999999)),
        ("2024-10-23/", utc(2024, 10, 22, 10), None),
        ("XXXX-10-23", None, None),
        ("0001-01-01", utc(1, 1, 1), utc(1, 1, 2, 11, 59, 59, 999999)),
        ("9999-12-31T23:59", utc(9999, 12, 31, 9, 59), utc(9999, 12, 31, 23, 59, 59, 999999)),
    ],
)
def test_instants_are_exact_with_a_zone_and_widened_without(text, earliest, latest):
    assert edtf.instants(text) == (earliest, latest)


@given(st.text(alphabet="0123456789X-/.~?%TZ:+ ", max_size=26) | st.text(max_size=80))
@example("../XXXX-12")
@example("XXXX-XX-23")
@example("2024-10-08/..")
def test_any_string_is_read_or_refused(text):
    try:
        parsed = edtf.parse(text)
    except NotEdtf:
        return

    earliest, latest = edtf.bounds(text)
    assert parsed.text == text
    assert earliest is None or latest is None or earliest <= latest
    assert edtf.precision(text) in (
        "year", "month", "day", "decade", "century", "interval", "open_interval", "instant"
    )  # fmt: skip
    assert edtf.describe(text)


@given(st.dates(), st.dates())
def test_interval_of_two_days_has_them_as_bounds_in_order(one, other):
    first, last = sorted((one, other))

    assert edtf.bounds(f"{first.isoformat()}/{last.isoformat()}") == (first, last)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_instants_without_zone_hold_the_instant_of_every_zone(local, minutes):
    local = local.replace(second=0, microsecond=0)
    true_instant = local.replace(tzinfo=UTC) - timedelta(minutes=minutes)

    earliest, latest = edtf.instants(local.strftime("%Y-%m-%dT%H:%M"))

    assert earliest <= true_instant <= latest
