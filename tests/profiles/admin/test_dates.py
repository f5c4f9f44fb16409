"""Days as an iCalendar file: every line as the standard has it, whatever the texts hold."""

import datetime

from profiles.admin.dates import Entry, calendar_of

AT = datetime.datetime(2026, 11, 26, 8, 30, tzinfo=datetime.UTC)


def test_an_entry_is_a_whole_day_with_its_texts_escaped_and_its_lines_folded():
    text = "Größe; a, b\\c\nsecond line " + "ü" * 40
    day = Entry(
        "PLANTO.A1.M4", datetime.date(2027, 2, 1), "Review: A, B", text, "https://canon.example/x/", "Plants; all"
    )
    written = calendar_of([day], name="Reviews", host="canon.example", at=AT)
    assert written.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    lines = written.replace("\r\n ", "").split("\r\n")
    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Canon//Review calendar//EN",
        "X-WR-CALNAME:Reviews",
    ]
    assert lines[4:14] == [
        "BEGIN:VEVENT",
        "UID:review-PLANTO.A1.M4@canon.example",
        "DTSTAMP:20261126T083000Z",
        "DTSTART;VALUE=DATE:20270201",
        "SUMMARY:Review: A\\, B",
        "DESCRIPTION:Größe\\; a\\, b\\\\c\\nsecond line " + "ü" * 40,
        "URL:https://canon.example/x/",
        "CATEGORIES:Plants\\; all",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
