"""What a walk adds up to: a canon of three texts, reckoned by hand."""

import datetime
from decimal import Decimal

from profiles.checking import Checked, Tally, Text
from profiles.checking.tally import waited
from profiles.gate import Finding, Severity
from profiles.waiving import Seen
from tests.factories import payload

TODAY = datetime.date(2026, 11, 26)


def text(focus: str, level: str, confidence: str | None, *, retrieved: str = "2026-09", scores=()) -> Text:
    one = payload(key=f"PLANTO.{focus}.{level}", sources=[payload()["sources"][0] | {"retrieved": retrieved}])
    one["basis"]["focus"]["code"], one["basis"]["level"]["code"] = focus, level
    one["panel"] = [{"panelist": str(n), "scores": {"concreteness": score}} for n, score in enumerate(scores)]
    return Text(one, None, profile=1, confidence=None if confidence is None else Decimal(confidence))


def tally(*texts: Text) -> Tally:
    found = Tally(TODAY)
    for one in texts:
        found.note(one)
    return found


def test_confidence_staleness_and_coverage():
    public = tally(
        text("A", "M3", "0.80", retrieved="2025-11-26"), text("A", "M4", "1.00"), text("B", "M4", None, retrieved="")
    ).public
    assert (public["approved"], public["stale"]) == (3, 1)
    assert {n: number for n, number in enumerate(public["bins"]) if number} == {16: 1, 19: 1}
    levels = len(payload()["basis"]["levels"])
    assert public["functions"] == [
        {
            "code": payload()["basis"]["function"]["code"],
            "name": payload()["basis"]["function"]["name"],
            "bands": {"high": 2, "unscored": 1},
            "focuses": 2,
            "defined": 3,
            "places": 2 * levels,
        }
    ]


def test_agreement_of_panels():
    panel = tally(
        text("A", "M3", "0.8", scores=(4, 5)), text("A", "M4", "0.8", scores=(4, 4)), text("B", "M4", None)
    ).public["panel"]
    # r_wg: s² = .5 gives .75 in one, 1 in the other; α by hand in test_agreement.
    assert (panel["profiles"], panel["reviews"], panel["rwg"], panel["low"]) == (2, 4, "0.88", 0)
    alpha = dict(panel["alpha"])
    assert alpha["concreteness"]["value"] == alpha[""]["value"] == 0.0
    assert alpha["factual_accuracy"] is None


def test_scores_of_an_earlier_text_say_nothing_of_this_one():
    one = text("A", "M3", "0.8", scores=(4, 5))
    for review in one.payload["panel"]:
        review["stale"] = True
    assert tally(one).public["panel"]["profiles"] == 0


def test_findings_by_kind_and_how_many_profiles_have_any():
    found = tally()
    few = Seen(Finding("a.b", Severity.WARNING, "pay", "one")), Seen(Finding("a.b", Severity.WARNING, "pay", "two"))
    for findings in (list(few), [few[0]], []):
        found.count(Checked(text("A", "M4", None), findings))
    assert found.kinds == [["a.b", "warning", 3, 2]]


def test_how_long_decisions_took():
    days = [0.5, 0.9, 2, 3, 8, 40, 0.1, 0.2, 0.3, 6]
    assert waited(days) == {"counts": [5, 1, 2, 1, 0, 1], "number": 10, "median": 0.9, "most": 8}
    assert waited([]) == {"counts": [0] * 6, "number": 0, "median": None, "most": None}
