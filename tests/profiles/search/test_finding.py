"""Finding: ranked by where the words stand, told how they were met, forgiving, bounded, and safe with any text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import Revision
from profiles.search import find, finding, narrowed, suggest
from tests.factories import approved, edit, in_review, next_version, on_desk, retired
from tests.pages.canon import key
from tests.plugins import FEW
from tests.profiles.search.canon import PLAIN, level, levels, plant_heads

pytestmark = pytest.mark.django_db

HOSTILE = [
    *('"', '""', "'", "*", "^", "NEAR(a b)", "title:plant", "{title alias}: plant", "plant AND", "OR", "NOT plant"),
    *("plant*", "(plant", "plant))", "plant -head", "a+b", "%", "_", "\\", "';--", "\x00plant", "\ud800", "<b>plant"),
    *("&", "|", "!plant", "plant <-> head", "plant:*A", "ﬁ", "İ", "ǆ", "²½", "\u0301", "\u200b", "🏭", "नमस्ते", "管理"),
    *("plant " * 100, "p" * 500, "a b c d e f g h i j k l m n o p"),
]


def test_hits_stand_in_the_order_of_where_the_words_are():
    plant_heads()
    found = find("plant head")
    assert [(level(hit), hit.kind.word, hit.caption) for hit in found.hits] == [
        ("M6", "title", ""),
        ("M5", "title", ""),
        ("M4", "alias", "<mark>Plant</mark> <mark>Head</mark>"),
        ("M3", "alias", "<mark>Head</mark> of a <mark>plant</mark>"),
        ("M2", "skill", "<mark>Plant</mark> <mark>head</mark> maintenance"),
        ("M1", "text", ""),
    ]
    assert (found.total, found.more, found.meant) == (6, False, {})
    told = found.hits[-1]
    assert (told.title, told.label) == ("Line Lead", "Responsibility")
    assert told.excerpt == "Stands in for the <mark>head</mark> of the <mark>plant</mark> at night"
    assert told.place == "<mark>Plant</mark> Operations · Line Leadership"


WORDS = {
    "11-3051.00": ["M6"],
    "werksleit": ["M3"],
    "DIRECTORS of operation": ["M4"],
    "plant head of the region": ["M5"],
    "night": ["M1"],
    key("m2").lower(): ["M2"],
    "plant astronaut": [],
    "": [],
    "?": [],
}
SLIPS = {
    "plnat maintanance": {"plnat": ["plant"], "maintanance": ["maintenance"]},
    "plant maintenanc": {},
    "mainntenance": {"mainntenance": ["maintenance"]},
    "maintenacne": {"maintenacne": ["maintenance"]},
}


def test_words_are_met_in_any_ending_and_the_last_as_a_beginning():
    plant_heads()
    assert {text: levels(text) for text in WORDS} == WORDS


def test_a_slip_of_the_finger_is_forgiven_and_told():
    plant_heads()
    assert {text: find(text).meant for text in SLIPS} == SLIPS
    assert {text: levels(text) for text in SLIPS} == {text: ["M2"] for text in SLIPS}


def test_a_word_that_stands_somewhere_is_taken_at_its_word():
    """“lend” is near to “lead”, which would hit; but it stands in a text, so that nothing is guessed."""
    plant_heads()
    approved(code=key("P4"), **(PLAIN | {"title": "Librarian", "responsibilities": ["Lends books"]}))
    assert (levels("lend"), levels("lend shift"), find("lend shift").meant) == (["P4"], [], {})


def test_equal_captions_are_told_apart_by_their_places():
    for code in ("M3", "M4"):
        approved(code=key(code), **(PLAIN | {"title": "Quality Lead"}))
    assert [(hit.revision.level_code, hit.revision.key) for hit in find("quality lead").hits] == [
        ("M3", key("M3")),
        ("M4", key("M4")),
    ]


def test_what_is_retired_comes_after_what_stands_and_names_its_successor():
    approved(code=key("M4"), **(PLAIN | {"title": "Plant Head"}))
    retired(code=key("M3"), successor=key("M4"), **(PLAIN | {"title": "Plant Head"}))
    found = find("plant head").hits
    assert [(level(hit), hit.retired, hit.successor and hit.successor.key) for hit in found] == [
        ("M4", False, None),
        ("M3", True, key("M4")),
    ]


def test_nothing_is_found_that_is_not_public_and_nothing_of_pay():
    revision = approved(pay={"currency": "USD", "median": 164_000, "source": "canary survey"})
    on_desk(code=key("M3"), title="canary title")
    edit(revision.profile, title="canary title", aliases=["canary alias"])
    in_review(edit(revision.profile, summary="canary summary"))
    assert (levels("canary"), levels("164000"), levels("canry"), suggest("cana")) == ([], [], [], [])
    assert not narrowed(Revision.objects.all(), "canary").exists()


def test_what_was_superseded_is_found_no_more():
    next_version(approved(title="First caption"), title="Second caption")
    assert (levels("first caption"), levels("second caption")) == ([], ["M4"])


def test_what_is_ranked_is_bounded_and_the_best_are_among_it(monkeypatch):
    plant_heads()
    monkeypatch.setattr(finding, "MOST", 3)
    found = find("plant head")
    assert ([level(hit) for hit in found.hits], found.total, found.more) == (["M6", "M5", "M4"], 3, True)


def test_pages_follow_one_another_and_a_page_beyond_is_the_last():
    plant_heads()
    pages = [find("plant head", page=page, size=4) for page in (1, 2, 3, -1)]
    assert [([level(hit) for hit in found.hits], found.page, found.pages) for found in pages] == [
        (["M6", "M5", "M4", "M3"], 1, 2),
        (["M2", "M1"], 2, 2),
        (["M2", "M1"], 2, 2),
        (["M6", "M5", "M4", "M3"], 1, 2),
    ]


def test_the_number_of_queries_does_not_grow_with_what_is_found():
    counts = []
    for code in ("M3", "M4", "M5"):
        approved(code=key(code), **(PLAIN | {"title": "Quality Lead"}))
        with CaptureQueriesContext(connection) as captured:
            assert find("quality lead").hits
        counts.append(len(captured))
    # The words that begin so; documents that hold the words, and what begins so; their texts.
    assert counts == [4, 4, 4]


def test_hostile_text_is_only_words():
    approved(**(PLAIN | {"title": "Plant Head"}))
    rows = Revision.objects.all()
    found = {text: (find(text).total, narrowed(rows, text).count(), len(suggest(text)) < 2) for text in HOSTILE}
    assert set(found.values()) == {(0, 0, True), (1, 1, True)}
    words = ("plant*", "(plant", "plant))", "plant -head", "!plant", "\x00plant", "plant " * 100)
    assert [text for text in words if found[text][0] != 1] == []
    syntax = ("title:plant", "{title alias}: plant", "NEAR(a b)", "NOT plant", "<b>plant")
    assert [text for text in syntax if found[text][0] != 0] == []


@FEW
@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    assert find(text).total == 0
    assert suggest(text) == []
    narrowed(Revision.objects.all(), text).exists()
