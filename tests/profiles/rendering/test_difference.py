"""A difference on the page: marks that join to both texts, moves in words, everything escaped."""

import copy
import html
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from markupsafe import escape

from profiles.comparison import Difference, difference, pay_difference
from profiles.rendering.difference import Block, Shown, tell

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "payload-1.json").read_text())
FIGURES = {"currency": "USD", "median": 74_000, "low": 59_000, "high": 92_000, "source": "BLS"}


def changed(**fields):
    return copy.deepcopy(GOLDEN) | fields


def blocks(after, before=GOLDEN) -> list[Block]:
    return Shown(difference(before, after)).blocks


def block(after, before=GOLDEN) -> Block:
    (only,) = blocks(after, before)
    return only


def page(found: Difference, pay: Difference | None = None) -> str:
    return render_to_string("components/difference.html", {"shown": Shown(found, pay)})


def marked(markup: str) -> list[str]:
    """Every marked text of a page, as markup."""
    return re.findall(r'<span class="words">(.*?)</span>', markup, re.DOTALL)


def plain(lines) -> list[tuple[str, str]]:
    """(label, text with [-removed-]{+added+}) of each line."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return [(line.label, "".join(signs[kind].format(text) for kind, text in line.pieces)) for line in lines]


# -- values ----------------------------------------------------------------------------------------


def test_a_field_that_is_a_section_needs_no_label():
    found = block(changed(title="Plant Director M4"))
    assert (found.title, found.told, found.equal) == ("Title", "title edited", "")
    assert plain(found.lines) == [("", "Plant [-Manager-]{+Director+} M4")]


def test_changed_responsibilities_are_told_with_their_places():
    one, two, three, four = GOLDEN["responsibilities"]
    found = block(changed(responsibilities=[four, one, three + " of the company", "Something of another kind"]))
    assert found.told == "1 responsibility edited, 1 moved, 1 added, 1 removed"
    assert [(entry.sign, entry.told, plain(entry.lines)) for entry in found.entries] == [
        ("↕", "moved from 4 to 1", [("", four)]),
        ("−", "removed", [("", f"[-{two}-]")]),
        ("±", "edited", [("", three + "{+ of the company+}")]),
        ("+", "added", [("", "{+Something of another kind+}")]),
    ]
    assert (found.equal, found.equal_names) == ("1 responsibility unchanged", [one])


def test_an_edit_that_moved_is_told_as_both():
    *rest, last = GOLDEN["responsibilities"]
    (entry,) = block(changed(responsibilities=[last + " at once", *rest])).entries
    assert (entry.sign, entry.told) == ("±", "edited, moved from 4 to 1")


def test_an_item_is_headed_by_its_name_and_tells_only_what_changed():
    skills = copy.deepcopy(GOLDEN["skills"])
    skills[1] |= {"name": "power BI", "summary": "Reads scrap by line"}
    (entry,) = block(changed(skills=skills)).entries
    assert [(kind, text) for kind, text in entry.name] == [("removed", "Power"), ("added", "power"), ("same", " BI")]
    assert plain(entry.lines) == [("Use", "Reads scrap by line[- and hour-]")]


def test_a_mapping_is_headed_by_system_and_code():
    mapping = GOLDEN["mappings"][0] | {"confirmed": ""}
    (entry,) = block(changed(mappings=[mapping])).entries
    assert "".join(text for _, text in entry.name) == "O*NET/SOC 11-3051.00"
    assert plain(entry.lines) == [("Confirmed by", "[-carla-]")]


def test_scores_and_flags_are_told_as_people_read_them():
    panel = copy.deepcopy(GOLDEN["panel"])
    panel[0]["stale"] = True
    panel[0]["scores"] |= {"concreteness": 3.5, "factual_accuracy": None}
    (entry,) = block(changed(panel=panel)).entries
    assert plain(entry.lines) == [
        ("Concreteness", "[-5.0-] {+3.5+}"),
        ("Factual accuracy", "[-4.5-]"),
        ("Given to an earlier text", "{+yes+}"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("median", 126_000, "126,000"),
        ("confidence", 0.9, "0.90"),
        ("concreteness", 4, "4.0"),
        ("rank", 7, "7"),
        ("years_min", 0, "0"),
        ("stale", False, ""),
        ("stale", True, "yes"),
        ("at", None, ""),
    ],
)
def test_values_are_told(name, value, told):
    assert tell(name, value) == told


def test_what_the_profile_rests_on_is_told_as_basis_and_last():
    after = changed(produced_by="factory/4.0")
    after["basis"]["function"]["summary"] = "The work of another."
    after["basis"]["level"] |= {"years_max": 14, "autonomy": "Sets own aims", "rank": 8}
    after["basis"]["guidelines"][3] |= {"from": "function", "experience": "8–12 years"}
    found = Shown(difference(GOLDEN, after), pay_difference({"level": FIGURES}, {"own": FIGURES, "level": FIGURES}))
    assert [block.title for block in found.blocks] == [
        "Producer",
        "Pay of this profile",
        "Function (basis)",
        "Level (basis)",
        "Guidelines (basis)",
    ]
    level, guidelines = found.blocks[3:]
    assert [line.label for line in level.lines] == ["Aligned rank", "Typical years to", "Autonomy"]
    assert level.equal == "6 fields unchanged"
    assert [line.label for line in guidelines.entries[0].lines] == ["Typical degree and years", "Whose row"]
    assert found.summary == (
        "producer edited, function edited, level edited, 1 guideline edited, pay of this profile added"
    )
    assert "pay baseline of the level" in found.equal


def test_what_could_not_be_marked_says_so():
    before, after = (" ".join(str(i) for i in side) for side in (range(1_000), range(2_000, 3_000)))
    (line,) = block({"summary": after}, {"summary": before}).lines
    assert line.note == "Too much differs for single words to be marked."
    (line,) = block({"summary": "One two"}, {"summary": "One\n\ntwo"}).lines
    assert line.note == "Only white space differs."
    texts = [f"Plans shift {i} of the plant and tells the crew" for i in range(400)]
    long = block({"responsibilities": [t + " on Monday" for t in texts]}, {"responsibilities": texts})
    assert long.note == "There are too many to look for reworded ones, so each is told as removed or added."


# -- the page --------------------------------------------------------------------------------------


def test_marks_on_the_page_join_to_both_texts():
    before, after = "One  <b>two</b>\n\n- three & four", "One two\n\n- three & “five” <i>"
    (text,) = marked(page(difference({"summary": before}, {"summary": after})))
    old = re.sub(r"<ins>.*?</ins>|</?del>", "", text, flags=re.DOTALL)
    new = re.sub(r"<del>.*?</del>|</?ins>", "", text, flags=re.DOTALL)
    assert (html.unescape(old), html.unescape(new)) == (before, after)


HOSTILE = '<script>alert(1)</script>" onclick="x" {{ 7|add:7 }} </del><ins>'


def poisoned(value):
    """The payload with markup in every text that people write."""
    if isinstance(value, dict):
        return {name: poisoned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner) for inner in value]
    return f"{value} {HOSTILE}" if isinstance(value, str) else value


@pytest.mark.parametrize(("before", "after"), [(None, poisoned(GOLDEN)), (poisoned(GOLDEN), None)])
def test_no_text_is_taken_for_markup(before, after):
    markup = page(
        difference(before, after), pay_difference(*({"own": poisoned(FIGURES)} if p else None for p in (before, after)))
    )
    assert markup.count(escape(HOSTILE)) > 50
    assert set(re.findall(r"<(\w+)", markup)) <= {
        "div",
        "p",
        "strong",
        "span",
        "section",
        "h3",
        "ul",
        "li",
        "del",
        "ins",
    }


def test_texts_that_are_equal_are_escaped_too():
    before = poisoned(GOLDEN)
    markup = page(difference(before, before | {"skills": before["skills"][:2], "responsibilities": [HOSTILE]}))
    assert "<script" not in markup
    assert markup.count(escape(HOSTILE)) >= 6


def test_what_is_equal_is_counted_and_folded():
    markup = page(difference(GOLDEN, changed(aliases=GOLDEN["aliases"][:1])))
    folds = re.findall(r"<summary[^>]*>(.*?)</summary>", markup)
    assert folds == ["1 alias unchanged", "16 parts unchanged"]
    assert marked(markup) == ["<del>Werksleiter</del>", "<del>de</del>", "<del>HR</del>"]
    assert "4 responsibilities, 3 skills, 1 mapping, 1 source, 2 reviews" in markup


def test_two_equal_revisions_say_so():
    markup = page(difference(GOLDEN, GOLDEN))
    assert "<strong>Nothing changed.</strong>" in markup
    assert marked(markup) == []
    assert "<section" not in markup


def test_a_first_revision_says_so():
    markup = page(difference(None, GOLDEN))
    assert "This is the first revision: nothing stood before it." in markup
    assert "<del>" not in markup
    assert "unchanged" not in markup
