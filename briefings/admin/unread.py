"""What the desk says of a request that was refused before it was read: which bound it broke, and what to do."""

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from briefings.admin import kept
from briefings.api import problems

STANDS = "Nothing was kept, and what you typed did not arrive whole: go back one page, where your browser still has it."


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read: readers of the API by a problem, people by a page, scripts in JSON."""
    if request.path_info.startswith(problems.PREFIX):
        return problems.bad_request(request, exception)
    said = _said(exception)
    if kept.is_script(request):
        return JsonResponse({"errors": [said]}, status=400)
    return render(request, "400.html", {"said": said}, status=400)


def _said(exception: Exception) -> str:
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return f"Too much was sent at once: one form may hold {most / 1_000_000:g} MB beside its files. {STANDS}"
    if isinstance(exception, TooManyFieldsSent):
        return f"Too many fields were sent: one form may have {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}. {STANDS}"
    if isinstance(exception, BadRequest) and str(exception):  # raised here, and written to be read
        return f"What was asked cannot be answered: {exception}."
    return "What was asked cannot be read."
