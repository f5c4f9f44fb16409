"""Says which words of a text were hit, as the index would, and marks them for showing."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from html import escape
from operator import or_

from django.utils.safestring import SafeString, mark_safe

from profiles.search.stems import stem
from profiles.search.words import Group, fold, parted, raw_words

_BEFORE, _LONGEST = 60, 240  # characters of an excerpt: before its first hit, and in all
# Too common to be worth a mark, unless nothing else was asked for.
_SMALL = frozenset("a an and as at by for in of on or the to with".split())
_ODD = re.compile("[&<>\"']")  # what HTML wants escaped


class _Words(dict[str, int]):
    """Word, folded or not → the groups that it belongs to, as bits; every word is looked into once."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        self._whole: dict[str, int] = {}
        self._begun: list[tuple[str, int]] = []
        for number, group in enumerate(groups):
            for term in group:
                own = stem(term.word)
                if term.begins:
                    self._begun.append((own, 1 << number))
                else:
                    self._whole[own] = self._whole.get(own, 0) | 1 << number

    def __missing__(self, word: str) -> int:
        own = stem(fold(word))
        found = self._whole.get(own, 0)
        for start, bit in self._begun:
            found |= bit if own.startswith(start) else 0
        self[word] = found
        return found


class _Weights(dict[int, int]):
    """Groups, as bits → how much they tell together."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        weights = [0 if group[0].word in _SMALL else len(group[0].word) for group in groups]
        self._alone = weights if any(weights) else [1] * len(weights)

    def __missing__(self, groups: int) -> int:
        self[groups] = told = sum(weight for n, weight in enumerate(self._alone) if groups >> n & 1)
        return told


class Marker:
    """Knows one question."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.all = (1 << len(groups)) - 1
        self._words, self._weights = _Words(groups), _Weights(groups)
        self.most = self._weights[self.all]  # that a text can weigh

    def hits(self, words: Iterable[str]) -> int:
        """The groups of which any of these words is one, as bits; hundreds of texts are asked about for one page."""
        return reduce(or_, map(self._words.__getitem__, words), 0)

    def weight(self, text: str) -> int:
        """How much a text tells of what was asked: long words tell more, and small ones nothing."""
        return self._weights[self.hits(raw_words(text))]

    def _telling(self, word: str) -> bool:
        return bool(self._weights[self._words[word]])

    def marked(self, text: str) -> SafeString:
        """The text, escaped, with its hits in <mark>."""
        parts = parted(text)
        parts[1::2] = [f"<mark>{word}</mark>" if self._telling(word) else word for word in parts[1::2]]
        if _ODD.search(text):
            parts[::2] = map(escape, parts[::2])
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
        for number, part in enumerate(parted(text)):
            if number % 2 and self._telling(part):
                break
            at += len(part)
        if at <= _BEFORE or at == len(text):
            return 0
        return text.rfind(" ", 0, at - _BEFORE // 2) + 1
