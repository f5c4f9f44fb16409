"""What checks a canon: each instrument notes every text on a first walk and tells what it finds on a second.

An instrument of its own is one class with these three methods and one line in `INSTRUMENTS`; a check that needs no more
than a payload and what is around it belongs into `contradictions.CHECKS` (or the gate's), where the desk has it too.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Protocol

from django.conf import settings

from profiles import gate
from profiles.checking.texts import Text
from profiles.contradictions import MAPPED, Index, contradictions, folded
from profiles.differentiation import Rung, findings_of, measured, rung_of
from profiles.gate import Finding
from profiles.surroundings import looked_up, occupations, tasks_of
from taxonomy.models import Focus, Function

LADDERS = 64  # whose phrases are remembered at a time: texts come focus by focus
AT_ONCE = 5_000  # of what is looked up in one query


class Instrument(Protocol):
    def note(self, text: Text) -> None:
        """First walk: every text of the canon comes by once."""

    def ready(self) -> None:
        """Between the walks: whatever has to be looked up of all of them."""

    def findings(self, text: Text) -> Iterable[Finding]:
        """Second walk: what is to be said of one of them."""


class Gate:
    """What the gate says of a text by itself."""

    def __init__(self, today: datetime.date) -> None:
        pass

    def note(self, text: Text) -> None:
        pass

    def ready(self) -> None:
        pass

    def findings(self, text: Text) -> list[Finding]:
        return gate.findings(text.payload)


class Contradictions:
    """What a text disagrees with elsewhere in the canon, in its pay, and in loaded sources."""

    def __init__(self, today: datetime.date) -> None:
        self._index = Index()
        self._known = {"today": today, "ages_after": settings.PAY_AGEING_MONTHS}
        self._tasks: dict[str, list[str]] = {}

    def note(self, text: Text) -> None:
        self._index.note(text.payload, text.pay)

    def ready(self) -> None:
        self._index.called(Focus.objects.order_by().values_list("name", flat=True))
        self._index.called(Function.objects.order_by().values_list("name", flat=True))
        codes, loaded, pairs = {}, {}, iter(sorted(self._index.pairs))
        while some := list(islice(pairs, AT_ONCE)):
            found, editions = looked_up(some)
            codes |= found
            loaded |= editions
            mapped = [{"system": system, "code": code} for system, code in some if system == MAPPED]
            self._tasks |= tasks_of(occupations({"mappings": mapped}))
        self._known |= {"codes": codes, "loaded": loaded}

    def findings(self, text: Text) -> list[Finding]:
        worded = dict(self._worded(text))
        return contradictions(text.payload, self._index.around(text.payload, text.pay, worded=worded, **self._known))

    def _worded(self, text: Text) -> Iterator[tuple[str, str]]:
        for code in occupations(text.payload):
            for task in self._tasks.get(code, ()):
                yield folded(task), f"a task of O*NET {code}"


class Levels:
    """How distinct each level is from the others of its ladder, and what that says of the panel."""

    def __init__(self, today: datetime.date) -> None:
        self._ladders: dict[_Ladder, list[Rung]] = {}
        # A level remembers its phrases once they were asked for; so that not all of a canon do, copies are measured.
        self._measured = lru_cache(maxsize=LADDERS)(self._copied)

    def note(self, text: Text) -> None:
        self._ladders.setdefault(_ladder(text), []).append(rung_of(text.payload))

    def ready(self) -> None:
        pass

    def findings(self, text: Text) -> Iterator[Finding]:
        level, rungs = text.payload["basis"]["level"]["code"], self._measured(_ladder(text))
        own = next((rung for rung in rungs if rung.level == level), None) or rung_of(text.payload)
        return findings_of(measured(own, [rung for rung in rungs if rung.level != level]))

    def _copied(self, ladder: "_Ladder") -> list[Rung]:
        return [replace(rung) for rung in self._ladders.get(ladder, ())]


_Ladder = tuple[str, str, str]  # focus, track, scope


def _ladder(text: Text) -> _Ladder:
    basis = text.payload["basis"]
    return basis["focus"]["code"], basis["track"]["code"], text.payload["scope"]


INSTRUMENTS: tuple[Callable[[datetime.date], Instrument], ...] = (Gate, Contradictions, Levels)
