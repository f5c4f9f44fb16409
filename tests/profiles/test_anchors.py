"""Anchors: a question and five texts for each dimension, nothing twice, halves between them."""

import pytest

from profiles.anchors import SCALES, SCORES, STEPS
from profiles.scoring import DIMENSIONS

ANCHORS = [(name, score) for name in SCALES for score in SCORES]


def test_every_dimension_has_a_scale_in_the_order_of_the_page():
    assert list(SCALES) == list(DIMENSIONS)


def test_the_steps_are_the_halves_from_one_to_five():
    assert STEPS == (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)


@pytest.mark.parametrize(("name", "score"), ANCHORS)
def test_every_whole_score_is_anchored_to_a_sentence(name, score):
    text = SCALES[name].at(score)
    assert text.endswith(".")
    assert 20 < len(text) < 140


@pytest.mark.parametrize("name", SCALES)
def test_a_half_lies_between_two(name):
    assert {SCALES[name].at(step) for step in STEPS if step != int(step)} == {""}


def test_no_text_stands_twice():
    texts = [SCALES[name].at(score) for name, score in ANCHORS] + [scale.question for scale in SCALES.values()]
    assert len(set(texts)) == len(texts) == 30
