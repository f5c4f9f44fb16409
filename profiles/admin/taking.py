"""What was taken from the palette is put into the posted form, where it is checked and saved as if it were typed."""

from django.http import QueryDict

from profiles.admin.palette import Palette, Take, Tray, line_of, source_of_palette

TAKE = "take"  # to be put into its field here
TOOK = "took"  # stands in its field already: a script has put it there, so only the source is added
MOST = 500
MARKED = (TAKE, TOOK)


def taken(post: QueryDict, palette: Palette) -> tuple[QueryDict, list[str]]:
    """The form with what was taken in it, and what is to be told of that. What is not offered is left out."""
    post = post.copy()
    offered = palette.by_key
    names = [(mark, key) for mark in MARKED for key in dict.fromkeys(post.pop(mark, []))][:MOST]
    rows = [(mark, *offered[key]) for mark, key in names if key in offered]
    for mark, tray, take in rows:
        if mark == TAKE:
            _put(post, tray, take)
    for tray, take in ((tray, take) for _, tray, take in rows):
        _add_source(post, take.source or source_of_palette(palette), tray.layer)
    told = {}
    for _, tray, _ in rows:
        told[tray.title] = told.get(tray.title, 0) + 1
    return post, [f"{title} {number}" for title, number in told.items()]


def _put(post: QueryDict, tray: Tray, take: Take) -> None:
    if take.figures:
        post["pay-TOTAL_FORMS"] = "1"
        for name, value in take.figures.items():
            post[f"{tray.into}-{name}"] = "" if value is None else str(value)
    else:
        _append(post, tray.into, take.line)


def _append(post: QueryDict, name: str, line: str) -> None:
    post[name] = "\n".join(filter(None, (post.get(name, "").rstrip(), line)))


def _add_source(post: QueryDict, source: dict[str, str], layer: str) -> None:
    """Once: a source that stands in the form, as a row or pasted, only gets the layer that it lacks."""
    layers = [layer] if layer else []
    for number in range(_rows(post)):
        head = f"sources-{number}-"
        if post.get(f"{head}title", "").strip() == source["title"] and not post.get(f"{head}DELETE"):
            post.setlist(f"{head}layers", list(dict.fromkeys([*post.getlist(f"{head}layers"), *layers])))
            return
    lines = post.get("sources-many", "").splitlines()
    cells = list(source.values())
    for place, line in enumerate(lines):
        if line.startswith(line_of(*cells)):
            has = [one.strip() for one in line.removeprefix(line_of(*cells)).strip(" |\t").split(",")]
            lines[place] = line_of(*cells, ", ".join(dict.fromkeys(filter(None, [*has, *layers]))))
            post["sources-many"] = "\n".join(lines)
            return
    _append(post, "sources-many", line_of(*cells, *layers))


def _rows(post: QueryDict) -> int:
    total = post.get("sources-TOTAL_FORMS", "")
    return int(total) if total.isascii() and total.isdecimal() and len(total) < 4 else 0
