"""Nothing that no approver has approved is on any page, whatever it was written into."""

import pytest

from profiles import workflow
from profiles.models import Profile, Revision
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from tests.factories import (
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

LEVELS = ("M3", "M4", "M5", "P4")


def canary(word: str) -> dict:
    """Every text of a profile holds the word."""
    plain = record_data()
    return {
        "title": f"{word} title",
        "summary": f"{word} summary",
        "responsibilities": [f"{word} responsibility", *plain["responsibilities"]],
        "skills": [plain["skills"][0], {"name": f"{word} skill", "summary": f"{word} use"}],
        "aliases": [f"{word} alias"],
        "mappings": [plain["mappings"][0] | {"label": f"{word} label"}],
        "sources": [plain["sources"][0] | {"title": f"{word} source"}],
        "produced_by": f"{word} factory",
        "pay": plain["pay"] | {"source": f"{word} survey"},
    }


# Each place has a word of its own, so that one walk over all pages tells which place leaked.
OVER_WHAT_STANDS = {"M4": lambda p: None, "M3": in_review, "M5": returned, "P4": withdrawn}
NEVER_APPROVED = {"M6": lambda p: None, "M2": in_review, "M1": returned, "P5": withdrawn}
STATES = {level: f"canary{level}over".lower() for level in OVER_WHAT_STANDS}
STATES |= {level: f"canary{level}new".lower() for level in NEVER_APPROVED}
SHARED = {
    "canaryfunction": lambda word: Function.objects.update(name=f"{word} name", summary=word, group=f"{word} group"),
    "canaryfocus": lambda word: Focus.objects.update(name=f"{word} name", summary=f"{word} summary"),
    "canarylevel": lambda word: Level.objects.filter(code="M4").update(title=f"{word} title", summary=word, scope=word),
    "canarytrack": lambda word: Track.objects.update(name=f"{word} name", summary=f"{word} summary"),
    "canaryrubric": lambda word: Guideline.objects.filter(level__code="M5").update(knowledge=f"{word} knowledge"),
    "canaryexception": lambda word: Guideline.objects.create(
        focus=Focus.objects.get(), level=Level.objects.get(code="M4"), knowledge=f"{word} knowledge"
    ),
    "canaryskill": lambda word: Skill.objects.filter(name="Shift planning").update(name=f"{word} name", folded=word),
    # A baseline shows where a profile has no figures of its own.
    "canarybaseline": lambda word: PayBaseline.objects.create(
        level=Level.objects.get(code="M6"), function=Function.objects.get(), currency="USD", median=1, source=word
    ),
}
# Word → the level on whose page it shows once the text is approved that it stands in.
SHOWS_ON = dict.fromkeys(SHARED, "M4") | {"canaryrubric": "M5", "canarybaseline": "M6"}
# The one text that is on no page at all: what is told of a skill is its use.
NEVER = "canaryofaskill"
WORDS = [*STATES.values(), *SHARED, NEVER]


def pages_with_words(client) -> dict[str, set[str]]:
    """Word → addresses that hold it: all that links lead to, all of the table, and what is said where nothing is."""
    keys = ",".join(key(level) for level in LEVELS)
    more = [f"/compare/?keys={keys}&all=1", path(key(scope="DE")), path(key("M4"), "v=1")]
    found = crawl(client, *PAGES.values(), *more)
    for address, status in [*((address, 200) for address in DATA.values()), *((miss, 404) for miss in NEAR_MISSES)]:
        response = client.get(address)
        assert response.status_code == status, address
        found[address] = response.content.decode()
    found |= {address: got(client, address).decode() for address in FILES.values()}
    texts = {address: text.lower() for address, text in found.items()}
    holding = {word: {address for address, text in texts.items() if word in text} for word in WORDS}
    return {word: addresses for word, addresses in holding.items() if addresses}


def publish_what_is_written(profile: Profile) -> None:
    """Shows that the words would have been found: the very text is submitted, where it is not yet, and approved."""
    waiting = Revision.objects.open().filter(profile=profile).first() or in_review(edit(profile))
    workflow.approve(waiting, by=approver(), seal=waiting.seal)


def pages_of_what_was_never_approved() -> list[str]:
    pages = ("", "history/", "correct/", "correct/?v=1", "correct/thanks/", "?v=1")
    return [
        f"{path(key(level, scope=scope))}{page}" for level in NEVER_APPROVED for scope in ("", "DE") for page in pages
    ]


def plant(standing: dict[str, Profile]) -> list[Profile]:
    """Writes each word into its place; the profiles whose texts hold them."""
    for level, state in OVER_WHAT_STANDS.items():
        state(edit(standing[level], **canary(STATES[level])))
    never = {level: on_desk(code=key(level), **canary(STATES[level]) | {"pay": None}) for level in NEVER_APPROVED}
    for level, state in NEVER_APPROVED.items():
        state(never[level])
    for word, write in SHARED.items():
        write(word)
    Skill.objects.update(summary=f"{NEVER} summary")
    return [*standing.values(), *never.values()]


def test_what_is_written_shows_nowhere_until_it_is_approved_and_then_it_does(client):
    ladder()
    guidelines(function())
    revisions = publish(*LEVELS)
    written = plant({level: revision.profile for level, revision in zip(LEVELS, revisions, strict=True)})
    assert pages_with_words(client) == {}
    for address in pages_of_what_was_never_approved():
        response = client.get(address)
        assert (address, response.status_code) == (address, 404)
        assert [word for word in WORDS if word in response.content.decode().lower()] == []
    for profile in written:
        publish_what_is_written(profile)
    found = pages_with_words(client)
    shows_on = SHOWS_ON | {word: level for level, word in STATES.items()}
    assert {word for word, level in shows_on.items() if path(key(level)) not in found.get(word, ())} == set()
    # What is new shows beside its neighbours too.
    beside = {"M6": "M5", "M2": "M3", "M1": "M2", "P5": "P4"}
    assert {level for level, near in beside.items() if not {"/", path(key(near))} <= found[STATES[level]]} == set()
    assert NEVER not in found
