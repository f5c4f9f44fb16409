"""How a title is read: words, head, level hint; noise goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.resolver.titles import LONGEST, read, stem


@pytest.mark.parametrize(
    ("raw", "words", "head", "level"),
    [
        ("Sr. Mgr, Sales Ops (Req #12345) - Austin, TX", "manager sales operations", "manager", "M3"),
        ("BD Director (Business Development Director)", "business development director", "director", "M4"),
        ("ACCOUNTANT IV", "accountant", "accountant", "P4"),
        ("Software Engineer II", "software engineer", "engineer", "P2"),
        ("Lead Python Developer (m/w/d) - Remote", "python developer", "developer", "P4"),
        ("CNA - Night Shift $18/hr", "certified nursing assistant", "assistant", ""),
        ("School Principal", "school principal", "principal", ""),
        ("Principal Scientist", "scientist", "scientist", "P5"),
        ("ASST TO THE EXEC DIR", "assistant executive director", "assistant", "S3"),
        ("Senior Project Manager", "project manager", "manager", "P3"),
        ("Director of Sales", "director sales", "director", "M4"),
        ("VP of Engineering", "vice president engineering", "president", "M6"),
        ("Chief Financial Officer", "chief financial officer", "officer", "E3"),
        ("C++ Developer", "c++ developer", "developer", ""),
        ("OR Nurse", "operating room nurse", "nurse", ""),
        ("Registered Nurse or LPN", "registered nurse licensed practical", "nurse", ""),
        ("Manager-O'Hare Maintenance Control Center", "manager ohare maintenance control center", "manager", "M2"),
        ("Ingénieur électricien", "ingenieur electricien", "electricien", ""),
        ("", "", "", ""),
        ("—", "", "", ""),
        ("Senior", "senior", "senior", "P3"),
    ],
)
def test_a_title_is_read(raw, words, head, level):
    title = read(raw)
    assert (title.text, title.head, title.level_hint) == (words, head, level)


@given(st.text(max_size=400))
def test_any_text_is_read(raw):
    title = read(raw)
    assert title.head in title.words or title.words == ()
    assert len(title.text) <= 20 * LONGEST
    assert read(raw) == title


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("supervisors", "supervisor"),
        ("managers", "manager"),
        ("studies", "study"),
        ("nursing", "nurs"),
        ("boss", "boss"),
    ],
)
def test_stems(word, expected):
    assert stem(word) == expected
