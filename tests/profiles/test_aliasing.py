"""A title becomes an alias on the desk as somebody's edit; not where it is a name of another profile."""

import pytest

from profiles.aliasing import propose_alias
from profiles.models import Alias, Event, Profile
from profiles.states import Conflict, Refused
from tests.factories import KEY_M4, approved, curator, fresh, on_desk

pytestmark = pytest.mark.django_db
OTHER = "PLANTO.OTHER1.M4"
ELSEWHERE = f"is a name of {OTHER} already: a title that means two profiles would lead to neither"


def test_it_is_an_edit_of_the_desk_by_whoever_proposes_it_and_readers_see_nothing_yet():
    profile = approved().profile
    before = Profile.objects.get(pk=profile.pk)
    alias = propose_alias(
        before, " Head of  Works ", by=curator("cora"), source="asked by readers", note="asked 3 times"
    )
    after = fresh(profile)
    assert [row.title for row in after.aliases.all()] == ["Plant Director", "Werksleiter", "Head of Works"]
    assert (alias.source, after.edited_by_name, after.lock) == ("asked by readers", "cora", before.lock)
    assert after.digest != profile.revisions.get().digest
    event = Event.objects.filter(profile=profile).last()
    assert (event.move, event.by_name, event.note, event.after) == ("edit", "cora", "asked 3 times", after.digest)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("WERKSLEITER", f"“WERKSLEITER” is a name of {KEY_M4} already"),
        (
            "Shift Boss",
            f"“Shift Boss” {ELSEWHERE}",
        ),
        (
            "shift lead",
            f"“shift lead” {ELSEWHERE}",
        ),
        (
            "Over-Seer",
            f"“Over-Seer” {ELSEWHERE}",
        ),
        (
            "ÜBERSEHER",
            f"“ÜBERSEHER” {ELSEWHERE}",
        ),
    ],
)
def test_a_title_that_is_a_name_already_is_refused_with_whose_it_is(title, why):
    profile = on_desk()
    approved(code=OTHER, title="Shift Lead", aliases=["shift boss", "Over seer", "Überseher"])
    with pytest.raises(Refused) as refused:
        propose_alias(Profile.objects.get(pk=profile.pk), title, by=curator())
    assert str(refused.value) == why
    assert (Alias.objects.filter(profile=profile).count(), fresh(profile).lock) == (2, profile.lock)


def test_what_is_no_title_is_refused_and_who_comes_later_is_told():
    profile = on_desk()
    for text in ("", "x" * 201, "a\u202eb"):
        with pytest.raises(Refused):
            propose_alias(profile, text, by=curator())
    with pytest.raises(Conflict):
        propose_alias(profile, "Head of Works", by=curator(), seen=profile.lock - 1)
    assert Alias.objects.count() == 2
