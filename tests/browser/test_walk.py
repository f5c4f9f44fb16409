"""Every page of the desk that curators, reviewers and approvers reach: on every screen, in both schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from profiles import workflow
from profiles.models import Profile, Proposal
from profiles.people import APPROVERS, CURATORS, REVIEWERS
from taxonomy.models import Focus, Function, Guideline, Level, PayBaseline, Skill, Track
from tests.browser.desk import enter, people, said_by
from tests.factories import approver, confirm, curator, edit, external, in_review, next_version, on_desk, returned
from tests.shared_texts import canon, proposed
from tests.workbooks import edited, put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (390, 768, 1440)
# Everything on a wide and light screen; on a narrow and dark one what depends on place and colour.
LOOKED_AT = {(1440, "light"): {}, (390, "dark"): {"runOnly": ["color-contrast", "link-in-text-block"]}}
GRAVE = ("serious", "critical")
rules = Axe()


@pytest.fixture
def desk() -> dict[str, int]:
    """A canon in every state, by what stands in it: name → primary key."""
    people(CURATORS)
    published = canon()
    first = next(iter(published.values()))
    next_version(first)
    draft = on_desk(code="PLANTO.DRAFT1.M4", by=curator("clara"), panel=[], sources=[], skills=[{"name": "Lean"}])
    external(draft, "Wanda Whisper", comment="Is this one plant?", objections=["Is this one plant?"])
    confirm(draft)
    back = returned(code="PLANTO.RETURN1.M4")
    waits = in_review(edit(on_desk(code="PLANTO.WAITS1.M4"), summary="W" * 120), by=curator())
    row = Function.objects.get(code=first.function_code)
    workflow.accept(proposed(row, summary="Makes things."), by=approver(), note="agreed")
    proposed(row, summary="Makes things, safely.", name="Making")
    pay = proposed(PayBaseline.objects.first(), median=160_000)
    return {
        "published": first.profile_id,
        "draft": draft.pk,
        "returned": back.profile_id,
        "revision": waits.pk,
        "former": first.pk,
        "proposal": Proposal.objects.of("function", row.code).first().pk,
        "paid": pay.pk,
    }


def too_wide(page: Page) -> list[str]:
    """What overflows on any screen; colours have no part in it."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{width}: {over} px too wide"] if over > 0 else []
    return found


def grave(page: Page) -> list[str]:
    """What the rules find, but for what is slight. They try out styles of their own, which the policy refuses."""
    found = []
    for (width, scheme), only in LOOKED_AT.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        # The admin fades from colour to colour.
        page.evaluate("async () => { await Promise.allSettled(document.getAnimations().map(one => one.finished)) }")
        for row in rules.run(page, options={"resultTypes": ["violations"]} | only).response["violations"]:
            if row["impact"] in GRAVE:
                found += [f"{width} {scheme}: {row['id']}: {node['html'][:160]}" for node in row["nodes"]]
    return found


def walked(page: Page, live_server, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page; nothing of those with which nothing is."""
    said, found = said_by(page), {}
    for address in addresses:
        answer = page.goto(f"{live_server.url}/admin/{address}")
        found[address] = [] if answer.ok else [f"answered {answer.status}"]
        found[address] += too_wide(page)
        found[address] += said
        found[address] += grave(page)
        said.clear()
    return {address: lines for address, lines in found.items() if lines}


def shared() -> list[str]:
    kinds = (Track, Level, Function, Focus, Guideline, Skill, PayBaseline)
    names = [(kind._meta.model_name, kind.objects.first().pk) for kind in kinds]
    pages = [f"taxonomy/{name}/{page}" for name, pk in names for page in ("", f"{pk}/change/")]
    return [*pages, *(f"taxonomy/{name}/add/" for name in ("focus", "guideline", "skill"))]


def test_a_curators_pages(live_server, page, desk):
    enter(page.context, live_server, people(CURATORS))
    profile = "profiles/profile"
    history = f"{profile}/{desk['published']}/history/"
    versions = Profile.objects.get(pk=desk["published"]).revisions.order_by("pk").values_list("pk", flat=True)
    assert (
        walked(
            page,
            live_server,
            [
                *("", f"{profile}/", f"{profile}/?state=draft&findings=blocking", f"{profile}/add/"),
                *(f"{profile}/{desk[name]}/change/" for name in ("published", "draft", "returned")),
                *(f"{profile}/coverage/", history, f"{history}?before={versions[0]}&after={versions[1]}"),
                *(f"{profile}/{desk['draft']}/review/?panel=shown", f"{profile}/{desk['draft']}/review/external/"),
                *(f"{profile}/workbook/", f"{profile}/{desk['draft']}/preview/"),
                *("profiles/revision/?state=all", f"profiles/revision/{desk['revision']}/change/"),
                *("profiles/proposal/?state=all", f"profiles/proposal/{desk['proposal']}/change/"),
            ],
        )
        == {}
    )


def test_the_shared_texts_of_a_curator(live_server, page, desk):
    enter(page.context, live_server, people(CURATORS))
    assert walked(page, live_server, [*shared(), "taxonomy/scope/"]) == {}


def test_a_dry_run_and_two_who_saved_one_desk(live_server, page, desk, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    enter(page.context, live_server, people(CURATORS))
    said = said_by(page)
    page.goto(f"{live_server.url}/admin/profiles/profile/workbook/")
    with page.expect_download() as begun:
        page.click("text=Export >> visible=true")
    book = tmp_path / "book.xlsx"
    with open(begun.value.path(), "rb") as stream:
        book.write_bytes(edited(stream.read(), put("Profiles", 2, "title", "Plant Leader M4")))
    page.set_input_files("#id_file", book)
    page.click("text=Show what would change")
    assert too_wide(page) + said + grave(page) == []
    said.clear()
    page.goto(f"{live_server.url}/admin/profiles/profile/{desk['draft']}/change/")
    edit(Profile.objects.with_places().get(pk=desk["draft"]), title="Theirs")
    page.fill("#id_title", "Mine")
    page.click("input[name=_continue]")
    assert "Nothing of yours was written" in page.inner_text("#content")
    assert too_wide(page) == []
    assert [line for line in said if "409" not in line] == []  # the browser tells of every answer that is no success
    assert grave(page) == []


def test_the_pages_of_a_reviewer_and_an_approver(live_server, page, desk):
    own = [
        *("", "profiles/profile/", "profiles/revision/", "profiles/proposal/"),
        *(f"profiles/profile/{desk['draft']}/{page}/" for page in ("change", "review", "history")),
        f"profiles/revision/{desk['revision']}/change/",
        f"profiles/proposal/{desk['proposal']}/change/",
    ]
    enter(page.context, live_server, people(REVIEWERS))
    assert walked(page, live_server, [*own, "taxonomy/function/"]) == {}
    enter(page.context, live_server, people(APPROVERS))
    more = [f"profiles/revision/{desk['former']}/change/", f"profiles/proposal/{desk['paid']}/change/"]
    assert walked(page, live_server, own + more) == {}
