"""Records of the skeleton: what reads, what is refused and in which words, what is written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from taxonomy import records
from taxonomy.records import SKELETON, faults
from taxonomy.texts import fold_name

LEVEL = {"kind": "level", "code": "M4", "track": "M", "step": 4, "rank": 7, "title": "Director"}
PAY = {"kind": "pay", "level": "M4", "currency": "USD", "median": 164000}
EXAMPLES = {
    "track": {"kind": "track", "code": "M", "name": "Management", "order": 3, "summary": "Leads."},
    "level": LEVEL | {"summary": "s", "scope": "a", "leadership": "f", "years_min": 10, "years_max": 15},
    "function": {"kind": "function", "code": "MANUFA", "name": "Manufacturing", "summary": "Makes.", "group": "Make"},
    "focus": {"kind": "focus", "code": "LINE1234", "function": "MANUFA", "name": "Line", "summary": "Apart."},
    "guideline": {"kind": "guideline", "focus": "LINE1234", "level": "M4", "knowledge": "k", "experience": "10+"},
    "skill": {"kind": "skill", "name": "Power BI", "type": "tool", "summary": "Charts."},
    "pay": {"kind": "pay", "function": "MANUFA", "level": "M4", "currency": "USD", "median": 2, "low": 1, "high": 3},
}


def told(kind, value):
    """(path, sentence) of each fault of a value read as this kind."""
    with pytest.raises(ValidationError) as refused:
        SKELETON[kind].model_validate(value)
    return list(faults(refused.value))


@pytest.mark.parametrize("kind", SKELETON)
def test_what_is_read_is_written_again_key_by_key(kind):
    written = SKELETON[kind].model_validate(EXAMPLES[kind]).written()
    assert list(written.items()) == list(EXAMPLES[kind].items())


def test_what_is_empty_is_not_written():
    empty = LEVEL | {"summary": "", "years_min": None}
    assert records.LevelRecord.model_validate(empty).written() == LEVEL


def test_codes_are_read_in_any_case_and_kept_in_one():
    record = records.FocusRecord.model_validate(EXAMPLES["focus"] | {"code": " line1234 ", "function": "manufa"})
    assert (record.code, record.function) == ("LINE1234", "MANUFA")


@pytest.mark.parametrize("kind", SKELETON)
def test_an_unknown_key_is_a_fault(kind):
    assert told(kind, EXAMPLES[kind] | {"colour": "red"}) == [
        ("colour", "no such key: a key of the format expected"),
    ]


@pytest.mark.parametrize(
    ("kind", "change", "path", "sentence"),
    [
        ("level", {"rank": 0}, "rank", "greater than or equal to 1 expected, found 0"),
        ("level", {"rank": "7"}, "rank", "a valid integer expected, found '7'"),
        ("level", {"rank": True}, "rank", "a valid integer expected, found True"),
        ("level", {"code": "Level 4"}, "code", "a code of the shape [A-Z]{1,3}[0-9]{1,2} expected, found 'LEVEL 4'"),
        ("level", {"title": "  "}, "title", "a text that is not blank expected"),
        ("level", {"summary": None}, "summary", "a valid string expected, found None"),
        ("level", {"summary": "a\x00"}, "summary", "text without control characters expected, found U+0000"),
        ("level", {"years_min": 9, "years_max": 3}, "", "years_min ≤ years_max expected, found 9 and 3"),
        ("guideline", {"focus": None}, "", "either function or focus expected, found neither"),
        ("guideline", {"function": "MANUFA"}, "", "either function or focus expected, found both"),
        ("skill", {"type": "talent"}, "type", "'skill', 'tool' or 'knowledge' expected, found 'talent'"),
        ("pay", {"low": 5}, "", "low ≤ median ≤ high expected, found 5, 2, 3"),
        ("pay", {"currency": "dollar"}, "currency", "a code of the shape [A-Z]{3} expected, found 'DOLLAR'"),
        ("pay", {"median": 0}, "median", "greater than or equal to 1 expected, found 0"),
        ("pay", {"median": 1.5}, "median", "a valid integer expected, found 1.5"),
        ("pay", {"as_of": "May"}, "as_of", "a date such as 2026-05-31, 2026-05 or 2026 expected, found “May”"),
        ("track", {"code": "M4"}, "code", "a code of the shape [A-Z]{1,3} expected, found 'M4'"),
    ],
)
def test_a_fault_names_its_path_and_what_was_expected(kind, change, path, sentence):
    assert told(kind, EXAMPLES[kind] | change) == [(path, sentence)]


def test_a_missing_key_is_named():
    assert told("skill", {"kind": "skill"}) == [("name", "required key missing")]


def test_every_fault_of_a_record_is_told():
    found = told("focus", {"kind": "focus", "code": "?", "name": "", "colour": 1})
    assert [path for path, _ in found] == ["code", "function", "name", "colour"]


def test_a_long_value_is_told_in_short():
    [(_, sentence)] = told("skill", {"kind": "skill", "name": "x", "type": "y" * 10_000})
    assert len(sentence) < 150


@pytest.mark.parametrize("key", ["\ud800", "\x1b[31mred", "\u202eevil", "k" * 100_000])
def test_a_hostile_key_is_told_in_printable_words(key):
    """The path goes to a terminal: a lone surrogate would be a traceback there, an escape would paint it."""
    [(path, _)] = told("skill", EXAMPLES["skill"] | {key: 1})
    assert path.isprintable()
    assert len(path) <= 100


@pytest.mark.parametrize("growing", ["\u0958", "\U0001d160"])
def test_a_text_is_measured_as_it_is_stored(growing):
    """NFC makes two or three letters of these: what fitted before cleaning may not fit its column after."""
    [(path, sentence)] = told("skill", EXAMPLES["skill"] | {"name": growing * 200})
    assert path == "name"
    assert sentence.startswith("at most 200 characters expected")


def test_a_skill_name_whose_folded_form_is_too_long_is_refused():
    """One letter of Arabic calligraphy folds to eighteen."""
    assert len(fold_name("\ufdfa")) == 18
    assert told("skill", EXAMPLES["skill"] | {"name": "\ufdfa" * 30}) == [
        ("name", "a name of at most 400 characters when spelled out expected, found 540"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_no_value_breaks_the_reader(kind, data):
    """Whatever stands under a key of the format: a record or a list of faults, nothing else."""
    key = data.draw(st.sampled_from(sorted(EXAMPLES[kind])))
    value = EXAMPLES[kind] | {key: data.draw(JSON)}
    try:
        SKELETON[kind].model_validate(value)
    except ValidationError as refused:
        for path, sentence in faults(refused):
            f"{path}: {sentence}".encode()
