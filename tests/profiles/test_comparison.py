"""How two payloads differ: exact words, aligned lists, honest counts, bounded work."""

import copy
import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.comparison import Difference, Meter, Piece, difference, pay_difference, same, words
from profiles.comparison.alignment import NEAR, Bag, align, fold, longest_rising
from profiles.comparison.marks import ADDED, REMOVED, SAME, STEPS_A_TEXT, in_common, marks
from profiles.comparison.parts import LEFT_OUT, PARTS
from taxonomy.texts import fold_name

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE.parent / "golden" / "payload-1.json").read_text())
SAMPLE = HERE.parents[1] / "profiles" / "sample" / "canon.jsonl"

WORDS = st.sampled_from(["plans", "the", "shift", "budget", "Budget", "10–25", "$8.5", "crew's", ",", ".", "(", "製造"])
SPACES = st.sampled_from([" ", "  ", "\n", "\n\n- ", ""])
SENTENCES = st.lists(st.tuples(WORDS, SPACES), max_size=14).map(lambda parts: "".join(w + s for w, s in parts))
TEXTS = SENTENCES | st.text(max_size=60)


def told(pieces) -> str:
    """Pieces as one text: [-removed-]{+added+}."""
    signs = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(signs[kind].format(text) for kind, text in pieces)


def joined(pieces, without: str) -> str:
    return "".join(text for kind, text in pieces if kind != without)


def payload(**fields):
    return copy.deepcopy(GOLDEN) | fields


def bullets(before, after):
    return difference({"responsibilities": before}, {"responsibilities": after})["responsibilities"]


def outline(section):
    """Items as (what became of it, place before, place after)."""
    return [(item.told or "unchanged", item.place_before, item.place_after) for item in section.items]


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
        ("Plans the shift", "Plans the shift", "Plans the shift"),
        ("a b c", "a c", "a [-b -]c"),
        ("b c", "a b c", "{+a +}b c"),
        ("a b", "a b c", "a b{+ c+}"),
        ("Leads the team.", "Leads a team of ten.", "Leads [-the-]{+a+} team{+ of ten+}."),
        ("10–25 operators", "10–30 operators", "10–[-25-]{+30+} operators"),
        ("costs $8.5 million", "costs $9.5 million", "costs $[-8.5-]{+9.5+} million"),
        (
            "the crew's first-pass yield",
            "the crew's second-pass yield",
            "the crew's [-first-pass-]{+second-pass+} yield",
        ),
        ("a  b\nc", "a b\nc", "a [- -]b\nc"),
        ("one\n\n- two", "one\n\n- three\n- two", "one\n\n- {+three\n- +}two"),
        ("हिन्दी बोलता", "हिन्दू बोलता", "[-हिन्दी-]{+हिन्दू+} बोलता"),
        ("製造部門の責任者", "製造部門の担当者", "製造部門の[-責任-]{+担当+}者"),
    ],
)
def test_words_are_marked(before, after, expected):
    assert told(words(before, after)) == expected


def test_what_is_the_same_for_a_moment_between_two_changes_is_no_island():
    assert told(words("Signs for a crew", "Decides on a shift")) == "[-Signs for a crew-]{+Decides on a shift+}"
    assert told(words("5 people in 3 plants", "6 people in 4 plants")) == "[-5-]{+6+} people in [-3-]{+4+} plants"


@given(TEXTS, TEXTS)
def test_pieces_join_to_both_texts_exactly(before, after):
    pieces = words(before, after)
    assert joined(pieces, ADDED) == before
    assert joined(pieces, REMOVED) == after
    assert "" not in [piece.text for piece in pieces]


@given(TEXTS, TEXTS)
def test_both_directions_mark_the_same_words(before, after):
    mirror = {SAME: SAME, REMOVED: ADDED, ADDED: REMOVED}
    there, back = Counter(words(before, after)), words(after, before)
    assert there == Counter(Piece(mirror[kind], text) for kind, text in back)


