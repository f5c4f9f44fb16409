"""Files that wait between a dry run and its second press: in a folder of their own, under names that nobody guesses."""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

LASTS = 60 * 60
_SALT = "profiles.admin.parcels"
_NAME = re.compile(r"[0-9a-f]{48}\.[a-z]{3,5}")


class Gone(Exception):
    """There is nothing to be carried out any more; the sentence is for whoever pressed."""


@dataclass(frozen=True)
class Parcel:
    """A file as somebody sent it: where it is kept, what they call it, and the SHA-256 of its bytes."""

    path: Path
    name: str
    digest: str

    def forget(self) -> None:
        with suppress(OSError):
            self.path.unlink()


def keep(upload: UploadedFile) -> Parcel:
    """Takes an upload in, for an hour; what is older goes."""
    sweep()
    path, seen = _new_path(".part"), hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for piece in upload.chunks():
            seen.update(piece)
            stream.write(piece)
    return Parcel(path, plain_name(upload.name or ""), seen.hexdigest())


def named(parcel: Parcel, suffix: str) -> Parcel:
    """The same under the suffix by which its reader knows it."""
    return Parcel(parcel.path.rename(parcel.path.with_suffix(suffix)), parcel.name, parcel.digest)


def sweep() -> None:
    """Whatever was left for more than an hour: nobody can press for it any more."""
    for path in _folder().iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - LASTS:
                path.unlink()


# -- what the page carries -------------------------------------------------------------------------


def ticket(parcel: Parcel, *, user, plan: str) -> str:
    """Signed: which file, whose, and the digest of the plan that was shown, every desk's lock in it."""
    told = {"file": parcel.path.name, "name": parcel.name, "sha": parcel.digest, "user": user.pk, "plan": plan}
    return signing.dumps(told, salt=_SALT, compress=True)


@contextmanager
def redeemed(text: str, *, user) -> Iterator[tuple[Parcel, str]]:
    """The file and the digest of its plan. Whoever comes first has it; it goes unless it was kept again."""
    told = _read(text)
    if told["user"] != user.pk:
        raise Gone("This dry run was made by somebody else: send the file yourself.")
    path = _folder() / told["file"]
    mine = _new_path(path.suffix)
    try:
        path.rename(mine).touch()
    except OSError as error:
        raise Gone("This file was applied already, or has expired: send it again.") from error
    parcel = Parcel(mine, told["name"], told["sha"])
    try:
        if _digest(mine) != parcel.digest:
            raise Gone("The file is another by now than the one that was looked at: send it again.")
        yield parcel, told["plan"]
    except BaseException:
        parcel.forget()
        raise


def _read(text: str) -> dict:
    try:
        told = signing.loads(text[:4_000], salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise Gone("The dry run is more than an hour old: send the file again.") from error
    except signing.BadSignature as error:
        raise Gone("A dry run that was shown here expected: send the file again.") from error
    if not _NAME.fullmatch(told["file"]):
        raise Gone("A file that was kept here expected: send it again.")
    return told


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "bulk"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _new_path(suffix: str) -> Path:
    return _folder() / f"{secrets.token_hex(24)}{suffix}"


def plain_name(name: str) -> str:
    """The name that a file came with, as it may stand on a page and in the trail."""
    plain = "".join(sign if sign.isprintable() else "·" for sign in name.strip())
    return plain[:100] or "a file without a name"
