"""What the admin of all seven record types shares: list, form, steps, history. Every write is a call of an action."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from briefings import workflow
from briefings.actions import records
from briefings.admin import assigning, histories, record_pages, restorations, sheets, steps, withdrawals
from briefings.admin.access import NoDeletion, may
from briefings.admin.batching import add_to_batch
from briefings.admin.filters import QueueFilter
from briefings.admin.forms import AddForm, EditForm
from briefings.admin.lists import BoundedList, row_id
from briefings.errors import BriefingsError, Forbidden
from briefings.facts import records as facts_of
from briefings.models import Record

# What an address may fill in of a new record: primary keys, several of what is several.
PREFILLED = ("batch", "claim", "source", "left_claim", "right_claim")
PREFILLED_LISTS = ("actors",)


class RecordAdmin(NoDeletion, BoundedList, admin.ModelAdmin):
    """The admin of one record type; a subclass says what is listed and searched."""

    add_form: type[AddForm] = AddForm
    shown: tuple[str, ...] = ()  # columns of the type, between slug and state
    filters: tuple[Any, ...] = ()
    related: tuple[str, ...] = ()
    ordering = ("-pk",)
    actions = [add_to_batch, assigning.assign_to, sheets.export_csv, sheets.export_yaml]
    change_list_template = "desk/change_list.html"

    @property
    def record_type(self) -> str:
        return self.model.record_type.value

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["slug", *self.shown, "state", edition_column, "batch", assigned_column, updated_column]

    def get_list_filter(self, request: HttpRequest | None) -> list[Any]:
        return [QueueFilter, "state", *self.filters]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return assigning.with_assignee(super().get_queryset(request))

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        return ["edition", "batch", "updated_by", *self.related]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may(request, "create")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may(request, "edit")

    def get_urls(self) -> list[Any]:
        pages = {"step/<slug:step>": self.step_view, "withdraw": self.withdraw_view,
                 "restore/<int:number>": self.restore_view, **self.pages()}  # fmt: skip
        own = [
            path(
                f"<path:object_id>/{address}/", self.admin_site.admin_view(view),
                name=f"briefings_{self.model._meta.model_name}_{address.split('/')[0]}",
            )
            for address, view in pages.items()
        ]  # fmt: skip
        return own + self._of_lists() + super().get_urls()

    def _of_lists(self) -> list[Any]:
        """Return the addresses of files: of the list as it is filtered, and of what is imported."""
        name, wrap = f"briefings_{self.model._meta.model_name}", self.admin_site.admin_view
        return [
            path("export/<slug:form>/", wrap(self.export_view), name=f"{name}_export"),
            path("import/", wrap(self.import_view), name=f"{name}_import"),
        ]

    def pages(self) -> dict[str, Callable]:
        """Return further pages of a record of this type, by address."""
        return {}

    def found(self, request: HttpRequest, object_id: str) -> Record:
        """Return the record of a page. Raises PermissionDenied, or Http404 for none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.model._default_manager.select_related(
            "edition", "batch", "created_by", "updated_by", "submitted_by", "returned_by", *self.related
        )
        row = rows.filter(pk=row_id(object_id)).first()
        if row is None:
            raise Http404(f"there is no {self.record_type} with the row number {object_id[:40]}")
        return row

    # The form

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None) -> HttpResponse:  # fmt: skip
        """Show a record with its form, or save it through an action."""
        return self._add(request) if object_id is None else self._change(request, self.found(request, object_id))

    def _add(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            form = self.add_form(request.POST, request.FILES, record_type=self.record_type)
            if record := self._saved(form, lambda: self.begin(form, request)):
                messages.success(request, f"{record.label} was begun as a draft.")
                return HttpResponseRedirect(steps.url_of(record))
        else:
            form = self.add_form(record_type=self.record_type, initial=self.prefilled(request))
        return self._page(request, f"Add {self.opts.verbose_name}", form, {"add": True})

    def prefilled(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the address fills in of a new record."""
        found: dict[str, Any] = {name: row_id(request.GET.get(name, "")) for name in PREFILLED}
        for name in PREFILLED_LISTS:
            found[name] = [row for each in request.GET.getlist(name) if (row := row_id(each)) is not None]
        return {name: value for name, value in found.items() if value not in (None, [])}

    def begin(self, form: AddForm, request: HttpRequest) -> Record:
        """Create the record of a valid form."""
        return records.create(
            record_type=self.record_type, slug=form.cleaned_data["slug"], facts=form.facts(), by=request.user,
            batch=form.cleaned_data["batch"],
        )  # fmt: skip

    def _change(self, request: HttpRequest, record: Record) -> HttpResponse:
        facts = facts_of.read(record)
        is_open = self.has_change_permission(request) and "edit" in workflow.possible(record)
        options = {"record_type": self.record_type, "facts": facts, "source": self.text_slug(facts, record)}
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            form = EditForm(request.POST, **options)
            if saved := self._saved(form, lambda: self._edit(form, record, request)):
                messages.success(request, _what_saving_did(record, saved))
                return HttpResponseRedirect(steps.url_of(saved))
            form = form.replaced_by or form
            record = self.found(request, str(record.pk))
            facts = facts_of.read(record)
        else:
            form = EditForm(initial={"version": record.version}, locked=not is_open, **options)
        more = {
            **record_pages.context(request, record, facts), **assigning.context(request, record),
            **self.more(request, record), "is_open": is_open,
        }  # fmt: skip
        return self._page(request, record.slug, form, more)

    def _edit(self, form: EditForm, record: Record, request: HttpRequest) -> Record:
        try:
            return records.edit(
                record=record, facts=form.facts(), by=request.user, version=form.cleaned_data["version"]
            )
        except records.Stale as error:
            fresh = self.found(request, str(record.pk))
            form.replaced_by = form.caught_up(error.changes, fresh)
            form.replaced_by.add_error(
                None,
                f"{error.detail}. What you typed is kept; what you had not touched shows their text. "
                "Look through it, then save again.",
            )
            raise

    def _saved(self, form: AddForm | EditForm, save: Callable[[], Record]) -> Record | None:
        """Return what was saved, or None with every refusal in the form. Raises PermissionDenied."""
        if not form.is_valid():
            return None
        try:
            return save()
        except Forbidden as error:
            raise PermissionDenied(error.detail) from error
        except BriefingsError as error:
            form.refuse(error)
            return None

    def text_slug(self, facts: dict[str, Any], record: Record) -> str | None:
        """Return the slug of the source whose words the record's anchors are of, if it is one for all."""
        return None

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        """Return what this type's page shows further."""
        return {}

    def _page(self, request: HttpRequest, title: str, form: Any, more: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request), "title": title, "form": form, "media": self.media + form.media,
            "opts": self.opts, **more,
        }  # fmt: skip
        return TemplateResponse(request, "desk/record.html", context)

    # Steps

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Take a step of the workflow; a refusal is shown on the record's page."""
        record = self.found(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        done = f"{record.label}: {steps.WORDS.get(step, step).rstrip('…').lower()}: done."
        if not taken(request, done, lambda: steps.take(record, step, request)):
            steps.keep_typed(request, request.path)
        return HttpResponseRedirect(steps.url_of(record))

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what withdrawing takes off line, and do it."""
        record = self.found(request, object_id)
        if not may(request, "withdraw"):
            raise PermissionDenied("withdrawing takes the role of a reviewer")
        return withdrawals.page(request, record, self.admin_site.each_context(request))

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show how an earlier edition differs from what stands now, and make it the pending revision."""
        record = self.found(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied("restoring takes the role of a curator")
        return restorations.page(request, record, number, self.admin_site.each_context(request))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Show the audit events of the record, the latest first, and its editions."""
        record = self.found(request, object_id)
        return histories.page(request, record, self.admin_site.each_context(request))

    # Files

    def export_view(self, request: HttpRequest, form: str) -> HttpResponse:
        """Send what the list shows under these filters, as a file."""
        return sheets.export_page(self, request, form)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file, show what it would do, and do it."""
        return sheets.import_page(self, request)


def taken(request: HttpRequest, done: str, step: Callable[[], Any]) -> bool:
    """Take a step, say what came of it, and return whether it was taken. Raises PermissionDenied."""
    try:
        step()
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return False
    messages.success(request, done)
    return True


@admin.display(description="edition", ordering="edition__number")
def edition_column(record: Record) -> str:
    """Say which edition readers have of a record."""
    return str(record.edition.number) if record.edition_id else "none"


@admin.display(description="assigned to")
def assigned_column(record: Record) -> str:
    """Say who is to work on a record."""
    return record.assignee or ""


@admin.display(description="updated", ordering="updated_at")
def updated_column(record: Record) -> str:
    """Say when a record was last changed, and by whom."""
    return f"{record.updated_at:%Y-%m-%d} by {record.updated_by}"


def _what_saving_did(before: Record, after: Record) -> str:
    if before.version == after.version:
        return f"{after.label}: nothing was changed."
    if before.state == "published":
        return f"{after.label} is now a pending revision; readers keep edition {after.edition.number} meanwhile."
    if before.state == "in_review":
        return f"{after.label} was saved and is a draft again: submit it anew."
    return f"{after.label} was saved."
