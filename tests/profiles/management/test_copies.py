"""Backup and restore, by the commands, on databases of their own: consistent under writes, the same canon again."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings

from profiles.management import copies
from tests.own import database_of_ones_own
from tests.profiles.test_killed import Worker, bundle

pytestmark = pytest.mark.own_database


def manage(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "SERVING", "SITE_URL")}
    environment |= {"DATABASE_URL": url, "VAR_DIR": str(folder)}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def test_a_backup_under_writes_restores_to_a_canon_that_holds_and_one_at_rest_to_the_same_bytes(tmp_path):
    with database_of_ones_own(tmp_path) as url, database_of_ones_own(tmp_path) as second:
        worker = Worker(url, tmp_path)
        try:
            assert worker.run("migrate") == 0
            assert worker.run("bring", bundle(tmp_path, 1)) == 0
            writing = threading.Thread(target=worker.run, args=("decide", "backup", "12"))
            writing.start()
            busy = manage(url, tmp_path, "backup", str(tmp_path / "busy"))
            writing.join()
        finally:
            worker.close()
        assert (busy.returncode, busy.stderr) == (0, "")
        told = manage(second, tmp_path, "restore", str(tmp_path / "busy"))
        assert told.returncode == 0, told.stderr
        assert "events hold." in told.stdout
        assert manage(url, tmp_path, "backup", str(tmp_path / "rest")).returncode == 0
        again = manage(second, tmp_path, "restore", str(tmp_path / "rest"))
        assert again.returncode == 1
        assert "an empty database expected" in again.stderr
        with database_of_ones_own(tmp_path) as third:
            assert manage(third, tmp_path, "restore", str(tmp_path / "rest")).returncode == 0
            for place, name in ((url, "before"), (third, "after")):
                assert manage(place, tmp_path, "export_canon", "--full", str(tmp_path / name)).returncode == 0
        assert (tmp_path / "before").read_bytes() == (tmp_path / "after").read_bytes()


@pytest.mark.parametrize("content", [b"", b"{}", b"SQLite format 2\0" * 4])
def test_a_file_that_is_no_copy_is_told(tmp_path, content):
    file = tmp_path / "copy"
    file.write_bytes(content)
    with pytest.raises(copies.NoCopy) as refusal:
        copies.kind_of(file)
    assert str(refusal.value) == f"{file} is no copy made by `manage.py backup`"


def test_a_copy_is_never_written_over(tmp_path):
    file = tmp_path / "copy"
    file.write_text("mine")
    with pytest.raises(copies.NoCopy) as refusal:
        copies.make(file)
    assert str(refusal.value) == f"{file} is there already: a name that is free expected"
    assert file.read_text() == "mine"
