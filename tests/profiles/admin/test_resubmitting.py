"""The queue of what is basis changed: submitted again in bulk by a curator, approved in bulk by an approver."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from profiles import workflow
from profiles.models import Revision
from tests.factories import FUNCTION_CODE, all_rounder, approver, curator, edit, state_of
from tests.shared_texts import CHANGES, M3, M4, P4, SIBLING_M4, accepted, basis_changed, canon, rows

pytestmark = pytest.mark.django_db

LIST = reverse("admin:profiles_revision_changelist")
QUEUE = f"{LIST}?state=approved&basis=changed"
AGAIN, APPROVE = "submit_each_again", "approve_each"


def entered(user) -> Client:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client, address: str = QUEUE) -> dict[str, int]:
    return {row.key: row.pk for row in client.get(address).context["cl"].result_list}


def act(client: Client, action: str, pks, address: str = QUEUE, **more):
    return client.post(address, {"action": action, ACTION_CHECKBOX_NAME: list(pks)} | more)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def outdated() -> dict[str, Revision]:
    """Of five approved profiles four stand on a function that has changed since."""
    texts = canon()
    accepted(rows()["function"], **CHANGES["function"])
    return texts


def test_the_queue_holds_what_is_basis_changed(outdated):
    carla = entered(curator())
    assert set(listed(carla)) == {M4, M3, SIBLING_M4, P4} == basis_changed()
    same = f"{LIST}?state=approved&basis=same"
    assert set(listed(carla, same)) == set(outdated) - basis_changed()
    assert set(listed(carla, f"{LIST}?state=approved")) == set(outdated)
    assert set(listed(carla, f"{LIST}?state=approved&basis=nonsense")) == set(outdated)


def test_one_note_is_asked_for_all(outdated):
    carla = entered(curator())
    response = act(carla, AGAIN, listed(carla).values(), index=0)
    assert [revision.key for revision in response.context["revisions"]] == list(listed(carla))
    assert "Re-submit 4 texts" in response.content.decode()
    assert not Revision.objects.open().exists()


@pytest.mark.parametrize("note", ["", "  ", "x" * 2_001])
def test_a_note_that_says_nothing_is_asked_for_again(outdated, note):
    carla = entered(curator())
    response = act(carla, AGAIN, listed(carla).values(), note=note)
    assert "A note of at most 2,000 characters that says why is expected." in response.content.decode()
    assert not Revision.objects.open().exists()


def test_submitted_again_and_approved_in_bulk_the_queue_is_empty(outdated):
    carla, axel = entered(curator()), entered(approver())
    queue = listed(carla)
    response = act(carla, AGAIN, queue.values(), note="on the new text")
    assert said(response) == [f"In review now, on today's shared texts (4): {', '.join(queue)}."]
    assert set(Revision.objects.open().values_list("submit_note", flat=True)) == {"on the new text"}
    assert listed(carla) == {}
    assert set(listed(carla, f"{LIST}?state=approved&basis=again")) == {M4, M3, SIBLING_M4, P4}
    response = act(axel, APPROVE, listed(axel, LIST).values(), address=LIST, index=0)
    assert sorted(said(response)) == sorted(f"{key} is approved now." for key in (M4, M3, SIBLING_M4, P4))
    assert basis_changed() == set()
    assert set(Revision.objects.approved().values_list("key", "number")) == {
        (key, 2 if key.startswith(FUNCTION_CODE) else 1) for key in outdated
    }


def test_each_is_checked_for_itself_and_refused_by_name(outdated):
    edit(outdated[M3].profile, summary="Unfinished.")
    waits = workflow.submit_again(outdated[P4], by=curator("cora"), note="mine")
    carla = entered(curator())
    pks = [revision.pk for revision in outdated.values()]
    response = act(carla, AGAIN, pks, address=f"{LIST}?state=approved", note="on the new text")
    told = said(response)
    assert sum(M3 in sentence and "holds other work than the approved v1" in sentence for sentence in told) == 1
    assert sum(P4 in sentence and "is in review already, submitted by cora" in sentence for sentence in told) == 1
    assert sum("an approved text whose basis has changed expected" in sentence for sentence in told) == 1
    assert told[-1].startswith("In review now, on today's shared texts (2): ")
    assert set(Revision.objects.open().values_list("key", flat=True)) == {M4, SIBLING_M4, P4}
    assert state_of(waits) == "in review"


def test_an_approver_who_does_not_curate_has_no_such_action(outdated):
    axel = entered(approver())
    offered = axel.get(QUEUE).context["action_form"].fields["action"].choices
    assert AGAIN not in dict(offered)
    act(axel, AGAIN, listed(axel).values(), note="n")
    assert not Revision.objects.open().exists()


def test_who_submitted_again_does_not_approve_it(outdated):
    alma = entered(all_rounder())
    act(alma, AGAIN, listed(alma).values(), note="on the new text")
    response = act(alma, APPROVE, listed(alma, LIST).values(), address=LIST, index=0)
    assert len(said(response)) == 4
    assert all("alma wrote or edited this text" in sentence for sentence in said(response))
    assert len(basis_changed()) == 4


def test_home_leads_to_the_queue(outdated):
    text = entered(curator()).get(reverse("admin:index")).content.decode()
    assert QUEUE.replace("&", "&amp;") in text
    for key in basis_changed():
        assert key in text