@given(TEXTS)
def test_a_text_and_itself_are_one_piece(text):
    assert words(text, text) == ([Piece(SAME, text)] if text else [])


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_as_much_as_possible_is_in_common(a, b):
    pairs, complete = in_common(a, b, Meter())
    assert complete
    assert [a[x] for x, _ in pairs] == [b[y] for _, y in pairs]
    assert all(x < x2 and y < y2 for (x, y), (x2, y2) in pairwise(pairs))
    assert len(pairs) == longest_common(a, b)


def longest_common(a, b) -> int:
    """By the book: a table of all beginnings."""
    row = [0] * (len(b) + 1)
    for x in a:
        above, row = row, [0]
        for j, y in enumerate(b):
            row.append(above[j] + 1 if x == y else max(above[j + 1], row[j]))
    return row[-1]


# -- bounded work ----------------------------------------------------------------------------------

HOSTILE = {
    "nothing in common": (" ".join(map(str, range(2_000))), " ".join(map(str, range(5_000, 7_000)))),
    "turned round": ("a b c " * 1_600, "c b a " * 1_600),
    "marks only": ("." * 10_000, ",." * 5_000),
    "one word": ("x" * 10_000, "y" * 10_000),
    "a word that never ends": ("a'" * 5_000, "1," * 5_000),
    "white space": ("a" + " " * 9_998 + "b", "a" + "\n " * 4_999 + "b"),
    "no spaces": ("製造" * 5_000, "造製部" * 3_333),
}


class Counted:
    """A word that counts how often it is looked at."""

    looks = 0

    def __init__(self, text):
        self.text = text

    def __eq__(self, other):
        Counted.looks += 1
        return self.text == other.text

    __hash__ = None


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_marked_in_bounded_steps(name):
    before, after = HOSTILE[name]
    meter = Meter()
    found = marks(before, after, meter)
    assert Meter().left - meter.left <= STEPS_A_TEXT + 1 + (len(before) + len(after)) // 10
    assert joined(found.pieces, ADDED) == before
    assert joined(found.pieces, REMOVED) == after


@pytest.mark.parametrize("name", HOSTILE)
def test_a_step_is_one_look_at_two_words(name):
    a, b = ([Counted(text) for text in side] for side in HOSTILE[name])
    Counted.looks = 0
    in_common(a, b, Meter(50_000))
    # Up to one look more where a run of equal words ends, and one pass from either end.
    assert Counted.looks <= 2 * 50_000 + 2 * (min(len(a), len(b)) + 1)


def test_too_much_to_follow_is_replaced_between_what_both_texts_begin_and_end_with():
    before, after = ("Same. " + text + " End." for text in HOSTILE["nothing in common"])
    found = marks(before, after, Meter())
    assert found.whole
    assert [kind for kind, _ in found.pieces] == [SAME, REMOVED, ADDED, SAME]
    assert (found.pieces[0].text, found.pieces[-1].text) == ("Same. ", " End.")


def test_two_hundred_words_replaced_in_a_long_text_are_still_marked():
    before = [f"w{i}" for i in range(1_700)]
    after = [f"x{i}" if i % 8 == 0 and i < 1_600 else word for i, word in enumerate(before)]
    found = marks(" ".join(before), " ".join(after), Meter())
    assert not found.whole
    assert sum(kind == REMOVED for kind, _ in found.pieces) == 200


def test_an_empty_meter_marks_nothing_and_says_so():
    found = marks("a b", "a c", Meter(0))
    assert (found.pieces, found.whole) == ((Piece(REMOVED, "a b"), Piece(ADDED, "a c")), True)


def test_many_hostile_texts_share_one_budget():
    before, after = HOSTILE["turned round"]
    skills = [[{"name": str(i), "type": "skill", "summary": text} for i in range(60)] for text in (before, after)]
    skills[0].append({"name": "last", "type": "skill", "summary": "a b"})
    skills[1].append({"name": "last", "type": "skill", "summary": "a c"})
    changes = [item.changes[0] for item in difference({"skills": skills[0]}, {"skills": skills[1]})["skills"].items]
    assert all(change.whole for change in changes[:60])
    assert all(joined(change.pieces, ADDED) == before for change in changes[:60])


