"""Where pictures get pay from: by the same door as pages (`rendering.figures`), with pay fetched beforehand."""

from profiles import pay
from profiles.models.revision import Revision
from profiles.rendering import figures
from profiles.rendering.shelf import Sealed


def pay_to_draw(revision: Revision | None) -> pay.Resolved | None:
    """The figures that hold for a revision, as far as readers may see them."""
    return figures.to_show(Sealed(revision)) if revision is not None else None
