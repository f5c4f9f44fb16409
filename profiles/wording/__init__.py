"""Quiet hints on how a text is worded: vague verbs, empty phrases, coded words, hard sentences, odd lengths."""

from profiles.wording.hints import Hint, hints, length_of
from profiles.wording.reading import grade, syllables

__all__ = ["Hint", "grade", "hints", "length_of", "syllables"]
