"""Weighs desks as they are written: how much the gate finds, and which texts tell other own figures of pay.

What the panel writes counts as well. What is accepted of shared texts is weighed with the next save of a desk.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from profiles import payloads
from profiles.gate import Severity, findings
from profiles.models import DeskFindings, OtherPay, Profile, Revision
from profiles.payloads import Content
from profiles.states import State
from taxonomy.bulk import insert

# Texts with which a desk may agree, so that it is no draft.
SETTLED = (State.APPROVED, State.IN_REVIEW, State.RETIRED)
COLUMNS = ("blocking", "warnings", "notes")  # in the order of the severities


@dataclass(frozen=True)
class Weight:
    """A desk as it stands, with what is known of its rows."""

    profile: Profile
    content: Content
    marks: payloads.Marks


def weigh(profile: Profile, content: Content) -> None:
    """One desk, fetched with `on_desk()`. Inside the transaction that wrote it."""
    weigh_many([Weight(profile, content, payloads.marks_of(profile, content))])


def weigh_many(weights: Sequence[Weight]) -> None:
    """A fixed number of queries, however many; the shared texts aside, which are read focus by focus."""
    book = payloads.BasisBook(outside=False)
    rows = [_counted(weight, book) for weight in weights]
    insert(DeskFindings, ("profile", *COLUMNS), rows, renewing="profile")
    pay = {weight.profile.pk: weight.content.pay for weight in weights}
    settled = Revision.objects.of(pay, *SETTLED).select_related("pay").defer("payload")
    settled = list(settled)
    OtherPay.objects.filter(revision__in=settled).delete()
    others = [row for row in settled if payloads.own_pay(row) != pay[row.profile_id]]
    OtherPay.objects.bulk_create(OtherPay(revision=row) for row in others)


def _counted(weight: Weight, book: payloads.BasisBook) -> tuple[int, ...]:
    payload = payloads.unsealed(weight.profile, weight.content, weight.marks, book)
    found = Counter(finding.severity for finding in findings(payload))
    return weight.profile.pk, *(found[severity] for severity in Severity)
