"""Nearness of meaning by latent semantic analysis (Deerwester et al. 1990): words that stand in the same occupations.

A singular value decomposition of the table occupation × term; by its small side, so that it takes a second.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from profiles.resolver.grams import BITS

BLOCK = 8192  # terms at a time


class Meaning:
    def __init__(self, terms: np.ndarray, places: np.ndarray, rows: np.ndarray) -> None:
        self.terms, self.places, self.rows = terms, places, rows
        self._wide = terms.astype(np.float32)  # kept small in the file, and fit for sums in a process

    def arrays(self) -> dict[str, np.ndarray]:
        return {"terms": self.terms, "places": self.places, "rows": self.rows}

    def cosines(self, weighed, terms: np.ndarray) -> np.ndarray:
        """Of a query with each row; the weights of its terms are those of `weighed` (Postings)."""
        known = terms[self.places[terms] >= 0]
        if not len(known):
            return np.zeros(len(self.rows))
        vector = weighed.idf[known] @ self._wide[self.places[known]]
        return self.rows @ (vector / max(float(np.sqrt(vector @ vector)), 1e-9))

    @classmethod
    def build(cls, counts: Sequence[Mapping[int, int]], width: int, least: int) -> "Meaning":
        """`counts`: terms of each row; a term has to stand in `least` rows to have a meaning."""
        spread = Counter(term for row in counts for term in row)
        vocabulary = sorted(term for term, rows in spread.items() if rows >= least)
        places = np.full(1 << BITS, -1, np.int32)
        places[vocabulary] = np.arange(len(vocabulary))
        table = _Table(counts, places, vocabulary, spread)
        gram = np.zeros((len(counts), len(counts)), np.float64)
        for block in table.blocks():
            gram += block @ block.T
        values, vectors = np.linalg.eigh(gram)
        width = min(width, int((values > 1e-6).sum()))
        values, vectors = values[::-1][:width], vectors[:, ::-1][:, :width]
        spread_of = np.sqrt(values)
        rows = vectors * spread_of
        rows /= np.maximum(np.sqrt((rows**2).sum(1, keepdims=True)), 1e-9)
        terms = [(block.T @ vectors / spread_of).astype(np.float16) for block in table.blocks()]
        return cls(
            np.concatenate(terms) if terms else np.zeros((0, width), np.float16), places, rows.astype(np.float32)
        )


class _Table:
    """tf·idf of rows by terms, rows of length one, dense in blocks of terms: the whole would not be small."""

    def __init__(self, counts, places: np.ndarray, vocabulary: Sequence[int], spread: Mapping[int, int]) -> None:
        self.width = len(vocabulary)
        idf = np.log((1 + len(counts)) / (1 + np.array([spread[t] for t in vocabulary], float))) + 1
        self.rows = []
        for row in counts:
            terms = np.fromiter(row, np.int64, len(row))
            tf = 1 + np.log(np.fromiter(row.values(), np.float64, len(row)))
            known = places[terms] >= 0
            columns = places[terms[known]]
            weights = tf[known] * idf[columns]
            order = np.argsort(columns)
            norm = np.sqrt((weights**2).sum()) or 1.0
            self.rows.append((columns[order], (weights / norm)[order]))

    def blocks(self):
        edges = [*range(0, self.width, BLOCK), self.width]
        for begin, end in pairwise(edges):
            block = np.zeros((len(self.rows), end - begin), np.float64)
            for number, (columns, weights) in enumerate(self.rows):
                a, b = np.searchsorted(columns, (begin, end))
                block[number, columns[a:b] - begin] = weights[a:b]
            yield block
