"""Asks every route as every role with everything that a request may hold: nothing may answer with a 5xx.

python -m tests.exam.probing REQUESTS
"""

import re
import sys
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exam.site import ROLES, Faults, begin, client_of, tell

HOSTILE = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e309",
        "9" * 400,
        "NaN",
        "null",
        "true",
        "[]",
        "{}",
        "../../etc/passwd",
        "%00",
        "\u202e",
        "\ufeff",
    ),
    *(
        "' OR 1=1 --",
        '"><script>alert(1)</script>',
        "{{7*7}}",
        "${7*7}",
        "a" * 9_000,
        "\ud7ff\U0010ffff",
        "İ" * 50,
        "ﬃ",
    ),
    *(
        "2026-11-26",
        "2026-99-99",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
        "P*",
        '"',
        "NEAR(a b)",
        "a OR b",
        "a:*&!(",
        "~",
        "KEY~2",
    ),
)
NAMES = (
    *(
        "q",
        "page",
        "after",
        "before",
        "sort",
        "track",
        "level",
        "band",
        "scope",
        "function",
        "focus",
        "skill",
        "status",
        "code",
    ),
    *(
        "keys",
        "key",
        "from",
        "to",
        "as_of",
        "v",
        "place",
        "title",
        "limit",
        "cursor",
        "pay_min",
        "pay_max",
        "currency",
        "format",
    ),
    *(
        "o",
        "p",
        "e",
        "all",
        "_popup",
        "_to_field",
        "_changelist_filters",
        "next",
        "app_label",
        "model_name",
        "field_name",
        "term",
    ),
    *(
        "state__exact",
        "id__exact",
        "pk__in",
        "pay__p50__gt",
        "profile__revision__pay__isnull",
        "experience",
        "industry",
        "system",
    ),
)
FIELDS = (
    *(
        "seal",
        "note",
        "to",
        "ticket",
        "file",
        "kind",
        "summary",
        "title",
        "action",
        "_selected_action",
        "index",
        "post",
        "text",
    ),
    *(
        "successor",
        "number",
        "form-TOTAL_FORMS",
        "form-INITIAL_FORMS",
        "place",
        "email",
        "name",
        "website",
        "scores",
        "text_digest",
    ),
)
METHODS = ("get",) * 8 + ("post",) * 4 + ("head", "put", "patch", "delete", "options", "trace")
HEADERS = {
    "HTTP_ACCEPT": ("application/json", "*/*;q=x", "text/html", "\xff"),
    "HTTP_IF_NONE_MATCH": ('"x"', "*", 'W/"', '"' + "a" * 500 + '"'),
    "HTTP_AUTHORIZATION": ("Bearer canon_x", "Bearer ", "Basic !!!", "Bearer " + "x" * 5_000),
    "HTTP_ACCEPT_LANGUAGE": ("de", "xx-" * 100, "*"),
    "HTTP_COOKIE": ("session=x; csrf=y", "=;=;", "session=" + "z" * 3_000),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "::1", "x" * 200),
    "HTTP_RANGE": ("bytes=0-1", "bytes=9-1", "lines=1"),
}
BODIES = (
    b"",
    b"{}",
    b"[" * 3_000,
    b"\xff\xfe",
    b'{"titles": [1]}',
    b"a=1&a=2",
    b"--x\r\n\r\n",
    b'{"titles": ["' + b"x" * 4_000 + b'"]}',
)
KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/csv",
    "x" * 300,
)
INPUT = re.compile(r'<(?:input|textarea|select|button)[^>]*?name="([^"]+)"(?:[^>]*?value="([^"]*)")?')


