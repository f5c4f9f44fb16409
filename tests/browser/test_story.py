"""The whole story of one change, in a real browser: edited, sent back, fixed, approved, and on the page from then on.

Fields of the curator's form are found by what they hold and the approver's screen by its headings and buttons, so
that the story outlasts their looks. Reviewers score between the scenes: their own story is in test_review.py.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from profiles.models import Profile, Revision
from profiles.people import APPROVERS, CURATORS, make_groups
from tests.factories import (
    FUNCTION_CODE,
    KEY_M4,
    SIBLING_CODE,
    approved,
    confirm,
    on_desk,
    person,
    record_data,
    reviewer,
    scored,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OTHER, BULLET = record_data()["responsibilities"][1:3]
BETTER = BULLET.replace("larger ones", "larger ones in writing")
USE, BETTER_USE = "Levels overtime over six lines", "Levels overtime over six lines and two shifts"
FINAL_USE = f"{BETTER_USE} by hand"
PANEL = ("rita", "rolf")
# Other words than those of the text below it, for its page shows the ladder.
DIRECTS = ["Answers for three plants", "Settles budgets with the board", "Picks plant managers"]
MOVE = "section[aria-labelledby=difference]"


def enter(page: Page, live_server, username: str, *groups: str) -> None:
    user = person(username, *groups, is_staff=True)
    user.set_password("a long password")
    user.save()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", "a long password")
    page.press("#id_password", "Enter")


def readers_see(page: Page, live_server, query: str = "") -> str:
    """The public page for somebody who has not signed in."""
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/canon/{KEY_M4}/{query}")
    return " ".join(page.locator("main").text_content().split())


def write(page: Page, old: str, new: str) -> None:
    """Writes over what a field holds, wherever the form has put it."""
    holds = [field for field in page.locator("textarea, input[type=text]").all() if old in field.input_value()]
    [field] = holds
    value = field.input_value().replace(old, new)
    if field.is_visible():
        field.fill(value)
    else:  # folded away just now
        field.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })) }", value)


def save(page: Page) -> None:
    page.locator("[name=_continue]").first.click()
    page.wait_for_load_state()


def submit(page: Page, profile: Profile, note: str) -> None:
    """After the panel has read the new text."""
    for name in PANEL:
        scored(profile, reviewer(name))
    page.reload()
    form = page.locator("form[action$='/submit/']").first
    form.locator("[name=note]").fill(note)
    form.locator("button, input[type=submit]").last.click()
    page.wait_for_load_state()


def marked(block: Locator) -> tuple[str, str]:
    """The words that a block of the difference marks as gone, and as come."""
    gone, come = (block.locator(tag).all_inner_texts() for tag in ("del", "ins"))
    return " ".join(gone).strip(), " ".join(come).strip()


def changes(page: Page) -> dict[str, tuple[str, str]]:
    """Heading of each changed part → its marked words; reviews were given anew and are left out."""
    blocks = page.locator(f"{MOVE} .difference__block").all()
    found = {block.locator("h3").first.inner_text(): block for block in blocks}
    return {title: marked(block) for title, block in found.items() if title != "Reviews"}


@pytest.fixture
def profile(live_server) -> Profile:
    """Approved as v1, with a level above it and a sibling focus beside it."""
    make_groups()  # the table of groups is emptied after every test of this kind
    made = on_desk(panel=[])
    confirm(made)
    for name in PANEL:
        scored(made, reviewer(name))
    approved(made)
    approved(code=KEY_M4.replace(".M4", ".M5"), title="Plant Director", responsibilities=DIRECTS)
    approved(code=f"{FUNCTION_CODE}.{SIBLING_CODE}.M4", title="Quality Manager")
    return made


def test_from_an_edit_to_the_page_that_readers_see(live_server, page, profile):
    said: list[str] = []
    page.on("console", lambda line: "Security Policy" in line.text and said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    form = f"{live_server.url}/admin/profiles/profile/{profile.pk}/change/"

    # A curator edits a bullet and a skill, with a slip that the gate finds, and mends it.
    enter(page, live_server, "cleo", CURATORS)
    page.goto(form)
    write(page, USE, BETTER_USE)
    write(page, BULLET, OTHER)
    save(page)
    slip = page.get_by_text("a responsibility stands 2 times")
    expect(slip.first).to_be_attached()
    write(page, f"{OTHER}\n{OTHER}", f"{OTHER}\n{BETTER}")
    save(page)
    expect(slip).to_have_count(0)
    submit(page, profile, "Says how, and for whom")
    assert BETTER not in readers_see(page, live_server)

    # An approver takes it from the queue and sees these two changes and how far they reach; sends it back.
    enter(page, live_server, "avery", APPROVERS)
    page.goto(f"{live_server.url}/admin/profiles/revision/")
    page.get_by_role("button", name=f"Claim {KEY_M4}").click()
    expect(page.locator("#result_list")).to_contain_text("you")
    waits = Revision.objects.get(profile=profile, state="in review")
    screen = f"{live_server.url}/admin/profiles/revision/{waits.pk}/change/"
    page.goto(screen)
    assert changes(page) == {"Responsibilities": ("", "in writing"), "Skills": ("", "and two shifts")}
    reach = page.get_by_role("region", name="How far it reaches")
    for told in ("Plant Director M5", "Quality Manager M4", "in place of v1"):
        expect(reach).to_contain_text(told)
    page.get_by_role("button", name="Send back").click()
    assert page.url == screen  # the browser asks for the reason
    page.get_by_label("Reason to send it back").fill("Two shifts by which means?")
    page.get_by_role("button", name="Send back").click()
    expect(page.locator(".messagelist")).to_contain_text("is returned now")
    assert BETTER not in readers_see(page, live_server)

    # The curator finds the reason, mends the text and submits again.
    enter(page, live_server, "cleo", CURATORS)
    expect(page.locator("#content")).to_contain_text("Two shifts by which means?")
    page.goto(form)
    write(page, BETTER_USE, FINAL_USE)
    save(page)
    submit(page, profile, "By hand")

    # The approver approves exactly that, and from this moment on readers see it.
    enter(page, live_server, "avery", APPROVERS)
    waits = Revision.objects.get(profile=profile, state="in review")
    page.goto(f"{live_server.url}/admin/profiles/revision/{waits.pk}/change/")
    expect(page.locator("#content")).to_contain_text("sent back before")
    assert changes(page) == {"Responsibilities": ("", "in writing"), "Skills": ("", "and two shifts by hand")}
    before = readers_see(page, live_server)
    enter(page, live_server, "avery", APPROVERS)
    page.goto(f"{live_server.url}/admin/profiles/revision/{waits.pk}/change/")
    page.get_by_role("button", name="Approve this text").click()
    expect(page.locator(".messagelist")).to_contain_text("is approved now")
    after = readers_see(page, live_server)
    assert [(text in before, text in after) for text in (BULLET, BETTER, FINAL_USE)] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    first = readers_see(page, live_server, "?v=1")
    assert (BULLET in first, BETTER in first) == (True, False)
    assert said == []
    tells_all_of_it(page, live_server, profile)


def tells_all_of_it(page: Page, live_server, profile: Profile) -> None:
    """The trail, in the database and on the page of the history."""
    events = profile.events.exclude(move="review").order_by("pk").values_list("move", "by_name", "note")
    told = [(move, who, note) for move, who, note in events if move != "edit"]
    assert told == [
        ("submit", "carla", "please look"),
        ("approve", "axel", "good"),
        ("submit", "cleo", "Says how, and for whom"),
        ("send back", "avery", "Two shifts by which means?"),
        ("submit", "cleo", "By hand"),
        ("supersede", "avery", ""),
        ("approve", "avery", ""),
    ]
    assert [who for move, who, _ in events if move == "edit"] == ["carla", "cleo", "cleo", "cleo"]
    enter(page, live_server, "cleo", CURATORS)
    page.goto(f"{live_server.url}/admin/profiles/profile/{profile.pk}/history/")
    history = " ".join(page.locator("#content").inner_text().split())
    assert [note for _, _, note in told if note not in history] == []
    assert [revision.seal[:12] for revision in profile.revisions.all() if revision.seal[:12] not in history] == []
