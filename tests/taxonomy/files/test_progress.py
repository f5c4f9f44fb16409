"""The progress bar: drawn on a terminal, silent elsewhere."""

import io

import pytest

from taxonomy.files import progress
from taxonomy.files.progress import bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """Time that goes on by hand."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_where_there_is_no_terminal_nothing_is_drawn():
    stream = io.StringIO()
    with bar(stream, "lines") as step:
        step(1, 2)
        step(2, 2)
    assert stream.getvalue() == ""


def test_it_shows_share_count_and_speed(clock):
    stream = Terminal()
    with bar(stream, "lines") as step:
        clock[0] += 2
        step(1_000, 2_000)
    assert stream.getvalue() == f"\r[{'█' * 15}{' ' * 15}] 1,000 of 2,000 lines, 500 a second \n"


def test_without_a_total_it_counts(clock):
    stream = Terminal()
    with bar(stream, "records") as step:
        clock[0] += 1
        step(7, 0)
    assert stream.getvalue() == "\r7 records, 7 a second \n"


def test_it_draws_ten_times_a_second_at_most_and_always_the_end(clock):
    stream = Terminal()
    with bar(stream, "lines") as step:
        for done in range(1, 101):
            clock[0] += 0.01
            step(done, 100)
    assert stream.getvalue().count("\r") in (10, 11)
    assert "100 of 100" in stream.getvalue()


def test_where_nothing_was_drawn_no_line_is_ended():
    stream = Terminal()
    with bar(stream, "lines"):
        pass
    assert stream.getvalue() == ""