def main(requests: int) -> None:
    begin()
    from tests.house.test_audiences import NAMES as ROUTES

    faults, answers, begun = Faults(), Counter(), time.monotonic()
    clients = {role: client_of(role) for role in ROLES}
    known = _known()
    text = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.sampled_from(known)
    pairs = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), text), max_size=4)
    form = st.lists(st.tuples(st.sampled_from(FIELDS), text), max_size=5)
    headers = st.lists(
        st.sampled_from(sorted(HEADERS)).flatmap(lambda n: st.tuples(st.just(n), st.sampled_from(HEADERS[n]))),
        max_size=2,
    )

    def ask(role, route, fill, method, query, body, headers):
        nonlocal done
        done += 1
        if done % 500 == 0:  # whoever was deactivated or signed out by an earlier request comes back
            clients[role] = client_of(role)
        address = _address(route, fill)
        target = f"{address}?{'&'.join(f'{quote(k)}={quote(v)}' for k, v in query)}"
        try:
            response = _asked(clients[role], method, target, body, dict(headers))
            size = len(b"".join(response.streaming_content) if response.streaming else response.content)
        except UnicodeEncodeError:
            return  # the test client's own: no such bytes can be sent
        answers[response.status_code] += 1
        if response.status_code >= 500 and not (address == "/readyz" and response.status_code == 503):
            faults.note(f"{response.status_code} {role} {method} {route} {target[:300]} ({size} bytes)")

    done = 0
    while done < requests:
        before = done
        settings(
            max_examples=min(5_000, requests - done),
            deadline=None,
            database=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(
            given(
                st.sampled_from(ROLES),
                st.sampled_from(ROUTES),
                st.lists(st.sampled_from(known) | text, min_size=4, max_size=4),
                st.sampled_from(METHODS),
                pairs,
                form.map(dict) | st.tuples(st.sampled_from(BODIES), st.sampled_from(KINDS)) | st.just("as shown"),
                headers,
            )(ask)
        )()
        if done == before:
            break
    tell(
        asked=done,
        routes=len(ROUTES),
        roles=len(ROLES),
        answers={str(status): number for status, number in sorted(answers.items())},
        faults=sum(faults.counted.values()),
        seconds=round(time.monotonic() - begun),
    )
    sys.exit(bool(faults.counted))


def _asked(client, method: str, target: str, body, headers: dict):
    if method == "get" or method == "head":
        return getattr(client, method)(target, **headers)
    if body == "as shown" and method == "post":
        page = client.get(target, **headers)
        shown = dict(INPUT.findall(page.content.decode("utf-8", "replace"))) if not page.streaming else {}
        return client.post(target, shown, **headers)
    if isinstance(body, tuple):
        data, kind = body
        return client.generic(method.upper(), target, data, content_type=kind, **headers)
    return client.post(target, body if isinstance(body, dict) else {}, **headers)


def _known() -> list[str]:
    """Values that lead somewhere."""
    from profiles.models import Profile, Release, Revision
    from taxonomy.models import Focus, Function, Level, Skill

    found = [
        "1",
        "2",
        "3",
        "profiles",
        "11-3051",
        "shift-planning",
        *(profile.key for profile in Profile.objects.with_places()[:25]),
    ]
    for model in (Focus, Function, Level):
        found += model.objects.values_list("code", flat=True)[:6]
    for model in (Profile, Revision, Skill):
        found += map(str, model.objects.values_list("pk", flat=True)[:12])
    return [*found, *(f"{key}~1" for key in found[6:10]), *Release.objects.values_list("name", flat=True)]


def _address(route: str, fill: list[str]) -> str:
    """An address of the route; with values of its own shape where the given ones do not fit it."""
    from django.urls import NoReverseMatch, reverse

    from tests.house.test_audiences import PARAMETERS

    names = sorted(PARAMETERS[route])
    for values in (fill, ["1"] * 4, ["M4"] * 4, [fill[0], "1", "1", "1"]):
        with suppress(NoReverseMatch):
            return reverse(route, kwargs=dict(zip(names, values, strict=False)))
    return "/" + quote("/".join(fill))


if __name__ == "__main__":
    main(int(sys.argv[1]))
