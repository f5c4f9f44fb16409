"""Damages files of every kind and brings them: no 5xx, nothing written in part; and bombs, each refused in a second.

python -m tests.exam.mutating FILES
"""

import gzip
import io
import json
import os
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable

from tests.exam.site import Faults, begin, client_of, tell

PAGE, APPLY, TITLES = (
    "/admin/profiles/profile/workbook/",
    "/admin/profiles/profile/workbook/apply/",
    "/admin/profiles/titlelist/add/",
)
ODD = (
    0,
    -1,
    1e308,
    10**40,
    "",
    None,
    [],
    {},
    "x" * 5_000,
    True,
    "=1+1",
    "\u202e",
    "2026-13-45",
    [[[[1]]]],
    float("nan"),
)
WELL = 5  # of so many sound dry runs one is applied
SECOND = 1.0


def main(files: int, seed: int = 20) -> None:
    begin()
    client, faults, dice, begun = client_of("curator"), Faults(), random.Random(seed), time.monotonic()
    answers, applied, done = Counter(), 0, 0
    kinds, half_before = _kinds(), set(_half_done())
    while done < files:
        name, (sound, damage, address) = dice.choice(list(kinds.items()))
        before, data = _state(), damage(sound, dice)
        response = client.post(address, _form(address, name, data))
        done += 1
        answers[response.status_code] += 1
        if response.status_code >= 500:
            faults.note(f"{response.status_code} {name}: {data[:200]!r}")
        if address == PAGE and _state() != before:
            faults.note(f"a dry run of {name} wrote: {data[:200]!r}")
        ticket = re.search(rb'name="ticket" value="([^"]+)"', b"" if response.streaming else response.content)
        if ticket and dice.randrange(WELL) == 0:
            response = client.post(APPLY, {"ticket": ticket[1].decode(), "note": "exam"})
            applied += 1
            if response.status_code >= 500:
                faults.note(f"{response.status_code} applying {name}")
    for wrong in set(_half_done()) - half_before:
        faults.note(wrong)
    slowest = _bombs(client, faults)
    tell(
        asked=done,
        applied=applied,
        bombs=len(slowest),
        slowest_bomb_ms=round(max(slowest.values()) * 1000),
        answers={str(status): number for status, number in sorted(answers.items())},
        faults=sum(faults.counted.values()),
        seconds=round(time.monotonic() - begun),
    )
    sys.exit(bool(faults.counted))


# -- sound files, and what is done to them ---------------------------------------------------------------


def _kinds() -> dict[str, tuple[bytes, Callable, str]]:
    """Name of a file → its sound bytes, what damages it, and where it is brought."""
    from profiles.models import Profile
    from tests.workbooks import exported

    few = Profile.objects.on_desk().filter(pk__in=Profile.objects.order_by("pk").values("pk")[:3])
    lines = b"\n".join(_lines(few))
    table = b"Title,Count\n" + b"\n".join(b"Plant manager %d,%d" % (n, n) for n in range(40))
    return {
        "canon.jsonl": (lines, _of_lines, PAGE),
        "canon.jsonl.gz": (gzip.compress(lines), _bytes, PAGE),
        "book.xlsx": (exported(few), _of_zip, PAGE),
        "book.zip": (exported(few, kind="zip"), _of_zip, PAGE),
        "titles.csv": (table, _bytes, TITLES),
    }


def _lines(profiles) -> list[bytes]:
    from profiles import payloads

    records = (payloads.record_of(profile).model_dump(mode="json", exclude_none=True) for profile in profiles)
    head = {"kind": "canon", "format": "canon-bundle/1"}
    return [json.dumps(line).encode() for line in [head, *({"kind": "profile"} | record for record in records)]]


def _of_lines(data: bytes, dice: random.Random) -> bytes:
    if dice.random() < 0.4:
        return _bytes(data, dice)
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    record = json.loads(lines[at])
    _mutate(record, dice)
    lines[at] = json.dumps(record).encode()
    return b"\n".join(lines)


def _mutate(value, dice: random.Random) -> None:
    """Something somewhere within is another, is gone, or stands twice."""
    while isinstance(value, dict | list) and value:
        place = dice.choice(list(value) if isinstance(value, dict) else range(len(value)))
        inner = value[place]
        if not isinstance(inner, dict | list) or not inner or dice.random() < 0.3:
            what = dice.randrange(3)
            if what == 0:
                del value[place]
            elif what == 1 and isinstance(value, list):
                value.append(inner)
            else:
                value[place] = dice.choice(ODD)
            return
        value = inner


