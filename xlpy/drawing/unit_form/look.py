"""How the unit form looks on a screen, beside what it shares with the office's workbook."""

from collections.abc import Mapping
from typing import Any

from xlpy.core.source import Severity
from xlpy.drawing.palette import AMBER, AMBER_INK, BRICK, PALE, RULE, WHITE, YELLOW_EDGE

SUMS: Mapping[str, Any] = {**RULE, "bg_color": PALE, "font_size": 9}
TYPED: Mapping[str, Any] = {"border": 1, "border_color": YELLOW_EDGE, "locked": 0}
"""White: yellow is only where to type now, by a conditional format."""

FAULTS: Mapping[Severity, Mapping[str, Any]] = {
    Severity.ERROR: {"bg_color": BRICK, "font_color": WHITE, "bold": True},
    Severity.WARNING: {"bg_color": AMBER, "font_color": AMBER_INK, "bold": True},
    Severity.INFO: {"italic": True},
}
