"""python -m bench make N FILE: writes a synthetic canon of N approved profiles; weight URL: weighs a page.

Load it with the real importer and time that: /usr/bin/time -v python manage.py import_canon FILE --as-published

python -m bench writing: times import, export and approval, each in a process of its own (see bench/writing.py).
python -m bench pages: times each kind of page over the canon at hand (see bench/pages.py).
python -m bench resolver calibrate|examine: how well job titles are resolved (see bench/resolver.py).
"""

import argparse
from pathlib import Path

from bench import pages, resolver, synthetic, weight, writing


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
    given = parser.parse_args()
    given.run(given)


if __name__ == "__main__":
    main()