def _bytes(data: bytes, dice: random.Random) -> bytes:
    data, at = bytearray(data), dice.randrange(len(data))
    what = dice.randrange(5)
    if what == 0:
        return bytes(data[:at])
    if what == 1:
        data[at : at + dice.randrange(1, 40)] = dice.randbytes(dice.randrange(40))
    elif what == 2:
        data[at:at] = data[max(0, at - 200) : at]
    elif what == 3:
        data[at] = dice.choice(b'\0\xff"\n,;={[')
    else:
        for _ in range(8):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _of_zip(data: bytes, dice: random.Random) -> bytes:
    """Damage to the archive itself, or to one of the files within it."""
    if dice.random() < 0.4:
        return _bytes(data, dice)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = dice.choice(names)
        for name in names:
            content = source.read(name)
            target.writestr(name, _bytes(content, dice) if name == chosen and content else content)
    return made.getvalue()


def _form(address: str, name: str, data: bytes) -> dict:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file": SimpleUploadedFile(name, data)} | ({"kind": "profiles"} if address == TITLES else {})


def _state() -> tuple:
    from profiles.models import Event, Profile, Revision

    last = Event.objects.order_by("pk").values_list("pk", flat=True).last()
    return Profile.objects.count(), Revision.objects.count(), Event.objects.count(), last


def _half_done() -> list[str]:
    from tests.profiles.killing import of_database, of_desks

    return [*of_database(), *of_desks()]


# -- bombs -----------------------------------------------------------------------------------------------


def _bombs(client, faults: Faults) -> dict[str, float]:
    """Seconds of processor time, that of its readers too, that each took until it was refused."""
    taken = {}
    for name, (file, data) in BOMBS.items():
        before, form, at = _state(), _form(PAGE, file, data()), sum(os.times()[:4])
        response = client.post(PAGE, form)
        taken[name] = sum(os.times()[:4]) - at
        if response.status_code >= 500 or b'name="ticket"' in response.content or _state() != before:
            faults.note(f"{response.status_code}: {name} was not refused")
        if taken[name] > SECOND:
            faults.note(f"{name} took {taken[name]:.1f} s")
    return taken


def _zip(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def _overlapping() -> bytes:
    """A directory that names one part a thousand times."""
    one = _zip(**{"profiles.csv": b"a" * 1_000_000})
    start = one.rindex(b"PK\x01\x02")
    end = one.rindex(b"PK\x05\x06")
    entry, tail = one[start:end], bytearray(one[end:])
    tail[8:12] = (1_000).to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * 1_000).to_bytes(4, "little")
    return one[:start] + entry * 1_000 + bytes(tail)


SHEET = "xl__worksheets__sheet1.xml"
TYPES = {"[Content_Types].xml": b"<Types/>"}
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><worksheet>&j;</worksheet>"
)
HEAD = b'{"kind": "canon", "format": "canon-bundle/1"}\n'
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zeros in a zip": ("a.zip", lambda: _zip(**{"profiles.csv": bytes(300_000_000)})),
    "zeros in gzip": ("a.jsonl.gz", lambda: gzip.compress(bytes(300_000_000), 1)),
    "overlapping parts": ("a.zip", _overlapping),
    "ten thousand parts": ("a.zip", lambda: _zip(**{f"p{n}.csv": b"x" for n in range(10_000)})),
    "a zip in a zip": ("a.zip", lambda: _zip(**{"a.zip": _zip(**{"b.zip": bytes(50_000_000)})})),
    "a path out of the folder": ("a.zip", lambda: _zip(**{"..__..__profiles.csv": b"key\nx"})),
    "entities in a sheet": ("a.xlsx", lambda: _zip(**TYPES, **{SHEET: ENTITIES})),
    "an outside entity": (
        "a.xlsx",
        lambda: _zip(**TYPES, **{SHEET: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}),
    ),
    "depth": ("a.jsonl", lambda: HEAD + b"[" * 5_000_000),
    "one long line": ("a.jsonl", lambda: HEAD + b'{"kind": "' + b"x" * 20_000_000),
    "a huge number": ("a.jsonl", lambda: HEAD + b'{"kind": "level", "step": ' + b"9" * 1_000_000 + b"}"),
    "a million columns": ("a.csv", lambda: b"key," * 1_000_000),
}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
