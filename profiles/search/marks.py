"""Says which words of a text were hit, as the index would, and marks them for showing."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from profiles.search.stems import stem
from profiles.search.words import Group, fold, pieces, raw_words

_BEFORE, _LONGEST = 60, 240  # characters of an excerpt: before its first hit, and in all
# Too common to be worth a mark, unless nothing else was asked for.
_SMALL = frozenset("a an and as at by for in of on or the to with".split())
Hits = frozenset[int]  # numbers of the groups that were hit


class _Words(dict[str, Hits]):
    """Word, folded or not → the groups that it belongs to; every word is looked into once."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        self._whole: dict[str, set[int]] = {}
        self._begun: list[tuple[str, int]] = []
        for number, group in enumerate(groups):
            for term in group:
                if term.begins:
                    self._begun.append((stem(term.word), number))
                else:
                    self._whole.setdefault(stem(term.word), set()).add(number)

    def __missing__(self, word: str) -> Hits:
        own = stem(fold(word))
        begun = {number for start, number in self._begun if own.startswith(start)}
        found = self[word] = frozenset(begun | self._whole.get(own, set()))
        return found


class Marker:
    """Knows one question."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.all = frozenset(range(len(groups)))
        self._words = _Words(groups)
        weights = [0 if group[0].word in _SMALL else len(group[0].word) for group in groups]
        self._weights = weights if any(weights) else [1] * len(weights)

    def hits(self, words: Iterable[str]) -> Hits:
        """The groups of which any of these words is one; hundreds of texts are asked about for one page."""
        return frozenset().union(*map(self._words.__getitem__, words))

    def weight(self, text: str) -> int:
        """How much a text tells of what was asked: long words tell more, and small ones nothing."""
        return sum(self._weights[number] for number in self.hits(raw_words(text)))

    def _telling(self, word: str) -> bool:
        return any(self._weights[number] for number in self._words[word])

    def marked(self, text: str) -> SafeString:
        """The text, escaped, with its hits in <mark>."""
        parts = []
        for between, word in pieces(text):
            parts.append(escape(between))
            parts.append(f"<mark>{word}</mark>" if word and self._telling(word) else word)
        return mark_safe("".join(parts))  # noqa: S308  a word is letters and digits; what stands between is escaped

    def excerpt(self, text: str) -> SafeString:
        """The part of a text round its first hit, marked."""
        start = self._cut(text) if len(text) > _LONGEST else 0
        end = start + _LONGEST
        if end < len(text):
            end = max(text.rfind(" ", start + 1, end), start + _LONGEST // 2)
        marked = self.marked(text[start:end])
        return mark_safe(("… " if start else "") + marked + (" …" if end < len(text) else ""))  # noqa: S308  as above

    def _cut(self, text: str) -> int:
        """Where to begin, so that the first hit is in sight: at the beginning of a word."""
        at = 0
        for between, word in pieces(text):
            at += len(between)
            if word and self._telling(word):
                break
            at += len(word)
        if at <= _BEFORE or at == len(text):
            return 0
        return text.rfind(" ", 0, at - _BEFORE // 2) + 1