def test_a_list_too_long_to_search_is_told_as_removed_and_added():
    before = [f"Plans shift {i} of the plant and tells the crew" for i in range(400)]
    after = [text + " on Monday" for text in before]
    section = bullets(before, after)
    assert not section.searched
    assert section.told == "400 responsibilities added, 400 removed"
    assert bullets(before[:100], after[:100]).told == "100 responsibilities edited"


# -- lists -----------------------------------------------------------------------------------------

A = "Plans shifts and overtime in the MES for six lines and about 180 people"
B = "Decides on repairs up to 250,000 and argues for larger ones before the board"
C = "Runs the daily stand-up at the line and removes what stops it"
D = "Holds a weekly one-to-one with every report"
A2 = "Plans shifts and overtime in the MES for eight lines and about 240 people"
B2 = "Decides on repairs up to 400,000 and argues for larger ones before the board"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], []),
        ([A, B], [A, B], [("unchanged", 1, 1), ("unchanged", 2, 2)]),
        ([], [A], [("added", None, 1)]),
        ([A], [], [("removed", 1, None)]),
        ([A], [A2], [("edited", 1, 1)]),
        ([A], [B], [("added", None, 1), ("removed", 1, None)]),
        ([A, B, C], [A, C], [("unchanged", 1, 1), ("removed", 2, None), ("unchanged", 3, 2)]),
        ([A, C], [A, B, C], [("unchanged", 1, 1), ("added", None, 2), ("unchanged", 2, 3)]),
        ([A, B, C], [C, A, B], [("moved", 3, 1), ("unchanged", 1, 2), ("unchanged", 2, 3)]),
        ([A, B, C], [B, C, A], [("unchanged", 2, 1), ("unchanged", 3, 2), ("moved", 1, 3)]),
        ([C, B, A], [A2, C, B], [("edited and moved", 3, 1), ("unchanged", 1, 2), ("unchanged", 2, 3)]),
        ([A, B], [B2, A2], [("edited and moved", 2, 1), ("edited", 1, 2)]),
        ([A, B], [B2, A], [("edited and moved", 2, 1), ("unchanged", 1, 2)]),
        ([A, B], [B, A2], [("unchanged", 2, 1), ("edited and moved", 1, 2)]),
        ([B, A], [A, B, B2], [("moved", 2, 1), ("unchanged", 1, 2), ("added", None, 3)]),
        ([A, B, A], [B, A], [("removed", 1, None), ("unchanged", 2, 1), ("unchanged", 3, 2)]),
        ([A, A], [A], [("unchanged", 1, 1), ("removed", 2, None)]),
        (["—", "…"], ["…", "!"], [("removed", 1, None), ("unchanged", 2, 1), ("added", None, 2)]),
    ],
)
def test_lists_are_aligned(before, after, expected):
    assert outline(bullets(before, after)) == expected


def test_the_nearest_pair_is_found_first():
    """A2 would do for A, but A itself with one word more is nearer."""
    section = bullets([A, A2], [A2 + " here", A + " here"])
    assert outline(section) == [("edited and moved", 2, 1), ("edited", 1, 2)]


def test_a_removed_item_stands_where_it_stood():
    section = bullets([A, B, C, D], [A, "A text of no nearness", D])
    assert [item.now["text"] for item in section.items] == [A, "A text of no nearness", B, C, D]


@given(st.permutations(range(7)))
def test_no_more_items_move_than_have_to(order):
    """By trying all: the longest run that keeps its order stays."""
    stays = longest_rising(order)
    assert sorted(stays) == stays
    assert [n for n in order if n in stays] == stays
    rising = (run for size in range(8) for run in combinations(order, size) if list(run) == sorted(run))
    assert len(stays) == max(map(len, rising))


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_of_equally_long_runs_the_most_favoured_stays(order, favoured):
    runs = [run for size in range(7) for run in combinations(order, size) if list(run) == sorted(run)]
    stays = longest_rising(order, favoured)
    assert (len(stays), len(favoured & set(stays))) == max((len(run), len(favoured & set(run))) for run in runs)


@pytest.mark.parametrize(("source", "target"), [(0, 6), (6, 0), (2, 4), (5, 1)])
def test_one_moved_item_is_one_move(source, target):
    before = list(range(7))
    after = [n for n in before if n != source]
    after.insert(target, source)
    pairs = align(*([{"text": f"{n} " * 9} for n in side] for side in (before, after)), near="text").pairs
    assert [(pair.before, pair.after) for pair in pairs if pair.moved] == [(source, target)]


