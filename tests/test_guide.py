"""The guide: every picture that it shows is there, every picture is shown, and all of them together are small."""

import re
from pathlib import Path

from tests.browser.pictures import gallery

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"
BYTES_AT_MOST = 6_000_000


def test_guide_shows_only_pictures_that_are_there():
    shown = re.findall(r"\((pictures/[^)]+)\)", (GUIDE / "README.md").read_text(encoding="utf-8"))

    assert len(shown) > 10
    assert [each for each in shown if not (GUIDE / each).is_file()] == []


def test_gallery_shows_every_picture():
    assert (GUIDE / "pages.md").read_text(encoding="utf-8") == gallery(GUIDE / "pictures")
    for each in (GUIDE / "pictures").iterdir():
        assert f"pictures/{each.name}" in gallery(GUIDE / "pictures")


def test_pictures_are_small():
    assert sum(each.stat().st_size for each in (GUIDE / "pictures").iterdir()) < BYTES_AT_MOST
