"""Searches for what nobody should have to think of: no 5xx, in a bounded time.

python -m tests.exam.searching STRINGS
"""

import sys
import time

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exam.probing import HOSTILE
from tests.exam.site import Faults, begin, client_of, tell

DOORS = ("/search/", "/suggest/", "/profiles/", "/resolve/", "/api/v1/search", "/api/v1/resolve", "/skills/")
NAMES = {"/resolve/": "title", "/api/v1/resolve": "title"}
OPERATORS = st.sampled_from(
    [
        " AND ",
        " OR ",
        " NOT ",
        "*",
        '"',
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "&",
        "|",
        "!",
        "<->",
        "'",
        "\\",
        "\0",
        "\n",
        "%",
        "_",
    ]
)
SLOWEST = 2.0


def main(strings: int) -> None:
    begin()
    faults, client, begun, slowest, done = Faults(), client_of("anonymous"), time.monotonic(), 0.0, 0
    words = st.sampled_from(["plant", "manager", "shift", "planing", "İ", "ß", "日本", "zzzz"]) | st.text(max_size=30)
    mixed = st.lists(words | OPERATORS, min_size=1, max_size=12).map("".join)

    def ask(text: str, door: str) -> None:
        nonlocal slowest, done
        at = time.process_time()
        response = client.get(door, {NAMES.get(door, "q"): text})
        taken = time.process_time() - at
        slowest, done = max(slowest, taken), done + 1
        if response.status_code >= 500:
            faults.note(f"{response.status_code} {door} {text!r:.200}")
        if taken > SLOWEST:
            faults.note(f"{taken:.1f} s {door} {text!r:.200}")

    how = settings(
        max_examples=strings,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    how(given(mixed | st.sampled_from(HOSTILE) | st.text(max_size=2_000), st.sampled_from(DOORS))(ask))()
    tell(
        asked=done,
        doors=len(DOORS),
        slowest_ms=round(slowest * 1000),
        faults=sum(faults.counted.values()),
        seconds=round(time.monotonic() - begun),
    )
    sys.exit(bool(faults.counted))


if __name__ == "__main__":
    main(int(sys.argv[1]))