LISTS = st.lists(st.sampled_from([A, A2, B, B2, C, D]), max_size=7)


@given(LISTS, LISTS)
def test_every_item_is_told_once(before, after):
    items = bullets(before, after).items
    assert sorted(item.place_before for item in items if item.before) == list(range(1, len(before) + 1))
    assert [item.place_after for item in items if item.after] == list(range(1, len(after) + 1))
    assert all(item.before == {"text": before[item.place_before - 1]} for item in items if item.before)


@given(LISTS.map(lambda texts: list(dict.fromkeys(texts))), LISTS.map(lambda texts: list(dict.fromkeys(texts))))
def test_backwards_is_the_mirror(before, after):
    """Where no item stands twice: the same pairs, as many moves, and what came there goes here."""
    there, back = bullets(before, after).items, bullets(after, before).items
    places = {(item.place_before, item.place_after) for item in there}
    assert places == {(item.place_after, item.place_before) for item in back}
    assert sum(item.moved for item in there) == sum(item.moved for item in back)
    mirror = {"added": "removed", "removed": "added"}
    assert Counter(i.kind for i in there) == Counter(mirror.get(i.kind, i.kind) for i in back)


# -- the threshold, on real texts ------------------------------------------------------------------

REWORDED = [
    (A, A2),
    (
        "Signs operators off station by station on the skills matrix, gives feedback the same day, and drafts the "
        "yearly reviews of the crew.",
        "Qualifies operators station by station on the skills matrix, gives feedback within a day and writes the "
        "crew's yearly reviews.",
    ),
    (
        "Hires operators, ends or confirms probation, and answers first-step grievances within the days that the "
        "labour agreement allows.",
        "Hires operators, decides on probation, and settles first-step grievances in the time the labour agreement "
        "allows.",
    ),
    (
        "Runs one shift or production area of about 10–25 operators: places the crew at the start, moves people when "
        "a line goes down, and hands over in writing to the next shift.",
        "Runs one shift or production area of about 10–25 operators.",
    ),
    (
        "Reviews order settlement and material variances by line group before the books close.",
        "Before the books close, reviews order settlement and material variances by line group.",
    ),
    ("Coaches junior analysts", "Coaches and mentors junior analysts"),
    ("Prepares monthly reports", "Prepares the monthly report"),
]


@pytest.mark.parametrize(("before", "after"), REWORDED)
def test_reworded_responsibilities_are_near(before, after):
    assert Bag(before).nearness(Bag(after)) >= NEAR
    assert bullets([before], [after]).told == "1 responsibility edited"


def test_levels_of_one_focus_are_not_told_as_edits_of_each_other():
    focuses = {}
    for record in map(json.loads, SAMPLE.read_text().splitlines()):
        if record["kind"] == "profile":
            focuses.setdefault(record["code"].rsplit(".", 1)[0], []).append(record["responsibilities"])
    pairs = [pair for levels in focuses.values() for pair in combinations(levels, 2)]
    assert len(pairs) > 200
    edited = [item for pair in pairs for item in bullets(*pair).items if item.kind == "edited"]
    assert edited == []


@given(TEXTS, TEXTS)
def test_nearness_is_a_share_and_the_same_both_ways(a, b):
    nearness = Bag(a).nearness(Bag(b))
    assert 0 <= nearness <= 1
    assert nearness == Bag(b).nearness(Bag(a))
    assert nearness < NEAR or Bag(a).may_be_near(Bag(b))


# -- what is the same item -------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_names_fold_as_the_canon_folds_them(name):
    assert fold(name) == fold_name(name)


def skill(name, summary="", kind="skill"):
    return {"name": name, "type": kind, "summary": summary}


def source(title, url="", **fields):
    return {"title": title, "url": url, "publisher": "", "retrieved": "", "licence": "", "layers": []} | fields


