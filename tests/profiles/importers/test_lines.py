"""Lines of a file, hostile until they are parsed: what is read, what is a fault, and that nothing else happens."""

import gzip
import io
import json
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.importers.faults import Fault
from profiles.importers.lines import LINE_CAP, MOST_BLANK, MOST_DEEP, Lines, parse


@pytest.fixture
def read(tmp_path):
    """Reads bytes as a file: (line number, object or Fault) of each line."""

    def lines(content: bytes, **how):
        path = tmp_path / "file"
        path.write_bytes(content)
        return list(Lines(path, **how))

    return lines


def fault(number, message):
    return number, Fault(number, "", message)


# -- what is read ----------------------------------------------------------------------------------


def test_each_line_is_an_object_with_its_number(read):
    assert read(b'{"a":1}\n{"b":2}\n') == [(1, {"a": 1}), (2, {"b": 2})]


def test_the_last_line_needs_no_end(read):
    assert read(b'{"a":1}\n{"b":2}') == [(1, {"a": 1}), (2, {"b": 2})]


def test_blank_lines_are_passed_over_and_counted(read):
    assert read(b'\n{"a":1}\n  \r\n\n{"b":2}\n\n') == [(2, {"a": 1}), (5, {"b": 2})]


def test_a_file_of_blank_lines_is_given_up(read):
    assert read(b"\n" * 20_000) == [fault(MOST_BLANK + 1, "at most 10,000 blank lines expected")]


def test_a_byte_order_mark_is_passed_over_at_the_beginning_only(read):
    first, second = read(b'\xef\xbb\xbf{"a":1}\r\n\xef\xbb\xbf{"b":2}\r\n')
    assert first == (1, {"a": 1})
    assert second[1].message.startswith("one JSON object expected: ")


def test_a_gzipped_file_reads_alike_whatever_its_name(read):
    assert read(gzip.compress(b'{"a":"\xc3\xa4"}\n')) == [(1, {"a": "ä"})]


def test_a_gzipped_file_of_two_members_reads_on(read):
    assert read(gzip.compress(b'{"a":1}\n') + gzip.compress(b'{"b":2}\n')) == [(1, {"a": 1}), (2, {"b": 2})]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", gzip.compress(b"")])
def test_an_empty_file_has_no_lines(read, content):
    assert read(content) == []


def test_reading_twice_sees_whether_the_bytes_are_the_same(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b'{"a":1}\n')
    lines = Lines(path)
    list(lines)
    first = lines.digest
    list(lines)
    assert lines.digest == first
    path.write_bytes(b'{"a":2}\n')
    list(lines)
    assert lines.digest != first


# -- faults ----------------------------------------------------------------------------------------

BOMB = b'{"a":1}\n' + b'{"text":"' + b"x" * 5000 + b'"}\n'


@pytest.mark.parametrize("cut", [1, 8, 200])
def test_a_gzip_that_is_cut_off_is_told_where(read, cut):
    whole = gzip.compress(BOMB * 50, mtime=0)
    *lines, (number, last) = read(whole[:-cut])
    assert {type(value) for _, value in lines} <= {dict}
    assert number == last.line == len(lines) + 1
    assert last.message.startswith("a whole gzip file expected, it is damaged or cut off here (")


def test_a_gzip_that_is_cut_off_in_its_head_is_told(read):
    [(number, told)] = read(b"\x1f\x8b")
    assert (number, told.message[:26]) == (1, "a whole gzip file expected")


def test_a_gzip_with_damaged_bytes_is_told(read):
    whole = bytearray(gzip.compress(BOMB * 50))
    whole[40] ^= 0xFF
    *_, (_, last) = read(bytes(whole))
    assert isinstance(last, Fault)


def test_a_gzip_with_something_behind_it_is_told(read):
    *_, (_, last) = read(gzip.compress(b'{"a":1}\n') + b"and more")
    assert last.message.startswith("a whole gzip file expected")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"a":"\xff"}', "UTF-8 expected, found the byte 0xFF at position 7"),
        (b'{"a":"\xe4"}', "UTF-8 expected, found the byte 0xE4 at position 7"),  # Latin-1
        ('{"a":1}'.encode("utf-16"), "UTF-8 expected, found the byte 0xFF at position 1"),
        (b'{"a":NaN}', "a number expected, found NaN"),
        (b'{"a":-Infinity}', "a number expected, found -Infinity"),
        (b'{"a":1,"a":2}', "each key once expected, found “a” twice"),
        (b'{"o":{"a":1,"b":0,"a":1}}', "each key once expected, found “a” twice"),
        (b"[1]", "a JSON object expected, found list"),
        (b'"text"', "a JSON object expected, found str"),
        (b"null", "a JSON object expected, found NoneType"),
    ],
)
def test_what_is_no_record_is_told_with_its_line(read, line, message):
    assert read(b'{"first":1}\n' + line + b"\n")[1] == fault(2, message)


