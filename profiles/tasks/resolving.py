"""A list of titles, resolved to its end; each piece is kept, so whoever takes it over goes on from there."""

from profiles.models import Errand, Stage
from profiles.resolver import NotIndexed, lists
from profiles.tasks.holding import end, renew

SECONDS = 1.0  # of work between two signs of life


def resolve(errand: Errand) -> None:
    while True:
        try:
            found = lists.go_on(errand.options["list"], seconds=SECONDS)
        except NotIndexed as reason:
            end(errand, Stage.REFUSED, said=str(reason))
            return
        if found is None:
            end(errand, Stage.DONE, said="The list is not here any more.")
            return
        errand.done, errand.total = found.done, found.total
        renew(errand)
        if found.is_done:
            end(errand, Stage.DONE, said=f"{found.total:,} {'title' if found.total == 1 else 'titles'} answered.")
            return
