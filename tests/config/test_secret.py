"""The secret key is made once, for its owner's eyes only, and a given one goes before it."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.secret import secret_key


def made(path) -> str:
    return secret_key(given="", named_file="", made_file=path)


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "var" / "secret_key"
    first = made(path)
    assert len(first) >= 64
    assert made(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_two_installations_have_two_keys(tmp_path):
    assert made(tmp_path / "a") != made(tmp_path / "b")


def test_many_that_start_at_once_get_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(made, [tmp_path / "secret_key"] * 64))
    assert len(keys) == 1


def test_a_given_key_goes_before_a_file_and_makes_none(tmp_path):
    named, unmade = tmp_path / "named", tmp_path / "unmade"
    named.write_text("from the file\n")
    assert secret_key(given="given", named_file=str(named), made_file=unmade) == "given"
    assert secret_key(given="", named_file=str(named), made_file=unmade) == "from the file"
    assert not unmade.exists()


def test_an_empty_or_missing_file_is_told(tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    for path in (empty, tmp_path / "missing"):
        with pytest.raises(ImproperlyConfigured, match=str(path)):
            secret_key(given="", named_file=str(path), made_file=tmp_path / "unmade")
