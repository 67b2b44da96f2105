"""Plots as SVG: what each question costs at each size."""

from collections.abc import Iterator, Mapping
from html import escape
from math import ceil, floor, log10

Points = Mapping[int, float]  # claims to milliseconds
WIDE, HIGH, COLUMNS = 230, 150, 4  # of one plot, and how many stand side by side
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 26, 24  # around what is drawn
STYLE = (
    "text{font:11px sans-serif;fill:#222}.name{font-weight:bold}.grid{stroke:#ddd}"
    ".cost{fill:none;stroke:#0b5cad;stroke-width:2}circle{fill:#0b5cad}"
)


def drawn(costs: Mapping[str, Points], told: str) -> str:
    """Return an SVG with a plot for each question, both axes logarithmic. told: what it shows, in a sentence."""
    rows = ceil(len(costs) / COLUMNS)
    width, height = WIDE * COLUMNS, HIGH * rows + 24
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img"><title>{escape(told)}</title><style>{STYLE}</style>',
        f'<rect width="{width}" height="{height}" fill="#fff"/><text x="8" y="16">{escape(told)}</text>',
    ]
    for number, (name, points) in enumerate(costs.items()):
        x, y = WIDE * (number % COLUMNS), HIGH * (number // COLUMNS) + 24
        lines += [f'<g transform="translate({x} {y})">', *_plot(name, points), "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _plot(name: str, points: Points) -> Iterator[str]:
    low = floor(log10(min(points.values())))
    high = max(low + 1, ceil(log10(max(points.values()))))
    smallest, largest = (log10(end) for end in (min(points), max(points)))

    def across(claims: int) -> float:
        share = (log10(claims) - smallest) / (largest - smallest or 1)
        return LEFT + share * (WIDE - LEFT - RIGHT)

    def down(cost: float) -> float:
        return TOP + (high - log10(cost)) / (high - low) * (HIGH - TOP - BOTTOM)

    yield f'<text class="name" x="{LEFT}" y="16">{escape(name)}</text>'
    for power in range(low, high + 1):
        y = down(10**power)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 4}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>'
    places = [(across(claims), down(cost)) for claims, cost in sorted(points.items())]
    yield f'<polyline class="cost" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
    for (claims, cost), (x, y) in zip(sorted(points.items()), places, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{claims:,} claims: {cost:g} ms</title></circle>'
        yield f'<text x="{x:.1f}" y="{HIGH - 8}" text-anchor="middle">{_short(claims)}</text>'


def _short(claims: int) -> str:
    return f"{claims // 1_000_000}M" if claims >= 1_000_000 else f"{claims // 1000}k"
