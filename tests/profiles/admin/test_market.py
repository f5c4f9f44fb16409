"""Proposed pay goes into the form and nowhere else; codes are completed while they are typed."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from profiles.models import DeskPay, Mapping
from profiles.people import PAY_VIEWERS
from taxonomy.importers.sources import load
from tests import factories
from tests.pages.reading import parse
from tests.reference import MANAGERS, nation_csv, onet_zip

pytestmark = pytest.mark.django_db
MAPPED = [{"system": "O*NET/SOC", "code": "11-3051.00", "label": "", "relation": "exact", "source": ""}]


@pytest.fixture
def profile(tmp_path):
    load("oews", [nation_csv(tmp_path, MANAGERS)])
    return factories.on_desk(mappings=MAPPED, pay=None)


@pytest.fixture
def curator(client):
    user = factories.curator()
    user.groups.add(*factories.person("x", PAY_VIEWERS).groups.all())
    user.is_staff = True
    user.save()
    client.force_login(user)
    return user


def test_a_proposal_is_put_into_the_form_and_not_saved(client, curator, profile):
    offered = reverse("admin:profiles_profile_pay", args=[profile.pk])
    page = parse(client.get(offered).content.decode())
    assert page.one("form", class_="offer").texts("p")[0] == "11-3051, P75 for rank 7, national, May 2025; P50–P90"
    before = factories.everything()
    response = client.post(offered, {"proposal": "0"})
    form = client.get(response["Location"])
    values = {field.attrs.get("name"): field.attrs.get("value") for field in parse(form.content.decode()).all("input")}
    assert (values["pay-0-median"], values["pay-0-low"], values["pay-0-high"]) == ("161880", "126060", "205520")
    after = factories.everything()
    assert (after, DeskPay.objects.count()) == (before, 0)


@pytest.mark.parametrize("chosen", ["", "7", "-1", "²", "99999", "x"])
def test_a_proposal_that_is_not_there_is_refused(client, curator, profile, chosen):
    offered = reverse("admin:profiles_profile_pay", args=[profile.pk])
    assert client.post(offered, {"proposal": chosen})["Location"] == offered
    change = reverse("admin:profiles_profile_change", args=[profile.pk])
    assert client.get(change, {"proposal": chosen}).status_code == 200


def test_pay_is_offered_to_nobody_who_may_not_see_it(client, profile):
    user = factories.approver()
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get(reverse("admin:profiles_profile_pay", args=[profile.pk])).status_code == 403


def test_the_command_prints_proposals_and_changes_nothing(profile):
    def said(*arguments: str) -> str:
        out = io.StringIO()
        call_command("suggest_pay", *arguments, stdout=out)
        return out.getvalue()

    before = factories.everything()
    working = "11-3051, P75 for rank 7, national, May 2025; P50–P90"
    assert said(profile.key).splitlines()[1] == f"  USD 161,880 (126,060 – 205,520), modelled: {working}"
    told = json.loads(said("--missing", "--json"))
    assert (told["key"], told["median"], told["working"]) == (profile.key, 161_880, working)
    assert factories.everything() == before
    for arguments in ((), ("NO.SUCH.M4",)):
        with pytest.raises(CommandError):
            said(*arguments)


def test_codes_are_offered_by_code_and_by_title(client, curator, tmp_path):
    load("onet", [onet_zip(tmp_path)])
    address = reverse("admin:profiles_profile_codes")

    def offered(**query: str) -> list[dict[str, str]]:
        return client.get(address, query).json()["codes"]

    assert offered(system="O*NET/SOC", q="plant man") == [
        {"code": "11-3051.00", "label": "Industrial Production Managers", "matched": "Plant Manager"}
    ]
    assert [one["code"] for one in offered(q="11-3051")] == ["11-3051.00", "11-3051.02"]
    assert offered(system="ISCO-08", q="plant") == offered(q="") == []


def test_a_label_left_empty_is_filled_from_the_loaded_code(curator, profile, tmp_path):
    from profiles.admin.codes import MappingForm

    load("onet", [onet_zip(tmp_path)])
    row = Mapping.objects.get(profile=profile)
    form = MappingForm({"position": 0, "system": "O*NET/SOC", "code": "11-3051.02", "label": ""}, instance=row)
    assert form.is_valid()
    assert (form.cleaned_data["label"], form.instance.edition) == ("Geothermal Production Managers", "30.1")
