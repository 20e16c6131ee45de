"""Which of many names stand in a text, found by how they begin: ten thousand names cost as much as ten."""

from collections.abc import Iterable, Sequence

_HEAD = 3
"""Letters by which names are told apart first."""


class NameIndex:
    """Names, each with the places of those who bear it. Whether a name stands there as a word is for others to see."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._places: dict[str, list[int]] = {}
        lengths: dict[tuple[str, ...], set[int]] = {}
        for name, place in names:
            if name:
                self._places.setdefault(name, []).append(place)
                lengths.setdefault(tuple(name[:_HEAD]), set()).add(len(name))
        self._lengths = {head: tuple(found) for head, found in lengths.items()}
        self._short = tuple(name for name in self._places if len(name) < _HEAD)

    def within(self, text: str) -> Sequence[int]:
        """The places whose names are part of a text, in their order."""
        found: set[int] = set()
        lengths, places = self._lengths, self._places
        # Three letters side by side are compared at once: a title has a hundred beginnings, and hardly one of a name.
        for start, head in enumerate(zip(text, text[1:], text[2:], strict=False)):
            if head in lengths:
                for length in lengths[head]:
                    found.update(places.get(text[start : start + length], ()))
        for name in self._short:
            if name in text:
                found.update(places[name])
        return sorted(found)

    def of(self, name: str) -> Sequence[int]:
        """The places that bear exactly this name."""
        return self._places.get(name, ())
