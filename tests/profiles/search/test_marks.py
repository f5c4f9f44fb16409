"""Marks: every hit, nothing else, and whatever a text holds is escaped."""

import pytest

from profiles.search.marks import Marker
from profiles.search.words import Term

PLANS = Marker([(Term("plans"),), (Term("pla", begins=True),)])


@pytest.mark.parametrize(
    ("marker", "text", "marked"),
    [
        (PLANS, "Planning, plant & <b>", "<mark>Planning</mark>, <mark>plant</mark> &amp; &lt;b&gt;"),
        (Marker([(Term("b"),)]), "<b>a</b>", "&lt;<mark>b</mark>&gt;a&lt;/<mark>b</mark>&gt;"),
        (Marker([(Term("cafe"),)]), "Un CAFÉ", "Un <mark>CAFÉ</mark>"),
        (Marker([(Term("head"),), (Term("of"),)]), "Heads of sales", "<mark>Heads</mark> of sales"),
        (Marker([(Term("of"),)]), "Heads of sales", "Heads <mark>of</mark> sales"),
        (Marker([]), "'\"", "&#x27;&quot;"),
    ],
)
def test_hits_are_marked_and_the_rest_is_escaped(marker, text, marked):
    assert marker.marked(text) == marked


def test_an_excerpt_begins_shortly_before_its_first_hit_and_ends_at_a_word():
    text = "Before it. " * 40 + "The zeppelin lands. " + "After it. " * 40
    excerpt = Marker([(Term("zeppelin"),)]).excerpt(text)
    assert excerpt.startswith("… it. Before it. Before it. The ")
    assert excerpt.endswith(" …")
    assert " The <mark>zeppelin</mark> lands. " in excerpt
    assert len(excerpt) < 300


def test_a_short_text_is_its_own_excerpt():
    assert Marker([(Term("a"),)]).excerpt("b c") == "b c"


def test_long_words_tell_more_than_small_ones():
    marker = Marker([(Term("head"),), (Term("of"),), (Term("purchasing"),)])
    weights = [marker.weight(text) for text in ("of", "head of", "purchases", "head of purchasing")]
    assert weights == [0, 4, 10, 14]
