"""Rows of one place in the canon → the record of its profile, with the rows that each part was made from."""

from collections.abc import Iterable
from typing import Any

from profiles.importers.tables.books import SkillBook
from profiles.importers.tables.cells import BadCell, Cells, Split, money, split
from profiles.importers.tables.faults import Faults
from profiles.importers.tables.mapping import (
    TYPES,
    Bullets,
    Items,
    MappingColumns,
    SkillColumns,
    TableMapping,
    Value,
    fold,
)
from profiles.importers.tables.report import Report
from taxonomy.codes import GLOBAL

PAY_TEXTS = ("currency", "basis", "region", "source", "as_of")
PAY_FIGURES = ("median", "low", "high")


class Maker:
    """Makes the records of profiles; one for a whole sheet."""

    def __init__(self, mapping: TableMapping, report: Report, faults: Faults) -> None:
        self.mapping, self.report, self.faults = mapping, report, faults
        self.skills = SkillBook()
        tail = {"sources": [source.written() for source in mapping.sources], "produced_by": mapping.produced_by}
        published = mapping.published
        self._shelf: dict[str, Any] = {}
        if published:
            self._shelf = {"version": published.version, "status": published.status}
            tail["decision"] = published.decision.written() if published.decision else None
        self._tail = {name: value for name, value in tail.items() if value}

    def make(self, code: str, scope: str, rows: Iterable[Cells]) -> tuple[dict[str, Any], "Profile"]:
        """The record as a bundle holds it, and the profile that it was made from."""
        profile = Profile(self)
        for cells in rows:
            profile.add(cells)
        head = {"kind": "profile", "code": code} | ({"scope": scope} if fold(scope) != GLOBAL else {})
        return head | self._shelf | profile.content() | self._tail, profile


