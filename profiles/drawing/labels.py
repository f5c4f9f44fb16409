"""Labels that never lie over one another: what would is moved to a lane of its own."""

from collections.abc import Sequence

Span = tuple[float, float]


def lanes(spans: Sequence[Span], *, gap: float = 0) -> list[int]:
    """A lane for each span, so that spans of one lane keep `gap` between them; as few lanes as can be.

    Taken from left to right, each goes to the first lane that is free by then (interval partitioning).
    """
    ends: list[float] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        start, end = spans[index]
        lane = next((i for i, taken in enumerate(ends) if taken + gap <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        ends[lane] = end
        found[index] = lane
    return found
