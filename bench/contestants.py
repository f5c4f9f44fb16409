"""Starts all contestants that can be had, and says why the others cannot."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench import asking, serving
from bench.canons import Place
from bench.planning import Plan
from bench.serving import Missing, Server

SMALL_CACHE = "1"  # MiB: of thousands of pages asked for by turns none is there when it is asked for again
PEERS = ("floor", "whitenoise", "nginx", "naive", "datasette")
OF_SITE = ("site", "anew", "missing")

Starting = Callable[[], AbstractContextManager[Server]]


@dataclass
class Contestants:
    """Servers by name, seconds that each took to answer, and the reason why another is not there."""

    stack: ExitStack
    say: Callable[[str], None]
    left_out: dict[str, str]
    servers: dict[str, Server] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def start(self, name: str, starting: Starting) -> None:
        if name in self.left_out:
            return
        self.say(f"starting {name}")
        begun = time.monotonic()
        try:
            self.servers[name] = self.stack.enter_context(starting())
        except Missing as reason:
            self.left_out[name] = str(reason)
        self.seconds[name] = round(time.monotonic() - begun, 2)

    def start_site(self, place: Place, plan: Plan, files: Path) -> None:
        """The site in its three settings, then its pages as files for those who serve these."""
        self.start("site", lambda: serving.site(place))
        self.start("anew", lambda: serving.site(place, KEPT_MEGABYTES="0"))
        self.start("missing", lambda: serving.site(place, KEPT_MEGABYTES=SMALL_CACHE))
        asking.write_files(self.servers["anew"].base, plan, files)

    def start_peers(self, place: Place, threads: int, files: Path) -> None:
        self.start("floor", lambda: serving.floor(place, files))
        self.start("whitenoise", lambda: serving.whitenoise(place, files, threads))
        self.start("nginx", lambda: serving.static_nginx(files))
        self.start("naive", lambda: serving.naive(place, threads))
        self.start("datasette", lambda: serving.a_datasette(place))

    def start_grown(self, place: Place) -> None:
        """The site over a canon of another size, keeping no page: a page that is kept is the same in any."""
        self.start(asking.of_size(place.profiles), lambda: serving.site(place, KEPT_MEGABYTES="0"))

    def looked_at(self, asks: list[asking.Ask], plan: Plan) -> list[asking.Ask]:
        """Those whose answers are what was expected; of the others it is told what was found."""
        found = []
        for ask in asks:
            if ask.server not in self.servers:
                continue
            of_first = ask.server in (*OF_SITE, *PEERS)
            holds = plan.get(ask.page, {}).get("holds", "") if of_first else ""
            try:
                found.append(asking.looked_at(ask, self.servers[ask.server].base, holds))
            except asking.Odd as odd:
                self.left_out[ask.told] = str(odd)
        return found
