"""The public page of quality from the plain figures that a check keeps: no database."""

from profiles.models import CanonCheck
from profiles.rendering.pictures.agreement import agreement
from profiles.rendering.quality import Quality

BINS = [0] * 20
BINS[16], BINS[18], BINS[13] = 2, 1, 1
FUNCTIONS = [
    {"code": "PLANTO", "name": "Plant", "bands": {"high": 3, "medium": 1}, "focuses": 1, "defined": 4, "places": 6},
    {"code": "SALES", "name": "Sales", "bands": {"unscored": 1}, "focuses": 1, "defined": 1, "places": 7},
]
ALPHA = [
    ["", {"value": 0.314, "low": -0.049, "high": 0.677, "profiles": 3, "scores": 30}],
    ["concreteness", None],
    ["factual_accuracy", {"value": -0.2, "low": None, "high": None, "profiles": 1, "scores": 2}],
]


def quality() -> Quality:
    panel = {"profiles": 3, "reviews": 6, "rwg": "0.95", "low": 0, "alpha": ALPHA}
    told = {"approved": 5, "stale": 1, "bins": BINS, "functions": FUNCTIONS, "panel": panel}
    return Quality(CanonCheck(public=told))


def test_confidence_by_function_leads_to_the_rows_behind():
    chart = quality().confidence
    assert [[part.number for part in row.parts] for row in chart.rows] == [[3, 1, 0, 0], [0, 0, 0, 1]]
    assert chart.rows[0].parts[1].address == "/profiles/?function=PLANTO&band=medium"
    assert chart.rows[1].parts[3].address == "/profiles/?function=SALES&band=unscored"
    assert [total for _, total in chart.totals] == ["4", "1"]
    assert [len(parts) for _, _, parts in chart.drawn] == [2, 1]


def test_steps_of_confidence_from_the_highest_to_the_lowest_there_is():
    rows = quality().bins.rows
    assert [row.label for row in rows] == [
        "0.95–1.00",
        "0.90–0.95",
        "0.85–0.90",
        "0.80–0.85",
        "0.75–0.80",
        "0.70–0.75",
        "0.65–0.70",
    ]
    assert [[part.number for part in row.parts] for row in rows[3:]] == [[2, 0, 0], [0, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert rows[6].parts[1].address == "/profiles/?band=medium"


def test_coverage_says_how_many_of_how_many():
    assert [total for _, total in quality().coverage.totals] == ["4 of 6", "1 of 7"]
    assert quality().defined == (5, 13)
    assert quality().high == 3


def test_alpha_with_its_interval_on_a_scale_that_holds_it():
    found = agreement(ALPHA)
    told = [(line.label, line.value, line.interval) for line in found.lines]
    assert told == [
        ("All five together", "0.31", "−0.05 to 0.68"),
        ("Concreteness", "", ""),
        ("Factual accuracy", "−0.20", ""),
    ]
    assert [told for _, told in found.ticks] == ["−0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    bars = [bar for _, bar in found.drawn]
    # From −0.20 at 150 to 1.00 at 560: 0.31 lies 51 of 120 steps along.
    assert (bars[0].middle, bars[1].middle, bars[2].middle) == (324.2, None, 150)
    assert found.height == found.picture.height - 27
