"""Canons to measure on: made once, loaded once by the real importer, and kept in a folder for the next run."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import synthetic, writing
from bench.peers import datasette
from tests.run import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(datasette.__file__).parent


def _print(*files: Path) -> str:
    """Names what these files make: when one of them changes, it is made anew."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


MADE_BY = _print(Path(synthetic.__file__), synthetic.LADDER)
NAIVE_BY = _print(PEERS / "naive" / "models.py", PEERS / "naive" / "filling.py", PEERS / "bundle.py")
DATASETTE_BY = _print(PEERS / "datasette.py", PEERS / "bundle.py")


@dataclass(frozen=True)
class Place:
    """A canon of so many profiles under a folder, and the database that it lies in ("" is a file in the folder)."""

    under: Path
    profiles: int
    url: str = ""

    @property
    def folder(self) -> Path:
        return self.under / f"{self.profiles}-{MADE_BY}"

    @property
    def bundle(self) -> Path:
        return self.folder / "canon.jsonl"

    @property
    def naive_file(self) -> Path:
        return self.folder / f"naive-{NAIVE_BY}.sqlite3"

    @property
    def naive_url(self) -> str:
        """Beside the site's own, of the same kind."""
        return f"{self.url}_naive" if self.url else f"sqlite:///{self.naive_file}"

    def environment(self, **more: str) -> dict[str, str]:
        """Production as it comes, over this canon; nothing in somebody's shell changes a result."""
        # Developers forbid Python to keep compiled modules, operators do not: each start would compile all anew.
        left_out = SETTINGS | {"PYTHONDONTWRITEBYTECODE"}
        given = {name: value for name, value in os.environ.items() if name not in left_out}
        own = {"VAR_DIR": str(self.folder / "var"), "DATABASE_URL": self.url, "ALLOWED_HOSTS": "127.0.0.1,testserver"}
        return given | own | {"BENCH_NAIVE_DATABASE": self.naive_url} | more


def ready(place: Place) -> dict[str, float]:
    """Makes and loads what is missing; what loading cost when it was loaded: seconds, processor's seconds, MiB."""
    place.folder.mkdir(parents=True, exist_ok=True)
    loaded = place.folder / "loaded.json"
    if not place.bundle.exists():
        half = place.bundle.with_suffix(".half")
        synthetic.write(half, place.profiles)
        half.rename(place.bundle)
    if loaded.exists() and not place.url:  # a database server of our own is empty each time
        manage(place, "migrate", "--verbosity=0")
        return json.loads(loaded.read_text())
    if not place.url:
        shutil.rmtree(place.folder / "var", ignore_errors=True)  # a half that somebody broke off
    manage(place, "migrate", "--verbosity=0")
    told = measured(place, "import_canon", str(place.bundle), "--as-published")
    if not place.url:
        loaded.write_text(json.dumps(told) + "\n")
    return told


def costs(place: Place, *, anew: bool) -> dict[str, dict[str, float]]:
    """What commands over a whole canon cost; export is measured at each run, loading when it is loaded."""
    if anew:
        (place.folder / "loaded.json").unlink(missing_ok=True)
    file = place.folder / "exported.jsonl"
    told = {"import": ready(place), "export": measured(place, "export_canon", str(file))}
    file.unlink()
    return told


def manage(place: Place, *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=place.environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def measured(place: Place, *command: str) -> dict[str, float]:
    """A management command by the clock, by the processor and by its memory, its start included."""
    begun = time.perf_counter()
    told = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=place.environment(), stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(told.pid, 0)
    told.returncode = os.waitstatus_to_exitcode(status)
    if told.returncode:
        raise SystemExit(f"manage.py {command[0]} ended with {told.returncode}")
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024}


def approvals(place: Place) -> dict[str, float]:
    """What one approval takes, over a copy; a database server of our own is thrown away anyhow."""
    with tempfile.TemporaryDirectory(dir=place.folder) as folder:
        environment = place.environment()
        if not place.url:
            environment["VAR_DIR"] = folder
            with (
                closing(sqlite3.connect(place.folder / "var" / "canon.sqlite3")) as kept,
                closing(sqlite3.connect(Path(folder) / "canon.sqlite3")) as copy,
            ):
                kept.backup(copy)
        command = [sys.executable, "-c", f"from bench import writing; writing.approve({writing.APPROVALS})"]
        said = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True).stdout
    milliseconds = json.loads(said)
    return {"seconds": median(milliseconds) / 1000, "longest_seconds": milliseconds[-1] / 1000}


def fill_naive(place: Place) -> None:
    """The same profiles in normalised tables."""
    if not place.url and place.naive_file.exists():
        return
    command = [sys.executable, "-m", "bench.peers.naive.filling", str(place.bundle)]
    try:
        subprocess.run(command, cwd=ROOT, env=place.environment(), check=True)
    except BaseException:
        place.naive_file.unlink(missing_ok=True)  # a half would be taken for a whole the next time
        raise


def datasette_file(place: Place) -> Path:
    """Named as Datasette is to call the database."""
    file = place.folder / f"datasette-{DATASETTE_BY}" / "canon.db"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        half = file.with_suffix(".half")
        half.unlink(missing_ok=True)
        datasette.write(place.bundle, half)
        half.rename(file)
    return file
