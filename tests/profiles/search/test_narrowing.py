"""Words as a filter: all of them, in any ending and accent, the last as a beginning; what stands and nothing else."""

import pytest

from profiles.models import Revision
from profiles.search import narrowed
from tests.factories import approved, edit, in_review, next_version, retired
from tests.pages.canon import key

pytestmark = pytest.mark.django_db


def keys(text: str) -> list[str]:
    return [row.key.rpartition(".")[2] for row in narrowed(Revision.objects.all(), text).order_by("key")]


@pytest.fixture
def canon():
    approved(code=key("M3"), title="Café Leader", aliases=["Head of Größe"], responsibilities=["Negotiates supply"])
    approved(code=key("M4"), title="Plant Operations Director", responsibilities=["Plans the plant"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["M3", "M4"]),
        ("  ", ["M3", "M4"]),
        ("!?", []),
        ("cafe", ["M3"]),
        ("CAFÉ leader", ["M3"]),
        ("leader cafe", ["M3"]),
        ("cafe director", []),
        ("directors", ["M4"]),
        ("operatio", ["M3", "M4"]),
        ("operatio director", []),
        ("negotiating supplies", ["M3"]),
        ("supply negotiat", ["M3"]),
        ("supply negotiati", []),
        ("plan dir", ["M4"]),
        ("größ", ["M3"]),
        ("shift planning", ["M3", "M4"]),
        ("11-3051.00", ["M3", "M4"]),
        (key("M4"), ["M4"]),
    ],
)
def test_every_word_is_asked_for(canon, text, found):
    assert keys(text) == found


def test_only_what_stands_is_found():
    revision = approved(title="First caption")
    in_review(edit(revision.profile, title="Second caption"))
    assert (keys("first caption"), keys("second caption")) == (["M4"], [])


def test_a_later_version_stands_in_the_place_of_the_former_which_is_found_no_more():
    revision = approved(title="First caption")
    later = next_version(revision, title="Second caption")
    assert list(narrowed(Revision.objects.all(), "caption")) == [later]
    assert keys("first") == []


def test_a_retired_text_is_found_as_it_stands():
    revision = retired()
    assert list(narrowed(Revision.objects.all(), "plant")) == [revision]
