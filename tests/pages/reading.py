"""Reads a page as a person would: a small tree of its HTML, with texts and tables to compare."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "line", "source", "wbr"}


@dataclass
class Element:
    """A tag with its attributes and what stands in it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", **attrs: str) -> list["Element"]:
        """Elements of a tag whose attributes are these; `class_` asks for one class among several."""
        return [e for e in self.walk() if e is not self and (not tag or e.tag == tag) and e.has(**attrs)]

    def one(self, tag: str = "", **attrs: str) -> "Element":
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"one <{tag} {attrs}> expected, found {len(found)}"
        return found[0]

    def has(self, **attrs: str) -> bool:
        wanted = dict(attrs)
        classes = self.attrs.get("class", "").split()
        if (name := wanted.pop("class_", None)) is not None and name not in classes:
            return False
        return all(self.attrs.get(key.replace("_", "-")) == value for key, value in wanted.items())

    @property
    def text(self) -> str:
        """What is read of it, on one line; what only a screen reader says is part of it."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        parts = [child if isinstance(child, str) else child._raw() for child in self.children]
        spaced = "" if self.tag in ("span", "strong", "a", "sub", "s", "em") else " "
        return spaced + "".join(parts) + spaced

    def texts(self, tag: str = "", **attrs: str) -> list[str]:
        return [element.text for element in self.all(tag, **attrs)]

    def pairs(self) -> dict[str, str]:
        """Terms and what is said of them, in a description list; several sayings on one line."""
        rows = [row for row in self.walk() if any(isinstance(c, Element) and c.tag == "dt" for c in row.children)]
        return {row.texts("dt")[0]: " ".join(filter(None, row.texts("dd"))) for row in rows}

    def rows(self) -> list[list[str]]:
        """A table, row by row."""
        cells = ("th", "td")
        return [
            [cell.text for cell in row.children if isinstance(cell, Element) and cell.tag in cells]
            for row in self.all("tr")
        ]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{self.open[-1].tag}> expected, found </{tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """The tree of a page; every element has to be closed in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"<{builder.open[-1].tag}> is never closed"
    return builder.root


def read(client, path: str, status: int = 200, **more) -> Element:
    """Gets an address and reads it; the status is the one expected."""
    response = client.get(path, **more)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return parse(response.content.decode())


def main(client, path: str, status: int = 200, **more) -> Element:
    """What stands between bar and foot."""
    return read(client, path, status, **more).one("main")
