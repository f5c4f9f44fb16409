"""Files that wait for a second press: private, signed, for an hour, and for one press only."""

import os
import stat
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from profiles.admin import parcels
from profiles.admin.parcels import Gone
from tests.factories import curator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "bulk"


@pytest.fixture
def parcel():
    return parcels.keep(SimpleUploadedFile("book.xlsx", b"some bytes"))


def redeem(ticket, user):
    with parcels.redeemed(ticket, user=user) as (found, plan):
        return found, plan


def test_a_file_is_kept_where_nobody_else_reads_it(var, parcel):
    assert parcel.path.parent == var
    assert parcel.path.read_bytes() == b"some bytes"
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert stat.S_IMODE(parcel.path.stat().st_mode) == 0o600
    assert len(parcel.path.stem) == 48


def test_it_comes_back_to_whom_it_belongs_and_once(parcel):
    user = curator()
    ticket = parcels.ticket(parcel, user=user, plan="p")
    found, plan = redeem(ticket, user)
    assert (found.path.read_bytes(), found.name, found.digest, plan) == (b"some bytes", "book.xlsx", parcel.digest, "p")
    with pytest.raises(Gone, match="applied already, or has expired"):
        redeem(ticket, user)


def test_it_does_not_come_to_anybody_else(parcel):
    ticket = parcels.ticket(parcel, user=curator(), plan="p")
    with pytest.raises(Gone, match="somebody else"):
        redeem(ticket, curator("berta"))
    assert parcel.path.exists()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "", lambda t: "a:b:c"])
def test_a_ticket_that_was_not_written_here_is_refused(parcel, spoil):
    user = curator()
    with pytest.raises(Gone, match="shown here expected"):
        redeem(spoil(parcels.ticket(parcel, user=user, plan="p")), user)


def test_a_ticket_is_good_for_an_hour(parcel, monkeypatch):
    user = curator()
    ticket = parcels.ticket(parcel, user=user, plan="p")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + parcels.LASTS + 1)
    with pytest.raises(Gone, match="more than an hour old"):
        redeem(ticket, user)


def test_a_file_that_is_another_by_now_is_refused_and_thrown_away(parcel, var):
    user = curator()
    ticket = parcels.ticket(parcel, user=user, plan="p")
    parcel.path.write_bytes(b"other bytes")
    with pytest.raises(Gone, match="another by now"):
        redeem(ticket, user)
    assert list(var.iterdir()) == []


def test_what_breaks_on_the_way_leaves_no_file_behind(parcel, var):
    user = curator()
    ticket = parcels.ticket(parcel, user=user, plan="p")
    with pytest.raises(RuntimeError), parcels.redeemed(ticket, user=user):
        raise RuntimeError
    assert list(var.iterdir()) == []


def test_what_is_older_than_an_hour_is_swept_away(parcel, var):
    old = time.time() - parcels.LASTS - 5
    os.utime(parcel.path, (old, old))
    young = parcels.keep(SimpleUploadedFile("a.csv", b"x"))
    assert list(var.iterdir()) == [young.path]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a\u202ecod.xlsx", "a·cod.xlsx"),
        ("x" * 200 + ".csv", "x" * 100),
        ("../../etc/passwd", "passwd"),
    ],
)
def test_a_name_is_told_as_it_may_stand_on_a_page(name, told):
    assert parcels.keep(SimpleUploadedFile(name, b"x")).name == told
