"""What a hand makes of a number: a digit left out, typed twice, changed, two of them swapped."""

import random
from collections.abc import Callable

from xlpy.demo.clerks import Slip


def left_out(digits: list[str], at: int, _: random.Random) -> list[str]:
    """466 → 46."""
    return digits[:at] + digits[at + 1 :]


def doubled(digits: list[str], at: int, _: random.Random) -> list[str]:
    """466 → 4666."""
    return digits[: at + 1] + digits[at:]


def changed(digits: list[str], at: int, dice: random.Random) -> list[str]:
    """466 → 476."""
    other = dice.choice([digit for digit in "123456789" if digit != digits[at]])
    return [*digits[:at], other, *digits[at + 1 :]]


def swapped(digits: list[str], at: int, _: random.Random) -> list[str]:
    """1254 → 1245."""
    at = min(at, len(digits) - 2)
    return [*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :]]


def slip(how: Callable[[list[str], int, random.Random], list[str]], seed: int) -> Slip:
    """A slip that always ends in another whole number; the same seed and number give the same."""

    def of(value: int) -> int:
        digits = list(str(abs(value)))
        dice = random.Random(seed)
        places = list(range(len(digits)))
        dice.shuffle(places)
        for at in places:
            made = "".join(how(digits, at, dice)) if len(digits) > 1 else ""
            if made and not made.startswith("0") and int(made) != abs(value):
                return int(made)
        return value + dice.randint(1, 9)  # of one digit, or of two equal ones, nothing can be left out or swapped

    return of
