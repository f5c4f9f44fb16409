"""The board: renewed after whatever moves it is what one read anew would be, and never older than the last decision."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.filters import SORTS, Board, what_stands
from profiles.models import Listing, ListingClock
from tests.factories import approved, edit, in_review, next_version, record_data, retired

pytestmark = pytest.mark.django_db
FACETS = ("function", "focus", "track", "level", "band", "scope", "status", "code")


def put(number: int, **changes):
    level = ("M4", "P6", "S2")[number % 3]
    skills = [{"name": name} for name in ("Planning", "Excel", "Law")[: number % 4]]
    pay = record_data()["pay"] | {"median": 50_000 + number, "low": None, "high": None} if number % 2 else None
    return approved(code=f"AAA.F{number}.{level}", skills=skills, pay=pay, title=f"Role {number % 5}", **changes)


def told(held: Board) -> dict:
    """Everything that a board answers."""
    every = held.standing
    orders = [sort.order("USD") for sort in SORTS.values()]
    return {
        **{name: held.counts(name, every) for name in (*FACETS, "skill")},
        "currencies": held.currencies(every),
        "labels": held.labels,
        "middle": held.paying("USD", 50_002, 50_006).bit_count(),
        "focus F1": held.having("focus", ["F1", "none"]).bit_count(),
        "orders": [held.ordered(every, order, most=100) for order in orders],
    }


@pytest.mark.parametrize("seed", range(4))
def test_after_any_moves_it_is_what_one_read_anew_would_be(seed):
    chance, rows = random.Random(seed), [put(number) for number in range(3)]
    what_stands()
    for number in range(3, 9):
        match chance.choice(["new", "next", "retire"]):
            case "new":
                rows.append(put(number, confidence=chance.choice([0.3, 0.65, 0.9])))
            case "next" if rows:
                row = rows.pop(chance.randrange(len(rows)))
                rows.append(next_version(row, title=f"Role {number}", skills=[{"name": f"Skill {number}"}]))
            case "retire" if rows:
                retired(edit(rows.pop(chance.randrange(len(rows))).profile, summary="At its end."))
        if chance.random() < 0.7:
            held = what_stands()
            assert told(held) == told(Board.read(held.clock))
    held = what_stands()
    assert held.standing.bit_count() == Listing.objects.count()
    assert told(held) == told(Board.read(held.clock))


def test_a_board_in_use_stays_what_it_was_while_another_is_made_of_it():
    row = put(1)
    held = what_stands()
    before = told(held)
    next_version(row, title="Another")
    put(2)
    assert told(what_stands()) != before
    del held._orders["folded_title", ""]
    held._counted.clear()
    assert {name: told(held)[name] for name in FACETS} == {name: before[name] for name in FACETS}


def test_where_nothing_was_decided_only_the_clock_is_read():
    revision = put(1)
    held = what_stands()
    in_review(edit(revision.profile, title="Nobody has approved this"))
    with CaptureQueriesContext(connection) as captured:
        assert what_stands() is held
    assert len(captured) == 1


def test_one_decision_is_read_by_itself_and_many_anew(monkeypatch):
    put(1)
    held = what_stands()
    put(2)
    assert what_stands().places.keys() > held.places.keys()
    assert what_stands().revisions is held.revisions
    monkeypatch.setattr("profiles.filters.board.MOST_RENEWED", 0)
    put(3)
    assert what_stands().revisions is not held.revisions


def test_another_epoch_is_another_canon():
    put(1)
    what_stands()
    Listing.objects.update(track_code="X")
    assert what_stands().counts("track", what_stands().standing) == {"P": 1}
    ListingClock.objects.update(epoch="restored")
    assert what_stands().counts("track", what_stands().standing) == {"X": 1}
