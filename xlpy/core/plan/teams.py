"""Teams that enter the data (II.3.1): one a machine, in shifts; who is there, who is short. The sheet Tổ nhập liệu."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from enum import StrEnum
from typing import Any, NamedTuple

from xlpy.core.office_book import TEAMS_SHEET
from xlpy.core.plan.settings import SettingKind
from xlpy.core.plan.side_sheets import MOST_AT_ONE_PLACE, Column, SideSheet, rows_of


class Role(StrEnum):
    """What somebody is there for, in the order of the plan."""

    JUSTICE = "justice"
    POLICE = "police"
    OTHERS = "others"


ROLE_LABELS: Mapping[Role, str] = {
    Role.JUSTICE: "Tư pháp - hộ tịch",
    Role.POLICE: "Công an",
    Role.OTHERS: "Lực lượng khác",
}
_SHORT = {Role.JUSTICE: "Tư pháp", Role.POLICE: "Công an", Role.OTHERS: "Khác"}
SHIFTS = 3
"""Shifts a day: their hours and people are typed, their number is the sheet's."""

SHIFTS_SIDE = SideSheet(
    TEAMS_SHEET,
    (
        Column("number", "Ca"),
        Column("start", "Từ giờ", SettingKind.TIME),
        Column("end", "Đến giờ", SettingKind.TIME),
        *(Column(role.value, label, SettingKind.NUMBER, most=MOST_AT_ONE_PLACE) for role, label in _SHORT.items()),
        Column("least", "Cả ca", SettingKind.NUMBER, most=MOST_AT_ONE_PLACE),
    ),
    head_row=4,
    to_blank=True,
)
TEAMS_SIDE = SideSheet(
    TEAMS_SHEET,
    (
        Column("code", "Mã"),
        Column("level", "Cấp"),
        Column("teams", "Số Tổ", SettingKind.NUMBER, most=MOST_AT_ONE_PLACE),
        *(
            Column(f"{role}_{shift}", f"Ca {shift}: {_SHORT[role]}", SettingKind.NUMBER, most=MOST_AT_ONE_PLACE)
            for shift in range(1, SHIFTS + 1)
            for role in Role
        ),
    ),
    head_row=10,
    given=frozenset({"code", "level"}),
)

TEAMS_DRAWN: tuple[str, ...] = (
    "code",
    "unit",
    "level",
    "machines",
    *(column.name for column in TEAMS_SIDE.columns if column.name not in TEAMS_SIDE.given),
    "present",
    "needed",
    "short",
    "if_machines",
    "if_people",
)
"""The table's columns as they are drawn: those that are read, and those that follow from them or from the plan."""


class Shift(NamedTuple):
    """A shift of the day: its hours, None where they are not known; who it needs at least.

    `least` is of all roles together, for one team.
    """

    number: str
    start: time | None
    end: time | None
    roles: Mapping[Role, int]
    least: int
    row: int

    @property
    def needed(self) -> int:
        """People that one team needs in the shift."""
        return max(self.least, sum(self.roles.values()))


class Crew(NamedTuple):
    """What a unit says of its teams. `teams` is None where it does not say; `people` has a shift each, by role: a role
    that is blank in a shift of which something is said is nobody, a shift of which nothing is said is None."""

    level: str
    unit: str
    teams: int | None
    people: tuple[Mapping[Role, int] | None, ...]
    row: int

    @property
    def present(self) -> int:
        """All people that are told of."""
        return sum(sum(shift.values()) for shift in self.people if shift)


class Shortage(NamedTuple):
    """What a shift of a unit lacks: people in all, or else roles."""

    shift: Shift
    has: int
    needs: int
    roles: tuple[tuple[Role, int, int], ...]
    """Role, how many there are, how many there should be."""


class Teams(NamedTuple):
    """The shifts, and what the units say of theirs."""

    shifts: tuple[Shift, ...] = ()
    crews: tuple[Crew, ...] = ()

    @property
    def people_a_team(self) -> int:
        """People that one team needs a day, over all shifts: 12 in the plan."""
        return sum(shift.needed for shift in self.shifts)

    def people_for(self, machines: int) -> int:
        """People that so many machines need a day: one team each."""
        return machines * self.people_a_team

    def shortages(self, crew: Crew, machines: int) -> Iterator[Shortage]:
        """What a unit's shifts lack for its teams: for one a machine where it does not say how many it has."""
        count = machines if crew.teams is None else crew.teams
        for shift, people in zip(self.shifts, crew.people, strict=False):
            if people is None:
                continue
            has, needs = sum(people.values()), count * shift.needed
            lacking = tuple(
                (role, people[role], count * shift.roles[role])
                for role in Role
                if people[role] < count * shift.roles[role]
            )
            if has < needs or lacking:
                yield Shortage(shift, has, needs, lacking)


def parse_teams(data: Mapping[str, Any]) -> Teams:
    """From the plan's JSON."""
    shifts = tuple(
        Shift(
            line.get("number", str(place)),
            _hour(line.get("start")),
            _hour(line.get("end")),
            {role: line.get(role.value, 0) for role in Role},
            line.get("least", 0),
            row,
        )
        for place, (row, line) in enumerate(rows_of(data.get("shifts", []), SHIFTS_SIDE), 1)
    )
    return Teams(shifts[:SHIFTS], tuple(_crews(data.get("teams", []))))


def _crews(lines: Sequence[Mapping[str, Any]]) -> Iterator[Crew]:
    for row, line in rows_of(lines, TEAMS_SIDE):
        people = tuple(_people(line, shift) for shift in range(1, SHIFTS + 1))
        yield Crew(line.get("level", ""), line.get("code", ""), line.get("teams"), people, row)


def _people(line: Mapping[str, Any], shift: int) -> Mapping[Role, int] | None:
    named = {role: line.get(f"{role}_{shift}") for role in Role}
    return None if all(count is None for count in named.values()) else {role: n or 0 for role, n in named.items()}


def _hour(hour: str | None) -> time | None:
    return None if hour is None else time.fromisoformat(hour)
