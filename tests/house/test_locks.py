"""The lock files install the same everywhere: hashed, complete, and free of hosts and paths."""

import re
import tomllib

import pytest
from django.conf import settings

PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
    "requirements-bench.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["bench"],
}
PINNED = re.compile(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;]+)")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
COMMENT = re.compile(r"    #( +(via|-c|[a-z0-9.-]+( \([a-z0-9.:-]+\))?))*")


def pins(name: str) -> dict[str, str]:
    text = (settings.BASE_DIR / name).read_text()
    return dict(PINNED.match(line).groups() for line in text.splitlines() if line[0] not in " #")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_path(name):
    text = (settings.BASE_DIR / name).read_text()
    assert re.findall(r"[a-z]+://|file:|/|@|--(?!hash=)", text) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_pin_a_hash_or_its_reason(name):
    lines = (settings.BASE_DIR / name).read_text().splitlines()
    odd = [x for x in lines if not any(p.match(x) for p in (PINNED, HASH, COMMENT))]
    assert odd == []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if PINNED.match(line):
            assert HASH.fullmatch(following), f"{line} has no hash"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_every_direct_dependency(name):
    wanted = {re.match(r"[A-Za-z0-9-]+", text).group().lower() for text in LOCKS[name]}
    assert wanted - pins(name).keys() == set()


@pytest.mark.parametrize("name", ["requirements-dev.lock", "requirements-bench.lock"])
def test_tests_and_benchmarks_run_on_the_very_releases_that_are_served(name):
    served, used = pins("requirements.lock"), pins(name)
    assert {package: used[package] for package in served} == served
