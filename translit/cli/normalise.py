"""`translit normalise FILE --column NAME`: a table in, the same table with canonical names out."""

from __future__ import annotations

import csv
import io
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

import translit
from translit.cli.console import complain, output_option, progress, quiet_options, shows_progress, writing
from translit.documents import decode
from translit.errors import InputError
from translit.model import Entity

ADDED = ("canonical_id", "native", "label", "language", "confidence")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("-c", "--column", required=True, metavar="NAME", help="The column that holds the names.")
@click.option(
    "--delimiter", metavar="CHAR", help="What parts the columns; without it, a tab for .tsv, else a comma."
)
@click.option("--encoding", metavar="NAME", help="The file's encoding; without it, it is detected.")
@output_option
@quiet_options
def normalise(
    file: str,
    column: str,
    delimiter: str | None,
    encoding: str | None,
    output: str | None,
    quiet: bool,
    no_progress: bool,
) -> int:
    """Gather the names of a table into canonical ones. Rows and columns keep their order; five columns are added.

    FILE is a CSV or TSV with a header line, or - for standard input.
    """
    parted = _delimiter(file, delimiter)
    text = _text(file, encoding)
    header = _header(file, text, parted, column)
    place = header.index(column)
    names: dict[str, int] = {}
    for row in _rows(file, text, parted, len(header)):
        names.setdefault(row[place], len(names))
    if not names:
        raise InputError(f"{file}: it has a header and no rows; give a table that holds names")
    shown = shows_progress(quiet, no_progress)
    listed = [name for name in names if name.strip()]
    with progress("gathering names", None, shown):
        entities = translit.cluster(listed)
    found: dict[str, Entity] = {listed[member]: entity for entity in entities for member in entity.members}
    with writing(output) as stream:
        writer = csv.writer(stream, delimiter=parted, lineterminator="\n")
        writer.writerow([*header, *_free(header)])
        for row in _rows(file, text, parted, len(header)):
            writer.writerow([*row, *_answer(found, row[place])])
    if not quiet:
        complain(f"{len(names):,} distinct names, {len(entities):,} entities")
    return 0


def _answer(found: Mapping[str, Entity], name: str) -> Sequence[str]:
    entity = found.get(name)
    if entity is None:
        return ("", "", "", "", "")
    canonical = entity.canonical
    return (entity.id, canonical.native, canonical.label, canonical.language, f"{canonical.confidence:.4f}")


def _free(header: Sequence[str]) -> Iterator[str]:
    """Names for the added columns that no column bears yet."""
    for name in ADDED:
        candidates = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(2)))
        yield next(candidate for candidate in candidates if candidate not in header)


def _delimiter(file: str, given: str | None) -> str:
    if given is None:
        return "\t" if file.lower().endswith((".tsv", ".tab")) else ","
    parted = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if len(parted) != 1 or parted in '"\r\n':
        raise click.UsageError(f"--delimiter {given!r}: give one character, or tab")
    return parted


def _text(file: str, encoding: str | None) -> str:
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    if not data.strip():
        raise InputError(f"{file}: it is empty; give a table with a header line")
    try:
        return decode(data, encoding)[0]
    except InputError as error:
        raise InputError(f"{file}: {error}") from None


def _header(file: str, text: str, delimiter: str, column: str) -> list[str]:
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if column not in header:
        raise click.UsageError(f"{file}: there is no column {column!r}; the columns are {', '.join(header)}")
    return header


def _rows(file: str, text: str, delimiter: str, width: int) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(reader)
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != width:
                raise InputError(
                    f"{file}, line {reader.line_num}: {len(row)} columns where the header has {width}; mend the line"
                )
            yield row
    except csv.Error as error:
        raise InputError(
            f"{file}, line {reader.line_num}: it is not CSV ({error}); check the quotes"
        ) from error
