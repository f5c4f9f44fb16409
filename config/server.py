"""Starts the application server with the site loaded once: its processes are forked from here.

What they only read, the code above all, they share; and the site is up as soon as one process has loaded it, not each.
"""

import gc
import os
from contextlib import suppress
from pathlib import Path

from django.db import connections
from django.template import TemplateDoesNotExist, engines
from django.urls import get_resolver
from granian.cli import entrypoint


def load() -> None:
    """Everything that answering needs and no request changes: settings, apps, routes with their views, templates."""
    import config.wsgi  # noqa: F401  (it stays shut when the settings are dangerous)

    get_resolver().reverse_dict  # noqa: B018  (fills itself, and imports every view)
    for engine in engines.all():
        for folder in map(Path, engine.dirs):
            for path in filter(Path.is_file, sorted(folder.rglob("*.*"))):
                with suppress(TemplateDoesNotExist):  # it extends what is not installed: its request will tell
                    engine.get_template(path.relative_to(folder).as_posix())


def main() -> None:
    # Hardly a cycle is left by loading, and to look for them takes a fifth of its time; processes look again.
    gc.disable()
    os.register_at_fork(after_in_child=gc.enable)
    load()
    # A connection must not be shared, and what will be is left alone: to look through it for cycles is to copy it.
    connections.close_all()
    gc.freeze()
    entrypoint()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SERVING", "1")
    main()
