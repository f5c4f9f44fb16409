"""Whether a bundle is what it says it is, from its lines alone: seals of texts and pay, trails, digests of releases.

Nothing here knows a database: whoever holds the file can examine it. A digest is worth what its source is worth, so
the one that is printed wants to be compared with the one on the page of the release.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles import sealing

Line = Mapping[str, Any]
TEXTS = ("track", "level", "function", "focus", "guideline", "skill")
SEALED = ("revision", "event", "release")
TOLD = 12  # digits of a seal that are enough to find it


@dataclass(frozen=True)
class Wrong:
    """One thing that is not as it was sealed; `line` 0 speaks of the whole file."""

    line: int
    message: str

    def __str__(self) -> str:
        told = f"line {self.line}: {self.message}" if self.line else self.message
        return told.encode(errors="replace").decode()  # a file may hold half a character


@dataclass
class Told:
    """What a file holds of one release: each line of its digest with the line of the file that it stands in."""

    seals: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    at: int = 0


class Verification:
    """Takes the lines of a file one by one; `counts` tell what was examined. It keeps seals, and no texts."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.releases: dict[str, Told] = {}
        self._named = ""
        self._revisions: dict[str, int] = {}  # "seal KEY#number" → where it stands
        self._states: dict[str, str] = {}
        self._texts: dict[str, int] = {}  # seals of shared texts of the file itself
        self._chains: dict[str, str] = {}

    def take(self, number: int, line: Line) -> Iterator[Wrong]:
        """What is wrong with one line; a shape that is none is told as that."""
        kind = line.get("kind")
        try:
            yield from self._take(kind, number, line)
        except (KeyError, TypeError, AttributeError, ValueError):
            yield Wrong(number, f"a record “{str(kind)[:40]}” expected, found another shape")
        self.counts[str(kind)[:40]] += 1

    def _take(self, kind: object, number: int, line: Line) -> Iterator[Wrong]:
        match kind:
            case "canon":
                self._named = str(line.get("release", ""))
            case "revision":
                yield from self._revision(number, line)
            case "event":
                yield from self._event(number, line)
            case "release_text" | "release_seals":
                yield from self._of_release(number, line)
            case "release":
                told = self._told(line["name"])
                told.digest, told.at = str(line["digest"]), number
            case _ if kind in TEXTS:
                self._texts[sealing.seal(line)] = number

    def at_the_end(self) -> Iterator[Wrong]:
        """What only the whole file shows: what is missing, and what was added."""
        if self._named and self._named not in self.releases:
            yield Wrong(1, f"this is the bundle of release {self._named}, and the release is missing")
        for name, told in self.releases.items():
            for wrong in self._whole(told):
                yield Wrong(wrong.line, f"release {name}: {wrong.message}")
        if self.releases and not self.counts["desk"]:
            yield from self._added()

    # -- revisions and their trail -----------------------------------------------------------------

    def _revision(self, number: int, line: Line) -> Iterator[Wrong]:
        payload, seal, key = line["payload"], line["seal"], line["key"]
        cited = f"{key}#{line['number']}" if line.get("number") else key
        if sealing.seal(payload) != seal:
            yield Wrong(number, f"{cited}: the text is not the one that was sealed as {seal[:TOLD]}…")
        if payload["key"] != key:
            yield Wrong(number, f"{cited}: the text is that of {str(payload['key'])[:80]}")
        sealed, pay = payload.get("pay_seal"), line.get("pay")
        if pay is None:
            self.counts["without pay"] += sealed is not None
        elif sealed != sealing.pay_seal(pay["part"], pay["salt"]):
            yield Wrong(number, f"{cited}: the figures of pay are not those that were sealed")
        if (identity := f"{seal} {cited}") in self._revisions:
            yield Wrong(number, f"{cited}: it stands in line {self._revisions[identity]} already")
        self._revisions[identity], self._states[identity] = number, str(line["state"])

    def _event(self, number: int, line: Line) -> Iterator[Wrong]:
        names = ("move", "source", "target", "note", "before", "after", "key", "revision", "at")
        told = {name: line.get(name, "") for name in names} | {"by_name": line.get("by", "")}
        if sealing.chain(self._chains.get(line["key"], ""), told) != line["chain"]:
            yield Wrong(number, f"{line['key']}: the trail is broken at “{str(line['move'])[:20]}” of {line['at']}")
        self._chains[line["key"]] = line["chain"]

    # -- releases ----------------------------------------------------------------------------------

    def _told(self, name: str) -> Told:
        return self.releases.setdefault(name, Told())

    def _of_release(self, number: int, line: Line) -> Iterator[Wrong]:
        told = self._told(line["release"])
        if line["kind"] == "release_text":
            record = line["record"]
            into, lines = told.texts, [sealing.text_line(sealing.seal(record), record["kind"], line["position"])]
        else:
            into, lines = told.seals, line["lines"]
        if not all(isinstance(one, str) and one.isascii() for one in lines):
            raise ValueError("lines of a digest are ASCII")
        for one in lines:
            if one in into:
                yield Wrong(number, f"release {line['release']}: {_named(one)} comes twice, in line {into[one]} too")
            into[one] = number

    def _whole(self, told: Told) -> Iterator[Wrong]:
        if not told.at:
            yield Wrong(0, "the release itself is missing; only texts or seals of it are there")
        elif (found := sealing.release_digest(told.seals)) != told.digest:
            yield Wrong(told.at, f"the digest over its {len(told.seals)} seals is {found}, not {told.digest}")
        for one, number in told.texts.items():
            if one not in told.seals:
                yield Wrong(number, f"{_named(one)} is not among what was sealed")
        for one, number in told.seals.items():
            yield from self._there(one, number, told)

    def _there(self, one: str, number: int, told: Told) -> Iterator[Wrong]:
        """Whether what a line of the seals names stands in the file, as it was sealed."""
        seal, state, cited = (*one.split(" ", 2), "", "")[:3]
        if state == "text":
            if one not in told.texts:
                yield Wrong(number, f"{_named(one)} is named here and missing")
            elif not self.counts["desk"] and seal not in self._texts:
                yield Wrong(number, f"{_named(one)} is named here and missing at the head of the file")
            return
        identity = f"{seal} {cited}"
        if identity not in self._revisions:
            yield Wrong(number, f"{cited} with the seal {seal[:TOLD]}… is named here and missing")
        elif not self.counts["desk"] and self._states[identity] != state:
            place = self._revisions[identity]
            yield Wrong(place, f"{cited} was {state} in it, this says {self._states[identity][:20]}")

    def _added(self) -> Iterator[Wrong]:
        """The bundle of a release holds nothing that is not in it."""
        lines = [one.split(" ", 2) for told in self.releases.values() for one in told.seals]
        members = {f"{words[0]} {words[2]}" for words in lines if len(words) == 3 and words[1] != "text"}
        texts = {words[0] for words in lines if words[1:2] == ["text"]}
        for identity, number in self._revisions.items():
            if identity not in members:
                yield Wrong(number, f"{identity.partition(' ')[2]} is in no release of this file")
        for seal, number in self._texts.items():
            if seal not in texts:
                yield Wrong(number, "this shared text is in no release of this file")


def _named(line: str) -> str:
    """A line of the digest in words."""
    words = line.split(" ", 3)
    return f"shared text {words[2]} ({words[3]})" if words[1:2] == ["text"] and len(words) == 4 else line[65:]
