"""A form in an old font goes back as it came, marked, and comes in again when it is mended."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.kit.forms import BU_DANG, FILE, Office
from tests.kit.old_fonts import Encode, tcvn3, typed_in, vni
from tests.kit.returned import MENDING, RED, fill_of, notes_of, returned
from xlpy.core.consolidate import Verdict
from xlpy.core.plan.plan import Plan
from xlpy.core.records import Kind, Measure

FORM = "Phụ lục 01"


@pytest.mark.parametrize(("encode", "font"), [(tcvn3, ".VnTime"), (vni, "VNI-Times"), (tcvn3, "Arial")])
def test_a_form_in_an_old_font_goes_back_marked_and_comes_in_mended(plan: Plan, encode: Encode, font: str) -> None:
    office = Office.opened(plan)
    sent = typed_in(office.form(overrides={(Kind.BIRTH, Measure.TODAY): "như trên"}), encode, font)
    judged = office.judged(sent, FILE)
    assert judged.verdict is Verdict.REFUSE
    (fault,) = (finding for finding in judged.findings if finding.code == "SL01")
    assert "“như trên”" in fault.message

    back = returned(sent, *judged.findings)
    assert fill_of(back, FORM, fault.source.cell) == RED
    assert "như trên" in notes_of(back, FORM)[fault.source.cell][1]
    assert any(
        "SL14" in str(cell.value) or "phông" in str(cell.value)
        for row in load_workbook(BytesIO(back))[MENDING]
        for cell in row
    )
    assert office.judged(back, FILE).findings == judged.findings

    book = load_workbook(BytesIO(back))
    assert book[FORM][fault.source.cell].value == encode("như trên")  # what the unit wrote stays as it wrote it
    book[FORM][fault.source.cell] = office.second[BU_DANG].today[Kind.BIRTH]
    stream = BytesIO()
    book.save(stream)
    office.accepts(stream.getvalue(), FILE, warned={"SL14"})
