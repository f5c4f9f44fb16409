"""What processes use, as the kernel tells it: processor time and memory of a server and all that it started."""

import os
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """The process and all that come from it, the eldest first."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for parent in found:
        found.extend(children.get(parent, ()))
    return found


def of_session(leader: int) -> list[int]:
    """Processes of the session that this one began, whoever is their parent by now."""
    numbers = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [pid for pid in numbers if (fields := _stat(pid)) and int(fields[3]) == leader]


def cpu_ms(pids: list[int]) -> float:
    """Processor time that they have used so far, in user mode and in the kernel."""
    return sum((int(fields[11]) + int(fields[12])) * TICK_MS for pid in pids if (fields := _stat(pid)))


def memory(pid: int, among: int) -> dict[str, float]:
    """MiB of a process: as the kernel shares it out, all that it sees, and as if it shared with its own server alone.

    The kernel's share is less the more servers run beside it, as a benchmark's do: `own` divides what is shared by the
    workers of one server.
    """
    told = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        told[name] = int(rest.split()[0]) / 1024
    private = told["Private_Clean"] + told["Private_Dirty"]
    shared = told["Shared_Clean"] + told["Shared_Dirty"]
    return {"own_mib": private + shared / among, "pss_mib": told["Pss"], "rss_mib": told["Rss"]}


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on; none where the process has gone. Its name may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
