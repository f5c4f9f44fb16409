"""Every public route has its line in the table of addresses, so that no page escapes the tests that walk it."""

from tests.pages.addresses import DATA, FILES, PAGES, POSTED, public_routes


def test_every_public_route_has_an_address():
    assert PAGES.keys() | DATA.keys() | FILES.keys() == public_routes()
    assert len(PAGES) + len(DATA) + len(FILES) == len(public_routes())


def test_what_takes_a_form_is_a_page():
    assert PAGES.keys() >= POSTED
