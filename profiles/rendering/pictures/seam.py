"""Where pictures get pay from: by the same door as pages (`rendering.figures`), with pay fetched beforehand."""

from profiles import pay
from profiles.models.revision import Revision
from profiles.rendering import figures
from profiles.rendering.shelf import Sealed


def pay_to_draw(revision: Revision | None, *, sees_pay: bool) -> pay.Resolved | None:
    """The figures that hold for a revision, for a reader who sees them."""
    return figures.to_show(Sealed(revision, sees_pay)) if revision is not None else None
