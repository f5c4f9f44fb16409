"""python -m bench make N FILE: writes a synthetic canon of N approved profiles; weight URL: weighs a page.

Load it with the real importer and time that: /usr/bin/time -v python manage.py import_canon FILE --as-published

python -m bench run: the site against its peers (bench/run.py); table, check, draw FILE: what a saved run tells.
python -m bench queries: queries of the sample pages against the committed ones (bench/queries.json).
python -m bench writing: times import, export and approval, each in a process of its own (see bench/writing.py).
python -m bench pages: times each kind of page over the canon at hand (see bench/pages.py).
python -m bench resolver calibrate|examine: how well job titles are resolved (see bench/resolver.py).
"""

import argparse
import json
import os
import sys
from pathlib import Path

from bench import checking, drawing, pages, queries, resolver, run, synthetic, telling, weight, writing
from bench.contestants import PEERS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("make", help="write a synthetic canon")
    make.add_argument("profiles", type=int)
    make.add_argument("file", type=Path)
    make.set_defaults(run=lambda given: synthetic.write(given.file, given.profiles))
    weighed = commands.add_parser("weight", help="weigh a page with all that it fetches, as it goes over the wire")
    weighed.add_argument("address")
    weighed.set_defaults(run=lambda given: weight.tell(given.address))
    timed = commands.add_parser("pages", help="time each kind of page over the canon of this environment")
    timed.add_argument("--rounds", type=int, default=20)
    timed.add_argument("--json", type=Path, help="write the figures there")
    timed.set_defaults(run=lambda given: pages.tell(given.rounds, given.json))
    written = commands.add_parser("writing", help="time import, export and approval of a synthetic canon")
    written.add_argument("--profiles", type=int, default=10_000)
    written.add_argument("--folder", type=Path, help="work there, and leave it")
    written.add_argument("--json", type=Path, help="write the figures there")
    written.set_defaults(run=lambda given: writing.tell(given.profiles, given.folder, given.json))
    titles = commands.add_parser("resolver", help="calibrate or examine the resolver").add_subparsers(required=True)
    calibrate = titles.add_parser("calibrate", help="find the weights on hidden titles")
    calibrate.set_defaults(run=lambda given: resolver.calibrate(given.old, given.wages))
    examine = titles.add_parser("examine", help="ask for the titles that only a later release has")
    examine.set_defaults(run=lambda given: resolver.examine(given.old, given.new, given.wages, given.drawing))
    for command in (calibrate, examine):
        command.add_argument("old", type=Path, help="O*NET text zip")
        command.add_argument("--wages", type=Path, help="national OEWS extract, csv.gz")
    examine.add_argument("new", type=Path, help="the zip of a later release")
    examine.add_argument("--drawing", type=Path, help="write the reliability diagram there")
    _peers(commands)
    given = parser.parse_args()
    sys.exit(given.run(given))


def _peers(commands) -> None:
    """Commands that measure the site against its peers, or tell of such a run."""
    var = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parents[1] / "var")
    measured = commands.add_parser("run", help="measure the site against its peers (bench/run.py)")
    measured.add_argument("--profiles", type=int, default=10_000, help="of the canon that peers are measured over")
    measured.add_argument(
        "--sizes", type=_sizes, default=[], help="1000,100000: also the site over canons of these sizes"
    )
    measured.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    measured.add_argument("--seconds", type=float, default=2, help="of a page of a contestant in a round")
    measured.add_argument("--rounds", type=int, default=5)
    measured.add_argument("--without", type=_names, default=[], help=f"leaves contestants out: {','.join(PEERS)}")
    measured.add_argument("--folder", type=Path, default=var / "bench", help="keeps canons for the next run")
    measured.add_argument("--anew", action="store_true", help="load kept canons again, so that loading is timed too")
    measured.add_argument("--json", type=Path, help="write the figures there")
    measured.add_argument("--drawings", type=Path, help="draw the figures as SVG into this folder")
    measured.add_argument("--check", action="store_true", help="end with 1 where a target is missed")
    measured.set_defaults(run=_run)
    for name, what, told in (
        ("table", "the table for README from a saved run", telling.tell),
        ("check", "end with 1 where a saved run misses a target (bench/targets.toml)", checking.tell),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("file", type=Path)
        command.set_defaults(run=lambda given, told=told: told(_read(given.file)))
    drawn = commands.add_parser("draw", help="draw a saved run as SVG")
    drawn.add_argument("file", type=Path)
    drawn.add_argument("folder", type=Path)
    drawn.set_defaults(run=lambda given: drawing.draw(_read(given.file), given.folder))
    counted = commands.add_parser("queries", help="compare queries of sample pages with bench/queries.json")
    counted.add_argument("--write", action="store_true", help="write them there instead, to be reviewed")
    counted.set_defaults(run=lambda given: queries.ask(write=given.write))


def _run(given: argparse.Namespace) -> int | None:
    found = run.run(given)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n")
    if given.drawings:
        drawing.draw(found, given.drawings)
    telling.tell(found)
    return checking.tell(found) if given.check else None


def _read(file: Path) -> dict:
    return json.loads(file.read_text())


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if odd := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"one or more of {', '.join(PEERS)} expected, found {', '.join(odd)}")
    return names


if __name__ == "__main__":
    main()
