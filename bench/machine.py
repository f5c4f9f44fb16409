"""On what a run was made: processors, system, and the versions of all that took part."""

import datetime
import os
import platform
import re
import shutil
import sqlite3
import subprocess
from importlib import metadata
from pathlib import Path

from bench.driving import CONNECTIONS, tool
from bench.serving import WORKERS

PACKAGES = ("django", "granian", "whitenoise", "datasette", "django-filter", "django-tables2", "uvicorn")


def told() -> dict:
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
        "processors": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version for name in PACKAGES if (version := _version(name))} | _nginx(),
        "client": tool(),
        "connections": CONNECTIONS,
        "workers": WORKERS,
    }


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found.group(1) if found else platform.machine()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _nginx() -> dict[str, str]:
    if not shutil.which("nginx"):
        return {}
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
    return {"nginx": said.strip().rpartition("/")[2]}
