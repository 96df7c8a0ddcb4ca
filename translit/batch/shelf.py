"""What is put aside on disk while many names are gathered, where memory is short: runs of bytes and columns of numbers.

All stands in one file without a name, which goes when the process does, however it ends.
"""

from __future__ import annotations

import re
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Room:
    """How much memory the gathering of names may take, in bytes, and in which folder it may put aside what is more; None:
    where the system puts such files.

    >>> Room.of("1.5GB").bytes, Room.of("2 MiB").bytes
    (1500000000, 2097152)
    """

    bytes: int
    folder: Path | None = None

    @classmethod
    def of(cls, size: str, folder: Path | None = None) -> Room:
        """By a size as it is written for people. Raises ValueError for what is none."""
        found = _SIZE.fullmatch(size)
        if found is None:
            raise ValueError(f"{size!r} is no size in bytes; write it as 512MB or 4GB")
        number, unit, binary = found.groups()
        step = 1024 if binary else 1000
        return cls(int(float(number) * step ** " kmgt".index(unit.lower() or " ")), folder)

    @property
    def names(self) -> int:
        """Names after which what a process remembers of their words is forgotten: more than ten kilobytes each."""
        return max(2000, self.bytes // 200_000)


class Shelf:
    """A file of bytes behind each other."""

    __slots__ = ("_end", "_file")

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115
        self._end = 0

    def put(self, given: Any) -> int:
        """Set bytes down; gives their place."""
        place = self._end
        view = memoryview(given).cast("B")
        while len(view):
            written = self._file.write(view)
            self._end += written
            view = view[written:]
        return place

    def take(self, place: int, size: int) -> bytes:
        """So many bytes from a place."""
        self._file.seek(place)
        found = self._file.read(size)
        while len(found) < size:
            found += self._file.read(size - len(found))
        return found

    def column(self, kind: str) -> Column:
        """A column of numbers, kind as `array` calls it."""
        return Column(self, kind)


class Column:
    """Numbers on a shelf, as `bulk.packed` wants them.

    >>> column = Shelf().column("i")
    >>> column.extend(array("i", (1, 2)))
    >>> [part.tolist() for part in column.parts()], len(column)
    ([[1, 2]], 2)
    """

    __slots__ = ("_kind", "_parts", "_shelf", "_size")

    def __init__(self, shelf: Shelf, kind: str) -> None:
        self._shelf, self._kind = shelf, kind
        self._parts: list[tuple[int, int]] = []
        self._size = 0

    def extend(self, numbers: Any) -> None:
        """More of them."""
        if len(numbers):
            self._parts.append((self._shelf.put(numbers), len(numbers)))
            self._size += len(numbers)

    def parts(self) -> Iterator[Any]:
        """All, as they were given."""
        kind = np.dtype(self._kind)
        for place, size in self._parts:
            yield np.frombuffer(self._shelf.take(place, size * kind.itemsize), kind)

    def clear(self) -> None:
        """Forget where they are."""
        self._parts, self._size = [], 0

    def __len__(self) -> int:
        return self._size


class Run:
    """Runs of bytes on a shelf.

    >>> Run(Shelf(), [b"ab", b"", b"c"])[2]
    b'c'
    """

    __slots__ = ("_ends", "_place", "_shelf")

    def __init__(self, shelf: Shelf, given: Sequence[bytes]) -> None:
        self._shelf, self._ends = shelf, array("i", accumulate(map(len, given), initial=0))
        self._place = shelf.put(b"".join(given)) if self._ends[-1] else 0

    def __getitem__(self, at: int) -> bytes:
        start, end = self._ends[at], self._ends[at + 1]
        return self._shelf.take(self._place + start, end - start)
