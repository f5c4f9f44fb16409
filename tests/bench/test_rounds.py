"""How long a page is asked for in a round."""

from bench.rounds import stretched


def test_a_slow_page_is_asked_for_longer_but_not_for_ever():
    # 60 requests are enough: 100 a second have them in two seconds, 20 a second need three, 1 a second gets four.
    assert [stretched(2, rps) for rps in (100, 20, 1)] == [2, 3, 4]
