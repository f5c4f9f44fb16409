"""Times: the most frequent first, whatever the places hold."""

import numpy as np

from profiles.filters.times import Many, Numbers, Times


def test_the_most_frequent_come_first_and_of_equals_the_first_by_value():
    numbers = Numbers()
    some = Many()
    for place, values in enumerate(["ca", "ba", "", "bd"]):
        some.put(place, [numbers[value] for value in values])
    told = Times(some.times(np.array([0, 1, 3])), numbers)
    assert (dict(told), told.most(3)) == ({"c": 1, "a": 2, "b": 2, "d": 1}, [("a", 2), ("b", 2), ("c", 1)])
    assert Times(some.times(np.array([2])), numbers).most(3) == []
