"""Writes a release as a bundle of its own: shared texts, its revisions as they stood, and what its digest is made of.

The same release gives the same bytes, whatever was approved, retired or renamed since. Payloads are copied as they
were sealed and not read, so that a large release costs little more than its bytes.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from profiles import sealing
from profiles.exporters.bundle import line
from profiles.models.release import Release, ReleaseMember, ReleaseText
from profiles.models.revision import Revision
from profiles.moments import OfRelease
from profiles.records import MOST_SEALS, ReleaseRecord, ReleaseSealsRecord, ReleaseTextRecord, written_instant
from profiles.shared import SharedTexts
from profiles.states import State
from taxonomy.records import FORMAT, SKELETON, CanonRecord, Record

CHUNK = 200
BASELINE = ("function_code", "level_code", "scope_code", "pay__part")


def bundle(release: Release, *, with_pay: bool, title: str = "", generated_at: str = "") -> Iterator[str]:
    """Line by line. Without pay its figures and their salts are left out, and what seals them stays."""
    header = CanonRecord(format=FORMAT, title=title, generated_at=generated_at, release=release.name)
    yield line(header)
    places = {}
    for record in _texts(release):
        if record.kind == "level":
            places[record.code] = len(places)
        yield line(record)
    if with_pay:
        yield from map(line, _baselines(release, places))
    yield from _revisions(release, with_pay=with_pay)
    yield from map(line, closing(release))


def closing(release: Release, *, chain: bool = False) -> Iterator[Record]:
    """What makes a release of the revisions before it: its texts in their places, its seals, its row."""
    for number, record in enumerate(_texts(release), 1):
        yield ReleaseTextRecord(release=release.name, position=number, record=record.written())
    lines = iter(sorted(seals(release)))
    while chunk := list(islice(lines, MOST_SEALS)):
        yield ReleaseSealsRecord(release=release.name, lines=chunk)
    yield ReleaseRecord(
        name=release.name,
        notes=release.notes,
        made_by=release.made_by_name,
        made_at=release.made_at,
        digest=release.digest,
        chain=release.chain if chain else "",
    )


def seals(release: Release) -> Iterator[str]:
    """The lines of the digest, not sorted yet."""
    members = ReleaseMember.objects.filter(release=release).values_list("seal", "state", "key", "number")
    for seal, state, key, number in members.iterator(CHUNK * 10):
        yield sealing.member_line(seal, state, f"{key}#{number}")
    texts = ReleaseText.objects.filter(release=release).values_list("record", "kind", "position")
    for record, kind, position in texts.iterator(CHUNK * 10):
        yield sealing.text_line(sealing.digest(record), kind, position)


def _texts(release: Release) -> Iterator[Record]:
    rows = ReleaseText.objects.filter(release=release).order_by("position").values_list("record", flat=True)
    for text in rows.iterator(CHUNK * 10):
        record = json.loads(text)
        yield SKELETON[record["kind"]].model_validate(record)


def _baselines(release: Release, places: dict[str, int]) -> Iterator[Record]:
    shared = SharedTexts()
    stood = OfRelease(release.name, release).standing(Revision.objects.visible_to()).order_by("decided_at", "key")
    for revision in stood.select_related("pay").only(*BASELINE).iterator(CHUNK):
        shared.add_pay(revision)
    return shared.baselines(places)


def _revisions(release: Release, *, with_pay: bool) -> Iterator[str]:
    """By key, a page at a time, so that nothing is held open while somebody downloads slowly."""
    moment, after = OfRelease(release.name, release), ""
    while True:
        page = ReleaseMember.objects.filter(release=release, key__gt=after).order_by("key")[:CHUNK]
        pks = list(page.values_list("revision", flat=True))
        rows = moment.standing(Revision.objects.visible_to()).filter(pk__in=pks).select_related("pay")
        for revision in rows.order_by("key"):
            after = revision.key
            yield _line(revision, with_pay=with_pay)
        if len(pks) < CHUNK:
            return


def _line(revision: Revision, *, with_pay: bool) -> str:
    """As `RevisionRecord` has it; of people only those who decided, as pages name them."""
    told: dict[str, Any] = {
        "kind": "revision",
        "key": revision.key,
        "schema": revision.schema,
        "seal": revision.seal,
        "number": revision.number,
        "state": revision.stood,
        "origin": revision.origin,
        "submitted_at": written_instant(revision.submitted_at),
        "decided_by": revision.decided_by_name,
        "decided_at": written_instant(revision.decided_at),
        "decision_note": revision.decision_note,
    }
    if revision.stood == State.RETIRED:
        told |= {
            "retirement_proposed_at": _written(revision.retirement_proposed_at),
            "retirement_reason": revision.retirement_reason,
            "successor": revision.successor_key,
            "retired_at": _written(revision.retired_at),
        }
    head = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, separators=(",", ":"))
    pay = ""
    if with_pay and hasattr(revision, "pay"):
        pay = f',"pay":{{"part":{revision.pay.part},"salt":{json.dumps(revision.pay.salt)}}}'
    return f'{head[:-1]},"payload":{revision.payload}{pay}}}\n'


def _written(moment) -> str:
    return written_instant(moment) if moment else ""
