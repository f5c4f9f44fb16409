"""The vocabulary of the public texts: what a beginning may become, and what a mistyped word was meant to be."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from profiles.models.search import SearchSpelling
from profiles.search.index import beginning
from profiles.search.stems import stem
from profiles.search.words import Group, Term
from taxonomy.bulk import insert

SHORTEST, LONGEST = 4, 40  # letters of a word that is kept: what is shorter is near to too much
_SHORTEST_BEGINNING = 3  # no stem is shorter than that, so it begins like its word
_READ, _MORE, _NEAR = 200, 20, 3


def learn(words: Iterable[str]) -> None:
    """Adds the words that are new, in one order so that two approvals cannot wait for each other."""
    wanted = sorted({word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()})
    known = set()
    for n in range(0, len(wanted), 500):
        chunk = wanted[n : n + 500]
        known.update(SearchSpelling.objects.filter(form__in=chunk).values_list("word", flat=True))
    new = [word for word in wanted if word not in known]
    rows = [(form, word) for word in new for form in spellings(word)]
    insert(SearchSpelling, ("form", "word"), rows, passing_over=True)


def spellings(word: str) -> list[str]:
    """The word and, in order, all that is left of it when one letter is taken out."""
    return sorted({word, *(word[:n] + word[n + 1 :] for n in range(len(word)))})


def begun(word: str) -> Group:
    """What the last word of a question stands for: everything that begins so.

    The index knows stems alone: "operatio" begins none of "oper". So the words that begin so are asked for as well,
    one for each stem that would be missed.
    """
    if len(word) < _SHORTEST_BEGINNING:
        return (Term(word, begins=True),)
    rows = beginning("profiles_searchspelling", "form", word, limit=_READ, columns="word", where="form = word")
    own = stem(word)
    missed = {stem(found): found for (found,) in rows if not stem(found).startswith(own)}
    return Term(word, begins=True), *(Term(found) for found in list(missed.values())[:_MORE])


def near(words: Iterable[str]) -> dict[str, list[str]]:
    """For each of these words the known ones that it may be a slip of the finger for, the nearest first."""
    asked = {word: spellings(word) for word in words if SHORTEST - 1 <= len(word) <= LONGEST and word.isalpha()}
    forms = {form for several in asked.values() for form in several}
    rows = list(SearchSpelling.objects.filter(form__in=forms).values_list("form", "word"))
    found = {}
    for word, several in asked.items():
        close = {known for form, known in rows if form in several}
        nearest = sorted(close, key=lambda known: (OSA.distance(word, known), known))
        # Of words with one stem the nearest will do: the index takes them for one.
        found[word] = list({stem(known): known for known in reversed(nearest)}.values())[::-1][:_NEAR]
    return {word: several for word, several in found.items() if several}
