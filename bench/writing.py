"""Times what writes and takes out a whole canon: the real commands, each a process of its own over an empty database.

Of each: seconds on the wall and of processor time, profiles a second (of processor time, which other work on the
machine disturbs less), and the most memory that it took. Of approvals: the median and the longest of several.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import synthetic

ROOT = Path(__file__).resolve().parents[1]
APPROVALS = 9


class Taken(NamedTuple):
    """What one process took."""

    seconds: float
    processor: float
    mebibytes: float


def tell(profiles: int, folder: Path | None, file: Path | None) -> None:
    """Prints the figures, and writes them to a file as JSON."""
    with _folder(folder) as place:
        figures = {"profiles": profiles, **measure(profiles, place)}
    for name, taken in figures.items():
        if isinstance(taken, Taken):
            rate = f"{profiles / taken.processor:,.0f} profiles a second of processor time"
            print(f"{name:<8} {taken.seconds:8.2f} s  {taken.processor:8.2f} s CPU  {taken.mebibytes:6.0f} MiB  {rate}")
    first, *_, last = figures["approvals"]
    print(f"approve  {median(figures['approvals']):8.1f} ms, {first:.1f} to {last:.1f}, of {APPROVALS}")
    if file:
        told = {name: value._asdict() if isinstance(value, Taken) else value for name, value in figures.items()}
        file.write_text(json.dumps(told, indent=2) + "\n")


def measure(profiles: int, place: Path) -> dict[str, object]:
    """`approvals` in milliseconds, rising."""
    bundle, out = place / "in.jsonl", place / "out.jsonl"
    synthetic.write(bundle, profiles)
    environment = os.environ | {"VAR_DIR": str(place / "var"), "DATABASE_URL": ""}
    _run(["manage.py", "migrate", "-v0"], environment)
    figures: dict[str, object] = {
        "import": _run(["manage.py", "import_canon", str(bundle), "--as-published", "-v0"], environment),
        "export": _run(["manage.py", "export_canon", str(out), "-v0"], environment),
    }
    command = [sys.executable, "-c", f"from bench import writing; writing.approve({APPROVALS})"]
    figures["approvals"] = json.loads(subprocess.check_output(command, cwd=ROOT, env=environment))
    return figures


def _run(command: list[str], environment: dict[str, str]) -> Taken:
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} was refused")
    kibibytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Taken(time.perf_counter() - begin, used.ru_utime + used.ru_stime, kibibytes / 1024)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """An empty folder, which stays where it was named."""
    if given:
        given.mkdir(parents=True)
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="canon-writing-") as name:
        yield Path(name)


# -- in a process of its own, over the canon of its environment ---------------------------------------


def approve(rounds: int) -> None:
    """Approves so many profiles after an edit each, by the very door that the approver's page calls; prints a list."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from profiles import people
    from profiles.models import Profile

    users = get_user_model().objects
    curator, approver = (users.get_or_create(username=f"bench-{name}")[0] for name in ("curator", "approver"))
    curator.groups.add(Group.objects.get(name=people.CURATORS))
    approver.groups.add(Group.objects.get(name=people.APPROVERS))
    every = max(1, Profile.objects.count() // (rounds + 1))
    chosen = Profile.objects.order_by("pk")[: rounds * every : every]
    taken = sorted(_approval(profile, by=curator, decided_by=approver) for profile in chosen)
    print(json.dumps([round(seconds * 1000, 2) for seconds in taken]))


def _approval(profile, *, by, decided_by) -> float:
    from profiles import desk, workflow
    from profiles.models import PanelScore, Profile
    from profiles.payloads import Content, record_of

    row = Profile.objects.on_desk().get(pk=profile.pk)
    record = record_of(row).model_copy(update={"summary": f"Edited at {time.time_ns()}."})
    desk.replace([desk.Write(row, Content(record))], by=by)
    PanelScore.objects.filter(profile=row).update(judged_digest=Profile.objects.get(pk=row.pk).judged)
    revision = workflow.submit(row, by=by, note="bench")
    begin = time.perf_counter()
    workflow.approve(revision, by=decided_by, seal=revision.seal)
    return time.perf_counter() - begin
