"""What the commands share: output that is whole or not there, tables, progress, and trouble on standard error."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

import click

from translit.batch.files import aside, check_writable

F = TypeVar("F", bound=Callable[..., object])

# Columns of a table that goes to a file or a pipe: the same everywhere, so that outputs can be compared.
WIDTH = 120


def output_option(command: F) -> F:
    """`--output`, as every command that writes much has it."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Write there instead of standard output; whole or not at all."
    )(command)


def quiet_options(command: F) -> F:
    """`--quiet` and `--no-progress`."""
    command = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")(command)
    return click.option("--no-progress", is_flag=True, help="Draw no progress bar, on a terminal either.")(
        command
    )


@contextlib.contextmanager
def writing(output: str | None) -> Iterator[TextIO]:
    """Where to write: standard output for None and "-", else a file that appears under its name only when it is whole.

    Raises `InputError` when the file cannot be made.
    """
    if output in (None, "-"):
        yield sys.stdout
        return
    with aside(Path(str(output))) as part, part.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def check_outputs(outputs: Iterable[tuple[str, str | Path | None]], inputs: Iterable[str | Path]) -> None:
    """Refuse, before any work, outputs that cannot be made, that are inputs too, or that are one file.

    `outputs` stand behind their options, as "--html"; None and "-" are standard output. Raises UsageError for
    two that are one file, InputError for one that cannot be made.
    """
    taken = {os.path.realpath(path): "it is read, too" for path in inputs if str(path) != "-"}
    for option, path in outputs:
        if path is None or str(path) == "-":
            continue
        check_writable(Path(path))
        place = os.path.realpath(path)
        if place in taken:
            raise click.UsageError(f"{option} {path}: {taken[place]}; name another file")
        if not Path(path).exists() or Path(path).is_file():  # any number may write to a device
            taken[place] = f"{option} writes there, too"


def complain(message: str) -> None:
    """A line on standard error."""
    click.echo(f"translit: {visible(message)}", err=True)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "entity"), counted(1200, "entity"), counted(0, "row")
    ('1 entity', '1,200 entities', '0 rows')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def shows_progress(quiet: bool, no_progress: bool) -> bool:
    """Whether to draw a progress bar: only for a person at a terminal that can draw."""
    return sys.stderr.isatty() and not (quiet or no_progress) and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def progress(what: str, total: int | None, shown: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; call what it gives with the number of steps done since the last call."""
    if not shown:
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")) or None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)


def visible(text: str) -> str:
    """Text for a terminal: control and other hidden characters as <U+200B>, so that none can move the cursor.

    >>> visible("No Kwang\\nchol\\u200b")
    'No Kwang chol<U+200B>'
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c in "\n\t\r" else f"<U+{ord(c):04X}>"
        for c in text.replace("\r\n", "\n")
    )


def width(text: str) -> int:
    """Columns that a text takes on a terminal; letters of some scripts take two.

    >>> width("노광철"), width("Noh")
    (6, 3)
    """
    if text.isascii():
        return len(text)
    columns = 0
    for c in text:
        if unicodedata.combining(c) or 0x1160 <= ord(c) <= 0x11FF:
            continue  # stands on, or joins, the letter before
        columns += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return columns


def table(
    headers: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], plain: bool = False
) -> Iterator[str]:
    """Lines of a table. A cell is a sequence of pieces apart by blanks; a line may break between two, never inside one.

    >>> for line in table(["NAME", "SEEN AS"], [[["노광철"], ["Noh Gwang Chol ×1,", "노광철 ×2"]]]):
    ...     print(line)
    NAME    SEEN AS
    노광철  Noh Gwang Chol ×1, 노광철 ×2
    """
    cells = [[[visible(piece) for piece in cell] for cell in row] for row in rows]
    room = WIDTH if plain or not sys.stdout.isatty() else max(60, shutil.get_terminal_size().columns)
    widths = _widths(headers, cells, room)
    yield "  ".join(_padded(header, size) for header, size in zip(headers, widths, strict=True)).rstrip()
    for row in cells:
        wrapped = [list(_wrapped(cell, size)) for cell, size in zip(row, widths, strict=True)]
        for number in range(max(map(len, wrapped))):
            line = (lines[number] if number < len(lines) else "" for lines in wrapped)
            yield "  ".join(_padded(text, size) for text, size in zip(line, widths, strict=True)).rstrip()


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], room: int) -> list[int]:
    """Each column as wide as it wants; when that is too much, the widest give way, down to their longest piece."""
    wanted = [
        max([width(header), *(width(" ".join(row[n])) for row in rows)]) for n, header in enumerate(headers)
    ]
    least = [
        max([width(header), *(width(piece) for row in rows for piece in row[n])])
        for n, header in enumerate(headers)
    ]
    spare = room - 2 * (len(headers) - 1)
    while sum(wanted) > spare:
        widest = max(range(len(wanted)), key=lambda n: (wanted[n] > least[n], wanted[n]))
        if wanted[widest] <= least[widest]:
            break
        others = sum(wanted) - wanted[widest]
        runner = max((w for n, w in enumerate(wanted) if n != widest and w > least[n]), default=0)
        wanted[widest] = max(least[widest], min(wanted[widest] - 1, max(runner, spare - others)))
    return wanted


def _wrapped(pieces: Sequence[str], size: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and width(line) + 1 + width(piece) > size:
            yield line
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    yield line


def listed(pieces: Sequence[str]) -> list[str]:
    """Pieces of a list, each but the last with its comma."""
    return [f"{piece}," for piece in pieces[:-1]] + list(pieces[-1:])


def shortened(text: str, size: int) -> str:
    """A text that takes at most `size` columns, with … where it was cut."""
    if width(text) <= size:
        return text
    while width(text) >= size:
        text = text[:-1]
    return text + "…"


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))
