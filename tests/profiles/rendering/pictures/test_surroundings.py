"""The map of adjacent roles: which side a place stands on, what it is called, which regions are named."""

from profiles import distance
from profiles.adjacency import Neighbour, place_of
from profiles.models.revision import Revision
from profiles.rendering.pictures.surroundings import Map, map_of


def revision(level, rank, focus="F1", function="F", name="Focus one"):
    codes = {"function_code": function, "focus_code": focus, "level_code": level, "track_code": level[0]}
    return Revision(key=f"{function}.{focus}.{level}", rank=rank, focus_name=name, **codes)


OWN = revision("M4", 7)


def drawn(*others):
    near = [Neighbour(o, distance.between(place_of(OWN), place_of(o)), frozenset()) for o in others]
    return Map(OWN, near)


def places(picture):
    return [(label, node.x, node.anchor) for _, label, node in picture.nodes]


def test_tracks_of_the_same_focus_stand_in_their_order():
    assert places(drawn(revision("P6", 7), revision("E1", 8), revision("M5", 8))) == [
        ("P6", 362 - 26, "end"),
        ("E1", 362 + 13, "start"),
        ("M5", 362, "start"),
    ]


def test_other_focuses_take_turns_and_keep_their_side():
    two, three = {"focus": "F2", "name": "Two"}, {"focus": "F3", "name": "Three"}
    assert places(drawn(revision("M4", 7, **two), revision("M4", 7, **three), revision("P5", 6, **two))) == [
        ("M4 Two", 362 + 130, "start"),
        ("M4 Three", 362 - 130, "end"),
        ("P5 Two", 362 + 156, "start"),
    ]


def test_columns_are_named_where_somebody_stands():
    assert [name for _, name in drawn(revision("M5", 8)).columns] == ["same focus"]
    far = drawn(revision("M4", 7, focus="X1", function="X", name="Far"))
    assert far.columns == [(362, "same focus"), (102, "other function"), (622, "other function")]


def test_regions_are_named_with_their_thresholds_in_the_row_of_the_middle():
    picture = drawn(revision("M5", 8))
    row = next(row for row in picture.picture.rows if row.rank == 7)
    assert [told for told, _ in picture.limits] == ["review ≤ .45", "near ≤ .30"]
    assert [(x, row.top < y <= row.bottom) for _, (x, y) in picture.limits] == [(594, True), (516, True)]


def test_a_long_name_is_shortened():
    (label, _, _) = places(drawn(revision("M4", 7, focus="F2", name="W" * 300)))[0]
    assert (label[:4], label[-1], len(label) < 20) == ("M4 W", "…", True)


def test_a_place_alone_is_no_map():
    assert map_of(OWN, []) is None
