"""Pay, where it is not public: on no page, in no count, order, header or error, for whoever may not see it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from profiles.people import PAY_VIEWERS
from tests.factories import KEY_M4, next_version, record_data
from tests.pages.addresses import DATA, FILES, NEAR_MISSES, PAGES
from tests.pages.canon import key, path, publish

pytestmark = pytest.mark.django_db

# 987,000 told in any way: $987k, 987000, 987,000; and the ends of its range.
CANARIES = re.compile(r"(?:987|876|998)(?:k|000|[, .]000)")
ASKED = (
    *PAGES.values(),
    *DATA.values(),
    *FILES.values(),
    *NEAR_MISSES,
    path(KEY_M4, "v=1"),
    f"/canon/{KEY_M4}/differences/?from=1&to=2",
    f"/compare/?keys={KEY_M4},{key('M3')}&all=1",
    "/profiles/?pay_min=987000&pay_max=987000&currency=USD&sort=pay",
    "/profiles/?view=cards",
)


@pytest.fixture
def canon():
    pay = record_data()["pay"] | {"median": 987_000, "low": 876_000, "high": 998_000}
    first, _ = publish("M4", "M3", pay=pay)
    next_version(first, pay=pay | {"high": 998_000, "low": 876_000, "median": 987_000, "basis": "P10–P90"})


@pytest.fixture(params=["nobody", "employee", "viewer"])
def reader(request, client) -> str:
    if request.param != "nobody":
        user = get_user_model().objects.create_user("erin")
        if request.param == "viewer":
            user.groups.add(Group.objects.get(name=PAY_VIEWERS))
        client.force_login(user)
    return request.param


SEES = {
    ("public", "nobody"),
    ("public", "employee"),
    ("public", "viewer"),
    ("signed-in", "employee"),
    ("signed-in", "viewer"),
    ("permission", "viewer"),
}


@pytest.mark.parametrize("visibility", ["public", "signed-in", "permission"])
def test_figures_are_told_to_whoever_may_see_them_and_to_nobody_else(client, settings, canon, reader, visibility):
    settings.PAY_VISIBILITY = visibility
    told = set()
    for address in ASKED:
        response = client.get(address)
        # What the reader typed is theirs: an address that says the figure may come back in it.
        text = response.getvalue().decode().replace("pay_min=987000", "").replace("pay_max=987000", "")
        if CANARIES.search(text + str(response.headers)):
            told.add(address)
    if (visibility, reader) in SEES:
        shown = {PAGES["profile"], PAGES["focus"], PAGES["browse"], PAGES["move"], path(KEY_M4, "v=1")}
        assert shown <= told
    else:
        assert told == set()


def test_without_the_right_a_range_and_an_order_of_pay_choose_nothing(client, settings, canon):
    settings.PAY_VISIBILITY = "signed-in"
    plain = client.get("/profiles/").content
    for query in ("pay_min=1&pay_max=2&currency=USD", "pay_min=987000&currency=USD&sort=pay", "sort=pay"):
        assert client.get(f"/profiles/?{query}").content == plain


def test_a_page_says_that_pay_is_there_for_others_and_asks_for_no_figures(client, settings, canon):
    settings.PAY_VISIBILITY = "permission"
    page = client.get(PAGES["profile"]).content.decode()
    assert "shown only to readers who may see pay" in page
    assert "no figure" not in page
    assert "Pay" not in client.get(PAGES["move"]).content.decode().partition("<main")[2].partition("</main>")[0]
