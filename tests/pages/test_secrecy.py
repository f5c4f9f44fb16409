"""Nothing that no approver has approved is on any page, whatever it was written into."""

from collections.abc import Callable

import pytest

from profiles import workflow
from profiles.models import Profile, Revision
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from tests.factories import (
    approved,
    approver,
    edit,
    function,
    guidelines,
    in_review,
    ladder,
    on_desk,
    record_data,
    returned,
    withdrawn,
)
from tests.pages.addresses import DATA, FILES, NEAR_MISSES, PAGES
from tests.pages.canon import crawl, got, key, path, publish

pytestmark = pytest.mark.django_db

WORD = "canary"
LEVELS = ("M3", "M4", "M5")


def canary(**changes) -> dict:
    """Every text of a profile holds the word."""
    plain = record_data()
    return {
        "title": f"{WORD} title",
        "summary": f"{WORD} summary",
        "responsibilities": [f"{WORD} responsibility", *plain["responsibilities"]],
        "skills": [{"name": f"{WORD} skill", "summary": f"{WORD} use"}],
        "aliases": [f"{WORD} alias"],
        "mappings": [plain["mappings"][0] | {"label": f"{WORD} label"}],
        "sources": [plain["sources"][0] | {"title": f"{WORD} source"}],
        "produced_by": f"{WORD} factory",
        "pay": plain["pay"] | {"source": f"{WORD} survey"},
    } | changes


def written_on_the_desk(revision: Revision) -> None:
    edit(revision.profile, **canary())


def in_review_over_what_stands(revision: Revision) -> None:
    in_review(edit(revision.profile, **canary()))


def returned_to_its_curator(revision: Revision) -> None:
    returned(edit(revision.profile, **canary()))


def withdrawn_by_its_curator(revision: Revision) -> None:
    withdrawn(edit(revision.profile, **canary()))


def in_the_text_of_the_function(revision: Revision) -> None:
    Function.objects.update(name=f"{WORD} function", summary=f"{WORD} summary", group=f"{WORD} group")


def in_the_text_of_the_focus(revision: Revision) -> None:
    Focus.objects.update(name=f"{WORD} focus", summary=f"{WORD} summary")


def in_the_text_of_the_level(revision: Revision) -> None:
    Level.objects.filter(code="M4").update(title=f"{WORD} level", summary=f"{WORD} summary", scope=f"{WORD} scope")


def in_the_text_of_the_track(revision: Revision) -> None:
    Track.objects.update(name=f"{WORD} track", summary=f"{WORD} summary")


def in_a_guideline(revision: Revision) -> None:
    Guideline.objects.update(knowledge=f"{WORD} knowledge")


def in_a_guideline_of_the_focus(revision: Revision) -> None:
    Guideline.objects.create(focus=revision.profile.focus, level=ladder()["M4"], knowledge=f"{WORD} knowledge")


def in_the_name_of_a_skill(revision: Revision) -> None:
    Skill.objects.filter(name="Shift planning").update(name=f"{WORD} skill", folded=f"{WORD} skill")


def in_a_baseline_of_pay(revision: Revision) -> None:
    PayBaseline.objects.create(
        level=ladder()["M4"],
        function=revision.profile.focus.function,
        currency="USD",
        median=1,
        source=f"{WORD} survey",
    )


PLANTS = (
    written_on_the_desk,
    in_review_over_what_stands,
    returned_to_its_curator,
    withdrawn_by_its_curator,
    in_the_text_of_the_function,
    in_the_text_of_the_focus,
    in_the_text_of_the_level,
    in_the_text_of_the_track,
    in_a_guideline,
    in_a_guideline_of_the_focus,
    in_the_name_of_a_skill,
    in_a_baseline_of_pay,
)


def pages_with_the_word(client) -> set[str]:
    """Addresses whose answer holds it: all that links lead to, all of the table, and what is said where nothing is."""
    keys = ",".join(key(level) for level in LEVELS)
    more = [f"/compare/?keys={keys}&all=1", path(key(scope="DE")), path(key("M4"), "v=1")]
    found = crawl(client, *PAGES.values(), *more)
    for address, status in [*((address, 200) for address in DATA.values()), *((miss, 404) for miss in NEAR_MISSES)]:
        response = client.get(address)
        assert response.status_code == status, address
        found[address] = response.content.decode()
    found |= {address: got(client, address).decode() for address in FILES.values()}
    return {address for address, text in found.items() if WORD in text.lower()}


def publish_what_is_written(profile: Profile) -> None:
    """Shows that the word would have been found: the very text is submitted, where it is not yet, and approved."""
    waiting = Revision.objects.open().filter(profile=profile).first() or in_review(edit(profile))
    workflow.approve(waiting, by=approver(), seal=waiting.seal)


@pytest.mark.parametrize("plant", PLANTS)
def test_it_shows_nowhere_until_it_is_approved_and_then_it_does(client, plant: Callable[[Revision], None]):
    ladder()
    guidelines(function())
    # A baseline of pay shows where a profile has no figures of its own.
    own = {} if plant is not in_a_baseline_of_pay else {"pay": None}
    _, revision, _ = publish(*LEVELS, **own)
    plant(revision)
    assert pages_with_the_word(client) == set()
    publish_what_is_written(revision.profile)
    assert path(key("M4")) in pages_with_the_word(client)


def test_the_summary_of_a_skill_shows_nowhere_and_its_use_does(client):
    _, revision, _ = publish(*LEVELS)
    Skill.objects.update(summary=f"{WORD} summary")
    approved(edit(revision.profile, title="Another title"))
    assert pages_with_the_word(client) == set()
    approved(edit(revision.profile, skills=[{"name": "Shift planning", "summary": f"{WORD} use"}]))
    assert path(key("M4")) in pages_with_the_word(client)


@pytest.mark.parametrize("state", [on_desk, in_review, returned, withdrawn])
def test_a_profile_that_was_never_approved_has_no_page_and_is_named_nowhere(client, state):
    publish(*LEVELS)
    written = state(code=key("M2"), **canary())
    assert pages_with_the_word(client) == set()
    never = [path(key("M2")), path(key("M2"), "v=1"), path(key("M2", scope="DE"))]
    never += [f"{path(key('M2'))}{page}" for page in ("history/", "correct/", "correct/?v=1", "correct/thanks/")]
    for address in never:
        response = client.get(address)
        assert (response.status_code, WORD in response.content.decode().lower()) == (404, False)
    publish_what_is_written(getattr(written, "profile", written))
    assert {"/", path(key("M2")), path(key("M3"))} <= pages_with_the_word(client)
