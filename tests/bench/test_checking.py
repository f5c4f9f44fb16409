"""A target is missed by more than noise only, and what was not measured is told, not taken for met."""

import tomllib

import pytest

from bench import checking
from bench.checking import MET, MISSED, NOISY, UNMEASURED, Target
from tests.bench.runs import RUN

KNOWN = {"ratio": {"page", "of", "to", "to_page", "least", "but"}, "page": {"page", "of", "figure", "least", "most"}}
KNOWN |= {"worker": {"server", "figure", "most"}, "command": {"command", "profiles", "figure", "least", "most"}}


@pytest.mark.parametrize(
    ("found", "noise", "verdict"), [(10, 0, MET), (9, 1.5, NOISY), (9, 0.5, MISSED), (None, 0, UNMEASURED)]
)
def test_a_ratio_may_fall_below_its_target_by_its_noise(found, noise, verdict):
    assert Target("x", found, least=10, noise=noise).verdict == verdict


def test_a_figure_may_not_exceed_its_bound():
    assert [Target("x", found, most=4).verdict for found in (4, 5)] == [MET, MISSED]


def test_a_run_is_checked_against_ratios_figures_workers_and_commands():
    asked = {
        "ratio": [
            {"page": "profile", "of": "site", "to": "naive", "least": 10},
            {"page": "*", "but": ["search"], "of": "anew at 1,000", "to": "anew", "least": 0.5},
            {"page": "profile", "of": "site", "to": "nginx", "least": 0.5},
            {"page": "profile", "of": "site", "to": "site", "to_page": "search", "least": 20},
        ],
        "page": [{"page": "profile", "figure": "wire", "most": 8192}],
        "worker": [{"server": "site", "figure": "own_mib", "most": 60}],
        "command": [{"command": "export", "profiles": 100, "figure": "profiles_a_second", "least": 50}],
    }
    assert [(target.what, target.found, target.verdict) for target in checking.targets(RUN, asked)] == [
        ("profile, site to naive", 10.0, MET),
        ("profile, anew at 1,000 to anew", 1.0, MET),
        ("profile, site to nginx", None, UNMEASURED),
        ("profile, site to site on search", 22.0, MET),
        ("wire of profile", 2048, MET),
        ("own_mib of a worker of site", 61.0, MISSED),
        ("profiles_a_second of export with 100 profiles", 50.0, MET),
    ]


def test_a_missed_target_ends_with_one(tmp_path, capsys):
    file = tmp_path / "targets.toml"
    for least, code in ((10, 0), (13, 1)):
        file.write_text(f'[[ratio]]\npage = "profile"\nof = "site"\nto = "naive"\nleast = {least}\n')
        assert checking.tell(RUN, file) == code
    assert capsys.readouterr().out == (
        "met               profile, site to naive: at least 10, found 10 ± 2.5\n"
        "MISSED            profile, site to naive: at least 13, found 10 ± 2.5\n"
    )


def test_the_committed_targets_are_spelled_as_they_are_read():
    asked = tomllib.loads(checking.FILE.read_text())
    odd = [(kind, each) for kind, all_ in asked.items() for each in all_ if set(each) - KNOWN[kind]]
    assert odd == []
    assert all(("least" in each) != ("most" in each) for all_ in asked.values() for each in all_)
