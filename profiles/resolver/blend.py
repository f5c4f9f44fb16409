"""From what a title shares with each entry to a probability for each, and its band.

A conditional logit (McFadden 1974): one weight a feature, and a softmax over all entries; so the scores of an answer
add up to one at the most, and a score is the share of titles like this one for which the entry is right. The weights
were found by `python -m bench resolver calibrate`; they are the same for every corpus.
"""

import numpy as np

from profiles.resolver.index import FEATURES

# Near: on the titles of a later release, four of five such first answers are the very occupation, and nineteen of
# twenty have it among the first five (a title may mean several). Below review: one of four at the best, so abstain.
NEAR, REVIEW = 0.80, 0.15
# Weights are found on hidden titles of one release; titles from elsewhere are further from the index than these, and
# what is said of them is to be a little flatter. It changes no order.
FLATTER = 0.9

WEIGHTS = {
    "nearest_title": 0.616,
    "title_votes": 0.324,
    "all_titles": -0.159,
    "all_titles_letters": 1.912,
    "tasks": 0.307,
    "tools": 0.175,
    "word_odds": 0.412,
    "head_odds": 0.169,
    "meaning": 4.088,
    "meaning_letters": 1.844,
    "size": 1.310,
    "exact": 1.067,
    "employment": 0.100,
}


def probabilities(features: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Shape (…, entries), from (…, FEATURES, entries)."""
    scores = (AS_ARRAY if weights is None else weights) @ features
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def best(odds: np.ndarray, most: int) -> list[int]:
    """Places of the highest, in their order; of equals the first."""
    least = np.partition(odds, -most)[-most] if most < len(odds) else 0.0
    places = np.flatnonzero(odds >= least)
    return places[np.argsort(-odds[places], kind="stable")][:most].tolist()


def band(score: float) -> str:
    return "near" if score >= NEAR else "review" if score >= REVIEW else "none"


AS_ARRAY = FLATTER * np.array([WEIGHTS[name] for name in FEATURES])
