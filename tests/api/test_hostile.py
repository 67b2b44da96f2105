"""Bad questions: each is refused with a problem that names the parameter, and none is a failure of ours."""

import pytest

from briefings.api import filters, values
from tests.api.conftest import LISTS

BIG = "9" * 20
# What is refused, whatever the list: query string, the parameter that the problem names, its code.
EVERYWHERE = [
    ("id__in=99999999999999999999", "id__in", "unknown_parameter"),
    (f"limit={10**20}", "limit", "unknown_parameter"),
    ("cursor=cD0lMDA=", "cursor", "invalid_cursor"),
    ("cursor=" + "a" * 1501, "cursor", "too_long"),
    ("cursor=%F0%9F%92%A9", "cursor", "invalid_cursor"),
    ("cursor=", "cursor", "empty"),
    (f"page_size={BIG}", "page_size", "out_of_range"),
    ("page_size=0", "page_size", "out_of_range"),
    ("page_size=101", "page_size", "out_of_range"),
    ("page_size=-1", "page_size", "out_of_range"),
    ("page_size=1e2", "page_size", "out_of_range"),
    ("page_size=%D9%A1", "page_size", "out_of_range"),  # an Arabic one is a digit to str.isdigit
    ("page_size=%2B5", "page_size", "out_of_range"),
    ("page_size=1&page_size=1", "page_size", "repeated"),
    ("ordering=changed_at", "ordering", "unknown_ordering"),
    ("ordering=slug,changed", "ordering", "unknown_ordering"),
    ("ordering=--slug", "ordering", "unknown_ordering"),
    ("ordering=document__body", "ordering", "unknown_ordering"),
    ("ordering=%3F", "ordering", "unknown_ordering"),
    ("count=yes", "count", "invalid_choice"),
    ("count=1", "count", "invalid_choice"),
    ("changed_since=0001-01-01T00:00%2B14:00", "changed_since", "not_an_instant"),
    ("changed_since=9999-12-31T23:59:59-12:00", "changed_since", "not_an_instant"),
    ("changed_since=0000-01-01", "changed_since", "not_an_instant"),
    ("changed_since=10000-01-01", "changed_since", "not_an_instant"),
    ("changed_since=2024-10-23T16:47:00+09:00", "changed_since", "not_an_instant"),  # + is a space in a query string
    ("changed_since=2024-10-23T16:47:00", "changed_since", "no_zone"),
    ("changed_since=2024-02-30", "changed_since", "not_an_instant"),
    ("changed_since=../2024", "changed_since", "not_an_instant"),
    ("changed_since=yesterday", "changed_since", "not_an_instant"),
    ("changed_since=nan", "changed_since", "not_an_instant"),
    ("changed_since=%00", "changed_since", "nul"),
    ("changed_since=%ff", "changed_since", "not_utf8"),
    ("changed_since=%ED%A0%80", "changed_since", "not_utf8"),
    ("%ff=1", "%ff", "not_utf8"),
    ("%00=1", "\0", "unknown_parameter"),
    ("=1", "", "unknown_parameter"),
    ("slug", "slug", "unknown_parameter"),
    ("slug__regex=(a%2B)%2B$", "slug__regex", "unknown_parameter"),
    ("document__body__contains=x", "document__body__contains", "unknown_parameter"),
    ("format=xml", "format", "invalid_choice"),
    ("format=csv&page_size=5", "page_size", "not_with_format"),
    ("format=csv&fields=slug", "fields", "not_with_format"),
    ("format=ndjson&count=true", "count", "not_with_format"),
    ("bom=1", "bom", "not_with_format"),
    ("format=csv&bom=yes", "bom", "invalid_choice"),
    ("fields=slug,text.body", "fields", "unknown_field"),
    ("fields=" + "slug." * 300, "fields", "unknown_field"),
    ("omit=__class__", "omit", "unknown_field"),
    ("expand=owner", "expand", "invalid_choice"),
    ("facets=document__body", "facets", "invalid_choice"),
    ("q=%22", "q", "bad_query"),
    ("q=()", "q", "bad_query"),
    ("q=" + "a+" * 200, "q", "bad_query"),
    ("q=" + "+".join(f"word{n}" for n in range(1200)), "q", "too_long"),
    ("q=%00", "q", "nul"),
    ("slug__in=,", "slug__in", "empty"),
    ("page_size[]=1", "page_size[]", "unknown_parameter"),
    ("PAGE_SIZE=1", "PAGE_SIZE", "unknown_parameter"),
    ("a" * 3000 + "=1", "a" * 40, "unknown_parameter"),
    ("&".join(f"a{n}=1" for n in range(201)), "", "too_many"),
]
ON_CLAIMS = [
    *((f"amount__gte={value}", "amount__gte", "invalid_number")
      for value in ("1e5", "nan", "inf", "-inf", "0x10", "1_000", "1,000", "1.23456", BIG, "--1", "5.", "%D9%A1")),
    (f"sources__gte={BIG}", "sources__gte", "out_of_range"),
    ("sources__lte=1.0", "sources__lte", "out_of_range"),
    ("when__overlaps=2024-13", "when__overlaps", "not_edtf"),
    ("when__overlaps=0000", "when__overlaps", "not_edtf"),
    ("when__overlaps=../..", "when__overlaps", "not_edtf"),
    ("when__overlaps=XXXX-10-08", "when__overlaps", "no_year"),
    ("when__overlaps=2024-10-08/2024-10-01", "when__overlaps", "not_edtf"),
    ("when__overlaps=" + "2" * 100, "when__overlaps", "not_edtf"),
    ("when__overlaps=" + "2" * 101, "when__overlaps", "too_long"),
    ("when__before=../2024", "when__before", "open"),
    ("when__after=2024/..", "when__after", "open"),
    ("category=war", "category", "invalid_choice"),
    ("category=plan,deployment", "category", "invalid_choice"),
    ("category=%20plan", "category", "invalid_choice"),
    ("category=Plan", "category", "invalid_choice"),
    ("with_parents=1", "with_parents", "invalid_choice"),
    ("has_amount=1", "has_amount", "invalid_choice"),
    ("when__precision=week", "when__precision", "invalid_choice"),
    ("said_by__not=nobody,park", "said_by__not", "unknown_record"),
    ("source__in=report-a,report-x", "source__in", "unknown_record"),
    ("category__in=plan,,deployment", "category__in", "empty"),
    ("category__in=plan,war", "category__in", "invalid_choice"),
    ("category__in=" + ",".join(["plan"] * 101), "category__in", "too_many"),
    ("category__in=" + "a" * 4001, "category__in", "too_long"),
    ("when__overlaps=2024-10-23T16:47:00Z", "when__overlaps", "not_a_day"),  # its day would be a wider question
    ("when__before=2024-10-23T16:47:00Z/2024-10-24", "when__before", "not_a_day"),
    ("country=ru", "country", "invalid"),
    ("country=RUS", "country", "too_long"),
    ("country=%0AR", "country", "invalid"),
    ("currency=usd", "currency", "invalid"),
    ("credibility=7", "credibility", "invalid_choice"),
    ("credibility=%C2%B2", "credibility", "invalid_choice"),
    ("actor=%00", "actor", "nul"),
    ("actor=%20", "actor", "empty"),
    ("actor=%E2%80%8B", "actor", "unknown_record"),
    ("actor=%25s%25(x)s%7B0%7D", "actor", "unknown_record"),
    ("actor=" + "a" * 301, "actor", "too_long"),
    ("actor=a&actor=b", "actor", "repeated"),
    ("said_by=' OR 1=1 --", "said_by", "unknown_record"),
    ("source=report-x", "source", "unknown_record"),
    ("source=" + "a" * 201, "source", "too_long"),
    ("unit=" + "a" * 51, "unit", "too_long"),
    ("source__text=a", "source__text", "unknown_parameter"),
    ("owner__password=a", "owner__password", "unknown_parameter"),
    ("language=e%0An", "language", "invalid"),
]  # fmt: skip


