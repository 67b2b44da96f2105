"""The editor of citations: fields in, fields out, nothing lost, and every refusal beside the field it is about."""

from typing import Any

import pytest

from briefings.admin import shapes, visual
from briefings.exchange import parts
from briefings.facts import records as facts_of
from briefings.models import Reading
from tests.admin.desk import errors_of, filled
from tests.universe import PUBLISHED, TEXT_A, fresh, get, published


def sent(node: dict[str, Any]) -> dict[str, str]:
    """Return what a browser sends of an editor."""
    shape = node["shape"]
    if isinstance(shape, shapes.Leaf):
        if shape.kind == "choice":
            values = [value for value, _ in shape.choices]
            return {node["name"]: node["value"] if node["value"] in values else values[0]}
        if shape.kind == "flag":
            return {node["name"]: "1"} if node["value"] else {}
        return {node["name"]: str(node["value"]).replace("\n", "\r\n")}
    groups = node["rows"] if isinstance(shape, shapes.Rows) else [node]
    return {key: value for group in groups for each in [*group["usual"], *group["rare"]]
            for key, value in sent(each).items()}  # fmt: skip


def editor(page: Any) -> dict[str, str]:
    """Return what a browser sends of the editor on a page, beside the rest of its form."""
    field = page.context["form"]["citations"]
    context = field.field.widget.get_context("citations", field.value(), {})
    return {"citations.visual": "1", **sent(context["editor"])}


def save(desk, row, changes: dict[str, str], page=None):
    page = page or desk.open(row)
    data = {**filled(page), **editor(page), **changes}
    return desk.post("briefings_reading_change", row.pk, **data)


def problems(answer) -> dict[str, list[str]]:
    return {"/".join(steps): texts for steps, texts in
            answer.context["form"].fields["citations"].widget.problems.items()}  # fmt: skip


@pytest.mark.django_db
def test_every_citation_of_the_five_reports_comes_back_as_it_was(five_reports):
    texts = {source: facts_of.stored_text(source) for source in five_reports.texts}.__getitem__
    facts = facts_of.read_many("reading", list(Reading.objects.values_list("pk", flat=True)))
    assert len(facts) > 100

    for reading in facts.values():
        text = parts.show(reading["citations"], texts, reading["source"])
        value = parts.read(text)
        assert visual.fits(shapes.CITATIONS, value), reading
        data = {"citations.visual": "1", **sent(visual.node(shapes.CITATIONS, value, "citations", {}))}
        assert visual.folded(shapes.CITATIONS, data, texts, reading["source"]) == text


def test_saving_what_was_shown_changes_nothing(curator):
    row = published("reading")

    assert save(curator, row, {}).status_code == 302
    assert (fresh(row).state, fresh(row).version) == (row.state, row.version)


def test_changed_fields_are_saved_and_the_rest_stays(curator):
    row = published("reading")
    before = facts_of.read(row)["citations"]

    answer = save(curator, row, {"citations.0.modality": "planned", "citations.0.quantity.min": "1,500",
                                 "citations.0.hedges": "more\r\n\r\nleft"})  # fmt: skip

    assert answer.status_code == 302, errors_of(answer)
    after = facts_of.read(fresh(row))["citations"]
    assert after[0] == {**before[0], "modality": "planned", "hedges": ["more", "left"]}
    assert after[1:] == before[1:]


def test_added_citation_with_a_chain_is_anchored_where_it_was_marked(curator):
    row, words = published("reading"), "a minister said"
    start = TEXT_A.index(words)
    new = {"quote": words, "start": start, "end": start + len(words), "modality": "asserted", "certainty": "certain",
           "polarity": "positive", "speech": "indirect", "chains.1001.end": "originator",
           "chains.1001.links.1002.role": "originator", "chains.1001.links.1002.actors": "agency, assembly",
           "chains.1001.links.1002.distribution": "joint", "chains.1001.links.1002.basis": "stated",
           "chains.1001.links.1002.anchor.quote": "a minister"}  # fmt: skip

    answer = save(curator, row, {f"citations.1001.{key}": value for key, value in new.items()})

    assert answer.status_code == 302, errors_of(answer)
    citation = facts_of.read(fresh(row))["citations"][3]
    assert (citation["id"], citation["start"]) == ("c4", start)
    assert citation["chains"][0]["links"][0]["actors"] == ["agency", "assembly"]


