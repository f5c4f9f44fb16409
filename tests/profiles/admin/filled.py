"""What a browser would post of a form as it stands on a page."""

from html.parser import HTMLParser

NOT_SENT = ("submit", "button", "file", "reset", "image")


class _Form(HTMLParser):
    """Collects the fields of one form, found by its id or by a part of its address."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted, self.inside = wanted, False
        self.fields: dict[str, list[str]] = {}
        self._text = self._select = ""
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = self.wanted == found.get("id") or self.wanted in found.get("action", "")
        elif self.inside and tag == "input":
            self._input(found)
        elif self.inside and tag == "textarea":
            self._text, self._first = found["name"], True
            self.fields[self._text] = [""]
        elif self.inside and tag == "select":
            self._select = found["name"]
            self.fields.setdefault(self._select, [])
        elif self.inside and tag == "option" and "selected" in found:
            self.fields[self._select].append(found.get("value", ""))

    def _input(self, found: dict[str, str]) -> None:
        kind, name = found.get("type", "text"), found.get("name")
        if name and kind not in NOT_SENT and (kind not in ("checkbox", "radio") or "checked" in found):
            self.fields.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            # A line break right after the tag is the page's, not the text's.
            self.fields[self._text][0] += data.removeprefix("\n") if self._first else data
            self._first = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self._text = ""


def filled(response, form: str) -> dict[str, list[str]]:
    """Fields of the form with this id, or with this in its address, as they stand; no buttons."""
    reader = _Form(form)
    reader.feed(response.content.decode())
    assert reader.fields, f"no form {form} on the page ({response.status_code})"
    return {name: values for name, values in reader.fields.items() if values and name != "csrfmiddlewaretoken"}
