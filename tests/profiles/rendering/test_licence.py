"""Which settings of a licence are addresses, and of what."""

import pytest

from profiles.rendering import licence


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-sa 3.0 (DE)", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://example.com/terms", "https://example.com/terms"),
        ("https://example.com/a> .", ""),
        ("for our own people", ""),
        ("", ""),
    ],
)
def test_a_licence_is_an_address_where_it_has_one(settings, told, address):
    settings.CANON_LICENCE = told
    assert licence.address() == address
