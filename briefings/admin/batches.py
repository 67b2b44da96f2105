"""Batches: opened, filled from the lists, submitted, reviewed and approved together."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from briefings.actions import batches
from briefings.admin import reviews, steps
from briefings.admin.access import NoDeletion, may
from briefings.admin.lists import BoundedList, row_id
from briefings.admin.records import taken
from briefings.choices import State
from briefings.errors import BriefingsError, Forbidden
from briefings.models import RECORDS, Batch

WORDS = {"submit": "Submit all drafts", "recall": "Recall to draft", "return": "Return to its authors"}


class BatchForm(forms.Form):
    """What a new batch brings."""

    title = forms.CharField(
        max_length=300, help_text=Batch._meta.get_field("title").help_text,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip


class OpenFilter(admin.SimpleListFilter):
    """Open or closed."""

    title = "open"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Open"), ("no", "Closed")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(closed_at__isnull=wanted)


@admin.register(Batch)
class BatchAdmin(NoDeletion, BoundedList, admin.ModelAdmin):
    """A report with all that is new with it."""

    list_display = ["id", "title", "created_at", "created_by", "closed_at", "closed_by"]
    list_display_links = ["id", "title"]
    list_filter = [OpenFilter]
    list_select_related = ["created_by", "closed_by"]
    search_fields = ["title"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may(request, "create")

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/step/<slug:step>/", wrap(self.step_view), name="briefings_batch_step"),
            path("<path:object_id>/review/", wrap(self.review_view), name="briefings_batch_review"),
            *super().get_urls(),
        ]

    def found(self, request: HttpRequest, object_id: str) -> Batch:
        """Return the batch of a page. Raises PermissionDenied, or Http404 for none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = Batch.objects.select_related("created_by", "closed_by").filter(pk=row_id(object_id)).first()
        if row is None:
            raise Http404(f"there is no batch {object_id[:40]}")
        return row

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None) -> HttpResponse:  # fmt: skip
        """Open a batch, or show one with its records."""
        if object_id is None:
            return self._open(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return self._show(request, self.found(request, object_id))

    def _open(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST or None)
        if form.is_bound and form.is_valid():
            try:
                batch = batches.open_(title=form.cleaned_data["title"], by=request.user)
            except Forbidden as error:
                raise PermissionDenied(error.detail) from error
            except BriefingsError as error:
                form.add_error("title", error.detail)
            else:
                messages.success(request, f"Batch {batch.pk} was opened.")
                return HttpResponseRedirect(steps.url_of(batch))
        return self._page(request, "desk/record.html", "Open a batch", {"form": form, "media": self.media, "add": True})

    def _show(self, request: HttpRequest, batch: Batch) -> HttpResponse:
        members = batches.members(batch)
        offers = _offers(request, batch, {row.state for row in members})
        more = {
            "batch": batch,
            "members": [{"row": row, "url": steps.url_of(row)} for row in members],
            "left_over": steps.give_back(request, offers),
            "offers": offers,
            "has_submitted": any(row.state == State.IN_REVIEW for row in members),
            "review_url": reverse("admin:briefings_batch_review", args=[batch.pk]),
            "editions": [{"row": row, "url": steps.url_of(row)} for row in batch.editions.order_by("sequence")],
            "types": [{"name": name, "url": _add_url(name, batch)} for name in RECORDS if may(request, "create")],
        }
        return self._page(request, "desk/batch.html", f"Batch {batch.pk}: {batch.title}", more)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return self.change_view(request, object_id)

    def _page(self, request: HttpRequest, template: str, title: str, more: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}
        return TemplateResponse(request, template, context)

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Submit, recall or return the whole batch."""
        batch = self.found(request, object_id)
        if step not in WORDS:
            raise Http404(f"there is no step {step}")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        reason = {"reason": request.POST.get("reason", "")} if step == "return" else {}
        action = {"submit": batches.submit, "recall": batches.recall, "return": batches.return_}[step]
        done = f"Batch {batch.pk}: {WORDS[step].lower()}: done."
        if not taken(request, done, lambda: action(batch=batch, by=request.user, **reason)):
            steps.keep_typed(request, request.path)
        return HttpResponseRedirect(steps.url_of(batch))

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show everything that is new in a batch, with what would be refused; approve all of it or some."""
        batch = self.found(request, object_id)
        if request.method == "POST" and reviews.approved(request, batch):
            return HttpResponseRedirect(steps.url_of(batch))
        more = {"batch": batch, "batch_url": steps.url_of(batch), **reviews.context(request, batch)}
        return self._page(request, "desk/review.html", f"Review of batch {batch.pk}: {batch.title}", more)


def _offers(request: HttpRequest, batch: Batch, states: set[str]) -> list[steps.Offer]:
    wanted = {"submit": State.DRAFT, "recall": State.IN_REVIEW, "return": State.IN_REVIEW}
    return [
        steps.Offer(
            name, WORDS[name], reverse("admin:briefings_batch_step", args=[batch.pk, name]),
            reason_label=steps.REASONS.get(name, ""),
        )
        for name, state in wanted.items()
        if state in states and may(request, name)
    ]  # fmt: skip


def _add_url(record_type: str, batch: Batch) -> str:
    return f"{reverse(f'admin:briefings_{record_type}_add')}?batch={batch.pk}"
