"""Texts: what may be stored, whatever is sent."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import texts

HOSTILE = st.text(
    st.one_of(
        st.characters(codec=None),  # surrogates too
        st.sampled_from("\x00\x07\x1b\x7f\x85\u2028\u202e\u2066\ufeff\ud800\r\n\t \u00a0\u0301éﬁﷺ"),
    ),
    max_size=60,
)
NEVER = {chr(c) for c in [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]}


def cleaned(clean, value):
    """The clean text, or None where it is refused; any other error is the test's failure."""
    try:
        return clean(value)
    except ValueError:
        return None


@given(HOSTILE)
def test_what_is_stored_is_safe_and_normal_whatever_was_sent(value):
    text = cleaned(texts.clean_text, value)
    if text is not None:
        assert text == unicodedata.normalize("NFC", text).strip()
        assert NEVER.isdisjoint(text)
        text.encode()  # no lone surrogates


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(value):
    for clean in (texts.clean_text, texts.clean_line, texts.clean_url, texts.clean_partial_date):
        once = cleaned(clean, value)
        assert once is None or clean(once) == once


@given(HOSTILE)
def test_a_line_has_no_white_space_but_single_spaces(value):
    line = cleaned(texts.clean_line, value)
    assert line is None or line == " ".join(line.split())


@pytest.mark.parametrize("bad", ["\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ud800", "\u202e", "\u2066"])
def test_a_control_character_is_refused_by_its_number(bad):
    with pytest.raises(ValueError, match=rf"without control characters expected, found U\+{ord(bad[0]):04X}"):
        texts.clean_text(f"a{bad}b")


def test_text_keeps_its_lines_with_plain_ends():
    assert texts.clean_text("  one\r\ntwo\rthree\n\tfour \n") == "one\ntwo\nthree\n\tfour"


def test_composed_and_decomposed_letters_are_one():
    assert texts.clean_text("e\u0301") == "\u00e9"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://localhost:8000", "https://[::1]/x", ""])
def test_web_addresses_pass(url):
    assert texts.clean_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https:///path",
        "https://[::1",
        "ftp://example.org",
        "https://example.org/a b",
        "https://example.org/\x00",
        'https://example.org/"onload',
        "java\nscript:alert(1)",
        "https:\\\\example.org",
    ],
)
def test_an_address_that_could_run_or_mislead_is_refused(url):
    with pytest.raises(ValueError, match="an address"):
        texts.clean_url(url)


@given(HOSTILE)
def test_every_address_that_passes_is_http(value):
    url = cleaned(texts.clean_url, value)
    assert url is None or url == "" or url.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize("date", ["2026", "2026-05", "2026-05-31", "2024-02-29", ""])
def test_partial_dates_pass(date):
    assert texts.clean_partial_date(date) == date


@pytest.mark.parametrize(
    "date", ["2026-02-30", "2025-02-29", "2026-13", "2026-00", "26", "2026-5", "2026/05/31", "May 2026", "0000"]
)
def test_what_is_no_date_is_refused(date):
    with pytest.raises(ValueError, match=r"expected|out of range|day is"):
        texts.clean_partial_date(date)


def test_names_are_one_whatever_their_case_and_width():
    assert {texts.fold_name(name) for name in ("Power BI", "power bi", "ＰＯＷＥＲ ＢＩ")} == {"power bi"}
    assert texts.fold_name("STRASSE") == texts.fold_name("straße")


@given(st.text(max_size=40))
def test_folding_a_name_twice_is_folding_it_once(name):
    assert texts.fold_name(texts.fold_name(name)) == texts.fold_name(name)
