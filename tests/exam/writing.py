"""Eight processes write to one database through the doors of the desk: every save is acknowledged, none is refused
because the database is locked.

    python -m tests.exam.writing WRITES
"""

import subprocess
import sys
import time
from collections import Counter

from tests.exam.site import Faults, begin, tell

WRITERS = 8


def main(writes: int) -> None:
    begin()
    from profiles.people import CURATORS
    from tests.factories import person

    person("exam-curator", CURATORS)
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.exam.writing", str(writes // WRITERS)]
    running = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True) for number in range(WRITERS)
    ]
    told = [process.communicate()[0] for process in running]
    answers = Counter(word for said in told for word in said.split())
    faults = sum(number for word, number in answers.items() if word != "saved")
    faults += sum(process.returncode != 0 for process in running)
    seconds = time.monotonic() - begun
    tell(asked=sum(answers.values()), writers=WRITERS, answers=dict(answers), faults=faults, seconds=round(seconds))
    sys.exit(bool(faults))


def write(writes: int, number: int) -> None:
    """Saves of desks, of profiles of its own: the database is what they meet at."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from profiles.models import Profile
    from tests.factories import edit, person

    faults, who = Faults(), person("exam-curator")
    profiles = list(Profile.objects.with_places().order_by("pk")[number::WRITERS])
    for n in range(writes):
        try:
            edit(profiles[n % len(profiles)], by=who, summary=f"Writer {number} was here for the {n}. time.")
            print("saved", flush=True)
        except Exception as fault:
            faults.note(f"{type(fault).__name__}: {fault}")
            print("locked" if "locked" in str(fault) else type(fault).__name__, flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    write(*numbers) if len(numbers) == 2 else main(*numbers)
