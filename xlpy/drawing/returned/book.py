"""The workbook's own part: which sheets there are and in what order, and what counts on that order."""

import re
from typing import NamedTuple

from lxml import etree

from xlpy.core.source import Source
from xlpy.drawing.returned.package import LINKS, CannotReturn, Element, Package, main, place_after, whole
from xlpy.drawing.returned.styles import BARE

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_BEFORE_NAMES = frozenset({"sheets", "functionGroups", "externalReferences"})
_VIEW = re.compile(rb"<(?:\w+:)?sheetView\b[^<>]*>")
_SELECTED = re.compile(rb"\stabSelected\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_LONGEST_NAME = 31


class Tab(NamedTuple):
    """A sheet: its name, its part, whether it has cells, whether it is shown."""

    name: str
    part: str
    worksheet: bool
    visible: bool


class Book:
    """The sheets of a package. Raises CannotReturn where it holds no workbook that can be marked."""

    def __init__(self, package: Package) -> None:
        self._package = package
        found = [relation.part for relation in package.relations("") if relation.kind == "officeDocument"]
        if not found:
            raise CannotReturn("không phải tệp Excel")
        self.part = found[0]
        if not self.part.casefold().endswith(".xml"):
            raise CannotReturn("không phải tệp .xlsx hay .xlsm")
        root = package.tree(self.part)
        if root.tag != main("workbook"):
            strict = root.tag == f"{{{_STRICT}}}workbook"
            raise CannotReturn("tệp lưu kiểu “Strict Open XML”" if strict else "không phải tệp Excel")
        if root.find(main("sheets")) is None:
            raise CannotReturn("tệp không có mục lục các trang tính như Excel ghi")
        links = {relation.id: relation for relation in package.relations(self.part)}
        self.tabs: list[Tab] = []
        for sheet in self._sheets():
            link = links.get(sheet.get(f"{{{LINKS}}}id", ""))
            if link is None or link.part not in package:
                raise CannotReturn(f"tệp thiếu trang “{sheet.get('name', '')}”")
            shown = sheet.get("state", "visible") == "visible"
            self.tabs.append(Tab(sheet.get("name", ""), link.part, link.kind == "worksheet", shown))

    def tab(self, name: str) -> Tab | None:
        """The worksheet of a name, whatever its case, as in Excel."""
        wanted = Source(sheet=name).sheet.casefold()  # as messages have it
        return next(
            (tab for tab in self.tabs if tab.worksheet and Source(sheet=tab.name).sheet.casefold() == wanted), None
        )

    def free_name(self, wanted: str) -> str:
        """A name that no sheet has: "Cần sửa", "Cần sửa (2)" and so on."""
        taken = {tab.name.casefold() for tab in self.tabs}
        names = (wanted, *(f"{wanted[: _LONGEST_NAME - 5]} ({number})" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name.casefold() not in taken)

    def related(self, kind: str) -> str | None:
        """The workbook's one part of a kind, such as "styles"."""
        return next((link.part for link in self._package.relations(self.part) if link.kind == kind), None)

    def styles(self) -> str:
        """The part of styles, made where the file has none."""
        part = self.related("styles")
        if part is None:
            # Under this name alone: some readers look for no other.
            part = self.part.rpartition("/")[0] + "/styles.xml"
            if part in self._package:
                raise CannotReturn("tệp không dẫn tới bảng định dạng của nó")
            self._package.put(part, BARE)
            self._package.declare(part, _STYLES_TYPE)
            self._package.relate(self.part, "styles", part)
        return part

    def deselect(self) -> None:
        """No sheet is selected any more: two selected ones would be a group, and typing would go into both.

        The attribute is cut out of the bytes: a sheet that is not marked stays as it is otherwise.
        """
        for tab in self.tabs:
            data = self._package.read(tab.part)
            cells = data.find(b"sheetData")
            head, tail = (data[:cells], data[cells:]) if cells >= 0 else (data, b"")
            changed = _VIEW.sub(lambda view: _SELECTED.sub(b"", view[0]), head)
            if changed != head:
                self._package.put(tab.part, changed + tail)

    def put_first(self, name: str, content: bytes, titles: str, area: str, instead: Tab | None = None) -> None:
        """A sheet in front of all others, the active one; `instead` of one that is there.

        `titles` are the rows repeated on each printed page ("$4:$4"), `area` is what is printed.
        """
        root = self._package.tree(self.part, change=True)
        sheets = self._sheets()
        if instead is None:
            part = self._package.free(self.part.rpartition("/")[0] + "/worksheets/sheet{}.xml")
            self._package.declare(part, SHEET_TYPE)
            fresh = max((whole(sheet.get("sheetId")) for sheet in sheets), default=0) + 1
            element = etree.Element(main("sheet"), {"name": name, "sheetId": str(fresh)})
            element.set(f"{{{LINKS}}}id", self._package.relate(self.part, "worksheet", part))
            old = len(sheets)
        else:
            part, old = instead.part, self.tabs.index(instead)
            element = sheets[old]
            element.attrib.pop("state", None)
            self._package.unrelate(part)
        self._package.put(part, content)
        root.find(main("sheets")).insert(0, element)
        self._move_names(root, old)
        self._name(root, "_xlnm.Print_Area", f"{quoted(name)}!{area}")
        self._name(root, "_xlnm.Print_Titles", f"{quoted(name)}!{titles}")
        for view in root.iter(main("workbookView")):
            view.attrib.pop("activeTab", None)
            view.attrib.pop("firstSheet", None)

    def _sheets(self) -> list[Element]:
        return list(self._package.tree(self.part).iterfind(f"{main('sheets')}/{main('sheet')}"))

    def _move_names(self, root: Element, old: int) -> None:
        """Names that belong to a sheet tell it by its place; the sheet that was at `old` is now the first."""
        for name in list(root.iter(main("definedName"))):
            if name.get("localSheetId") is None:
                continue
            place = whole(name.get("localSheetId"))
            if place == old:
                name.getparent().remove(name)
            elif place < old:
                name.set("localSheetId", str(place + 1))

    def _name(self, root: Element, name: str, refers: str) -> None:
        names = root.find(main("definedNames"))
        if names is None:
            names = etree.Element(main("definedNames"))
            place_after(root, names, _BEFORE_NAMES)
        element = etree.SubElement(names, main("definedName"), {"name": name, "localSheetId": "0"})
        element.text = refers


def quoted(name: str) -> str:
    """A sheet's name as a reference has it."""
    return "'" + name.replace("'", "''") + "'"
