"""The side paths of Django's admin: deletion, history, autocomplete, pop-ups, bulk actions. None writes, none leaks."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from briefings.models import RECORDS, AuditEvent, Batch, Edition, User
from tests.admin.desk import Desk, filled
from tests.universe import MORE, TYPES, published

MODELS = [*RECORDS.values(), Batch, Edition, AuditEvent, User]
PEOPLE = ("curator", "reviewer", "chief")


def test_every_record_type_and_what_tells_of_them_is_registered():
    assert all(admin.site.is_registered(model) for model in MODELS)
    assert not admin.site.is_registered(Group)


def row_of(model, u):
    return u.curator if model is User else model._default_manager.first()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nobody_deletes_anything(model, person, u, no_trace):
    desk, name = Desk(getattr(u, person)), model._meta.model_name
    pk = getattr(row_of(model, u), "pk", 1)

    assert desk.get(f"briefings_{name}_delete", pk).status_code in (403, 302)
    assert desk.post(f"briefings_{name}_delete", pk, post="yes").status_code in (403, 302)
    desk.post(f"briefings_{name}_changelist", action="delete_selected", _selected_action=[pk], post="yes")
    listed = desk.get(f"briefings_{name}_changelist")
    if listed.status_code == 200:
        assert "delete_selected" not in listed.content.decode()


@pytest.mark.parametrize("record_type", TYPES)
def test_delete_page_of_a_record_is_forbidden(record_type, chief):
    assert chief.get(f"briefings_{record_type}_delete", published(record_type).pk).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_admin_itself_writes_nothing(model):
    options = admin.site.get_model_admin(model)

    for name in ("save_model", "save_related", "save_formset", "delete_model", "delete_queryset", "log_addition",
                 "log_change", "log_deletions"):  # fmt: skip
        with pytest.raises(NotImplementedError, match=r"briefings\.actions write"):
            getattr(options, name)()
    assert not options.list_editable
    assert not options.save_as
    assert not options.inlines


def test_staff_with_django_rights_and_no_role_looks_on(u, outsider, no_trace):
    from django.contrib.auth.models import Permission

    u.outsider.user_permissions.set(Permission.objects.filter(content_type__app_label="briefings"))
    row = published("claim")

    page = outsider.open(row)

    assert page.status_code == 200
    assert page.context["offers"] == []
    assert all(field.field.disabled for field in page.context["form"])
    assert outsider.save(row, page=page, proposition="x").status_code == 403
    assert outsider.get("briefings_claim_add").status_code == 403
    assert outsider.post("briefings_actor_merge", published("actor").pk, into=1, version=1).status_code == 403
    for step in ("submit", "recall", "return", "approve", "revise", "discard", "reopen", "reinstate", "unmerge"):
        assert outsider.step(row, step, reason="x").status_code == 403
    listed = outsider.post("briefings_claim_changelist", action="add_to_batch", _selected_action=[row.pk])
    assert listed.status_code in (200, 302)
    u.outsider.user_permissions.clear()


def test_pop_up_adds_through_the_action_like_any_page(u, curator):
    blank = filled(curator.get("briefings_claim_add", _popup="1"))

    curator.post("briefings_claim_add", **{**blank, "slug": "c", "proposition": "p", "category": "plan", "_popup": "1"})

    assert AuditEvent.objects.last().slug == "c"
    assert not LogEntry.objects.exists()


def test_save_as_new_is_an_edit(curator):
    row = published("claim")

    curator.save(row, proposition="other", _saveasnew="1")

    assert RECORDS["claim"].objects.count() == 2


def test_autocomplete_is_for_those_who_may_view(u, curator, outsider, stranger):
    asked = {"app_label": "briefings", "model_name": "claim", "field_name": "subject", "term": "agency"}

    found = curator.get("autocomplete", **asked).json()["results"]

    assert [each["text"] for each in found] == ["twin", "agency"]
    assert outsider.get("autocomplete", **asked).status_code == 403
    assert stranger.get("autocomplete", **asked).status_code == 302
    for odd in ({"term": "\0"}, {"term": "a " * 1200}, {"term": "%_'"}):
        assert curator.get("autocomplete", **{**asked, **odd}).json()["results"] == []
    for wrong in ({"field_name": "created_by"}, {"model_name": "user", "field_name": "password"}, {"app_label": "x"}):
        assert curator.get("autocomplete", **{**asked, **wrong}).status_code == 403


def test_autocomplete_takes_the_same_queries_for_one_row_and_for_twenty(u, curator, django_assert_num_queries):
    asked = {"app_label": "briefings", "model_name": "claim", "field_name": "subject"}
    for number in range(20):
        u.draft("actor", f"ministry-{number}", MORE["actor"][1])

    for term in ("agency", "ministry"):
        with django_assert_num_queries(6):  # session, person, rights of person and groups, count, rows
            curator.get("autocomplete", **asked, term=term)


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1", "1_0", "%00"])
@pytest.mark.parametrize("page", ["change", "history", "withdraw"])
def test_page_of_no_record_is_not_found(page, pk, reviewer):
    assert reviewer.client.get(f"/admin/briefings/claim/{pk}/{page}/").status_code == 404


def test_passwords_of_others_have_no_page():
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[1])


@pytest.mark.parametrize("record_type", TYPES)
def test_queries_of_a_record_page_are_bounded(record_type, u, reviewer, django_assert_max_num_queries):
    (row,) = u.submit(u.more(record_type))

    with django_assert_max_num_queries(40):
        assert reviewer.open(row).status_code == 200


def test_form_without_its_token_is_refused(u):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(u.curator)
    row = published("claim")

    for address in (
        reverse("admin:briefings_claim_change", args=[row.pk]), reverse("admin:briefings_claim_add"),
        reverse("admin:briefings_claim_step", args=[row.pk, "revise"]),
        reverse("admin:briefings_claim_withdraw", args=[row.pk]),
    ):  # fmt: skip
        assert client.post(address, {"version": 1}).status_code == 403
