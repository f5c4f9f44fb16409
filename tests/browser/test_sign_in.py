"""The company's sign-in in a browser, from our page to the provider's and back, under the strict policy."""

import pytest

from profiles.people import CURATORS, make_groups
from tests.browser.desk import said_by
from tests.oidc_provider import CLIENT, SECRET, Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_desks_door_to_the_company_and_back_to_the_desk(live_server, page, axe, settings):
    make_groups()
    settings.ROOT_URLCONF, settings.SITE_URL = "tests.oidc_provider", live_server.url
    settings.OIDC_NAME, settings.OIDC_ROLES = "Corp", (("hr", CURATORS),)
    said = said_by(page)
    with Provider(person={"sub": "a-1", "preferred_username": "anna.kay", "groups": ["hr"]}) as provider:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = provider.issuer, CLIENT, SECRET
        page.goto(f"{live_server.url}/admin/")
        assert axe(page) == []
        page.click("text=Continue with Corp")
        page.wait_for_url(f"{live_server.url}/admin/")
    assert page.inner_text("h1") == "Your work"
    page.click("text=Log out")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/sign-out/")  # nobody is in any more
    assert page.url == f"{live_server.url}/"
    assert said == []
