"""An inverted index in plain arrays: which rows hold a term, and how much it weighs there."""

from collections.abc import Mapping, Sequence

import numpy as np

from profiles.resolver.grams import BITS


class Postings:
    """Rows (titles, occupations) by terms. All state is arrays, so that it is saved and mapped as it is."""

    ARRAYS = ("starts", "rows", "weights", "idf", "size")

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self.starts, self.rows, self.weights, self.idf = (arrays[name] for name in self.ARRAYS[:4])
        self.size = int(arrays["size"])
        # As sums want them; in the file they take half the room.
        self._wide = self.rows.astype(np.intp), self.weights.astype(np.float64)

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

    def cosines(self, terms: np.ndarray) -> np.ndarray:
        """One number a row."""
        return self.sums(terms, self.query(terms))

    def sums(self, terms: np.ndarray, weights: np.ndarray) -> np.ndarray:
        begins, ends = self.starts[terms], self.starts[terms + 1]
        lengths = ends - begins
        if not lengths.any():
            return np.zeros(self.size)
        # Runs are copied as they lie: half the time of gathering them place by place.
        runs = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        rows, much = (np.concatenate([wide[run] for run in runs]) for wide in self._wide)
        much *= np.repeat(weights, lengths)
        return np.bincount(rows, much, minlength=self.size)
