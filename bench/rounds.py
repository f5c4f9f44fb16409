"""Goes through all pages and contestants by turns, again and again, and keeps what came of each."""

from collections.abc import Callable, Mapping, Sequence

from bench.asking import Ask
from bench.driving import drive
from bench.serving import Server

WARM_SECONDS, ALONE_SECONDS = 0.5, 0.5
# A slow page is asked for longer, so that what is under way at the end of a round counts for little.
ENOUGH, STRETCHED = 60, 2
TOLD = ("rps", "p50_ms", "p99_ms")


class Rounds:
    """Figures of pages of contestants, round by round."""

    def __init__(self, servers: Mapping[str, Server], asks: Sequence[Ask], say: Callable[[str], None]) -> None:
        self.servers, self.asks, self.say = servers, asks, say
        self.figures = {ask.told: {name: [] for name in TOLD} for ask in asks}
        self.cpu_ms, self.requests = dict.fromkeys(self.figures, 0.0), dict.fromkeys(self.figures, 0)

    def go(self, rounds: int, seconds: float) -> None:
        self.say(f"{len(self.asks)} pages of contestants, {rounds} rounds of {seconds:g} s each")
        lengths = {ask.told: stretched(seconds, self._drive(ask, WARM_SECONDS).rps) for ask in self.asks}
        for number in range(rounds):
            self.say(f"round {number + 1} of {rounds}")
            # There and back, so that nobody is always the one after the heaviest.
            for ask in self.asks if number % 2 == 0 else reversed(self.asks):
                self._time(ask, lengths[ask.told])

    def _drive(self, ask: Ask, seconds: float, **more):
        return drive(self.servers[ask.server].base, ask.addresses, seconds, ask.headers, **more).answered(ask.told)

    def _time(self, ask: Ask, seconds: float) -> None:
        server = self.servers[ask.server]
        used = server.cpu_ms()
        answered = self._drive(ask, seconds)
        self.cpu_ms[ask.told] += server.cpu_ms() - used
        self.requests[ask.told] += answered.requests
        for name, values in self.figures[ask.told].items():
            values.append(round(getattr(answered, name), 3))

    def told(self, queries: Mapping[str, int]) -> dict[str, dict[str, dict]]:
        """Page → contestant → figures; at last each is asked over one connection alone."""
        self.say("one connection alone")
        pages: dict[str, dict[str, dict]] = {}
        for ask in self.asks:
            known = {
                "cpu_ms": round(self.cpu_ms[ask.told] / self.requests[ask.told], 4),
                "alone_ms": round(self._drive(ask, ALONE_SECONDS, connections=1).p50_ms, 3),
                "wire": ask.wire,
                "plain": ask.plain,
            }
            counted = {"queries": queries[ask.told]} if ask.told in queries else {}
            pages.setdefault(ask.page, {})[ask.contestant] = self.figures[ask.told] | known | counted
        return pages


def stretched(seconds: float, rps: float) -> float:
    """The length of a round of a page that answered so many requests a second when it was first asked."""
    return seconds * min(STRETCHED, max(1.0, ENOUGH / (rps * seconds)))
