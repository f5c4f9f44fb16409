"""From what a title shares with each entry to a probability for each, and its band.

A conditional logit (McFadden 1974): one weight a feature, and a softmax over all entries; so the scores of an answer
add up to one at the most, and a score is the share of titles like this one for which the entry is right. The weights
were found by `python -m bench resolver calibrate`; they are the same for every corpus.
"""

import numpy as np

from profiles.resolver.index import FEATURES

# Bands of field.md for titles: right about nine times in ten, worth a person's look, and said plainly to be nothing.
NEAR, REVIEW = 0.70, 0.15

WEIGHTS = {
    "nearest_title": 0.249,
    "title_votes": 0.356,
    "all_titles": -0.100,
    "all_titles_letters": 1.819,
    "tasks": 0.323,
    "tools": 0.075,
    "word_odds": 0.385,
    "head_odds": 0.180,
    "meaning": 4.300,
    "meaning_letters": 1.991,
    "size": 1.273,
    "exact": 1.007,
    "employment": 0.974,
}


def probabilities(features: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Shape (entries,), from (entries, FEATURES)."""
    scores = features @ (AS_ARRAY if weights is None else weights)
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def band(score: float) -> str:
    return "near" if score >= NEAR else "review" if score >= REVIEW else "none"


AS_ARRAY = np.array([WEIGHTS[name] for name in FEATURES])
