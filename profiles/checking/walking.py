"""Two walks over a canon: the first notes, the second tells; near-linear, and a chunk of texts in memory."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from profiles.checking.instruments import INSTRUMENTS
from profiles.checking.texts import Source, Text
from profiles.gate import Severity
from profiles.models import Waiver
from profiles.waiving import Identity, Seen, laid_over

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Checked:
    """One text with everything that was found of it, the gravest first."""

    text: Text
    findings: list[Seen]


def walk(
    source: Source,
    *,
    today: datetime.date,
    noting: Callable[[Text], None] = lambda text: None,
    progress: Progress = lambda done, of: None,
) -> Iterator[Checked]:
    """Checks every text; `noting` sees each on the first walk, `progress` is told of (walk, texts)."""
    instruments = [make(today) for make in INSTRUMENTS]
    for done, text in enumerate(source(), 1):
        noting(text)
        for instrument in instruments:
            instrument.note(text)
        progress(1, done)
    for instrument in instruments:
        instrument.ready()
    waivers = waivers_on(today)
    for done, text in enumerate(source(), 1):
        found = [finding for instrument in instruments for finding in instrument.findings(text)]
        found.sort(key=lambda finding: GRAVITY[finding.severity])
        yield Checked(text, laid_over(found, waivers.get(text.profile, {})))
        progress(2, done)


GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def waivers_on(day: datetime.date) -> dict[int, dict[Identity, Waiver]]:
    """All waivers that count on a day, by profile."""
    found: dict[int, dict[Identity, Waiver]] = {}
    for row in Waiver.objects.standing(day).order_by("pk").iterator():
        found.setdefault(row.profile_id, {})[row.code, row.place, row.mark] = row
    return found
