"""Use × weakness by hand: each part, their sum, and the order that comes of it."""

import datetime

import pytest

from profiles.scoring import Today
from profiles.urgency import Condition, parts, score, told, use, weakness

ON = datetime.date(2026, 11, 26)
LATER = datetime.date(2027, 2, 1)


def condition(value: float | None = 0.9, **known) -> Condition:
    today = None if value is None else Today(value, 1, 1, known.pop("reasons", ()))
    return Condition(**({"today": today, "due_on": LATER, "aliases": 1} | known))


def test_a_text_with_nothing_to_mend_has_no_weakness():
    assert parts(condition(0.8), ON) == []
    assert score(1_000, weakness([])) == 0


@pytest.mark.parametrize(
    ("known", "weight", "why"),
    [
        # (.80 − .72) ÷ .80 = a tenth of 40
        (
            {"value": 0.72, "reasons": ("no source for pay (− 0.05)",)},
            4,
            "confidence 0.72 today; no source for pay (− 0.05)",
        ),
        ({"value": 0.0}, 40, "confidence 0.00 today"),
        ({"value": None}, 40, "not scored by a panel"),
        # due on 20 September, the third month has begun: 20 × 3 ÷ 12
        ({"due_on": datetime.date(2026, 9, 20)}, 5, "review due since 20 September 2026"),
        ({"due_on": ON}, 2, "review due since 26 November 2026"),
        ({"due_on": datetime.date(2024, 1, 1)}, 20, "review due since 1 January 2024"),
        ({"warnings": 1}, 5, "1 warning"),
        ({"warnings": 7}, 15, "7 warnings"),
        ({"warnings": 7, "blocking": 1}, 20, "1 blocking finding"),
        ({"basis_changed": True}, 10, "a shared text changed since"),
        ({"aliases": 0}, 10, "no alias"),
    ],
)
def test_each_part_has_its_weight_and_its_reason(known, weight, why):
    [part] = parts(condition(**known), ON)
    assert (part.weight, part.why) == (weight, why)


def test_the_parts_add_up_and_everything_together_is_one():
    some = condition(0.72, due_on=datetime.date(2026, 9, 20), warnings=2, basis_changed=True, aliases=0)
    assert weakness(parts(some, ON)) == 4 + 5 + 10 + 10 + 10
    all_of_it = condition(None, due_on=datetime.date(2020, 1, 1), blocking=2, basis_changed=True, aliases=0)
    assert weakness(parts(all_of_it, ON)) == 100


def test_what_is_read_much_and_weak_comes_before_what_is_only_one_of_both():
    assert use(views=14, searches=5) == 19
    assert score(19, 39) == 780
    assert score(200, 2) < score(19, 39)
    assert score(0, 39) == 39
    assert (told(39), told(2)) == ("0.39", "0.02")
