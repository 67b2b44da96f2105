"""Records as files: a list exported as CSV or YAML, and a file imported after a page that shows what it would do."""

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from briefings.actions.batches import LONGEST_TITLE
from briefings.admin import record_pages, steps
from briefings.admin.access import may
from briefings.admin.forms import OPEN_BATCHES_SHOWN
from briefings.admin.lists import refuse_unusable
from briefings.errors import BriefingsError, Forbidden
from briefings.exchange.sheets import columns, entries, files, imports
from briefings.exchange.sheets.entries import FileRefused, Problem
from briefings.models import RECORDS, Batch

LIMITS = (
    f"At most {entries.RECORDS_AT_MOST} records and {entries.BYTES_AT_MOST // 1000} kB a file, of which at most "
    f"{imports.WRITTEN_AT_MOST} are begun or changed."
)


# Out


@admin.action(description="Export as CSV", permissions=["view"])
def export_csv(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Send the ticked records as CSV."""
    return _sent(request, modeladmin, queryset, "csv")


@admin.action(description="Export as YAML", permissions=["view"])
def export_yaml(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Send the ticked records as YAML."""
    return _sent(request, modeladmin, queryset, "yaml")


def export_page(modeladmin: Any, request: HttpRequest, form: str) -> HttpResponse:
    """Send what a list shows under the filters of the address, as a file; say why not, on that list."""
    if not modeladmin.has_view_permission(request):
        raise PermissionDenied
    if form not in files.FORMS:
        raise Http404(f"there is no format {form}: {', '.join(files.FORMS)}")
    refuse_unusable(request)
    try:
        rows = modeladmin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters as error:
        raise BadRequest("the address filters by what is no value") from error
    answer = _sent(request, modeladmin, rows, form)
    if answer is None:
        home = reverse(f"admin:briefings_{modeladmin.model._meta.model_name}_changelist")
        return HttpResponseRedirect(f"{home}?{request.GET.urlencode()}")
    return answer


def _sent(request: HttpRequest, modeladmin: Any, rows: QuerySet, form: str) -> HttpResponse | None:
    """Return rows as a file; None with a message where there are none, or too many."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: entries.RECORDS_AT_MOST + 1])
    if not ids:
        messages.error(request, "There is nothing to export.")
        return None
    try:
        body = files.export(modeladmin.record_type, ids, form)
    except BriefingsError as error:
        messages.error(request, error.detail)
        return None
    name = f"{modeladmin.opts.verbose_name_plural.replace(' ', '-')}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=files.MEDIA[form], headers=headers)


# In


class ImportForm(forms.Form):
    """A file, and what becomes of its records."""

    file = forms.FileField(label="File", help_text=f"CSV or YAML, as exported from here. {LIMITS}")
    batch = forms.ModelChoiceField(
        Batch.objects.none(), required=False, empty_label="a new one, with this title:", label="Batch",
        help_text="What is begun or changed goes into one batch; a draft that is in another stays there.",
    )  # fmt: skip
    title = forms.CharField(
        label="Title of the new batch", required=False, max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Empty: the name of the file.",
    )  # fmt: skip
    begin_revisions = forms.BooleanField(
        label="Begin revisions of published records", required=False,
        help_text="Otherwise a file that changes one is refused. Readers keep what they have until approval.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        newest = Batch.objects.filter(closed_at=None).order_by("-pk").values("pk")[:OPEN_BATCHES_SHOWN]
        self.fields["batch"].queryset = Batch.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))


class SeenForm(ImportForm):
    """The same, with the bytes that were shown and the name of what they would do."""

    file = None  # type: ignore[assignment]
    file_name = forms.CharField(max_length=200)
    content = forms.CharField(max_length=2 * entries.BYTES_AT_MOST)
    seen = forms.CharField(max_length=64)

    def clean_content(self) -> bytes:
        """Return the bytes of the file."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("the file did not come back as it was sent: choose it again") from None


def import_page(modeladmin: Any, request: HttpRequest) -> HttpResponse:
    """Take a file (GET), show what it would do (POST of a file), and do it (POST of what was shown)."""
    if not modeladmin.has_view_permission(request):
        raise PermissionDenied
    if not (may(request, "create") and may(request, "edit")):
        raise PermissionDenied("importing takes the role of a curator")
    shown = "seen" in request.POST
    form = _form(request, shown)
    if form.is_bound and form.is_valid():
        try:
            asked = _asked(modeladmin.record_type, form.cleaned_data)
            run = imports.run(asked, by=request.user, seen=form.cleaned_data.get("seen"))
        except Forbidden as error:
            raise PermissionDenied(error.detail) from error
        except FileRefused as error:
            return _upload(modeladmin, request, _again(form), error.problems)
        except BriefingsError as error:
            return _upload(modeladmin, request, _again(form), [Problem(error.detail)])
        return _done(modeladmin, request, run) if run.is_kept else _preview(modeladmin, request, asked, run, shown)
    problems = [Problem(str(each)) for each in form.errors.get("content", [])] if shown else []
    return _upload(modeladmin, request, _again(form) if shown else form, problems)


def _form(request: HttpRequest, shown: bool) -> ImportForm:
    if request.method != "POST":
        return ImportForm()
    return SeenForm(request.POST) if shown else ImportForm(request.POST, request.FILES)


def _again(form: ImportForm) -> ImportForm:
    """Return the form to choose a file in, with what was chosen beside it."""
    return ImportForm(initial={name: form.data.get(name) for name in ("batch", "title", "begin_revisions")})


def _asked(record_type: str, typed: dict[str, Any]) -> imports.Asked:
    """Return what a valid form asks for. Raises FileRefused for a file of no format that is known."""
    upload = typed.get("file")
    name = upload.name if upload else typed["file_name"]
    if upload and upload.size > entries.BYTES_AT_MOST:
        raise FileRefused([entries.too_long(upload.size)])
    return imports.Asked(
        record_type, files.form_of(name), upload.read() if upload else typed["content"], name, typed["batch"],
        typed["title"].strip() or f"Import of {name}"[:LONGEST_TITLE], typed["begin_revisions"],
    )  # fmt: skip


def _upload(modeladmin: Any, request: HttpRequest, form: ImportForm, problems: list[Problem]) -> HttpResponse:
    """Show the form that takes a file, with why the last one was refused, and all that a file may hold."""
    known = columns.of(modeladmin.record_type)
    more = {
        "title": f"Import {modeladmin.opts.verbose_name_plural}", "form": form, "problems": problems,
        "columns": [(columns.plain_name(column), column.help) for column in known.values()],
        "takes_text": modeladmin.record_type == "source",
    }  # fmt: skip
    return _page(modeladmin, request, "desk/import.html", more)


def _preview(
    modeladmin: Any, request: HttpRequest, asked: imports.Asked, run: imports.Run, shown: bool
) -> HttpResponse:
    """Show row by row what an import would do; nothing of it is written."""
    told = [result for result in run.results if result.outcome != imports.SAME]
    more = {
        "title": f"What {asked.name[:80]} would do", "run": run, "asked": asked, "is_other": shown,
        "content": base64.b64encode(asked.raw).decode(),
        "refused": [_told(asked, each) for each in told if each.outcome == imports.REFUSED],
        "taken": [_told(asked, each) for each in told if each.outcome != imports.REFUSED],
        "counts": {name: run.count(name) for name in imports.OUTCOMES},
    }  # fmt: skip
    return _page(modeladmin, request, "desk/import_preview.html", more)


def _told(asked: imports.Asked, result: imports.Result) -> dict[str, Any]:
    model = RECORDS[asked.record_type]
    is_new = result.outcome == imports.CREATED
    return {
        "result": result,
        "url": reverse(f"admin:briefings_{model._meta.model_name}_change", args=[result.pk]) if result.pk else "",
        "changes": record_pages.readable(asked.record_type, result.difference, hide_empty=is_new),
    }


def _done(modeladmin: Any, request: HttpRequest, run: imports.Run) -> HttpResponse:
    counted = f"{run.count(imports.CREATED)} begun, {run.count(imports.CHANGED, imports.REVISED)} changed"
    messages.success(request, f"Imported: {counted}, all of it as drafts.")
    home = reverse(f"admin:briefings_{modeladmin.model._meta.model_name}_changelist")
    return HttpResponseRedirect(steps.url_of(run.batch) if run.batch else home)


def _page(modeladmin: Any, request: HttpRequest, template: str, more: dict[str, Any]) -> HttpResponse:
    context = {
        **modeladmin.admin_site.each_context(request), "opts": modeladmin.opts, "media": modeladmin.media, **more,
    }  # fmt: skip
    return TemplateResponse(request, template, context)
