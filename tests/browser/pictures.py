"""The page that shows all pictures of the desk: `python -m tests.browser.pictures FOLDER` writes FOLDER/pages.md.

The pictures themselves are left in FOLDER/pictures by the browser tests, one of each page at each width, where
BRIEFINGS_PICTURES names that folder; `make guide` does both. pages.md is as old as the beginning of that: pictures
that are older are of pages that are gone, and are taken out.
"""

import sys
from pathlib import Path

from tests.browser.hands import WIDTHS

HEAD = """# Every page of the desk

As `make guide` took them from the running system, in a wide window and on a telephone.
[The guide](README.md) tells what they are for.
"""
ROW = """
## {title}

<img alt="{title}, in a wide window" src="pictures/{name}-{wide}.webp" width="620"> \
<img alt="{title}, on a telephone" src="pictures/{name}-{narrow}.webp" width="200">
"""


def names(folder: Path) -> list[str]:
    """Return the names of the pages that have a picture at every width."""
    of_width = [
        {each.name.removesuffix(f"-{width}.webp") for each in folder.glob(f"*-{width}.webp")} for width in WIDTHS
    ]
    return sorted(set.intersection(*of_width))


def gallery(folder: Path) -> str:
    """Return the page that shows the pictures of a folder."""
    narrow, wide = sorted(WIDTHS)
    rows = [
        ROW.format(name=name, title=name.replace("-", " ").capitalize(), wide=wide, narrow=narrow)
        for name in names(folder)
    ]
    return HEAD + "".join(rows)


def forget(folder: Path, since: float) -> None:
    """Take out the pictures that nothing has taken since a moment: their pages are gone."""
    for each in folder.iterdir():
        if each.stat().st_mtime < since:
            each.unlink()


if __name__ == "__main__":
    guide = Path(sys.argv[1])
    forget(guide / "pictures", (guide / "pages.md").stat().st_mtime)
    (guide / "pages.md").write_text(gallery(guide / "pictures"), encoding="utf-8")
