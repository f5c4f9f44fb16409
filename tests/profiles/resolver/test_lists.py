"""Lists of titles: piece by piece, whole or not at all, taken up where they stand, and by one worker at a time."""

import pytest

from profiles.importers.titles import Line
from profiles.models import TitleList
from profiles.resolver import NotIndexed, lists
from tests.factories import FUNCTION_CODE, KEY_M4, approved, curator
from tests.pages.canon import key

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings, tmp_path, monkeypatch):
    """Five titles, to be answered two at a time, for profiles and without an index."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(lists.PIECE, "profiles", 2)
    approved(title="Plant Manager", aliases=["Works Head"], mappings=[])
    names = ("Plant Manager", "works head", "Zookeeper", "Plant Mgr", "Spy")
    return lists.begin("staff.csv", "profiles", [Line(n, name) for n, name in enumerate(names, 2)], by=curator())


def answers(found: TitleList) -> list[tuple]:
    return [(row.title, row.band, [one["code"] for one in row.candidates]) for row in found.titles.all()]


def test_each_call_takes_one_piece_until_nothing_is_left(made):
    assert [lists.step(made.pk) for _ in range(4)] == [2, 2, 1, 0]
    made.refresh_from_db()
    assert (made.done, made.is_done, made.finished_at is not None) == (5, True, True)
    assert answers(made) == [
        ("Plant Manager", "near", [KEY_M4]),
        ("works head", "near", [KEY_M4]),
        ("Zookeeper", "none", []),
        ("Plant Mgr", "near", [KEY_M4]),
        ("Spy", "none", []),
    ]


def test_a_piece_that_breaks_leaves_nothing_and_is_done_again(made, monkeypatch):
    def killed(answers):
        raise KeyboardInterrupt

    lists.step(made.pk)
    with monkeypatch.context() as patched:
        patched.setattr(lists, "_store", killed)
        with pytest.raises(KeyboardInterrupt):
            lists.step(made.pk)
    made.refresh_from_db()
    assert (made.done, answers(made)[2]) == (2, ("Zookeeper", "", []))
    assert lists.go_on(made.pk, seconds=60).is_done
    assert answers(made)[3][1] == "near"


def test_of_two_workers_the_slower_one_throws_its_piece_away(made, monkeypatch):
    real, calls = lists._answered, []

    def overtaken(kind, rows):
        calls.append(len(rows))
        if len(calls) == 1:
            assert lists.step(made.pk) == 2
        yield from real(kind, rows)

    monkeypatch.setattr(lists, "_answered", overtaken)
    assert lists.step(made.pk) == 0
    made.refresh_from_db()
    assert (made.done, calls) == (2, [2, 2])


def test_hints_of_a_row_are_its_own(made):
    for level in ("M2", "M3"):
        approved(code=key(level), title="Line Boss", mappings=[], aliases=[])
    rows = [Line(2, "Line Boss", level="M2"), Line(3, "Line Boss", level="M3"), Line(4, "Line Boss", function="OTHER")]
    found = lists.go_on(lists.begin("x", "profiles", rows, by=curator()).pk, seconds=60)
    told = [(row.level_hint, row.candidates[0]["code"], row.candidates[0]["score"]) for row in found.titles.all()]
    assert told == [("M2", key("M2"), 0.485), ("M3", key("M3"), 0.485), ("", key("M2"), 0.242)]
    assert FUNCTION_CODE != "OTHER"


def test_without_an_index_there_is_no_list_of_occupations(made):
    with pytest.raises(NotIndexed, match="index_titles"):
        lists.begin("x", "occupations", [Line(2, "Cook")], by=curator())
    assert TitleList.objects.count() == 1
    assert (lists.step(made.pk + 1), lists.go_on(made.pk + 1)) == (0, None)