class Profile:
    """One profile while its rows come in. `origins` holds path → (row, column)."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.columns = maker, maker.mapping.columns
        self.origins: dict[str, tuple[int, str]] = {}
        self._ones: dict[str, str] = {}
        self._lists: dict[str, dict[str, Any]] = {"responsibilities": {}, "skills": {}, "aliases": {}, "mappings": {}}
        self._around: list[str] = []
        self._seen: set[tuple[int, str]] = set()

    def add(self, cells: Cells) -> None:
        """Takes a row in and counts it: used, repeated or at fault."""
        self.origins.setdefault("", (cells.number, self.columns.level.heading))
        report, faults = self.maker.report, self.maker.faults
        before = len(faults.found) + faults.more
        try:
            new = self._take(cells)
        except BadCell as bad:
            faults.add(cells.number, bad.column, str(bad))
        if len(faults.found) + faults.more > before:
            report.faulty += 1
        elif new:
            report.used += 1
        else:
            report.repeated += 1

    def _take(self, cells: Cells) -> bool:
        columns = self.columns
        new = [
            self._one("title", cells.line(columns.title), columns.title, cells),
            self._one("summary", cells.value(columns.summary), columns.summary, cells),
        ]
        new += [self._responsibilities(how, cells) for how in columns.responsibilities]
        new += [self._skill_cell(how, cells) for how in columns.skills]
        new += [self._aliases(how, cells) for how in columns.aliases]
        new += [self._mapping(how, cells) for how in columns.mappings]
        return any([*new, self._pay(cells)])

    # -- what there is one of ------------------------------------------------------------------------

    def _one(self, name: str, text: str, origin: Value | None, cells: Cells) -> bool:
        """Takes the value; another than before is a fault, for one of them would be dropped."""
        if not text or origin is None:
            return False
        if name not in self._ones:
            self._ones[name] = text
            self.origins[name] = (cells.number, origin.heading)
            return True
        if self._ones[name] != text:
            what, row = name.rpartition(" ")[2], self.origins[name][0]
            self.maker.faults.add(
                cells.number, origin.heading, f"one {what} in all rows of a profile expected, row {row} says otherwise"
            )
        return False

    def _pay(self, cells: Cells) -> bool:
        pay = self.columns.pay
        if pay is None:
            return False
        names = PAY_TEXTS + PAY_FIGURES
        origins = {name: getattr(pay, name) for name in names}
        return sum(self._one(f"pay → {name}", cells.line(o), o, cells) for name, o in origins.items()) > 0

    def _pay_record(self) -> dict[str, Any] | None:
        pay, record = self.columns.pay, {}
        if pay is None or not any(f"pay → {name}" in self._ones for name in PAY_FIGURES):
            told = any(f"pay → {name}" in self._ones and getattr(pay, name).headings for name in PAY_TEXTS)
            self.maker.report.notes["profiles whose pay has no figure: its other cells are left out"] += told
            return None
        for name in ("currency", *PAY_FIGURES, *PAY_TEXTS[1:]):
            if text := self._ones.get(f"pay → {name}"):
                record[name] = self._sum(name, text) if name in PAY_FIGURES else text
        return record

    def _sum(self, name: str, text: str) -> int:
        try:
            return money(text, self.columns.pay.decimal)
        except ValueError as error:
            self.maker.faults.add(*self.origins[f"pay → {name}"], str(error))
            return 1

    # -- what there are many of ----------------------------------------------------------------------

    def _many(self, kind: str, identity: str, item: Any, cells: Cells, headings: dict[str, str]) -> bool:
        """Takes an item; the same again is left out and counted, another under its name is a fault."""
        items = self._lists[kind]
        if identity not in items:
            path = f"{kind}[{len(items)}]"
            items[identity] = item
            for name, heading in headings.items():
                self.origins[f"{path} → {name}" if name else path] = (cells.number, heading)
            return True
        if items[identity] == item or isinstance(item, str):  # texts that differ in case and spaces alone
            self.maker.report.repeats[kind.replace("skills", "skill uses")] += 1
        else:
            row = self.origins[f"{kind}[{list(items).index(identity)}]"][0]
            self.maker.faults.add(
                cells.number, headings[""], f"the same of “{identity[:60]}” in all rows expected, row {row} differs"
            )
        return False

    def _named(self, name: Value, what: str, others: Iterable[Value | None], cells: Cells) -> None:
        """A cell that speaks of something without a name would be dropped: it is a fault."""
        if not cells.value(name) and (said := next((o for o in others if o and o.headings and cells.value(o)), None)):
            raise BadCell(name.heading, f"a {what} expected beside what “{said.heading}” says, found nothing")

    def _split(self, how: Items, cells: Cells) -> Split:
        """The items of a cell; none where the cell stood in another row of the profile word for word."""
        text = cells.value(how)
        if how.prefixes or how.separator:
            again = (id(how), text) in self._seen
            self._seen.add((id(how), text))
            text = "" if again else text
        found, notes = split(text, how), self.maker.report.notes
        notes["lines left out that only led over to a list"] += found.lead_ins
        if not isinstance(how, Bullets):
            notes["texts around a list that were left out"] += bool(found.before) + bool(found.after)
        return found

    def _responsibilities(self, how: Bullets, cells: Cells) -> bool:
        found = self._split(how, cells)
        around = self._text(found.before, how.text_before, "before the bullets")
        new = [self._many("responsibilities", fold(b), b, cells, {"": how.heading}) for b in found.items]
        around += self._text(found.after, how.text_after, "after the bullets")
        if around:
            self.origins.setdefault("summary", (cells.number, how.heading))
        return any(new) or bool(around)

    def _text(self, text: str, where: str, place: str) -> int:
        if not text:
            return 0
        if where == "skip":
            self.maker.report.notes[f"texts {place} that were left out"] += 1
            return 0
        if place == "after the bullets":
            self.maker.report.notes["texts after the bullets that became the summary's end"] += 1
        self._around.append(text)
        return 1

    def _skill_cell(self, how: SkillColumns, cells: Cells) -> bool:
        self._named(how.name, "skill", (how.use, how.description), cells)
        names = [" ".join(name.split()) for name in self._split(how.name, cells).items]
        return sum(self._skill(name, how, cells) for name in names) > 0

    def _skill(self, name: str, how: SkillColumns, cells: Cells) -> bool:
        book, faults = self.maker.skills, self.maker.faults
        headings = {"": how.name.heading, "summary": (how.use or how.name).heading}
        headings["type"] = (how.type or how.name).heading
        entry = book.find(name, cells.number, how.name.heading)
        kind = book.type_of(entry, self._type(how, cells), cells.number, headings["type"], faults)
        if how.description:
            entry.say("summary", cells.value(how.description), cells.number, how.description.heading, faults)
        use = {"name": entry.name, "type": kind, "summary": cells.value(how.use)}
        plain = {key: value for key, value in use.items() if value and (key, value) != ("type", "skill")}
        return self._many("skills", fold(name), plain, cells, headings)

    def _type(self, how: SkillColumns, cells: Cells) -> str:
        text = fold(cells.line(how.type))
        kind = {fold(name): one for name, one in how.types.items()}.get(text, text)
        if kind and kind not in TYPES:
            raise BadCell(
                how.type.heading, f"one of {', '.join(TYPES)} or a name in the mapping's types expected, found “{text}”"
            )
        return kind

    def _aliases(self, how: Items, cells: Cells) -> bool:
        titles = [" ".join(title.split()) for title in self._split(how, cells).items]
        return sum(self._many("aliases", fold(title), title, cells, {"": how.heading}) for title in titles) > 0

    def _mapping(self, how: MappingColumns, cells: Cells) -> bool:
        self._named(how.code, "code", (how.label,), cells)
        code = cells.line(how.code)
        if not code:
            return False
        names = ("system", "code", "label", "relation", "source")
        item = {name: text for name in names if (text := cells.line(getattr(how, name)))}
        headings = {"": how.code.heading} | {n: getattr(how, n).heading for n in names if getattr(how, n)}
        return self._many("mappings", fold(f"{item.get('system', '')} {code}"), item, cells, headings)

    # -- the record ----------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What the profile says, in the order of the format, nothing that is empty."""
        lists = {kind: list(items.values()) for kind, items in self._lists.items()}
        summary = "\n\n".join(filter(None, [self._ones.get("summary", ""), *self._around]))
        notes = self.maker.report.notes
        notes["profiles without a summary of their own: the focus's is shown"] += not summary
        notes["profiles without responsibilities"] += not lists["responsibilities"]
        told = {
            "title": self._ones.get("title", ""),
            "summary": summary,
            "responsibilities": lists["responsibilities"],
            "skills": lists["skills"],
            "pay": self._pay_record(),
            "aliases": lists["aliases"],
            "mappings": lists["mappings"],
        }
        for kind, items in lists.items():
            self.maker.report.made[kind.replace("skills", "skill uses")] += len(items)
        self.maker.report.made["pay figures"] += told["pay"] is not None
        return {name: value for name, value in told.items() if value}
