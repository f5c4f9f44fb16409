"""What stands here under a name: titles and aliases of approved profiles, with the occupations they are mapped to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from profiles.models.revision import Revision, RevisionMapping
from profiles.models.search import SearchCaption
from profiles.occupations import SYSTEM
from profiles.resolver import titles
from profiles.search.index import matching
from profiles.search.words import Term, line_of

NEAR_ONES = 60  # profiles that are looked at for a name that is not quite theirs
SIX_DIGITS = slice(0, 7)
_KINDS = (SearchCaption.Kind.TITLE, SearchCaption.Kind.ALIAS)


@dataclass(frozen=True)
class Name:
    """A title or alias of what stands approved."""

    revision: int
    key: str
    kind: str
    shown: str
    occupations: tuple[str, ...] = ()


def lines_of(raw: str) -> list[str]:
    """A title as captions are kept: as it was written, and as it was read."""
    raw = raw[: titles.LONGEST].encode("utf-8", "replace").decode().replace("\0", " ")
    return list(dict.fromkeys(filter(None, (line_of(raw), titles.read(raw).text))))


def named(raws: Iterable[str]) -> dict[str, list[Name]]:
    """Whatever stands under each of these very names; two queries, however many names."""
    lines = {raw: lines_of(raw) for raw in raws}
    rows = _captions(text__in={line for own in lines.values() for line in own})
    codes = _occupations({row[1] for row in rows})
    by_text = defaultdict(list)
    for text, revision, key, kind, shown in rows:
        by_text[text].append(Name(revision, key, kind, shown, codes.get(revision, ())))
    return {raw: _once(name for line in own for name in by_text[line]) for raw, own in lines.items()}


def like(asked: Sequence[titles.Title]) -> list[list[Name]]:
    """Of each title the names of profiles that share words with it; a bounded number, and one query for all names."""
    found = [_sharing(title) for title in asked]
    by_revision = defaultdict(list)
    for _, revision, key, kind, shown in _captions(document__in=set().union(*found)):
        by_revision[revision].append(Name(revision, key, kind, shown))
    # In the order of keys, as names come from the database.
    return [[name for revision, own in by_revision.items() if revision in some for name in own] for some in found]


def _sharing(title: titles.Title) -> set[int]:
    """Profiles that hold all of its words, or its head and another."""
    others = tuple(Term(word) for word in title.words if word != title.head)
    asked = [[(Term(word),) for word in title.words[:12]]] if title.words else []
    asked += [[(Term(title.head),), others[:12]]] if len(others) > 1 else []
    found = set()
    for groups in asked:
        found |= set(
            Revision.objects.approved()
            .filter(pk__in=matching(groups, "title", "alias", limit=NEAR_ONES))
            .values_list("pk", flat=True)
        )
    return found


def mapped(codes: Sequence[str]) -> Mapping[str, list[int]]:
    """Approved revisions under each of these six-digit codes."""
    rows = RevisionMapping.objects.filter(system=SYSTEM, revision__state="approved")
    eight = [f"{code}.{n:02d}" for code in codes for n in range(20)]
    found = defaultdict(list)
    for code, revision in (
        rows.filter(code__in=[*codes, *eight]).order_by("revision__key").values_list("code", "revision")
    ):
        if revision not in found[code[SIX_DIGITS]]:
            found[code[SIX_DIGITS]].append(revision)
    return found


def _captions(**asked) -> list[tuple]:
    rows = SearchCaption.objects.filter(kind__in=_KINDS, document__retired=False, **asked)
    return list(
        rows.order_by("document__revision__key", "pk").values_list(
            "text", "document", "document__revision__key", "kind", "shown"
        )
    )


def _occupations(revisions: Iterable[int]) -> dict[int, tuple[str, ...]]:
    found = defaultdict(list)
    rows = RevisionMapping.objects.filter(revision__in=revisions, system=SYSTEM).order_by("code")
    for revision, code in rows.values_list("revision", "code"):
        found[revision].append(code[SIX_DIGITS])
    return {revision: tuple(dict.fromkeys(codes)) for revision, codes in found.items()}


def _once(names: Iterable[Name]) -> list[Name]:
    """One a profile; its title before its aliases."""
    best: dict[int, Name] = {}
    for name in names:
        if name.revision not in best or name.kind == SearchCaption.Kind.TITLE:
            best[name.revision] = name
    return sorted(best.values(), key=lambda name: name.key)
