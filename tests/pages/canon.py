"""Small canons for the tests of pages, and a reader who follows every link."""

import re
from collections import deque
from urllib.parse import urlsplit

from profiles import workflow
from profiles.models import Release, Revision
from taxonomy.models import ClassificationCode, ClassificationSystem
from tests.factories import FOCUS_CODE, FUNCTION_CODE, approved, approver
from tests.pages.reading import parse


def key(level: str = "M4", focus: str = FOCUS_CODE, function: str = FUNCTION_CODE, scope: str = "") -> str:
    return f"{function}.{focus}.{level}" + (f"@{scope}" if scope else "")


def path(of: str, query: str = "") -> str:
    return f"/canon/{of}/" + (f"?{query}" if query else "")


def publish(*levels: str, focus: str = FOCUS_CODE, function: str = FUNCTION_CODE, **changes) -> list[Revision]:
    """Approved profiles of one focus, without a level named its M4; the mapped occupation; a release."""
    occupation()
    made = [approved(code=key(level, focus, function), **changes) for level in levels or ("M4",)]
    if not Release.objects.exists():
        workflow.make_release("2027.1", by=approver(), notes="The first.")
    return made


def got(client, address: str) -> bytes:
    """The whole answer, also where it is sent line by line."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response.getvalue()


def occupation(code: str = "11-3051") -> ClassificationCode:
    """An entry of SOC, and nothing that hangs on it."""
    system, _ = ClassificationSystem.objects.get_or_create(key="soc", edition="2018", defaults={"name": "SOC"})
    return ClassificationCode.objects.get_or_create(system=system, code=code, defaults={"title": "Managers"})[0]


def in_scope(level: str, scope: str, **changes) -> Revision:
    return approved(code=key(level), scope=scope, **changes)


def crawl(client, *more: str) -> dict[str, str]:
    """Every page that can be reached by links from the index and from `more`: address → HTML.

    A link that leads nowhere fails here; those of the desk and of other sites are not followed,
    nor those that any crawler is asked to leave alone (columns can be put together in endless ways).
    """
    pages: dict[str, str] = {}
    waiting = deque(["/", *more])
    while waiting:
        address = waiting.popleft()
        if address in pages:
            continue
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        pages[address] = response.content.decode()
        waiting.extend(_links(pages[address], address))
    return pages


def _links(html: str, address: str) -> list[str]:
    here = urlsplit(address).path
    links = [element for element in parse(html).all("a") if element.attrs.get("rel") != "nofollow"]
    found = [element.attrs.get("href", "") for element in links]
    inside = [here + link if link.startswith("?") else link for link in found]
    own = [
        link.partition("#")[0] for link in inside if link.startswith("/") and not link.startswith(("/admin/", "/api/v"))
    ]
    # One form is all forms: the part of the page that it is opened from only chooses in a list.
    return [re.sub(r"(/correct/)\?place=.*", r"\1", link) for link in own]
