"""The canon as a file that Datasette serves: a row a profile, with its facets, all its texts, and an FTS5 table."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bench.peers.bundle import Canon, confidence

COLUMNS = (
    *("key", "title", "function", "focus", "level", "track", "rank", "band", "confidence", "version", "status"),
    *("definition", "responsibilities", "guideline", "skills", "uses", "median", "low", "high", "pay", "sources"),
    *("panel", "level_texts", "aliases", "mappings"),
)
FACETS = ("function", "focus", "track", "level", "band")
# What a list shows; all columns would be ten times as much to render.
LISTED = ("title", "level", "focus", "function", "band", "confidence", "median")
SEARCHED = ("title", "definition", "responsibilities", "skills", "uses")
SCHEMA = f"""
CREATE TABLE profile ({", ".join(f"{name} TEXT" if name != "key" else "key TEXT PRIMARY KEY" for name in COLUMNS)});
CREATE VIRTUAL TABLE profile_fts USING fts5({", ".join(SEARCHED)}, content="profile", tokenize="porter");
"""
# What is counted stays within its time, or a page would leave facets out and look fast.
SETTINGS = {
    **{"default_page_size": 24, "default_facet_size": 32, "facet_time_limit_ms": 20_000, "sql_time_limit_ms": 30_000},
    **{"suggest_facets": "off", "cache_size_kb": 65_536, "num_sql_threads": 4},
}


def write(bundle: Path, file: Path) -> None:
    canon = Canon.read(bundle)
    connection = sqlite3.connect(file)
    with connection:
        connection.executescript(SCHEMA)
        marks = ",".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO profile VALUES ({marks})", _rows(canon))
        connection.execute("INSERT INTO profile_fts (profile_fts) VALUES ('rebuild')")
        for facet in FACETS:
            connection.execute(f"CREATE INDEX profile_{facet} ON profile ({facet})")
        connection.execute("CREATE INDEX profile_filters ON profile (function, track, band)")
        connection.execute("INSERT INTO profile_fts (profile_fts) VALUES ('optimize')")
    connection.execute("ANALYZE")
    connection.close()


def _rows(canon: Canon) -> Iterator[tuple]:
    for record in canon.profiles():
        key = record["code"]
        function, focus, level = key.split(".")
        there, pay = canon.levels[level], record["pay"]
        score, band = confidence(record)
        uses = [use["summary"] for use in record["skills"]]
        skills = [use["name"] for use in record["skills"]]
        definition = canon.focuses[focus]["summary"]
        row = {
            **{"key": key, "title": record["title"], "function": function, "focus": focus, "level": level},
            **{"track": there["track"], "rank": there["rank"], "band": band, "confidence": score},
            **{"version": record["version"], "status": record["status"], "definition": definition},
            **{"responsibilities": record["responsibilities"], "guideline": canon.guidelines[function, level]},
            **{"skills": skills, "uses": uses, "median": pay["median"], "low": pay["low"], "high": pay["high"]},
            **{"pay": pay, "sources": record["sources"], "panel": record["panel"], "level_texts": there},
            **{"aliases": record["aliases"], "mappings": record["mappings"]},
        }
        yield tuple(value if isinstance(value, str) else json.dumps(value) for value in row.values())
