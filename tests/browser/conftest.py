"""A real browser for the tests of this folder: the system's Chromium, fresh for every test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser. Without one a test is skipped by name; with CI=true it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    reason = f"no Chromium on PATH (looked for {', '.join(NAMES)})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One browser for tests that only read; each opens a context of its own in it."""
    running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def browser_options() -> dict:
    """What a module may override: viewport, color_scheme, java_script_enabled and the like."""
    return {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def browser_context(
    playwright: Playwright, chromium: str, tmp_path: Path, browser_options: dict
) -> Iterator[BrowserContext]:
    """A browser with an empty profile folder, so that no test sees the cookies of another."""
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "browser"), executable_path=chromium, args=FLAGS, **browser_options
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    return browser_context.pages[0] if browser_context.pages else browser_context.new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Runs the accessibility rules on a page, or those that are named: `rule: element` for each violation."""
    rules = Axe()

    def violations(page: Page, *only: str) -> list[str]:
        # What passes is not told: that is most of it, and takes longer to hand over than to find.
        options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
        found = rules.run(page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return violations
