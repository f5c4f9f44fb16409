"""Workbooks in the admin: who may, what the dry run shows, and that only the second press writes."""

import io
import json
import re

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from profiles.models import Profile, Revision
from profiles.people import PAY_VIEWERS, REVIEWERS
from tests.factories import (
    FOCUS_CODE,
    FUNCTION_CODE,
    KEY_M4,
    approver,
    curator,
    edit,
    everything,
    focus,
    on_desk,
    person,
    record_data,
)
from tests.workbooks import column, edited, exported, put, rows, zipped

pytestmark = pytest.mark.django_db
PAGE, EXPORT, APPLY = (reverse(f"admin:profiles_profile_workbook{name}") for name in ("", "_export", "_apply"))
LIST = reverse("admin:profiles_profile_changelist")
OTHER = KEY_M4.replace("M4", "M3")


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "bulk"


def staff(user):
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


@pytest.fixture
def carla(client):
    """A curator who is signed in."""
    user = staff(curator())
    client.force_login(user)
    return user


def upload(client, data: bytes, name: str = "book.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def ticket(response) -> str:
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode())[1]


def apply(client, response, note: str = "", **how):
    return client.post(APPLY, {"ticket": ticket(response), "note": note}, **how)


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [approver, lambda: person("rita", REVIEWERS), lambda: person("pia", PAY_VIEWERS)])
@pytest.mark.parametrize(("method", "address"), [("get", PAGE), ("post", PAGE), ("get", EXPORT), ("post", APPLY)])
def test_only_curators_may(client, who, method, address):
    on_desk()
    client.force_login(staff(who()))
    before = everything()
    assert getattr(client, method)(address).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(("method", "address"), [("get", PAGE), ("post", PAGE), ("get", EXPORT), ("post", APPLY)])