@pytest.mark.parametrize(
    ("part", "before", "after", "expected"),
    [
        ("skills", [skill("Power BI")], [skill("power bi")], [("edited", 1, 1)]),
        (
            "skills",
            [skill("Power BI", "Reads")],
            [skill("Tableau", "Reads")],
            [("added", None, 1), ("removed", 1, None)],
        ),
        (
            "aliases",
            [{"title": "Plant Director", "locale": ""}, {"title": "Plant Director", "locale": "en"}],
            [{"title": "Plant Director", "locale": "en"}, {"title": "plant director", "locale": ""}],
            [("unchanged", 2, 1), ("edited and moved", 1, 2)],
        ),
        (
            "aliases",
            [{"title": "Werksleiter", "locale": ""}],
            [{"title": "Werksleiter", "locale": "de"}],
            [("edited", 1, 1)],
        ),
        (
            "mappings",
            [{"system": "O*NET/SOC", "code": "11-3051.00", "confirmed": ""}],
            [{"system": "O*NET/SOC", "code": "11-3051.00", "confirmed": "carla"}],
            [("edited", 1, 1)],
        ),
        (
            "mappings",
            [{"system": "O*NET/SOC", "code": "11-3051"}],
            [{"system": "SOC 2018", "code": "11-3051"}],
            [("added", None, 1), ("removed", 1, None)],
        ),
        ("sources", [source("Old", "https://a.example")], [source("New", "https://a.example")], [("edited", 1, 1)]),
        ("sources", [source("A book")], [source("a book", "https://a.example")], [("edited", 1, 1)]),
        (
            "sources",
            [source("Handbook", "https://a.example"), source("Tables", "https://a.example")],
            [source("Tables", "https://a.example"), source("The Handbook", "https://a.example")],
            [("unchanged", 2, 1), ("edited and moved", 1, 2)],
        ),
        ("sources", [source("One")], [source("Two")], [("added", None, 1), ("removed", 1, None)]),
        (
            "panel",
            [{"panelist": "Rita", "scores": {"concreteness": 4.0}, "comment": ""}],
            [{"panelist": "Rita", "scores": {"concreteness": 5.0}, "comment": ""}],
            [("edited", 1, 1)],
        ),
    ],
)
def test_items_are_known_again(part, before, after, expected):
    assert outline(difference({part: before}, {part: after})[part]) == expected


def test_an_answered_objection_is_an_edit_of_its_review():
    after = payload()
    after["panel"][0]["objections"] = [{"text": "Is 180 people one plant?", "answer": ""}]
    section = difference(GOLDEN, after)["panel"]
    assert section.told == "1 review edited"
    (change,) = section.changed_items[0].changes
    assert told(change.pieces) == "Is 180 people one plant?[- → Yes, on three shifts. (carla) → withdrawn (carla)-]"


# -- payloads --------------------------------------------------------------------------------------


def leaves(value, path=()):
    if isinstance(value, dict):
        yield from (leaf for name, inner in value.items() for leaf in leaves(inner, (*path, name)))
    elif isinstance(value, list):
        yield from (leaf for i, inner in enumerate(value) for leaf in leaves(inner, (*path, i)))
    else:
        yield path


LEAVES = [path for path in leaves(GOLDEN) if path[0] not in LEFT_OUT]


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_no_leaf_of_a_payload_escapes(path):
    after = payload()
    *way, last = path
    place = after
    for name in way:
        place = place[name]
    old = place[last]
    place[last] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int | float) else f"{old} changed"
    found = difference(GOLDEN, after)
    assert [section.name for section in found.changed] == [path[1] if path[0] == "basis" else path[0]]
    assert not same(GOLDEN, after)


def test_every_part_of_a_payload_is_compared_or_left_out_by_name():
    names = (set(GOLDEN) - {"basis"}) | set(GOLDEN["basis"]) | {"occupation"}
    assert names == {part.name for part in PARTS} | set(LEFT_OUT)


def test_a_payload_and_itself_do_not_differ():
    found = difference(GOLDEN, payload(pay_seal="another salt", schema=2))
    assert not found
    assert (found.summary, found.fields, found.items, found.first) == ("nothing changed", 0, 0, False)
    assert same(GOLDEN, payload(pay_seal="another salt"))
    assert [section.equal for section in found.sections if section.part.is_list] == [4, 3, 2, 1, 1, 2, 6, 6]


