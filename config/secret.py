"""Finds the secret key: from the environment, from a file, or made once for this installation."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(*, given: str, named_file: str, made_file: Path) -> str:
    """The key given outright, else the text of `named_file`, else one made once in `made_file`."""
    if given:
        return given
    if named_file:
        return _read(Path(named_file))
    return _make_once(made_file)


def _read(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ImproperlyConfigured(f"The secret key cannot be read: {fault}") from fault
    if not key:
        raise ImproperlyConfigured(f"The file of the secret key is empty: {path}")
    return key


def _make_once(path: Path) -> str:
    """Of two processes that start at once exactly one makes the key, and both use that one.

    The key is whole and on disk before it has its name: `link` refuses a name that is taken,
    where `rename` would replace a key that another process already signs with.
    """
    if path.exists():
        return _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
    return _read(path)
