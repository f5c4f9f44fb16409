"""python -m bench make N FILE: writes a synthetic canon of N approved profiles; weight URL: weighs a page.

Load it with the real importer and time that: /usr/bin/time -v python manage.py import_canon FILE --as-published
"""

import argparse
from pathlib import Path

from bench import synthetic, weight


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
    given = parser.parse_args()
    given.run(given)


if __name__ == "__main__":
    main()
