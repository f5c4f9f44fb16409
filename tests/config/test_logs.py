"""The log for machines: a line is one JSON object."""

import json
import logging
import sys

from config.logs import JsonFormatter


def test_a_line_tells_when_what_and_for_which_request():
    record = logging.LogRecord("canon", logging.WARNING, __file__, 1, "two\nlines of %s", ("it",), None)
    record.created, record.request_id = 0.5, "abc"
    assert json.loads(JsonFormatter().format(record)) == {
        "at": "1970-01-01T00:00:00.500+00:00",
        "level": "WARNING",
        "logger": "canon",
        "request": "abc",
        "message": "two\nlines of it",
    }


def test_an_error_has_its_traceback_on_the_same_line():
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("canon", logging.ERROR, __file__, 1, "x", (), sys.exc_info())
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["traceback"].endswith("ValueError: broken")
