"""The index: the same corpus gives the same arrays, a file gives them again, and what is unknown is said to be."""

import numpy as np
import pytest

from profiles.resolver import grams
from profiles.resolver.blend import best, probabilities
from profiles.resolver.index import FEATURES, Entry, Index
from profiles.resolver.postings import Postings
from profiles.resolver.titles import read

ENTRIES = [
    Entry(
        "11-3051", "Industrial Production Managers", ["Plant Manager", "Mill Manager"], "plans work", "SAP", "11-3", 9e5
    ),
    Entry(
        "29-1141", "Registered Nurses", ["Staff Nurse", "RN", "Ward Nurse"], "cares for patients", "charts", "29-1", 3e6
    ),
    Entry("47-2061", "Construction Laborers", ["Helper", "Digger"], "digs trenches", "", "47-2"),
]


@pytest.fixture(scope="module")
def built() -> Index:
    return Index.build(ENTRIES)


def test_the_same_corpus_gives_the_same_arrays(built):
    again = Index.build(ENTRIES)
    assert built.arrays.keys() == again.arrays.keys()
    assert all(np.array_equal(values, again.arrays[name]) for name, values in built.arrays.items())


def test_a_file_gives_what_was_saved(built, tmp_path):
    built.save(tmp_path / "index.npz")
    loaded = Index.load(tmp_path / "index.npz")
    assert (loaded.codes, loaded.labels, loaded.spelled) == (built.codes, built.labels, built.spelled)
    for raw in ("Plant Mgr", "rn", "diggr", "unheard of"):
        assert np.array_equal(loaded.features(read(raw)), built.features(read(raw)))


def test_titles_share_the_same_alone_and_together(built):
    asked = [read(raw) for raw in ("Plant Mgr", "rn", "diggr", "unheard of", "nurse manager")]
    together, near = built.shared(asked)
    for title, features, (rows, cosines) in zip(asked, together, near, strict=True):
        ((alone,), ((own_rows, own_cosines),)) = built.shared([title])
        assert np.array_equal(alone, features)
        assert (own_rows.tolist(), own_cosines.tolist()) == (rows.tolist(), cosines.tolist())


def test_terms_of_many_rows_are_added_up_by_whole_rows_to_the_same_sums(built):
    arrays = {name: built.arrays[f"letters.{name}"] for name in Postings.ARRAYS}
    queries = [grams.numbers(grams.of_letters(read(raw))) for raw in ("Plant Mgr", "ward nurse", "xyzzy")]
    sparse, dense = Postings(arrays).cosines(queries), Postings(arrays, common=2).cosines(queries)
    assert dense == pytest.approx(sparse, abs=1e-12)
    assert sparse.max() > 0.2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Plant Mgr (Req 12345)", "11-3051"),
        ("Sr. RN - Night Shift", "29-1141"),
        ("nurses", "29-1141"),
        ("dig", "47-2061"),
    ],
)
def test_a_title_is_found(built, raw, code):
    odds = probabilities(built.features(read(raw)).T)
    assert (odds.shape, round(float(odds.sum()), 6)) == ((3,), 1.0)
    assert built.codes[int(odds.argmax())] == code


def test_what_a_title_shares_is_finite_and_named(built):
    found = built.features(read("plant manager"))
    assert found.shape == (3, len(FEATURES))
    assert np.isfinite(found).all()
    assert found[:, FEATURES.index("exact")].tolist() == [1, 0, 0]


def test_nearest_titles_are_the_evidence(built):
    _, (near,) = built.shared([read("mill manager")])
    assert built.nearest_titles(near, [0, 2]) == [
        ("Mill Manager", pytest.approx(1.0)),
        ("Construction Laborers", 0.0),
    ]


def test_words_are_known_or_not(built):
    known = {raw: built.knows(read(raw)) for raw in ("plant", "trenches", "xyzzy")}
    assert known == {"plant": True, "trenches": True, "xyzzy": False}


def test_the_best_stand_in_order_and_of_equals_the_first():
    odds = np.array([0.1, 0.3, 0.1, 0.3, 0.2])
    assert [best(odds, most) for most in (1, 2, 4, 9)] == [[1], [1, 3], [1, 3, 4, 0], [1, 3, 4, 0, 2]]
