"""Log-ins that failed too often: whom they are counted for, and the page that says how long the door stays shut."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ipware import get_client_ip

Credentials = dict[str, str | None]
NETWORK_OF_ONE_CLIENT = 64  # bits of an IPv6 address; its holder can take any of the addresses below them


def digest_of_name(request: HttpRequest, credentials: Credentials | None = None) -> str:
    """Return what a user name is counted under: a keyed digest, for people type passwords into that field too."""
    name = (credentials or request.POST).get("username") or ""
    return salted_hmac("briefings.log-in", name, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str | None:
    """Return the address that failures are counted for, or None where the server knows none (a Unix socket).

    NUM_PROXIES says how many proxies write X-Forwarded-For; IPv6 clients are told apart by their network.
    """
    found, _ = get_client_ip(
        request,
        proxy_count=settings.AXES_IPWARE_PROXY_COUNT,
        request_header_order=settings.AXES_IPWARE_META_PRECEDENCE_ORDER,
        strict=False,  # strict, a client that sends the header itself would be counted as our proxy
    )
    if found is None:
        return None
    client = ip_address(found)
    if isinstance(client, IPv6Address):
        network = ip_network((client, NETWORK_OF_ONE_CLIENT), strict=False).network_address
        return str(client.ipv4_mapped or network)
    return str(client)


def page(request: HttpRequest, response: HttpResponse | None, credentials: Credentials | None) -> HttpResponse:
    """Answer 429 with the time to wait."""
    seconds = _wait(request, credentials)
    context = {"minutes": ceil(seconds / 60), "until": timezone.now() + timedelta(seconds=seconds)}
    return TemplateResponse(
        request, "desk/locked.html", context, status=429,
        headers={"Retry-After": str(seconds), "Cache-Control": "private, no-store"},
    ).render()  # fmt: skip


def _wait(request: HttpRequest, credentials: Credentials | None) -> int:
    """Return the seconds until the newest of the failures is forgotten, at least one. Costs one query."""
    (failures,) = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    latest = failures.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    left = (latest or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, ceil(left.total_seconds()))
