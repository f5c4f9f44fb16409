"""An inverted index in plain arrays: which rows hold a term, and how much it weighs there."""

from collections.abc import Mapping, Sequence

import numpy as np

from profiles.resolver.grams import BITS


class Postings:
    """Rows (titles, occupations) by terms. All state is arrays, so that it is saved and mapped as it is."""

    ARRAYS = ("starts", "rows", "weights", "idf", "size")

    def __init__(self, arrays: Mapping[str, np.ndarray], *, common: int = 0) -> None:
        """`common`: terms that so many rows hold are laid out for speed (0: none are)."""
        self.starts, self.rows, self.weights, self.idf = (arrays[name] for name in self.ARRAYS[:4])
        self.size = int(arrays["size"])
        self._places, self._common = self._dense(common) if common else (None, ())

    @classmethod
    def build(cls, documents: Sequence[np.ndarray], counts: Sequence[np.ndarray] | None = None) -> "Postings":
        """`documents` are term numbers of each row, once each; `counts` how often (logarithms are taken).

        Weights are tf·idf, each row of length one; the cosine of a query is the sum over its terms.
        """
        lengths = np.fromiter(map(len, documents), dtype=np.int64, count=len(documents))
        rows = np.repeat(np.arange(len(documents), dtype=np.int32), lengths)
        terms = np.concatenate(documents) if len(documents) else np.zeros(0, np.int32)
        tf = np.ones(len(terms)) if counts is None else 1 + np.log(np.concatenate(counts))
        df = np.bincount(terms, minlength=1 << BITS)
        idf = (np.log((1 + len(documents)) / (1 + df)) + 1).astype(np.float32)
        weights = tf * idf[terms]
        norms = np.sqrt(np.bincount(rows, weights**2, minlength=len(documents)))
        weights = (weights / norms[rows]).astype(np.float32)
        order = np.argsort(terms, kind="stable")
        starts = np.concatenate([[0], np.cumsum(df)]).astype(np.int32)
        return cls(
            {
                "starts": starts,
                "rows": rows[order],
                "weights": weights[order],
                "idf": idf,
                "size": np.array(len(documents)),
            }
        )

    def arrays(self) -> dict[str, np.ndarray]:
        return {name: np.asarray(getattr(self, name)) for name in self.ARRAYS}

    def query(self, terms: np.ndarray) -> np.ndarray:
        """Weights of a query's terms, of length one."""
        weights = self.idf[terms]
        return weights / max(float(np.sqrt(weights @ weights)), 1e-9)

    def cosines(self, queries: Sequence[np.ndarray]) -> np.ndarray:
        """Shape (queries, rows)."""
        return self.sums(queries, [self.query(terms) for terms in queries])

    def sums(self, queries: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> np.ndarray:
        """Sums of the weights of each query's terms in each row: the few terms that most rows hold by whole rows."""
        if not len(self._common):
            return self._sums(queries, weights)
        places = [self._places[terms] for terms in queries]
        rare = [place < 0 for place in places]
        found = self._sums(
            [terms[own] for terms, own in zip(queries, rare, strict=True)],
            [much[own] for much, own in zip(weights, rare, strict=True)],
        )
        for sums, place, much, own in zip(found, places, weights, rare, strict=True):
            sums += much[~own].astype(float) @ self._common[place[~own]]
        return found

    def touched(self, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows that share a term with a query, in their order, and the cosine of each: for many rows of few terms."""
        rows, much = self._postings(terms, self.query(terms).astype(float))
        last = np.empty(self.size, np.int32)  # only read where it is written here
        last[rows] = np.arange(len(rows))
        once = last[rows]
        sums = _summed(once, much, len(rows))
        kept = np.flatnonzero(once == np.arange(len(rows)))
        kept = kept[np.argsort(rows[kept])]
        return rows[kept], sums[kept]

    def _sums(self, queries: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> np.ndarray:
        """All queries in one go, each posting by itself."""
        terms = np.concatenate(queries)
        query = np.repeat(np.arange(len(queries)) * self.size, [len(own) for own in queries])
        rows, much = self._postings(terms, np.concatenate(weights).astype(float), query)
        return _summed(rows, much, len(queries) * self.size).reshape(len(queries), self.size)

    def _postings(self, terms: np.ndarray, much: np.ndarray, shift: np.ndarray | int = 0) -> tuple[np.ndarray, ...]:
        """Row (moved on by `shift`) and weight of each posting of these terms, one after the other."""
        begins = self.starts[terms]
        lengths = self.starts[terms + 1] - begins
        ends = np.cumsum(lengths)
        places = np.repeat(begins - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)
        rows = self.rows[places] if isinstance(shift, int) else self.rows[places] + np.repeat(shift, lengths)
        return rows, self.weights[places] * np.repeat(much, lengths)

    def _dense(self, least: int) -> tuple[np.ndarray, np.ndarray]:
        """Terms that so many rows hold, each with all its weights in a row: twenty times as fast to add up."""
        places = np.full(1 << BITS, -1, np.int32)
        terms = np.flatnonzero(np.diff(self.starts) >= least)
        places[terms] = np.arange(len(terms))
        found = np.zeros((len(terms), self.size))
        for place, term in enumerate(terms):
            run = slice(self.starts[term], self.starts[term + 1])
            found[place, self.rows[run]] = self.weights[run]
        return places, found


def _summed(places: np.ndarray, much: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(places, much, size).astype(float, copy=False)  # of nothing it would be whole numbers
