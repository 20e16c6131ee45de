"""Which of many names stand in a text, found by how they begin: ten thousand names cost as much as ten."""

from collections.abc import Iterable, Sequence

_HEAD = 3
"""Letters by which names are told apart first."""


class NameIndex:
    """Names, each with the places of those who bear it. Whether a name stands there as a word is for others to see."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._places: dict[str, list[int]] = {}
        lengths: dict[str, set[int]] = {}
        for name, place in names:
            if name:
                self._places.setdefault(name, []).append(place)
                lengths.setdefault(name[:_HEAD], set()).add(len(name))
        self._lengths = {head: tuple(found) for head, found in lengths.items()}
        self._short = any(len(head) < _HEAD for head in lengths)

    def within(self, text: str) -> Sequence[int]:
        """The places whose names are part of a text, in their order."""
        found: set[int] = set()
        for start in range(len(text)):
            heads = range(1, _HEAD + 1) if self._short else (_HEAD,)
            for size in heads:
                for length in self._lengths.get(text[start : start + size], ()):
                    found.update(self._places.get(text[start : start + length], ()))
        return sorted(found)

    def of(self, name: str) -> Sequence[int]:
        """The places that bear exactly this name."""
        return self._places.get(name, ())
