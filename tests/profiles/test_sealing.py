"""The one spelling of a payload, and what its seals cover."""

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import sealing
from tests.factories import record, review

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CONTENT = record().content()


def test_the_spelling_has_sorted_keys_no_space_and_no_needless_escape():
    assert sealing.canonical({"b": [1, 2.5, None], "a": "Größe “x” </script>"}) == (
        '{"a":"Größe “x” </script>","b":[1,2.5,null]}'
    )


@given(PLAIN)
def test_what_is_spelled_reads_back_and_is_spelled_alike(value):
    text = sealing.canonical(value)
    assert json.loads(text) == value
    assert sealing.canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    assert sealing.seal(value) == sealing.seal(dict(reversed(value.items())))


FLAT = st.text() | st.lists(st.text(max_size=8), max_size=3) | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), FLAT, min_size=1, max_size=6))
def test_an_object_is_cut_into_its_members_as_they_are_spelled(value):
    text = sealing.canonical(value)
    assert sealing.cut(text, sorted(value)) == {name: sealing.canonical(one) for name, one in value.items()}
    assert sealing.cut(text, sorted({*value, "d"})) is None


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=6))
def test_an_object_joined_of_its_spelled_members_is_spelled_as_a_whole(value):
    assert sealing.joined({name: sealing.canonical(told) for name, told in value.items()}) == sealing.canonical(value)


@pytest.mark.parametrize("changes", [{}, {"summary": "", "aliases": []}, {"mappings": [], "title": "Größe"}])
def test_what_was_judged_has_one_digest_of_values_and_of_their_spellings(changes):
    content = CONTENT | changes
    spelled = {name: sealing.canonical(value) for name, value in content.items()}
    assert sealing.judged_digest_of(spelled) == sealing.judged_digest(content)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_has_no_spelling(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        sealing.canonical({"x": number})


def test_a_seal_is_the_sha_256_of_the_spelling():
    assert sealing.seal({"b": 1, "a": "ä"}) == hashlib.sha256('{"a":"ä","b":1}'.encode()).hexdigest()


def test_seals_tell_a_number_from_its_text_and_nothing_from_null():
    values = [{"a": 1}, {"a": "1"}, {"a": None}, {"a": ""}, {}, {"a": []}, {"a": False}]
    assert len({sealing.seal(value) for value in values}) == len(values)


@pytest.mark.parametrize("name", ["title", "summary", "responsibilities", "skills", "aliases", "mappings", "sources"])
def test_scores_hold_for_every_text_that_reviewers_judge(name):
    other = [] if isinstance(CONTENT[name], list) else "Another"
    assert sealing.judged_digest(CONTENT | {name: other}) != sealing.judged_digest(CONTENT)


@pytest.mark.parametrize(
    ("name", "other"),
    [("panel", [review("Zoe Sample", 1)]), ("confidence", 0.1), ("produced_by", "me"), ("pay", {"median": 1})],
)
def test_scores_hold_whatever_else_changes(name, other):
    assert sealing.judged_digest(CONTENT | {name: other}) == sealing.judged_digest(CONTENT)


def test_confirming_a_mapping_does_not_make_scores_stale():
    confirmed = [mapping | {"confirmed": "carla"} for mapping in CONTENT["mappings"]]
    assert sealing.judged_digest(CONTENT | {"mappings": confirmed}) == sealing.judged_digest(CONTENT)


def test_an_empty_list_and_a_missing_one_are_judged_alike():
    without = {name: value for name, value in CONTENT.items() if name != "aliases"}
    assert sealing.judged_digest(without) == sealing.judged_digest(CONTENT | {"aliases": []})


def test_a_salt_is_long_and_never_the_same():
    salts = {sealing.new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {bool(re.fullmatch("[0-9a-f]{32}", salt)) for salt in salts} == {True}


def test_the_seal_of_pay_depends_on_figures_and_salt():
    part = {"own": {"median": 164_000}, "function": None, "level": None}
    seals = {
        sealing.pay_seal(part, "a"),
        sealing.pay_seal(part, "b"),
        sealing.pay_seal(part | {"own": {"median": 164_001}}, "a"),
    }
    assert len(seals) == 3
    # Without the salt a round figure could be found by trying.
    assert sealing.seal(part) not in seals


def test_a_link_depends_on_everything_before_it():
    first = sealing.chain("", {"move": "edit"})
    assert sealing.chain(first, {"move": "submit"}) != sealing.chain("", {"move": "submit"})
    assert sealing.chain(first, {"move": "submit"}) == sealing.chain(first, {"move": "submit"})