def test_row_that_is_not_sent_is_taken_out(curator):
    row = published("reading")
    page = curator.open(row)
    data = {key: value for key, value in {**filled(page), **editor(page)}.items() if ".2." not in key[:12]}

    assert curator.post("briefings_reading_change", row.pk, **data).status_code == 302
    assert [each["id"] for each in facts_of.read(fresh(row))["citations"]] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("field", "typed", "pointer"),
    [
        ("quote", "no such words", "0"),
        ("quantity.min", "about five", "0/quantity/min"),
        ("quantity.comparator", "lt", "0/quantity/comparator"),
        ("when.edtf", "tomorrow", "0/when/edtf"),
        ("modality", "sung", "0/modality"),
        ("chains.0.end", "own_voice", "0/chains/0/end"),
        ("chains.0.links.0.actors", "nobody", "0/chains/0/links/0/actors"),
        ("chains.0.links.0.anchor.quote", "<script>alert(1)</script>", "0/chains/0/links/0/anchor"),
        ("quoted", "not there", "0/quoted"),
    ],
)
def test_refusal_stands_beside_its_field_and_what_was_typed_stays(field, typed, pointer, curator, no_trace):
    answer = save(curator, published("reading"), {f"citations.0.{field}": typed})

    assert answer.status_code == 200
    assert any(place.startswith(pointer) for place in problems(answer)), problems(answer)
    assert editor(answer)[f"citations.0.{field}"] == (typed if field != "modality" else "asserted")
    assert "<script>alert" not in answer.content.decode()
    assert 'class="errorlist"' in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["citations.x.quote", "citations.0.chains", "citations.0.quote.a", "citations.99999999.quote",
             "citations.²", "citations.0.", "citations..", "citations.0.chains.0.links.0.0.0"],
)  # fmt: skip
def test_made_up_field_is_no_error_of_the_server(name, curator):
    assert save(curator, published("reading"), {name: "x"}).status_code in (200, 302)


def test_second_to_save_keeps_his_fields_and_sees_the_other(u, curator, colleague):
    row = published("reading")
    page = colleague.open(row)
    save(curator, row, {"citations.0.modality": "planned"})

    answer = save(colleague, row, {"citations.0.certainty": "possible"}, page=page)

    assert answer.status_code == 200
    assert "changed this too" in errors_of(answer)["citations"][-1]
    assert editor(answer)["citations.0.certainty"] == "possible"


def test_text_is_an_alternative_and_what_fits_no_fields_stays_text(curator):
    row = published("reading")

    page = curator.get("briefings_reading_change", row.pk, **{"as": "text"}).content.decode()
    refused = curator.save(row, citations="- quote: [a")

    assert "citations.visual" not in page
    assert '<textarea name="citations"' in page
    assert "- quote: [a" in refused.content.decode()
    assert "citations.visual" not in refused.content.decode()


def test_new_reading_is_written_with_fields(curator):
    claim, source = get("claim", "soldiers-planned"), get("source", "report-b")

    answer = curator.add("reading", **{
        "claim": claim.pk, "source": source.pk, "status": "carried", "citations.visual": "1",
        "citations.1001.quote": "a day like any other", "citations.1001.chains.1002.end": "own_voice",
    })  # fmt: skip

    assert answer.status_code == 302, errors_of(answer)
    assert Reading.objects.get(claim=claim, source=source).citations.get().exact == "a day like any other"


def test_submitted_reading_locks_the_editor_of_who_may_not_edit(u, outsider):
    from django.contrib.auth.models import Permission

    u.outsider.user_permissions.set(Permission.objects.filter(content_type__app_label="briefings"))

    page = outsider.open(published("reading")).content.decode()

    assert "add-row" not in page
    assert PUBLISHED["reading"] in page
    u.outsider.user_permissions.clear()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("2024-10-08/2024-10-13", "words"), ("2024-13", "error"), ("", "error"), ("\0", "error"), ("9" * 500, "error")],
)
def test_edtf_is_read_aloud_or_refused(typed, answer, curator, outsider):
    assert list(curator.get("briefings_reading_edtf", edtf=typed).json()) == [answer]
    assert outsider.get("briefings_reading_edtf", edtf=typed).status_code == 403