def refused(response, parameter, code):
    """Check that a problem names the parameter and says what was wrong with it."""
    body = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), body
    assert (body["type"], body["status"]) == ("urn:briefings:problem:bad_parameters", 400)
    assert (parameter, code) in [(error["parameter"], error["code"]) for error in body["errors"]]
    assert all(error["detail"] for error in body["errors"])


@pytest.mark.sqlite  # refused before a row is read
@pytest.mark.parametrize(("query", "parameter", "code"), EVERYWHERE)
@pytest.mark.parametrize("resource", LISTS)
def test_every_list_refuses_what_it_does_not_understand(db, client, resource, query, parameter, code):
    response = client.get(f"/api/v1/{resource}/", QUERY_STRING=query)

    refused(response, parameter, code)


@pytest.mark.parametrize(("query", "parameter", "code"), ON_CLAIMS)
def test_claims_refuse_values_that_are_none(db, client, query, parameter, code):
    response = client.get("/api/v1/claims/", QUERY_STRING=query)

    refused(response, parameter, code)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/claims/soldiers-left/", "/api/v1/citations/c--c1/"])
@pytest.mark.parametrize("query", ["editions=1", "format=json", "%ff", "x=%00", "="])
def test_no_address_ignores_a_parameter(db, client, path, query):
    assert client.get(path, QUERY_STRING=query).status_code == 400


def test_all_that_is_wrong_is_said_at_once_with_what_was_meant(db, client):
    response = client.get("/api/v1/claims/?categry=plan&page_size=0&limit=3")

    first, second = response.json()["errors"]
    assert first["detail"] == "there is no parameter 'categry'; did you mean category?"
    assert (second["parameter"], second["suggestion"]) == ("limit", "page_size")
    assert "category" in second["allowed"]
    errors = client.get("/api/v1/claims/?polarity=maybe&page_size=0").json()["errors"]
    assert errors == [
        {
            "parameter": "polarity", "detail": "polarity: 'maybe' is not one of positive, negative, unknown",
            "code": "invalid_choice", "allowed": ["positive", "negative", "unknown"],
        },
        {
            "parameter": "page_size", "detail": "page_size: '0' is not a whole number from 1 to 100",
            "code": "out_of_range",
        },
    ]  # fmt: skip


def test_every_parameter_has_a_help_text_and_a_bounded_value():
    for view in LISTS.values():
        for name, parameter in view.query_parameters().items():
            assert isinstance(parameter, filters.Parameter), name
            assert isinstance(parameter.field, values.Value), name
            assert parameter.extra["help_text"].endswith("."), name
            assert parameter.field.longest <= 4000, name
