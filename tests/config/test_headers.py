"""The headers every answer carries."""

import pytest

DOCUMENTATION = "/api/docs/"


def directives(response) -> dict[str, list[str]]:
    pairs = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in pairs}


@pytest.mark.parametrize("path", ["/", "/questions/", "/admin/login/", DOCUMENTATION, "/nowhere"])
@pytest.mark.django_db
def test_no_page_runs_inline_script_or_can_be_framed(client, path):
    response = client.get(path)

    policy = directives(response)
    assert policy["default-src"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_inline_styles_are_allowed_on_the_documentation_page_only(client):
    assert "'unsafe-inline'" in directives(client.get(DOCUMENTATION))["style-src"]
    for path in ("/", "/questions/", "/admin/login/"):
        assert directives(client.get(path))["style-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/api/schema/", "*"), ("/api/v1/desk/", None), ("/api/v1/desk", None), ("/admin/login/", None)],
)
@pytest.mark.django_db
def test_other_sites_may_read_the_public_api_only(client, path, allowed):
    response = client.get(path, headers={"Origin": "https://elsewhere.example"})

    assert response.get("access-control-allow-origin") == allowed


def test_other_sites_may_not_write(client):
    preflight = client.options(
        "/api/schema/", headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    )

    assert preflight["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_documentation_page_asked_for_its_options_is_405_and_says_what_is_allowed(client):
    response = client.options(DOCUMENTATION)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
