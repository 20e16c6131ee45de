"""The package of a Word document, written so that the same document is the same bytes."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlpy.drawing.shipping import parts

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can bear; the hour of writing would make other bytes each time."""


def saved(document: Any) -> bytes:
    """The bytes of a document of python-docx or docxtpl."""
    draft, packed = BytesIO(), BytesIO()
    document.save(draft)
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, data in parts(draft.getvalue()).items():
            info = ZipInfo(name, _LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # otherwise it differs between systems
            package.writestr(info, data)
    return packed.getvalue()