@pytest.mark.parametrize("nothing", [None, {}])
def test_of_a_first_revision_everything_is_added(nothing):
    found = difference(nothing, GOLDEN)
    assert found.first
    assert {section.kind for section in found.sections if section.changes} == {"added"}
    assert {item.kind for section in found.sections for item in section.items} == {"added"}
    assert {kind for s in found.sections for change in s.changes for kind, _ in change.pieces} == {ADDED}
    assert found.items == 25
    assert not any(section.equal for section in found.sections)


def test_nothing_and_nothing_do_not_differ():
    assert not difference(None, None)
    assert same(None, {})


def test_the_summary_tells_every_change_in_words():
    after = payload(
        title="Plant Director M4",
        summary="",
        responsibilities=[C, GOLDEN["responsibilities"][0], A2, B2],
        confidence=0.8,
        aliases=GOLDEN["aliases"][:1],
    )
    after["skills"] = [*after["skills"][1:], after["skills"][0], skill("Coaching")]
    after["skills"][0]["summary"] = "Reads scrap by line, hour and crew"
    after["basis"]["guidelines"][3]["knowledge"] = "Another"
    after["basis"]["level"]["years_max"] = 14
    found = difference(GOLDEN, after)
    assert found.summary == (
        "title edited, definition removed, 2 responsibilities edited, 1 moved, 1 skill edited, 1 moved, 1 added, "
        "1 alias removed, stated confidence edited, level edited, 1 guideline edited"
    )
    assert (found.fields, found.items) == (4, 8)


def test_figures_are_told_by_their_values_alone():
    (change,) = difference(GOLDEN, payload(confidence=0.8))["confidence"].changes
    assert (change.before, change.after, change.pieces, change.kind) == (0.9, 0.8, (), "edited")


def test_zero_is_something_and_an_empty_text_is_nothing():
    before, after = (
        {"basis": {"level": {"years_min": years, "scope": scope}}} for years, scope in ((None, ""), (0, None))
    )
    changes = difference(before, after)["level"].changes
    assert [(change.name, change.kind) for change in changes] == [("years_min", "added")]


def test_white_space_alone_is_told_as_such():
    (change,) = difference({"summary": "One\n\ntwo"}, {"summary": "One two"})["summary"].changes
    assert change.only_spaces
    (change,) = difference({"summary": "One two"}, {"summary": "One, two"})["summary"].changes
    assert not change.only_spaces


PAYLOADS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Plant Manager", "Plant Director"]),
        "summary": SENTENCES,
        "responsibilities": LISTS,
        "skills": st.lists(st.builds(skill, st.sampled_from("abc"), SENTENCES), max_size=4),
        "confidence": st.sampled_from([None, 0.0, 0.9]),
    }
)


@given(PAYLOADS, PAYLOADS)
def test_payloads_differ_exactly_where_they_are_not_the_same(before, after):
    assert bool(difference(before, after)) is not same(before, after)
    assert bool(difference(before, after)) is bool(difference(after, before))


# -- pay -------------------------------------------------------------------------------------------

FIGURES = {"currency": "USD", "median": 74_000, "low": 59_000, "high": 92_000, "source": "BLS", "as_of": "2025-05-01"}


def test_pay_differs_apart_from_the_rest():
    before = {"own": FIGURES, "function": None, "level": FIGURES}
    after = {"own": FIGURES | {"median": 76_000, "source": "BLS OEWS"}, "function": FIGURES, "level": None}
    found = pay_difference(before, after)
    assert isinstance(found, Difference)
    assert found.summary == (
        "pay of this profile edited, pay baseline of the function added, pay baseline of the level removed"
    )
    assert [(change.name, change.before, change.after) for change in found["own"].changes] == [
        ("median", 74_000, 76_000),
        ("source", "BLS", "BLS OEWS"),
    ]
    assert found["own"].equal == 4


@pytest.mark.parametrize("part", [None, {}, {"own": None, "function": None, "level": None}])
def test_no_pay_is_no_difference(part):
    assert not pay_difference(part, None)
    assert not pay_difference(None, part)
    assert pay_difference(part, {"own": FIGURES}).summary == "pay of this profile added"