def test_who_is_not_signed_in_is_asked_to(client, method, address):
    response = getattr(client, method)(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")


def test_the_action_and_the_button_are_for_curators(client, carla):
    on_desk()
    assert PAGE in client.get(LIST).content.decode()
    assert "export_selected" in client.get(LIST).content.decode()
    client.force_login(staff(approver()))
    page = client.get(LIST).content.decode()
    assert (PAGE in page, "export_selected" in page) == (False, False)


@pytest.mark.parametrize("address", [PAGE, APPLY])
def test_a_form_from_elsewhere_is_refused(address, carla):
    client = Client(enforce_csrf_checks=True)
    client.force_login(carla)
    on_desk()
    response = client.post(address, {"file": SimpleUploadedFile("a.xlsx", exported()), "ticket": "x"})
    assert response.status_code == 403


@pytest.mark.parametrize(("method", "address"), [("post", EXPORT), ("get", APPLY)])
def test_other_methods_are_refused(client, carla, method, address):
    assert getattr(client, method)(address).status_code == 405


# -- out -------------------------------------------------------------------------------------------


def test_the_page_has_both_forms(client, carla):
    response = client.get(PAGE)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert 'enctype="multipart/form-data"' in response.content.decode()


def test_everything_goes_out(client, carla):
    on_desk()
    response = client.get(EXPORT, {"format": "xlsx"})
    assert re.fullmatch(r'attachment; filename="canon-desk-\d{4}-\d\d-\d\d.xlsx"', response["Content-Disposition"])
    assert [row[0] for row in rows(body(response), "Profiles")[1:]] == [KEY_M4]


def test_csv_goes_out_in_a_zip(client, carla):
    on_desk()
    response = client.get(EXPORT, {"format": "csv"})
    assert response["Content-Disposition"].endswith('.zip"')
    assert body(response)[:2] == b"PK"


@pytest.mark.parametrize("choose", ["function", "focus"])
def test_a_choice_narrows_it(client, carla, choose):
    profile = on_desk()
    on_desk(code="OTHERF.OTHERF0001.M3")
    chosen = {"function": profile.focus.function_id, "focus": profile.focus_id}[choose]
    response = client.get(EXPORT, {"format": "xlsx", choose: chosen})
    assert [row[0] for row in rows(body(response), "Profiles")[1:]] == [KEY_M4]


@pytest.mark.parametrize(
    "query", [{}, {"format": "pdf"}, {"format": "xlsx", "focus": "x"}, {"format": "csv", "function": 9**9}]
)
def test_a_choice_that_is_not_there_is_told(client, carla, query):
    response = client.get(EXPORT, query)
    assert (response.status_code, "errorlist" in response.content.decode()) == (400, True)


def test_selected_rows_go_out(client, carla):
    first, second = on_desk(), on_desk(code=OTHER)
    assert (first.key, second.key) == (KEY_M4, OTHER)
    response = client.post(LIST, {"action": "export_selected", "_selected_action": [second.pk]})
    data = body(response)
    assert [row[0] for row in rows(data, "Profiles")[1:]] == [OTHER]
    assert [row[0] for row in rows(data, "Focuses")[1:]] == [FOCUS_CODE]


def test_pay_stays_in_for_who_may_not_see_it(client):
    on_desk()
    user = staff(person("nora"))
    user.user_permissions.add(Permission.objects.get(codename="curate_profile"))
    client.force_login(user)
    data = body(client.get(EXPORT, {"format": "xlsx"}))
    assert [name for name in rows(data, "Profiles")[0] if name.startswith("pay")] == []
    assert "164000" not in str(rows(data, "Profiles"))
    response = upload(client, edited(exported(), put("Profiles", 2, "pay_median", 1)))
    assert "Nothing would change" in text(response)
    assert "164" not in text(response)


# -- the dry run -----------------------------------------------------------------------------------


def test_the_dry_run_shows_old_and_new_and_writes_nothing(client, carla):
    on_desk()
    before = everything()
    data = edited(exported(), put("Profiles", 2, "title", "Plant Leader M4"))
    response = upload(client, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<del>Manager</del><ins>Leader</ins>" in page
    assert "Profile: 1 changed" in text(response)
    assert ticket(response)
    assert {name: value for name, value in everything().items() if "Session" not in name} == {
        name: value for name, value in before.items() if "Session" not in name
    }


def test_markup_in_a_file_is_text_on_the_page(client, carla):
    on_desk()
    evil = "<script>alert(1)</script>"
    data = edited(exported(), put("Responsibilities", 2, "text", evil))
    data = edited(data, put("Skills", 2, "type", evil))
    page = upload(client, data, f"{evil}.xlsx").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_faults_are_listed_by_sheet_row_and_column(client, carla, var):
    on_desk()
    response = upload(client, edited(exported(), put("Skills", 3, "type", "gadget")))
    assert "1 fault: this file cannot be applied" in text(response)
    assert "Skills 3 type &#x27;skill&#x27;, &#x27;tool&#x27; or &#x27;knowledge&#x27; expected" in text(response)
    assert "ticket" not in response.content.decode()
    assert list(var.iterdir()) == []


def test_a_file_that_changes_nothing_leaves_nothing_behind(client, carla, var):
    on_desk()
    response = upload(client, exported())
    assert "Nothing would change" in text(response)
    assert list(var.iterdir()) == []


def test_an_upload_without_a_file_is_told(client, carla):
    for data in ({}, {"file": ""}, {"file": SimpleUploadedFile("a.csv", b"")}):
        response = client.post(PAGE, data)
        assert (response.status_code, "errorlist" in response.content.decode()) == (400, True)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, carla, settings, var):
    settings.BULK_MOST_BYTES = 1_000
    response = upload(client, b"x" * 100_000)
    assert response.status_code == 413
    assert "A file of at most 1,000 bytes expected" in text(response)
    assert not var.exists()
    assert "at most 1,000 bytes expected, found 2,000" in text(upload(client, b"x" * 2_000, "a.csv"))


# -- the second press ------------------------------------------------------------------------------


def test_the_second_press_writes_the_desk_and_nothing_else(client, carla, var):
    on_desk()
    response = upload(client, edited(exported(), put("Profiles", 2, "title", "Works Manager")))
    done = apply(client, response, note="after the meeting", follow=True)
    assert done.redirect_chain == [(PAGE, 302)]
    assert "Applied book.xlsx: 1 profile changed." in text(done)
    profile = Profile.objects.get()
    assert (profile.title, profile.edited_by_name, profile.lock) == ("Works Manager", "carla", 1)
    assert profile.events.last().note == "from the file book.xlsx: after the meeting"
    assert (Revision.objects.count(), list(var.iterdir())) == (0, [])


def test_it_works_once(client, carla):
    on_desk()
    response = upload(client, edited(exported(), put("Profiles", 2, "title", "Works Manager")))
    apply(client, response)
    again = apply(client, response, follow=True)
    assert "applied already, or has expired" in text(again)
    assert Profile.objects.get().lock == 1


def test_a_desk_that_was_saved_since_the_dry_run_stops_it(client, carla, var):
    profile = on_desk()
    response = upload(client, edited(exported(), put("Profiles", 2, "title", "Works Manager")))
    edit(profile, by=curator("berta"), summary="Saved meanwhile.")
    before = everything()
    conflict = apply(client, response)
    assert conflict.status_code == 409
    assert "Nothing was written" in text(conflict)
    assert "saved since by berta" in text(conflict)
    assert (everything()["profiles.Profile"], list(var.iterdir())) == (before["profiles.Profile"], [])


def test_a_bundle_that_is_another_plan_by_now_is_shown_anew(client, carla):
    profile = on_desk()
    lines = [{"kind": "canon", "format": "canon-bundle/1"}, record_data(title="Works Manager")]
    response = upload(client, "\n".join(map(json.dumps, lines)).encode(), "canon.jsonl")
    assert "States, versions and decisions in a bundle are not read here" in text(response)
    edit(profile, by=curator("berta"), summary="Saved meanwhile.")
    conflict = apply(client, response)
    assert (conflict.status_code, Profile.objects.get().title) == (409, "Plant Manager M4")
    assert "Saved meanwhile" in text(conflict)
    assert apply(client, conflict).status_code == 302
    assert Profile.objects.get().title == "Works Manager"


def test_somebody_elses_ticket_is_refused(client, carla):
    on_desk()
    response = upload(client, edited(exported(), put("Profiles", 2, "title", "Works Manager")))
    client.force_login(staff(curator("berta")))
    assert "made by somebody else" in text(apply(client, response, follow=True))
    assert Profile.objects.get().lock == 0


@pytest.mark.parametrize("data", [{}, {"ticket": "x"}, {"ticket": "x" * 5_000}, {"ticket": "a:b:c", "note": "y" * 501}])
def test_a_made_up_press_is_told(client, carla, data):
    response = client.post(APPLY, data, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "shown here" in text(response)


def test_who_is_no_curator_any_more_cannot_press(client, carla):
    on_desk()
    response = upload(client, edited(exported(), put("Profiles", 2, "title", "Works Manager")))
    carla.groups.clear()
    assert (apply(client, response).status_code, Profile.objects.get().lock) == (403, 0)


def test_all_kinds_of_rows_in_one_press(client, carla):
    on_desk()
    focus("NEWFOCUS1")

    def change(book):
        book["Profiles"].append([f"{FUNCTION_CODE}.NEWFOCUS1.M1", None, "Team Lead"])
        sheet = book["Focuses"]
        sheet.cell(2, column(sheet, "name")).value = "Plant Leadership"
        book["Aliases"].delete_rows(3)

    done = apply(client, upload(client, edited(exported(), change)), follow=True)
    assert "1 focus changed; 1 profile changed, 1 added." in text(done)


# -- hostile ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04", "a.xlsx"),
        (b"\x00" * 100, "a.csv"),
        (b"\xff\xfe\x00", "a.csv"),
        (b"{", "a.jsonl"),
        (b"\x1f\x8b" + b"\x00" * 50, "a.jsonl.gz"),
        (b"[" * 100_000, "a.jsonl"),
        (zipped(aliases=b"\xff\xff"), "a.zip"),
        (zipped(aliases="key,seen,position,title,locale,source\n" + "=1,=2,=3,=4,=5,=6\n" * 300), "a.zip"),
        (b"key,seen,position,text\n" + b"\xef\xbf\xbf,1,1,x\n", "a.csv"),
        (b"key\n", "n\x00ame\r\n.csv"),
    ],
)
def test_a_hostile_file_is_a_page_and_never_a_5xx(client, carla, data, name, var):
    on_desk()
    before = everything()["profiles.Profile"]
    response = upload(client, data, name)
    assert response.status_code in (200, 400)
    assert "fault" in text(response) or response.status_code == 400
    assert everything()["profiles.Profile"] == before
    assert not var.exists() or list(var.iterdir()) == []


def test_an_exported_workbook_opens_in_a_spreadsheet(client, carla):
    on_desk()
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(EXPORT, {"format": "xlsx"}))))
    assert len(book.worksheets) == 7
