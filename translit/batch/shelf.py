"""What is put aside on disk while many names are gathered, where memory is short: runs of bytes and columns of numbers.

All stands in one file without a name, which goes when the process does, however it ends.
"""

from __future__ import annotations

import mmap
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
    """A file of bytes behind each other, and arrays in files of their own."""

    __slots__ = ("_end", "_file", "_maps", "_room")

    def __init__(self, room: Room) -> None:
        self._room = room
        self._file = tempfile.TemporaryFile(dir=room.folder, buffering=0)  # noqa: SIM115
        self._end = 0
        self._maps: list[mmap.mmap] = []

    @property
    def most(self) -> int:
        """Bytes of numbers that may be in memory at once."""
        return self._room.bytes // 4

    def numbers(self, kind: str, many: int) -> Any:
        """An array of numbers, kind as `array` calls it, that is in memory as far as it is looked at."""
        with tempfile.TemporaryFile(dir=self._room.folder) as file:
            file.truncate(max(1, many * np.dtype(kind).itemsize))
            self._maps.append(mmap.mmap(file.fileno(), 0))
        return np.frombuffer(self._maps[-1], kind, many)

    def release(self) -> None:
        """Let go of memory what was looked at of arrays: where the system can, it is read again when it is asked for."""
        for one in self._maps if hasattr(mmap, "MADV_DONTNEED") else ():
            one.madvise(mmap.MADV_DONTNEED)

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

    >>> column = Shelf(Room(1)).column("i")
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

    >>> Run(Shelf(Room(1)), [b"ab", b"", b"c"])[2]
    b'c'
    """

    __slots__ = ("_ends", "_place", "_shelf")

    def __init__(self, shelf: Shelf, given: Sequence[bytes]) -> None:
        self._shelf, self._ends = shelf, array("i", accumulate(map(len, given), initial=0))
        self._place = shelf.put(b"".join(given)) if self._ends[-1] else 0

    def __getitem__(self, at: int) -> bytes:
        start, end = self._ends[at], self._ends[at + 1]
        return self._shelf.take(self._place + start, end - start)
