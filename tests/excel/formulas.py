"""Formulas: within Excel's limits, and in the one language that files are written in."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from openpyxl.utils import FORMULAE

from tests.excel.cells import length
from tests.excel.complaint import Complaint
from tests.excel.names import defined
from tests.excel.package import Package

LONGEST, LONGEST_TEXT = 8192, 255
DEEPEST, MOST_ARGUMENTS = 64, 255
NEWER = frozenset(
    re.findall(
        r"\S+",
        """ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND
    BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS
    CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL DROP
    ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTERXML FLOOR.MATH FORECAST.ETS
    FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IFS IMAGE ISFORMULA
    ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST
    NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTRANK.EXC
    PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG RANK.EQ REDUCE RRI SCAN SEC SECH
    SEQUENCE SHEET SHEETS SINGLE SKEW.P SORTBY STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE
    TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE
    WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST FILTER SORT""",
    )
)
"""Functions after Excel 2007 that a file must write with _xlfn. in front."""
BARE = {
    "NETWORKDAYS.INTL",
    "WORKDAY.INTL",
    "CEILING.PRECISE",
    "FLOOR.PRECISE",
    "ISO.CEILING",
    "RTD",
    "GETPIVOTDATA",
    "ENCODEURL",
}
"""Functions after Excel 2007 that a file has without a prefix, and some that the list of 2007 lacks."""
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<sheet>'(?:[^']|'')+'!|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!|\[\d+\]!)
    |(?P<table>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    |(?P<call>[^\W\d][\w.]*\()
    |(?P<word>[^\W\d][\w.\\]*)
    |(?P<error>\#[A-Z/0-9]+[!?]?)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Written(NamedTuple):
    """A formula of the file and where it stands."""

    part: str
    place: str
    text: str


def written(package: Package) -> Iterator[Written]:
    """Every formula of cells, rules, names and tables; a validation's typed-out list is none."""
    for item in defined(package):
        yield Written(package.book, item.get("name", ""), item.text or "")
    for _, part in package.sheets():
        tree = package.trees[part]
        for formula in tree.iterfind("sheetData/row/c/f"):
            yield Written(part, formula.getparent().get("r", ""), formula.text or "")
        for path in ("conditionalFormatting/cfRule/formula", "dataValidations/dataValidation/*"):
            for formula in tree.iterfind(path):
                parent = formula.getparent()
                place = parent.get("sqref") or parent.getparent().get("sqref", "")
                if formula.tag in ("formula", "formula1", "formula2"):
                    yield Written(part, place, formula.text or "")
    for part in package.of("table"):
        for formula in package.trees[part].iter("calculatedColumnFormula", "totalsRowFormula"):
            yield Written(part, formula.getparent().get("name", ""), formula.text or "")


def formulas(package: Package, macros: frozenset[str]) -> Iterator[Complaint]:
    """All formulas. `macros` are the functions of the workbook's own modules, in capitals."""
    tree = package.trees.get(package.book)
    titles = tree.iterfind("sheets/sheet") if tree is not None else ()
    sheets = frozenset(sheet.get("name", "").casefold() for sheet in titles)
    own = macros | {item.get("name", "").upper() for item in defined(package)}
    for formula in written(package):
        for code, words in faults(formula.text, sheets, own):
            yield Complaint(formula.part, formula.place, code, words)
    for _, part in package.sheets():
        yield from _shared(package, part)


@lru_cache(1 << 15)
def faults(text: str, sheets: frozenset[str], own: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """(code, words) for a formula as a file has it: without "=". `own` are names that are called like functions."""
    return tuple(_faults(text, sheets, own))


def _faults(text: str, sheets: frozenset[str], own: frozenset[str]) -> Iterator[tuple[str, str]]:
    if length(text) > LONGEST:
        yield "formula-long", f"{length(text)} characters"
    if text.startswith(("=", "of:=", "oooc:=")):
        yield "formula-broken", f"begins with {text[:4]!r}"
    open_: list[tuple[str, int]] = []  # what opened, and its arguments so far
    for token in _TOKEN.finditer(text):
        kind, said = token.lastgroup, token[0]
        if kind == "text" and length(said[1:-1].replace('""', '"')) > LONGEST_TEXT:
            yield "formula-text-long", f"{length(said) - 2} characters"
        elif kind == "sheet":
            yield from _sheet(said[:-1], sheets)
        elif kind == "call":
            yield from _function(said[:-1].upper(), own)
            open_.append(("(", 1))
        elif said in ("(", "{"):
            open_.append((said, 0))
        elif said in (")", "}"):
            if not open_ or open_.pop()[0] != {")": "(", "}": "{"}[said]:
                yield "formula-broken", f"{said} at {token.start()}"
                return
        elif said == ";" and not any(bracket == "{" for bracket, _ in open_):
            yield "formula-separator", f"; at {token.start()}"
        elif said == "," and open_ and open_[-1][0] == "(":
            open_[-1] = "(", open_[-1][1] + 1
            if open_[-1][1] == MOST_ARGUMENTS + 1:
                yield "formula-arguments", f"more than {MOST_ARGUMENTS}"
        elif kind == "other" and said in "\"'[]":
            yield "formula-broken", f"{said} at {token.start()}"
        if len(open_) == DEEPEST + 1 and kind in ("call", "other") and said[-1] == "(":
            yield "formula-nested", f"more than {DEEPEST} levels"
    if open_:
        yield "formula-broken", f"{open_[-1][0]} does not close"


def _sheet(written_: str, sheets: frozenset[str]) -> Iterator[tuple[str, str]]:
    """A sheet, two of them with ":" between, or something of another workbook, which has its number in brackets."""
    text = written_.strip("'").replace("''", "'")
    if "[" in text:
        return
    ends = [text] if text.casefold() in sheets else text.split(":")
    if any(end.casefold() not in sheets for end in ends):
        yield "formula-sheet", text


def _function(name: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    if name.startswith(("_XLFN.", "_XLWS.", "_XLUDF.", "_XLL.")) or name in own:
        return
    if name in NEWER:
        yield "formula-prefix", name
    elif name not in FORMULAE and name not in BARE:
        yield "formula-local-name", name


def _shared(package: Package, part: str) -> Iterator[Complaint]:
    first: set[str] = set()
    for formula in package.trees[part].iterfind("sheetData/row/c/f"):
        group, place = formula.get("si", ""), formula.getparent().get("r", "")
        if formula.get("t") == "shared":
            if formula.text and formula.get("ref"):
                first.add(group)
            elif group not in first:
                yield Complaint(part, place, "formula-shared", f"group {group}")
        elif formula.get("t") in ("array", "dataTable") and not formula.get("ref"):
            yield Complaint(part, place, "formula-shared", f"{formula.get('t')} without its area")
