"""What a person typed outlives a session that ended, a token that is too old, and a right that was taken away.

A form that comes without a session, or with the token of an earlier log-in, is shown again with all that it held and a
button that sends it once more. That is offered to forms of this site only: another site's could hold anything.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

OPEN = frozenset({"login", "logout"})  # pages of the admin that nobody has to be logged in for
NEVER_SHOWN = "password"
ENDED = "Your session has ended. Log in again in another window, then send once more what is kept here."
TOO_OLD = "This page is older than your last log-in, so it was not trusted. Nothing is lost: send it once more."
FOREIGN = "This form did not come from a page of this desk. Nothing was done."
SCRIPT = "Not kept: log in again in another window, then press once more."

ASKED = "Your session has ended. Log in again in another window, then try once more; what you typed stands."


class KeptForms:
    """Answer a form of the desk whose session has ended with the form itself, where Django would drop it.

    A script that sends a form is told where the page goes on, or that the form is to be shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_form = request.method == "POST" and is_script(request) and _is_of_desk(request.resolver_match)
        return _told(response) if is_form else response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the page that keeps the form, and to a script why; None: the session is there, or nothing of ours."""
        is_form = request.method == "POST" and settings.CSRF_COOKIE_NAME in request.COOKIES
        if not (is_form or is_script(request)) or not _is_of_desk(request.resolver_match):
            return None
        return None if request.user.is_authenticated else _kept(request, ENDED)


def _told(response: HttpResponse) -> HttpResponse:
    """Say in JSON what a browser would do with the answer to a form: go on, or show it again with its refusals."""
    if response.status_code == 302:
        return JsonResponse({"url": response["Location"]})
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    return JsonResponse({"shown": True}) if is_page else response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not the one in force."""
    if not _is_own(request) or not _is_of_desk(_match(request)):
        return render(request, "403.html", {"exception": FOREIGN}, status=403)
    return _kept(request, TOO_OLD if request.user.is_authenticated else ENDED)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what the person may not do, and show what they had typed; to a script in JSON."""
    if is_script(request):
        return JsonResponse({"errors": [str(exception) or "Your account may not do this."]}, status=403)
    return render(request, "403.html", {"exception": str(exception), "typed": typed(request)}, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return name and value of each field of a form, passwords and the token apart."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and NEVER_SHOWN not in name and value
    ]


def _kept(request: HttpRequest, said: str) -> HttpResponse:
    if is_script(request):
        why = SCRIPT if request.method == "POST" else ASKED
        return JsonResponse({"errors": [why], "token": get_token(request)}, status=403)
    fields = typed(request)
    context = {
        "title": "Not kept yet", "said": said, "fields": fields, "address": request.get_full_path(),
        "shown": [(name, value) for name, value in fields if " " in value or "\n" in value],
        "files": [file.name for file in request.FILES.values()],
    }  # fmt: skip
    return render(request, "desk/kept.html", context, status=403)


def is_script(request: HttpRequest) -> bool:
    """Return whether a script of a page asks, which can show words only."""
    return request.headers.get("Accept", "").startswith("application/json")


def _is_of_desk(match: ResolverMatch | None) -> bool:
    return match is not None and match.app_name == "admin" and match.url_name not in OPEN


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def _is_own(request: HttpRequest) -> bool:
    """Return whether a browser says that the form came from this site."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own or request.headers.get("Sec-Fetch-Site") == "same-origin"
