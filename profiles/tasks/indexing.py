"""The search index, written anew: in one transaction, so readers find what they found until it is done."""

from profiles import search
from profiles.models import Errand, Stage
from profiles.tasks.holding import end


def reindex(errand: Errand) -> None:
    def progress(done: int, total: int) -> None:
        errand.done, errand.total = done, total

    total = search.rebuild(progress)
    end(errand, Stage.DONE, said=f"{total:,} {'profile' if total == 1 else 'profiles'} indexed.")
