"""The one place where pictures get pay from: whoever may not see figures gets none here, and none is drawn."""

from profiles import pay, payloads
from profiles.models.revision import Revision


def pay_to_draw(revision: Revision | None) -> pay.Resolved | None:
    """The figures that hold for a revision. Its pay part must be fetched with it."""
    return pay.resolve(payloads.pay_of(revision)) if revision is not None else None