NO_JSON = [b"{", b'{"a":1} {"b":2}', b"{'a':1}", b'{"a":"\x00"}', b"{a:1}", b'{"a":01}', b"\x00"]


@pytest.mark.parametrize("line", NO_JSON)
def test_what_is_no_json_is_told_with_its_column(read, line):
    """In the words of the parser, which differ from one release of Python to the next."""
    (_, told) = read(b'{"first":1}\n' + line + b"\n")[1]
    assert re.fullmatch(r"one JSON object expected: .+ at column \d+", told.message)


def test_reading_goes_on_after_a_bad_line(read):
    assert [type(value).__name__ for _, value in read(b"{\n{}\n[]\n{}\n")] == ["Fault", "dict", "Fault", "dict"]


@pytest.mark.parametrize("depth", [5, 31, 32, 100, 400, 800, 900, 1_000, 2_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_is_a_record_or_a_fault_however_deep(depth, opening, closing):
    """Never a RecursionError, neither here nor where the fault is told or the payload is spelled."""
    value = parse(b'{"a":' + opening.encode() * depth + b"1" + closing.encode() * depth + b"}", 1)
    if depth >= MOST_DEEP:
        assert value == Fault(1, "", "a record that nests at most 32 levels deep expected, found more")
    else:
        json.dumps(value)
        repr(value)


def test_a_number_of_too_many_digits_is_a_fault():
    told = parse(b'{"a":' + b"9" * 5_000 + b"}", 1)
    assert isinstance(told, Fault)


def test_a_number_beyond_every_number_is_a_fault():
    assert parse(b'{"a":1e999}', 1) == Fault(1, "", "a number expected, found 1e999")


@pytest.mark.parametrize("key", [r"\ud800", r"\u001b[31m", r"\u202e", "k" * 100_000])
def test_a_hostile_key_is_told_in_printable_words(key):
    told = parse(f'{{"{key}":1,"{key}":2}}'.encode(), 1)
    assert told.message.isprintable()
    assert len(told.message) < 200


# -- bounds ----------------------------------------------------------------------------------------


def test_a_huge_line_is_told_and_ends_the_reading(read):
    lines = read(b'{"a":1}\n' + b" " * (LINE_CAP + 1) + b"\n{}\n")
    assert lines == [(1, {"a": 1}), fault(2, "a line of at most 8,388,608 bytes expected")]


def test_a_line_at_the_cap_is_read(read):
    head, tail = b'{"a":"', b'"}\n'
    [(_, value)] = read(head + b"x" * (LINE_CAP - len(head) - len(tail)) + tail)
    assert len(value["a"]) == LINE_CAP - len(head) - len(tail)


def test_a_file_beyond_what_is_allowed_is_told(read):
    lines = read(b'{"a":1}\n' * 10, most_bytes=20)
    assert lines[-1] == fault(3, "at most 20 bytes expected")


def test_a_gzip_bomb_costs_bounded_memory(tmp_path):
    """A gigabyte of one line in a megabyte of file: one line's cap is all that is ever held."""
    path = tmp_path / "bomb"
    with gzip.open(path, "wb", compresslevel=1) as bomb:
        for _ in range(256):
            bomb.write(b" " * (1 << 20))
    tracemalloc.start()
    [(number, told)] = list(Lines(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (number, told.message) == (1, "a line of at most 8,388,608 bytes expected")
    assert peak < 4 * LINE_CAP


@given(st.binary(max_size=60))
def test_no_line_breaks_the_reader(raw):
    assert isinstance(parse(raw, 1), dict | Fault)


@given(st.binary(max_size=200), st.booleans())
def test_no_file_breaks_the_reader(content, zipped):
    lines = Lines(None)
    damaged = gzip.GzipFile(fileobj=io.BytesIO(b"\x1f\x8b" + content))
    lines._open = lambda: damaged if zipped else io.BytesIO(content)
    for number, value in lines:
        assert isinstance(number, int)
        assert isinstance(value, dict | Fault)
