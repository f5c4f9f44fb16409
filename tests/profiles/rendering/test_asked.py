"""Keys that somebody asks for: read from anything, found in one query, told why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.rendering.asked import LONGEST, Asked, find, joined, read_all
from tests.factories import FOCUS_CODE, FUNCTION_CODE, KEY_M4, edit, in_review, next_version, retired
from tests.pages.canon import in_scope, key, publish


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("a.b.m4", "A.B.M4"),
        (" A.B.M4~1 ", "A.B.M4~1"),
        ("A.B.M4#12", "A.B.M4~12"),  # as it is cited
        ("A.B.M4@de~1", "A.B.M4@DE~1"),
        ("A.B.M4@global~1", "A.B.M4~1"),
    ],
)
def test_a_key_has_one_spelling(text, spelling):
    asked = Asked.read(text)
    assert (asked.spelling, asked.is_key) == (spelling, True)
    assert Asked.read(spelling) == asked


@pytest.mark.parametrize(
    "text", ["A.B.M4~0", "A.B.M4~", "A.B.M4~01", "A.B.M4~1~2", "A.B.M4~12345678", "A.B.M4~-1", "~1"]
)
def test_what_is_no_number_is_no_key(text):
    assert Asked.read(text).is_key is False


@given(st.text(max_size=200))
def test_anything_can_be_read_and_said_again(text):
    asked = Asked.read(text)
    assert len(Asked.read(text * 9).key) <= 3 * LONGEST  # upper case may be longer: ﬃ becomes FFI
    assert Asked.read(asked.spelling[:LONGEST]).is_key is asked.is_key
    assert "," not in joined([asked]) or "," in asked.key
    assert all(one.key for one in read_all([text]))


@given(st.lists(st.text("aA.~#@1m4, \0\ud7ff", max_size=30), max_size=6))
@pytest.mark.django_db
def test_no_text_finds_anything_in_an_empty_canon(values):
    asked = read_all(value.replace("\0", "") for value in values)
    found = find(asked)
    assert found.columns == found.again == ()
    assert found.unknown == tuple(dict.fromkeys(asked))
    assert [one.near for one in found.told_unknown(lambda one, other: "")] == [[] for _ in found.unknown]


def keys(found) -> list[str]:
    return [f"{column.revision.key}#{column.revision.number}" for column in found.columns]


def ask(*texts):
    return find([Asked.read(text) for text in texts])


@pytest.mark.django_db
def test_one_query_finds_what_stands_and_what_stood(django_assert_num_queries):
    next_version(publish("M4")[0])
    publish("M3")
    retired(code=key("M1"))
    in_scope("M4", "DE")
    with django_assert_num_queries(1):
        found = ask(KEY_M4, f"{KEY_M4}~1", key("M3"), key("M1"), key(scope="DE"), key("M3", scope="AT"), f"{KEY_M4}~2")
    assert keys(found) == [f"{KEY_M4}#2", f"{KEY_M4}#1", f"{key('M3')}#1", f"{key('M1')}#1", f"{key(scope='DE')}#1"]
    assert [one.spelling for one in found.again] == [key("M3", scope="AT"), f"{KEY_M4}~2"]
    assert [column.revision.key for column in found.retired] == [key("M1")]
    assert [column.former for column in found.columns] == [False, True, False, False, False]


@pytest.mark.django_db
def test_where_a_region_has_no_text_the_global_one_stands_in():
    publish("M4")
    (column,) = ask(key(scope="AT")).columns
    assert (column.revision.key, column.stands_in) == (KEY_M4, "AT")
    assert ask(KEY_M4).stand_ins == []


@pytest.mark.django_db
def test_what_no_approver_approved_is_unknown_in_any_version():
    in_review(code=key("M3"))
    in_review(edit(publish("M4")[0].profile, title="Another title"))
    assert [one.spelling for one in ask(key("M3"), f"{key('M3')}~1", f"{KEY_M4}~2").unknown] == [
        key("M3"),
        f"{key('M3')}~1",
        f"{KEY_M4}~2",
    ]


@pytest.mark.django_db
def test_near_keys_are_told_from_one_query(django_assert_num_queries):
    publish("M3", "M4")
    in_review(code=key("M5"))
    found = ask(key("M5"), f"PLANTX.{FOCUS_CODE}.M4", f"{FUNCTION_CODE}.LINELEADE0000.M3", f"{KEY_M4}~7", "nonsense")
    with django_assert_num_queries(1):
        unknown = found.told_unknown(lambda one, other: f"{one.spelling}>{other.spelling}")
    near = {one.asked.spelling: [suggested for suggested, _ in one.near] for one in unknown}
    assert set(near.pop(key("M5"))) == {key("M3"), key("M4")}  # and not M5, which nobody approved
    assert {asked: suggested[:1] for asked, suggested in near.items()} == {
        f"PLANTX.{FOCUS_CODE}.M4": [KEY_M4],
        f"{FUNCTION_CODE}.LINELEADE0000.M3": [key("M3")],
        f"{KEY_M4}~7": [KEY_M4],
        "NONSENSE": [],
    }
    assert unknown[3].near[0] == (KEY_M4, f"{KEY_M4}~7>{KEY_M4}")


@pytest.mark.django_db
def test_where_all_is_known_nobody_looks_for_near_keys(django_assert_num_queries):
    publish("M4")
    found = ask(KEY_M4)
    with django_assert_num_queries(0):
        assert found.told_unknown(lambda one, other: "") == []
