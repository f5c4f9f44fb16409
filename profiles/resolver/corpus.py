"""Where the index of occupations comes from and lies: built from the loaded reference data, kept as a file per edition.

`manage.py index_titles` builds it, and has to be run again after each `manage.py reference load`; a process that
resolves reads the file once. Nothing else loads it.
"""

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from taxonomy.models import (
    AreaKind,
    ClassificationCode,
    ClassificationSystem,
    CodeTask,
    CodeTitle,
    CodeTool,
    Wage,
)

if TYPE_CHECKING:  # whoever only asks whether there is an index does not carry its code
    from profiles.resolver.index import Entry, Index

LAYOUT = 1  # of the file; another number makes every process build and read anew
SOURCES = ("onet", "soc")
WAGES = "oews"  # whose employment breaks near ties
SIX_DIGITS = slice(0, 7)
FILES = "titles-*.npz"


def index() -> "Index | None":
    """The index of what is loaded; None where it has not been built since."""
    path = file_of(signature())
    return _read(path) if path.exists() else None


def lacking() -> str:
    """What has to be done before titles can be resolved to occupations; nothing where the index is that of the data."""
    path = file_of(signature())
    if path.exists():
        return ""
    if not ClassificationSystem.objects.filter(key="onet").exists():
        return "No titles are indexed: load O*NET with manage.py reference load, then run manage.py index_titles."
    if any(path.parent.glob(FILES)):
        return "The index of titles is older than the loaded reference data: renew it with manage.py index_titles."
    return "The titles that are loaded are not indexed yet: run manage.py index_titles."


def on_loaded(sender: str, **_: object) -> str:
    """What `manage.py reference load` says at its end."""
    return lacking() if sender in (*SOURCES, WAGES) else ""


@lru_cache(maxsize=1)
def _read(path: Path) -> "Index":
    from profiles.resolver.index import Index

    return Index.load(path)


def signature() -> str:
    """Changes with whatever the index is built from."""
    loaded = ClassificationSystem.objects.filter(key__in=[*SOURCES, WAGES]).order_by("key", "edition")
    told = [[system.key, system.edition, system.digests] for system in loaded]
    return hashlib.sha256(json.dumps([LAYOUT, told], sort_keys=True).encode()).hexdigest()[:16]


def file_of(signature: str) -> Path:
    return Path(settings.VAR_DIR) / f"titles-{signature}.npz"


def build() -> "Index | None":
    """Builds and keeps the index; None where no occupation is loaded. Files of other editions go."""
    from profiles.resolver.index import Index

    entries = list(_entries())
    if not entries:
        return None
    path = file_of(signature())
    built = Index.build(entries)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".titles-", suffix=".npz")
    os.close(handle)
    built.save(Path(name))
    os.replace(name, path)  # a reader sees the old file or the whole new one
    for other in path.parent.glob(FILES):
        if other != path:
            other.unlink(missing_ok=True)
    return built


def _entries() -> "Iterable[Entry]":
    """One for each occupation of six digits; where O*NET tells more than one of it, they are taken together."""
    from profiles.resolver.index import Entry

    codes = ClassificationCode.objects.filter(system__key__in=SOURCES)
    labels = {
        code[SIX_DIGITS]: title for code, title in _rows(codes.filter(system__key="onet").order_by("-code"), "title")
    }
    if not labels:
        return
    titles = _joined(CodeTitle.objects, "title")
    short = _joined(CodeTitle.objects.exclude(short=""), "short")
    about = _joined(ClassificationCode.objects, "definition", code="code", system="system__key__in")
    tasks, tools = (
        _joined(CodeTask.objects, "text"),
        _joined(CodeTool.objects.filter(kind="technology"), "name", "category"),
    )
    people = _employment()
    for code, label in sorted(labels.items()):
        yield Entry(
            code,
            label,
            [*titles[code], *short[code]],
            " ".join([*about[code], *tasks[code]]),
            " ".join(tools[code]),
            code[:4],
            people.get(code, 0.0),
        )


def _rows(rows: QuerySet, *names: str, code: str = "code") -> Iterable[tuple]:
    return rows.values_list(code, *names).iterator(chunk_size=5_000)


def _joined(rows, *names: str, code: str = "code__code", system: str = "code__system__key__in") -> dict[str, list[str]]:
    """Texts by code of six digits."""
    found = defaultdict(list)
    for own, *texts in _rows(rows.filter(**{system: SOURCES}).order_by("pk"), *names, code=code):
        found[own[SIX_DIGITS]].append(" ".join(texts))
    return found


def _employment() -> dict[str, float]:
    """How many work in an occupation in the whole country, by the newest wages that are loaded."""
    newest = ClassificationSystem.objects.newest(WAGES)
    if newest is None:
        return {}
    rows = Wage.objects.filter(area__system=newest, area__kind=AreaKind.NATION, employment__isnull=False)
    return dict(rows.values_list("soc", "employment"))
