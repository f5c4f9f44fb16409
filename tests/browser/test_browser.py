"""The browser itself, and the stock admin in it under the strict policy."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def complaints(page) -> list[str]:
    """Violations of the policy, which the browser tells on its console, and scripts that broke."""
    said: list[str] = []
    page.on("console", lambda line: "Security Policy" in line.text and said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.django_db(transaction=True)
def test_admin_works_under_the_strict_policy(live_server, page, complaints, admin_user):
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "password")
    page.press("#id_password", "Enter")
    assert page.inner_text("h1") == "Your work"
    header = page.locator("#header")
    assert header.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.goto(f"{live_server.url}/admin/auth/user/add/")
    assert page.locator("#id_username").is_visible()
    assert complaints == []


def test_an_inline_script_is_refused(live_server, page, complaints):
    page.goto(f"{live_server.url}/admin/login/")
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.ran = true'; document.body.append(s) }"
    )
    assert page.evaluate("() => window.ran") is None
    assert len(complaints) == 1
    assert "script-src" in complaints[0]


def test_axe_names_the_rule_and_the_element(page, axe):
    page.set_content("<html lang=en><title>t</title><main><h1>t</h1><img src='data:,'></main>")
    assert axe(page) == ['image-alt: <img src="data:,">']
