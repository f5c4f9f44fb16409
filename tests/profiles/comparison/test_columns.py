"""Texts and lists side by side: which column says what, which words differ, what stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.comparison import Meter, items, texts, values
from profiles.comparison.columns import near
from profiles.comparison.marks import STEPS

SHORT = st.text("ab c", max_size=8)


def told(row) -> list[str | None]:
    """Each cell as one text with [what others lack] marked."""
    signs = {"same": "{}", "differs": "[{}]"}
    return [cell and "".join(signs[kind].format(text) for kind, text in cell.pieces) for cell in row.cells]


def lists(*columns, **more):
    return items([[{"text": text} for text in own] for own in columns], Meter(), text="text", near="text", **more)


def outline(found) -> tuple[list, list]:
    return [told(row) for row in found.rows], [[cell.text for cell in own] for own in found.alone]


# -- one text a column -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["Runs six lines", "Runs six lines"], ["Runs six lines", "Runs six lines"]),
        (["Runs six lines a day", "Runs ten lines a day"], ["Runs [six] lines a day", "Runs [ten] lines a day"]),
        (["Runs a line", "Hires people for it"], ["Runs a line", "Hires people for it"]),  # unlike: nothing is marked
        (["Runs a line", None], ["Runs a line", None]),
        (["Runs a line", ""], ["Runs a line", None]),
        (["Runs a line now", "Runs a line now or then"], ["Runs a line now", "Runs a line now[ or then]"]),
        # What not all of the near ones say is marked: the third agrees with neither of the other two in everything.
        (
            ["Leads six lines by day", "Leads six lines by night", "Leads ten lines by night"],
            ["Leads [six] lines by [day]", "Leads [six] lines by [night]", "Leads [ten] lines by [night]"],
        ),
        # A text that is near to nobody's is left out of it.
        (
            ["Leads six lines", "Leads ten lines", "Audits suppliers abroad"],
            ["Leads [six] lines", "Leads [ten] lines", "Audits suppliers abroad"],
        ),
        ([], []),
    ],
)
def test_words_that_near_texts_do_not_share_are_marked(found, expected):
    assert told(texts(found, Meter())) == expected


@pytest.mark.parametrize(
    ("found", "equal"),
    [
        (["a", "a", "a"], True),
        (["a", "a", "b"], False),
        (["a", None], False),
        ([None, "", None], True),  # that nobody defines it is the same of all
        (["a"], False),  # one alone is equal to nothing
        ([], False),
    ],
)
def test_equal_is_what_all_of_several_columns_say(found, equal):
    assert values(found).equal is equal


def test_values_are_never_marked():
    assert told(values(["8–12 years", "10–12 years"])) == ["8–12 years", "10–12 years"]


@given(st.lists(st.none() | SHORT, max_size=4))
def test_pieces_join_to_the_texts(found):
    row = texts(found, Meter())
    assert ["".join(piece.text for piece in cell.pieces) for cell in row.told] == [text for text in found if text]
    assert [cell.text for cell in row.told] == [text for text in found if text]


@given(st.lists(SHORT, min_size=2, max_size=4), st.randoms())
def test_marks_do_not_depend_on_the_order_of_columns(found, random):
    order = random.sample(range(len(found)), len(found))
    straight, shuffled = (told(texts(own, Meter())) for own in (found, [found[i] for i in order]))
    assert shuffled == [straight[i] for i in order]


def test_where_the_meter_runs_out_nothing_is_marked_and_nothing_lost():
    assert told(texts(["Runs six lines a day", "Runs ten lines a day"], Meter(3))) == [
        "Runs six lines a day",
        "Runs ten lines a day",
    ]


def test_hostile_texts_cost_no_more_than_the_meter_gives():
    hostile = [" ".join(f"{n} {'x' * (i + 1)} same words here" for n in range(400)) for i in range(4)]
    meter = Meter()
    row = texts(hostile, meter)
    assert [cell.text for cell in row.cells] == hostile
    assert 0 <= meter.left <= STEPS


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Plans shifts", "Plans shifts", True),
        ("abcd efgh", "abcd ijkl", True),  # 2·4 letters of 16: just one half
        ("abcd efgh", "abc ijkl", False),
        ("abc efgh", "abc ijklm", False),  # 2·3 of 15
        ("", "", False),
        ("…", "…", False),
    ],
)
def test_near_is_half_of_the_letters(a, b, expected):
    assert near(a, b) is expected


# -- lists -------------------------------------------------------------------------------------------

A, A2 = "Plans the shifts of six lines", "Plans the shifts of ten lines"
B, C, D = "Counts stock on Fridays", "Opens the day with a talk", "Hires and trains people"


def test_equal_and_near_items_share_a_row_and_the_rest_stands_alone():
    found = lists([A, B, C], [C, A2, D])
    assert outline(found) == (
        [["Plans the shifts of [six] lines", "Plans the shifts of [ten] lines"], [C, C]],
        [[B], [D]],
    )
    assert [row.equal for row in found.rows] == [False, True]


def test_a_row_may_miss_some_columns():
    found = lists([A], [B], [A, B], [D])
    assert outline(found) == ([[A, None, A, None], [None, B, B, None]], [[], [], [], [D]])
    assert [row.equal for row in found.rows] == [False, False]


def test_a_chain_of_levels_is_followed_from_its_nearest_to_the_left():
    one, two, three = "leads team alpha beta", "leads team gamma beta", "leads side gamma beta"
    assert len(lists([one], [two], [three]).rows) == 1


def test_of_two_equal_items_each_finds_its_own():
    assert outline(lists([A, A], [A])) == ([[A, A]], [[A], []])


def test_one_list_alone_shares_nothing():
    assert outline(lists([A, B])) == ([], [[A, B]])


def test_empty_lists():
    assert outline(lists([], [])) == ([], [[], []])
    assert outline(lists()) == ([], [])


def test_items_with_a_name_join_by_their_key_and_are_called_as_the_first_calls_them():
    columns = [
        [{"name": "Power BI", "use": "Reads scrap by line"}],
        [{"name": "POWER BI", "use": "Reads scrap by hour"}, {"name": "Excel", "use": ""}],
    ]
    found = items(columns, Meter(), text="use", name="name", keys=(lambda item: item["name"].lower(),))
    assert [(row.name, told(row)) for row in found.rows] == [
        ("Power BI", ["Reads scrap by [line]", "Reads scrap by [hour]"])
    ]
    assert [[(cell.name, cell.text) for cell in own] for own in found.alone] == [[], [("Excel", "")]]


def test_lists_too_long_to_search_say_so():
    long = [[f"{'word ' * 40}{column} {n}" for n in range(180)] for column in "ab"]
    assert lists(*long).searched is False
    assert lists([A], [B]).searched is True


@given(st.lists(st.lists(st.sampled_from([A, A2, B, C, D]), max_size=5), max_size=4))
def test_nothing_is_lost_and_nothing_told_twice(columns):
    found = lists(*columns)
    for i, own in enumerate(columns):
        shared = [row.cells[i].text for row in found.rows if row.cells[i]]
        assert sorted(shared + [cell.text for cell in found.alone[i]]) == sorted(own)
    assert all(len(row.told) > 1 for row in found.rows)
