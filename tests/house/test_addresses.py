"""Every public route has its line in the table of addresses, so that no page escapes the tests that walk it."""

from tests.pages.addresses import DATA, PAGES, POSTED, public_routes


def test_every_public_route_has_an_address():
    assert PAGES.keys() | DATA.keys() == public_routes()
    assert PAGES.keys() & DATA.keys() == set()


def test_what_takes_a_form_is_a_page():
    assert PAGES.keys() >= POSTED
