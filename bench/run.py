"""The benchmark: the site and its peers on one machine, by turns; python -m bench run --help.

A canon is made and loaded, every contestant is started, each page is looked at, and then rounds go through all pages
and contestants by turns, so that whatever else the machine does falls on each alike. Judge by ratios in one run.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import asking, canons, machine
from bench.asking import Ask
from bench.canons import ROOT, Place
from bench.contestants import Contestants
from bench.rounds import Rounds
from tests.postgres import temporary_server

SETTINGS_OF = {"anew": "config.settings", "naive": "bench.peers.naive.settings"}


def run(given: argparse.Namespace) -> dict:
    """All figures of a run, as they are saved."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all servers are stopped too
    begun = time.monotonic()
    sizes = list(dict.fromkeys([given.profiles, *given.sizes]))
    with ExitStack() as stack:
        places = [stack.enter_context(_place(given, size)) for size in sizes]
        contestants = Contestants(stack, say, dict.fromkeys(given.without, "was not asked for"))
        commands = _ready(places, anew=given.anew)
        asks = _all_asks(contestants, places)
        rounds = Rounds(contestants.servers, asks, say)
        rounds.go(given.rounds, given.seconds)
        pages = rounds.told(_queries(places[0], asks))
        memory = {name: server.memory() for name, server in contestants.servers.items()}
        for each in places:
            say(f"approvals over {each.profiles:,} profiles")
            commands[f"{each.profiles:,}"]["approval"] = canons.approvals(each)
    # The second start finds everything ready; the first collected static files.
    commands[f"{sizes[0]:,}"]["start"] = {"seconds": contestants.seconds["anew"]}
    made = machine.told() | {"database": given.database, "profiles": sizes[0], "sizes": sizes}
    made |= {"rounds": given.rounds, "seconds": given.seconds, "took_seconds": round(time.monotonic() - begun)}
    told = {"made": made, "pages": pages, "memory": memory, "commands": commands}
    return told | {"left_out": contestants.left_out}


def say(what: str) -> None:
    """On the way, where somebody waits for minutes."""
    print(f"-- {what}", file=sys.stderr, flush=True)


@contextmanager
def _place(given: argparse.Namespace, size: int) -> Iterator[Place]:
    """A canon's folder, with a database server of its own where one is asked for."""
    if given.database == "sqlite":
        yield Place(given.folder, size)
        return
    say(f"starting PostgreSQL for {size:,} profiles")
    with temporary_server() as url:
        _create_databases(url)
        yield Place(given.folder, size, url)


def _create_databases(url: str) -> None:
    import psycopg

    server = url.rpartition("/")[0].replace("postgres://", "postgresql://")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in ("canon", "canon_naive"):
            connection.execute(f"CREATE DATABASE {name}")


def _ready(places: Sequence[Place], *, anew: bool) -> dict[str, dict]:
    told = {}
    for each in places:
        say(f"a canon of {each.profiles:,} profiles")
        told[f"{each.profiles:,}"] = canons.costs(each, anew=anew)
    return told


def _all_asks(contestants: Contestants, places: Sequence[Place]) -> list[Ask]:
    """Starts everybody; the pages that each has."""
    first, *others = places
    files = Path(contestants.stack.enter_context(tempfile.TemporaryDirectory(prefix="canon-bench-")))
    told = _planned(first)
    contestants.start_site(first, told["pages"], files)
    contestants.start_peers(first, told["threads"], files)
    asks = list(asking.asks(told["pages"]))
    for each in others:
        contestants.start_grown(each)
        asks += asking.grown(_planned(each)["pages"], each.profiles)
    # Sizes of a page follow each other, as contestants do.
    order = list(dict.fromkeys(ask.page for ask in asks))
    return contestants.looked_at(sorted(asks, key=lambda ask: order.index(ask.page)), told["pages"])


def _planned(place: Place) -> dict:
    return json.loads(_python(place, "bench.planning", "config.settings"))


def _queries(first: Place, asks: Sequence[Ask]) -> dict[str, int]:
    """Counted in one process, under the settings of the site and under those of the naive project."""
    told: dict[str, int] = {}
    for settings in dict.fromkeys(SETTINGS_OF.values()):
        own = [ask for ask in asks if SETTINGS_OF.get(ask.contestant) == settings and ask.page != asking.CONDITIONAL]
        missed = settings == SETTINGS_OF["anew"]
        through = [ask for ask in asks if missed and (ask.page, ask.contestant) == (asking.MISSED, "site")]
        given = {"pages": [ask.addresses[0] for ask in own], "missed": through[0].addresses[:2] if through else []}
        if own:
            counted = json.loads(_python(first, "bench.counting", settings, json.dumps(given)))
            told |= {ask.told: counted["pages"][ask.addresses[0]]["queries"] for ask in own}
            told |= {ask.told: counted["missed"] for ask in through}
    return told


def _python(place: Place, module: str, settings: str, given: str = "") -> str:
    """What a module of ours writes, which needs Django over that canon."""
    environment = place.environment(DJANGO_SETTINGS_MODULE=settings)
    command = [sys.executable, "-m", module]
    said = subprocess.run(command, cwd=ROOT, env=environment, input=given, stdout=subprocess.PIPE, text=True)
    if said.returncode:
        raise SystemExit(f"python -m {module} ended with {said.returncode}")
    return said.stdout
