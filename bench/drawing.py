"""Draws a run as SVG by hand, for README: how fast each contestant is, page by page, and growth over sizes.

Bars are as long as the logarithm of requests a second, since files and databases lie three powers of ten apart; the
figure stands at each bar's end. Colours follow the reader's light or dark.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from bench import figures
from bench.telling import short

LABELS = {
    "site": "Canon",
    "framework": "Canon, behind the middleware",
    "anew": "Canon, made anew",
    "floor": "floor: constant bytes, same server",
    "floor, compressing": "floor, compressing each time",
    "whitenoise": "file by whitenoise",
    "nginx": "file by nginx",
    "naive": "usual ORM page",
    "datasette": "Datasette",
}
WIDTH, TOP, BAR, GAP, HEAD, LABEL = 760, 16, 18, 6, 34, 250
STYLE = """
text{font:13px system-ui,sans-serif;fill:#333}.head{font-weight:600}.own{fill:#0b5563}.other{fill:#9aa5a8}
.step{stroke:#8884;stroke-width:1}
@media(prefers-color-scheme:dark){text{fill:#ddd}.own{fill:#5fb3c4}.other{fill:#5d686c}}
"""


def draw(run: dict, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "readme-speed.svg").write_text(speed(run), encoding="utf-8")
    if len(run["made"]["sizes"]) > 1:
        (folder / "readme-growth.svg").write_text(growth(run), encoding="utf-8")


def speed(run: dict) -> str:
    """Pages that have somebody to be compared with."""
    groups = {}
    for page, told in run["pages"].items():
        rows = [
            (LABELS[name], told[name]["rps"], name in ("site", "framework", "anew")) for name in LABELS if name in told
        ]
        if len(rows) > 1:
            groups[page] = [(label, figures.median(rates), own) for label, rates, own in rows]
    return _bars("Requests a second, on a scale of powers of ten", groups)


def growth(run: dict) -> str:
    first, *others = run["made"]["sizes"]
    names = {first: "anew"} | {size: f"anew at {size:,}" for size in others}
    groups = {}
    for page, told in run["pages"].items():
        rows = [(f"{size:,} profiles", told[names[size]]["rps"]) for size in sorted(names) if names[size] in told]
        if len(rows) > 1:
            groups[page] = [(label, figures.median(rates), True) for label, rates in rows]
    return _bars(
        "Requests a second of pages made anew over canons of several sizes, on a scale of powers of ten", groups
    )


def _bars(title: str, groups: dict[str, list[tuple[str, float, bool]]]) -> str:
    rates = [rate for rows in groups.values() for _, rate, _ in rows]
    low, high = math.floor(math.log10(min(rates))), math.log10(max(rates))
    scale = (WIDTH - LABEL - 80) / (high - low or 1)
    parts, y = [], TOP
    for page, rows in groups.items():
        parts += _group(page, rows, y, lambda rate: (math.log10(rate) - low) * scale)
        y += HEAD + len(rows) * (BAR + GAP)
    steps = ((10.0**power, LABEL + (power - low) * scale) for power in range(low, math.floor(high) + 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + GAP}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>{''.join(_steps(steps, y))}{''.join(parts)}</svg>\n"
    )


def _steps(steps: Iterable[tuple[float, float]], bottom: float) -> Iterator[str]:
    """A line for each power of ten, with its figure at the top."""
    yield '<text x="0" y="16">requests a second</text>'
    for rate, x in steps:
        yield f'<text x="{x:.1f}" y="16" text-anchor="middle">{rate:,g}</text>'
        yield f'<path class="step" d="M{x:.1f} 22V{bottom}"/>'


def _group(page: str, rows: list[tuple[str, float, bool]], y: float, length) -> Iterator[str]:
    yield f'<text class="head" x="0" y="{y + HEAD - 12}">{escape(page)}</text>'
    for n, (label, rate, own) in enumerate(rows):
        top, long = y + HEAD + n * (BAR + GAP), max(2.0, length(rate))
        text = top + BAR - 5
        told, kind = f"{rate:,.0f}" if rate >= 10 else short(rate), "own" if own else "other"
        yield (
            f'<text x="{LABEL - 8}" y="{text}" text-anchor="end">{escape(label)}</text>'
            f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{long:.1f}" height="{BAR}" rx="2"/>'
            f'<text x="{LABEL + long + 6:.1f}" y="{text}">{told}</text>'
        )
