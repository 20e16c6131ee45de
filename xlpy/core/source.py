"""Where a figure or a fault was found, and what people are told about it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from xlpy.core.text import one_line

LONGEST_SHEET = 80
"""Letters of a sheet's name in a message. Excel has 31, LibreOffice as many as anybody types."""


class Severity(StrEnum):
    """How much a finding weighs: an error keeps the figures out, a warning lets them in, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_LABELS: Mapping[Severity, str] = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Cảnh báo",
    Severity.INFO: "Thông tin",
}


class _Place(NamedTuple):
    file: str = ""
    sheet: str = ""
    cell: str = ""


class Source(_Place):
    """A place a person can open: file (as named in the inbox), sheet, cell or range in A1 notation.

    An empty part means "the whole of what stands before it": no cell is the sheet, no sheet is the file. The names
    are as messages may have them: whoever sends a file chooses them, and they go to every screen, letter and table.
    """

    __slots__ = ()

    def __new__(cls, file: str = "", sheet: str = "", cell: str = "") -> "Source":
        return super().__new__(cls, one_line(file), one_line(sheet, LONGEST_SHEET), one_line(cell, LONGEST_SHEET))

    def at(self, cell: str) -> "Source":
        """The same sheet, another cell."""
        return super().__new__(Source, self.file, self.sheet, one_line(cell, LONGEST_SHEET))

    def __str__(self) -> str:
        inside = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return " · ".join(part for part in (self.file, inside) if part)


NOWHERE = Source()
"""No place in particular."""


class Finding(NamedTuple):
    """One thing a person should know: what is wrong, where, and what to do.

    `unit` is the code of the unit concerned, None where it is not known (or concerns the plan as a whole).
    `stands_for` is how many cells or files the finding is one line for; cells are listed in `source`, some quoted in
    `message`.
    `because` is the code of the finding from which this one follows, "" where it stands by itself.
    """

    code: str
    severity: Severity
    source: Source
    title: str
    message: str
    fix: str = ""
    unit: str | None = None
    stands_for: int = 1
    because: str = ""

    @property
    def advice(self) -> str:
        """What to do, under a heading that says whether it must be done: only an error asks for a repair."""
        if not self.fix:
            return ""
        return f"{'Việc cần làm' if self.severity is Severity.ERROR else 'Lưu ý'}: {self.fix}"

    def __str__(self) -> str:
        head = " · ".join(part for part in (str(self.source), f"{self.code} {self.title}") if part)
        return " ".join(part for part in (f"{head}.", self.message, self.fix) if part)


class Problem(NamedTuple):
    """A fact that reading came upon: what `fault`, where, with the values that a message will need.

    Reading only states facts; the rule of the same fault (see `xlpy.rules`) gives code, severity and words.
    """

    fault: "Fault"
    source: Source
    values: Mapping[str, object] = {}


class Fault(StrEnum):
    """Everything that can be wrong with a file, a form or a cell before any figure is compared."""

    # the file
    EMPTY_FILE = "empty-file"
    DAMAGED = "damaged"
    WRONG_CONTENT = "wrong-content"
    WEB_PAGE = "web-page"
    PASSWORD = "password"
    WRONG_EXTENSION = "wrong-extension"
    OLD_FORMAT = "old-format"
    UNSAFE_PACKAGE = "unsafe-package"
    READER_FAILED = "reader-failed"
    NOT_SUPPORTED = "not-supported"
    COMPRESSION = "compression"
    NOT_A_REPORT_FILE = "not-a-report-file"
    ACTIVE_CONTENT = "active-content"
    STILL_COPYING = "still-copying"
    CANNOT_OPEN = "cannot-open"
    STRAY_CELL = "stray-cell"
    ARCHIVE_LOST = "archive-lost"
    ALREADY_RECEIVED = "already-received"
    PHONED_WITHDRAWN = "phoned-withdrawn"
    # the letter or archive that brings files
    LETTER_WITHOUT_REPORT = "letter-without-report"
    ARCHIVE_IN_LETTER = "archive-in-letter"
    WINMAIL = "winmail"
    ARCHIVE_IN_ARCHIVE = "archive-in-archive"
    NOTHING_INSIDE = "nothing-inside"
    AUTOMATIC_LETTER = "automatic-letter"
    # the form
    FORM_NOT_FOUND = "form-not-found"
    SEVERAL_FORMS = "several-forms"
    COLUMN_MISSING = "column-missing"
    COLUMN_TWICE = "column-twice"
    UNIT_UNKNOWN = "unit-unknown"
    UNIT_AMBIGUOUS = "unit-ambiguous"
    UNIT_NAME_SHARED = "unit-name-shared"
    UNIT_ENDED = "unit-ended"
    OF_ITS_TURN = "of-its-turn"
    ROW_UNKNOWN = "row-unknown"
    ROW_TWICE = "row-twice"
    ROW_EMPTY = "row-empty"
    PART_MISSING = "part-missing"
    OTHERS_FILLED = "others-filled"
    NOT_RECALCULATED = "not-recalculated"
    DATE_MISSING = "date-missing"
    DATE_UNREADABLE = "date-unreadable"
    DATES_DIFFER = "dates-differ"
    DATE_AS_NUMBER = "date-as-number"
    STRETCH_OF_DAYS = "stretch-of-days"
    HIDDEN_SHEET = "hidden-sheet"
    MERGED_FIGURES = "merged-figures"
    HIDDEN_FIGURES = "hidden-figures"
    # the cell
    NOT_A_NUMBER = "not-a-number"
    FRACTION = "fraction"
    DATE_FORMAT = "date-format"
    SHOWN_OTHERWISE = "shown-otherwise"
    NEGATIVE = "negative"
    CORRECTION = "correction"
    ERROR_CELL = "error-cell"
    UNCACHED = "uncached"
    AMBIGUOUS_SEPARATOR = "ambiguous-separator"
    TEXT_NUMBER = "text-number"
    TOO_LARGE = "too-large"
    BLANK = "blank"
    UNSEEN_CHARACTERS = "unseen-characters"
    OLD_FONT = "old-font"
    DASH = "dash"
    REASON_UNKNOWN = "reason-unknown"
