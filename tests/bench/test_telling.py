"""The table of a run, cell by cell; its drawings, bar by bar."""

from bench import drawing, telling
from tests.bench.runs import RUN
from tests.pages.reading import parse


def test_a_run_is_told_in_tables():
    assert list(telling.lines(RUN)) == [
        "| page | requests a second | p50 | p99 | processor | queries | on the wire | × usual page |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| profile | 110 | 2.00 ms | 5.00 ms | 0.250 ms | 4 | 2.0 KB | 10.0 ± 2.50 |",
        "| profile, made anew | 110 | 2.00 ms | 5.00 ms | 0.250 ms | – | 2.0 KB | 10.0 ± 2.50 |",
        "| search | 5 | 2.00 ms | 5.00 ms | 0.250 ms | – | 1.0 KB | – |",
        "",
        "| server | workers | memory of the largest | with all that is shared |",
        "| --- | ---: | ---: | ---: |",
        "| site | 2 | 61 MiB | 90 MiB |",
        "",
        "| page | 100 profiles | 1,000 profiles | 1,000 × 100 |",
        "| --- | ---: | ---: | ---: |",
        "| profile | 110 | 110 | 1.00 ± 0.00 |",
        "",
        "| command | profiles | seconds | processor | memory | profiles a second |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        "| export | 100 | 2.00 | 1.5 s | 80 MiB | 50 |",
        "| approval | 100 | 0.05 | – | – | – |",
        "",
        "2026-11-26T14:00+00:00, sqlite over 100 profiles, 2 processors (A processor), 2 workers, 8 connections "
        "by wrk, medians of 3 alternating rounds of 2 s. Python 3.11.2, django 5.2.19.",
        "Left out: nginx: nginx is not installed.",
    ]


def test_bars_are_as_long_as_the_logarithm_of_what_they_tell(tmp_path):
    drawing.draw(RUN, tmp_path)
    [speed] = parse((tmp_path / "readme-speed.svg").read_text()).all("svg")
    bars = [(bar.attrs["class"], float(bar.attrs["width"])) for bar in speed.all("rect")]
    # log10 of 110 stands at the right end, of 10 at the very beginning.
    assert bars == [("own", 430.0), ("own", 430.0), ("other", 2.0)]
    steps = ["requests a second", "10", "100"]
    rows = ["profile", "Canon", "110", "Canon, made anew", "110", "usual ORM page", "10"]
    assert [text.text for text in speed.all("text")] == [*steps, *rows]
    assert (tmp_path / "readme-growth.svg").exists()
