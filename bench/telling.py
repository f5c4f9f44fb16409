"""Tells a run as tables in Markdown: pages with their ratios, growth, workers, commands, and how it was made."""

from collections.abc import Iterator

from bench import figures

OTHERS = {
    "floor": "floor",
    "nginx": "nginx",
    "whitenoise": "whitenoise",
    "naive": "usual page",
    "datasette": "Datasette",
}
NAMES = {"site": "", "framework": ", behind the middleware", "anew": ", made anew"}
NOT = "–"


def tell(run: dict) -> None:
    print("\n".join(lines(run)))


def lines(run: dict) -> Iterator[str]:
    yield from pages(run)
    yield ""
    yield from workers(run)
    sizes = run["made"]["sizes"]
    if len(sizes) > 1:
        yield ""
        yield from growth(run, sizes)
    yield ""
    yield from commands(run)
    yield ""
    yield how(run["made"])
    for name, reason in run["left_out"].items():
        yield f"Left out: {name}: {reason}."


def pages(run: dict) -> Iterator[str]:
    others = [name for name in OTHERS if any(name in told for told in run["pages"].values())]
    heads = ["page", "requests a second", "p50", "p99", "processor", "queries", "on the wire"]
    yield from _head([*heads, *(f"× {OTHERS[name]}" for name in others)])
    for page, told in run["pages"].items():
        for name, rest in NAMES.items():
            if name in told:
                yield _row([page + rest, *_own(told[name]), *(_times(run, page, name, other) for other in others)])


def _own(told: dict) -> list[str]:
    middle = {name: figures.median(told[name]) for name in ("rps", "p50_ms", "p99_ms")}
    return [
        f"{middle['rps']:,.0f}",
        f"{middle['p50_ms']:.2f} ms",
        f"{middle['p99_ms']:.2f} ms",
        f"{told['cpu_ms']:.3f} ms",
        str(told.get("queries", NOT)),
        f"{told['wire'] / 1024:.1f} KB",
    ]


def _times(run: dict, page: str, one: str, other: str) -> str:
    """Small ratios by two places, great ones whole; with the noise where there is any to tell."""
    found = figures.ratio_of(run, page, one, other)
    return NOT if found is None else f"{short(found.times)} ± {short(found.noise)}"


def short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def workers(run: dict) -> Iterator[str]:
    yield from _head(["server", "workers", "memory of the largest", "with all that is shared"])
    for name, told in run["memory"].items():
        if told:
            yield _row([name, str(len(told)), f"{told[0]['own_mib']:.0f} MiB", f"{told[0]['rss_mib']:.0f} MiB"])


def growth(run: dict, sizes: list[int]) -> Iterator[str]:
    """Requests a second of pages made anew over canons of several sizes, and the greatest against the smallest."""
    ordered = sorted(sizes)
    name = {size: "anew" if size == sizes[0] else f"anew at {size:,}" for size in ordered}
    yield from _head(["page", *(f"{size:,} profiles" for size in ordered), f"{ordered[-1]:,} × {ordered[0]:,}"])
    for page in run["pages"]:
        rates = [figures.of(run, page, name[size]) for size in ordered]
        if all(rates):
            told = figures.ratio(rates[-1], rates[0])
            each = (f"{figures.median(rounds):,.0f}" for rounds in rates)
            yield _row([page, *each, f"{short(told.times)} ± {short(told.noise)}"])


def commands(run: dict) -> Iterator[str]:
    yield from _head(["command", "profiles", "seconds", "processor", "memory", "profiles a second"])
    for size, told in run["commands"].items():
        for name, cost in told.items():
            yield _row([name, size, short(cost["seconds"]), *_cost(cost, int(size.replace(",", "")))])


def _cost(cost: dict, profiles: int) -> list[str]:
    """A start and one approval are timed by the clock alone."""
    if "cpu_seconds" not in cost:
        return [NOT] * 3
    return [f"{cost['cpu_seconds']:.1f} s", f"{cost['mib']:.0f} MiB", f"{profiles / cost['seconds']:,.0f}"]


def how(made: dict) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    return (
        f"{made['at']}, {made['database']} over {made['profiles']:,} profiles, {made['processors']} processors "
        f"({made['processor']}), {made['workers']} workers, {made['connections']} connections by {made['client']}, "
        f"medians of {made['rounds']} alternating rounds of {made['seconds']:g} s. "
        f"Python {made['python']}, {versions}."
    )


def _head(names: list[str]) -> Iterator[str]:
    yield _row(names)
    yield _row(["---", *["---:"] * (len(names) - 1)])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
