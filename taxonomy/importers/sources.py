"""Which reader belongs to which source; what a command or a test needs to load one."""

from pathlib import Path

from django.dispatch import Signal

from taxonomy.importers import crosswalks, esco, isco, oews, oflc, onet, soc
from taxonomy.importers.loading import Progress, Report, write

READERS = {
    "onet": onet.read,
    "soc": soc.read,
    "isco": isco.read,
    "esco": esco.read,
    "esco-onet": crosswalks.read_esco,
    "soc-isco": crosswalks.read_isco,
    "oews": oews.read_nation,
    "oews-state": oews.read_states,
    "oflc": oflc.read,
}

# Sent by the key of a source that was loaded; a receiver answers with a sentence on what is to be done now, or with "".
loaded = Signal()


def left_to_do(key: str) -> list[str]:
    """What stands on this source and has to be renewed by hand, in the words of whoever keeps it."""
    return [told for _, told in loaded.send(sender=key) if told]


def load(
    key: str,
    files: list[Path],
    *,
    edition: str = "",
    older: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Reads the files of a source and brings the database to them; raises FileRefused, and then nothing has changed."""
    gathered = READERS[key](files, edition)
    try:
        return write(gathered, older=older, progress=progress)
    finally:
        gathered.close()
