"""Times each kind of readers' page over the canon of this environment, in one process, through every middleware.

    VAR_DIR=… python -m bench pages [--rounds 20] [--json FILE]

Rounds go through all pages by turns, so that what else the machine does falls on each alike. Told are medians of the
time by the clock and of the processor's, the number of queries, and the bytes of the body, plain and compressed.
"""

import json
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench import counting

COLUMNS = ("ms", "cpu_ms", "queries", "bytes", "gzip")


def addresses() -> dict[str, str]:
    """A page of every kind, for a profile from the middle of the canon; three filters in several ways."""
    from profiles.models.listing import Listing, SkillHeading
    from profiles.states import State

    rows = Listing.objects.filter(state=State.APPROVED).order_by("key")
    one, two = rows[rows.count() // 2 : rows.count() // 2 + 2]
    skill = SkillHeading.objects.filter(current=True).order_by("pk")[1].address
    word = max(one.folded_title.split(), key=len)

    def browse(**asked: str) -> str:
        return f"/profiles/?{urlencode(asked)}"

    return {
        "canon": "/",
        "function": f"/canon/{one.function_code}/",
        "focus": f"/canon/{one.function_code}.{one.focus_code}/",
        "profile": f"/canon/{one.key}/",
        "compare of two": f"/compare/?keys={one.key}&keys={two.key}",
        "browse": "/profiles/",
        "browse: function, track, band": browse(function=one.function_code, track=one.track_code, band="high"),
        "browse: track, level, band": browse(track=one.track_code, level=one.level_code, band="high"),
        "browse: track, band, skill": browse(track=one.track_code, band="high", skill=skill),
        "browse: words, track, band": browse(q=word, track=one.track_code, band="high"),
        "level": f"/levels/{one.level_code}/",
        "skills": "/skills/",
        "skill": f"/skills/{skill}/",
        "search: a key": f"/search/?{urlencode({'q': one.key})}",
        "search: a word of a title": f"/search/?{urlencode({'q': word})}",
        "search: two common words": "/search/?q=plans+team",
        "suggestions": f"/suggest/?{urlencode({'q': word[:4]})}",
    }


def measured(rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    from django.test import Client

    client, pages = Client(), addresses()
    counted = counting.counted(client, pages.values())
    told, times = {name: counted[address] for name, address in pages.items()}, {name: ([], []) for name in pages}
    for _ in range(rounds):
        for name, address in pages.items():
            begun, used = time.perf_counter(), time.process_time()
            client.get(address)
            for kept, now in zip(times[name], (time.perf_counter() - begun, time.process_time() - used), strict=True):
                kept.append(now * 1000)
    for name, (clock, processor) in times.items():
        yield name, {"ms": statistics.median(clock), "cpu_ms": statistics.median(processor), **told[name]}


def tell(rounds: int, file: Path | None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    import django

    django.setup()
    results = dict(measured(rounds))
    print(f"{'page':32}" + "".join(f"{name:>10}" for name in COLUMNS))
    for name, result in results.items():
        figures = "".join(f"{result[column]:>10.1f}" for column in COLUMNS[:2])
        print(f"{name:32}{figures}" + "".join(f"{result[column]:>10}" for column in COLUMNS[2:]))
    if file:
        file.write_text(json.dumps(results, indent=1) + "\n")
