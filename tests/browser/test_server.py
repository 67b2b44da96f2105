"""The real server: no client moves the site by a header."""

import json
import urllib.request

import pytest

pytestmark = pytest.mark.browser

FIRST = "/api/v1/claims/?page_size=1"


@pytest.mark.parametrize("header", [{"SCRIPT_NAME": "/evil"}, {"X-Forwarded-Proto": "https"}])
def test_a_header_moves_no_address(server, header):
    request = urllib.request.Request(f"{server.url}{FIRST}", headers=header)

    with urllib.request.urlopen(request, timeout=20) as response:
        body = json.load(response)

    assert body["next"].startswith(f"{server.url}/api/v1/claims/?")
