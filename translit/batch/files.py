"""Tables in files: rows in with their raw text, rows out with cells added, and nothing else changed.

A row of CSV, TSV or JSON lines is carried as it was written, and the new cells are put behind it; so the quoting,
the order, the spaces and the numbers of the input come out as they went in. Only a formula guard re-writes a row,
and only one that needs it. Parquet goes through DuckDB, which keeps the types.

A row that cannot be read is never dropped in silence: it comes out of `rows` with the reason.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import re
import stat
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, TextIO

from translit.documents import check_encoding, decode
from translit.errors import InputError

FORMS = ("csv", "tsv", "jsonl", "parquet")
_ENDINGS: Mapping[str, str] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
# Tried in this order when the columns asked for are not in a header cut at the format's own delimiter.
_DELIMITERS = (",", "\t", ";", "|")
# A record that goes on over more lines than this has an unclosed quote, not a long note.
_LONGEST = 500
_SAMPLE = 1 << 20
# OWASP ASVS 1.2.10: a spreadsheet runs a cell that starts so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


@dataclass(frozen=True, slots=True)
class Table:
    """One input file and how it is written. `header` is the raw first line (CSV and TSV), `columns` what it names;
    `called` is what a user knows the file by, where that is not its path."""

    path: Path
    form: str
    encoding: str = "utf-8"
    delimiter: str = ","
    columns: tuple[str, ...] = ()
    header: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """What messages call the file."""
        return self.called or str(self.path)


class Row(NamedTuple):
    """One row: the line it starts on (from 1), its raw text, its cells by column, and what is wrong with it, or ""."""

    line: int
    raw: str
    cells: Sequence[str]
    trouble: str = ""


def form_of(path: str | Path, given: str | None = None) -> str:
    """The format of a file, by what the user says or by its name's ending; CSV when neither tells.

    >>> form_of("names.parquet"), form_of("-"), form_of("names.txt", "tsv")
    ('parquet', 'csv', 'tsv')
    """
    return given or _ENDINGS.get(Path(path).suffix.lower(), "csv")


def open_table(
    path: Path,
    wanted: Sequence[str] = (),
    form: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    called: str = "",
) -> Table:
    """What a file is, found from its name and its first megabyte; `wanted` are the columns that it must have.

    `called` is what messages call it, when that is not its path. Raises InputError when the file is empty, is no text,
    or has no such column; the message names those it has.
    """
    called = called or str(path)
    if form not in (None, *FORMS):
        raise InputError(f"{called}: no format {form!r}. Choose one of {', '.join(FORMS)}.")
    if not path.exists():
        raise InputError(f"{called}: there is no such file. Check the name.")
    if path.is_dir():
        raise InputError(f"{called}: is a folder. Name the files in it, as {path}/*.csv.")
    if not path.stat().st_size:
        raise InputError(f"{called}: it is empty. Give a table with a header line.")
    form = form or _form_within(path, called)
    if form == "parquet":
        return _checked(Table(path, form, columns=_parquet_columns(path, called), called=called), wanted)
    encoding = _encoding(path, encoding, called)
    if form == "jsonl":
        columns = _json_columns(path, encoding, called)
        return _checked(Table(path, form, encoding, columns=columns, called=called), wanted)
    table = _header(Table(path, form, encoding, delimiter or ("\t" if form == "tsv" else ","), called=called))
    most = table  # what to show of a header that has none of the columns
    for other in _DELIMITERS if delimiter is None else ():
        if set(wanted) <= set(table.columns) and (wanted or len(table.columns) > 1):
            break
        with contextlib.suppress(InputError):
            cut = _header(replace(table, delimiter=other))
            if len(cut.columns) > len(most.columns):
                most = cut
            if set(wanted) <= set(cut.columns) and len(cut.columns) > len(table.columns):
                table = cut
    return _checked(table if set(wanted) <= set(table.columns) else most, wanted)


def _form_within(path: Path, called: str) -> str:
    """The format by the name's ending, or, where that tells nothing, by how the file begins."""
    known = _ENDINGS.get(path.suffix.lower())
    with path.open("rb") as stream:
        head = stream.read(_BEGINNING)
    for start, what, cure in _FOREIGN if known != "parquet" else ():
        if head.startswith(start):
            raise InputError(f"{called}: it is {what}. {cure}")
    if known is not None:
        return known
    if head.startswith(b"PAR1"):
        return "parquet"
    if _BEGINS_ARRAY.match(head):
        raise InputError(
            f"{called}: it is one JSON array. Give an object on each line: jq -c '.[]' FILE | translit normalise - …"
        )
    return "jsonl" if _BEGINS_JSON.match(head) else "csv"


_BEGINNING = 4096
_BEGINS_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
_BEGINS_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
# What people take for a table that can be read as it is, how it begins, and what to do with it.
_FOREIGN = (
    (b"\x1f\x8b", "compressed (gzip)", "Unpack it: gunzip -c FILE | translit normalise - …"),
    (b"BZh", "compressed (bzip2)", "Unpack it: bunzip2 -c FILE | translit normalise - …"),
    (b"\xfd7zXZ\x00", "compressed (xz)", "Unpack it: xz -dc FILE | translit normalise - …"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "Unpack it: zstd -dc FILE | translit normalise - …"),
    (
        b"PK\x03\x04",
        "an Excel workbook or another archive (ZIP)",
        "Save the sheet as CSV UTF-8 and give that.",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV UTF-8 and give that."),
    (b"%PDF", "a PDF", "Save its table as CSV and give that."),
    (b"SQLite format 3", "a database (SQLite)", "Write the table out as CSV and give that."),
)


def rows(table: Table) -> Iterator[Row]:
    """The rows of a table in order, the broken ones among them. Empty lines of CSV come with no cells and no trouble.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "t.csv"
    ...     _ = path.write_text('id,name\\n1,"No, Kwang-chol"\\n2\\n', "utf-8")
    ...     for row in rows(open_table(path, ["name"])):
    ...         print(row.line, list(row.cells), repr(row.trouble))
    2 ['1', 'No, Kwang-chol'] ''
    3 ['2'] 'it has 1 cell where the header has 2'
    """
    if table.form == "jsonl":
        return _json_rows(table)
    if table.form == "parquet":
        raise InputError(f"{table.name}: Parquet has no lines. Read it with `parquet_names`.")
    return _csv_rows(table)


def _checked(table: Table, wanted: Sequence[str]) -> Table:
    for column in wanted:
        if column not in table.columns:
            raise InputError(
                f"{table.name}: there is no column {column!r}. Its columns are: {', '.join(table.columns)}."
            )
        if table.columns.count(column) > 1:
            raise InputError(
                f"{table.name}: {table.columns.count(column)} columns are called {column!r}. "
                "Give each a name of its own in the header."
            )
    return table


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# ---------------------------------------------------------------- text


def _encoding(path: Path, given: str | None, called: str) -> str:
    """The encoding of a file, from the first part of it that is not plain ASCII."""
    if given is not None:
        return check_encoding(given)
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        marked = sample[:4]
        while sample.isascii() and b"\0" not in sample[:1000]:
            more = stream.read(_SAMPLE)
            if not more:
                break
            sample = more
    if not marked.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in sample[:1000]:
        # Cut at line ends, so that no character is cut in two.
        start, stop = sample.find(b"\n") + 1, sample.rfind(b"\n")
        if not sample.startswith(marked):
            sample = sample[start:]
        if len(sample) >= _SAMPLE // 2 and stop > 0:
            sample = sample[: sample.rfind(b"\n")]
    elif len(sample) % 2:
        sample = sample[:-1]
    try:
        return decode(sample)[1]
    except InputError as error:
        raise InputError(f"{called}: {error}") from error


def _stream(table: Table) -> TextIO:
    """The text of a file, line ends as they are. A byte that is not in the encoding becomes a lone surrogate, so that
    its row can be told from the others; UTF-16 cannot be read on after a broken unit, and raises."""
    wide = table.encoding.startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
    return table.path.open(
        encoding=table.encoding, newline="", errors="strict" if wide else "surrogateescape"
    )


def _broken(text: str) -> str:
    """The first byte of a text that was not in the file's encoding, or ""."""
    if text.isascii():
        return ""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"0x{ord(text[error.start]) & 0xFF:02X}"
    return ""


def _header(bare: Table) -> Table:
    """The table with its header."""
    try:
        first = next(_csv_records(bare), None)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{bare.name}: a byte is not {bare.encoding}. Say the encoding, as --encoding cp1251."
        ) from error
    if first is None or not any(cell.strip() for cell in first.cells):
        raise InputError(f"{bare.name}: its first line is empty. Give a table with a header line.")
    if _broken(first.raw):
        raise InputError(
            f"{bare.name}, line 1: byte {_broken(first.raw)} is not {bare.encoding}. "
            "Say the encoding, as --encoding cp1251."
        )
    return replace(bare, columns=tuple(first.cells), header=first.raw)


def _csv_rows(table: Table) -> Iterator[Row]:
    records = _csv_records(table)
    next(records)
    width = len(table.columns)
    for row in records:
        sound = len(row.cells) == width and row.raw.isascii()
        if sound or (not row.cells and not row.trouble and width > 1):
            yield row
        elif not row.cells and not row.trouble:
            yield Row(row.line, row.raw, ("",))
        else:
            trouble = row.trouble
            if not trouble and len(row.cells) != width:
                many = "cell" if len(row.cells) == 1 else "cells"
                trouble = f"it has {len(row.cells)} {many} where the header has {width}"
            if not trouble and _broken(row.raw):
                trouble = f"byte {_broken(row.raw)} is not {table.encoding}"
            yield Row(row.line, row.raw, row.cells, trouble) if trouble else row


def _csv_records(table: Table) -> Iterator[Row]:
    """Records with their raw text. A record with an unclosed quote gives its first line as a broken row; the rest is
    read again, so one slip does not swallow the file."""
    pushed: deque[str] = deque()
    taken: list[str] = []
    cut = False
    with _stream(table) as stream:
        first = stream.read(1)
        if first and first != "\ufeff":
            first += stream.readline() if first != "\n" else ""
            pushed.append(first)

        def lines() -> Iterator[str]:
            nonlocal cut
            while len(taken) < _LONGEST:
                line = pushed.popleft() if pushed else stream.readline()
                if not line:
                    break
                taken.append(line)
                yield line
            # The reader asks for a line only between records or inside one; then a quotation mark is open.
            cut = bool(taken)

        number = 1
        while True:
            cut = False
            reader = csv.reader(lines(), delimiter=table.delimiter)
            trouble = "a quotation mark is not closed"
            try:
                for cells in reader:
                    if cut:
                        break
                    raw = taken[0] if len(taken) == 1 else "".join(taken)
                    yield Row(number, raw, cells)
                    number += len(taken)
                    taken.clear()
            except csv.Error as error:
                trouble = str(error)
            if not taken:
                return
            # What was read is no record: its first line is broken, the others get another chance.
            pushed.extendleft(reversed(taken[1:]))
            yield Row(number, taken[0], (), trouble)
            number += 1
            taken.clear()


def _json_columns(path: Path, encoding: str, called: str) -> tuple[str, ...]:
    """Every key that occurs in the file: JSON lines have no header, and a new key must not meet an old one."""
    keys: dict[str, None] = {}
    table = Table(path, "jsonl", encoding)
    found = False
    with _stream(table) as stream:
        for line in stream:
            with contextlib.suppress(ValueError):
                value = json.loads(line.removeprefix("\ufeff"))
                if isinstance(value, dict):
                    found = True
                    keys.update(dict.fromkeys(value))
    if not found:
        raise InputError(
            f"{called}: no line is a JSON object. Write one a line, or say the format, as --format csv."
        )
    return tuple(keys)


def _json_rows(table: Table) -> Iterator[Row]:
    with _stream(table) as stream:
        for number, line in enumerate(stream, 1):
            raw = line.removeprefix("\ufeff") if number == 1 else line
            if not raw.strip():
                yield Row(number, raw, ())
                continue
            try:
                value = json.loads(raw)
            except ValueError as error:
                yield Row(number, raw, (), f"it is not JSON ({error})")
                continue
            if not isinstance(value, dict):
                yield Row(number, raw, (), "it is not a JSON object")
            elif _broken(raw):
                yield Row(number, raw, (), f"byte {_broken(raw)} is not {table.encoding}")
            else:
                got = (value.get(column) for column in table.columns)
                # Half of a surrogate pair, which JSON can spell and no file can hold, is no letter of a name.
                yield Row(number, raw, [_sound(cell) if isinstance(cell, str) else "" for cell in got])


def _sound(text: str) -> str:
    if text.isascii() or not _broken(text):
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


# ---------------------------------------------------------------- writing


class Writer:
    """Writes rows of one table with cells added, in the table's own format or another text format.

    With `guard`, a cell that a spreadsheet would run as a formula gets a ' in front; with `mark`, the file starts with
    a byte-order mark. Both are for spreadsheets, and the first changes data. `numbers` are those of the added columns
    whose cells JSON writes as numbers (null for an empty one). With `anew`, rows are not carried as they were written.
    """

    __slots__ = (
        "_added",
        "_columns",
        "_delimiter",
        "_form",
        "_guard",
        "_keys",
        "_numbers",
        "_of_json",
        "_quoted",
        "_raw",
        "_stream",
    )

    def __init__(
        self,
        table: Table,
        added: Sequence[str],
        stream: TextIO,
        form: str,
        *,
        guard: bool = False,
        mark: bool = False,
        numbers: Sequence[str] = (),
        anew: bool = False,
    ) -> None:
        self._stream = stream
        self._form = form
        self._columns = table.columns
        # of two columns of one name JSON would keep only one
        self._keys = free_names((), table.columns)
        self._numbers = tuple(name in numbers for name in added)
        self._of_json = table.form == "jsonl"
        self._added = free_names(table.columns, added)
        self._raw = form == table.form and not anew
        self._delimiter = table.delimiter if self._raw else ("\t" if form == "tsv" else ",")
        self._guard = guard
        # Cells repeat as often as names do; what was quoted once is kept by the caller through `cells`.
        self._quoted = "".join(self._delimiter + self.cell(name) for name in self._added)
        if mark:
            stream.write("\ufeff")
        if form != "jsonl":
            stream.write(
                _behind(table.header, self._quoted)
                if self._raw
                else self._record([*table.columns, *self._added], "\n")
            )

    def cell(self, text: str) -> str:
        """A cell as this format writes it: quoted when it must be."""
        if self._guard:
            text = guarded(text)
        if self._delimiter in text or '"' in text or "\n" in text or "\r" in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    def behind(self, cells: Sequence[str]) -> str:
        """The cells to add, written once for all rows that get them; give it to `write`."""
        if self._form == "jsonl":
            return ", ".join(
                f"{json.dumps(name, ensure_ascii=False)}: "
                f"{(cell or 'null') if number else json.dumps(cell, ensure_ascii=False)}"
                for name, cell, number in zip(self._added, cells, self._numbers, strict=True)
            )
        return "".join(self._delimiter + self.cell(cell) for cell in cells)

    def write(self, row: Row, behind: str) -> None:
        """A row with what `behind` gave; an empty line stays empty."""
        if not row.cells and not row.raw.strip():
            if self._raw:
                self._stream.write(row.raw)
        elif self._form == "jsonl":
            if self._raw:
                body = row.raw.rstrip()
                inner = body[:-1].rstrip()
                end = row.raw[len(body) :] or "\n"
                self._stream.write(f"{inner}{'' if inner.endswith('{') else ', '}{behind}}}{end}")
            else:
                pairs = json.dumps(dict(zip(self._keys, row.cells, strict=True)), ensure_ascii=False)
                self._stream.write(f"{pairs[:-1]}, {behind}}}\n")
        elif self._raw and not (self._guard and any(cell.startswith(_FORMULA) for cell in row.cells)):
            self._stream.write(_behind(row.raw, behind))
        else:
            end = row.raw[len(row.raw.rstrip("\r\n")) :] if self._raw else "\n"
            cells = _json_cells(row.raw, self._columns) if self._of_json else row.cells
            self._stream.write(_behind(self._record(cells, end), behind))

    def _record(self, cells: Sequence[str], end: str) -> str:
        return self._delimiter.join(map(self.cell, cells)) + end


def guarded(text: str) -> str:
    """A cell with a ' in front when a spreadsheet would run it as a formula.

    >>> guarded("=1+1"), guarded("No Kwang-chol")
    ("'=1+1", 'No Kwang-chol')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def _json_cells(raw: str, columns: Sequence[str]) -> list[str]:
    """The values of a JSON line as cells of a table: texts as they are, null as nothing, all else as JSON writes it."""
    value = json.loads(raw, parse_float=_Spelled)
    return [_json_cell(value.get(column)) for column in columns]


class _Spelled(float):
    """A number that keeps its spelling: 1.50 is no 1.5 to who compares files."""

    text: str

    def __new__(cls, text: str) -> _Spelled:
        made = super().__new__(cls, text)
        made.text = text
        return made


def _json_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, _Spelled):
        return value.text
    return _sound(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _behind(raw: str, cells: str) -> str:
    """A raw line with cells put between its text and its line end."""
    body = raw.rstrip("\r\n")
    return body + cells + raw[len(body) :]


def free_names(columns: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """Names for added columns that no column bears yet.

    >>> free_names(["id", "label"], ["native", "label"])
    ('native', 'label_2')
    """
    names: list[str] = []
    for name in added:
        number, candidate = 1, name
        while candidate in columns or candidate in names:
            number += 1
            candidate = f"{name}_{number}"
        names.append(candidate)
    return tuple(names)


@contextlib.contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A path beside the target to write to; it takes the target's name when all is written, and goes away when not.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with aside(Path(folder) / "x.txt") as part:
    ...         _ = part.write_text("whole")
    ...     (Path(folder) / "x.txt").read_text(), len(os.listdir(folder))
    ('whole', 1)
    """
    if _is_special(path):
        yield path
        return
    if path.is_symlink():
        path = Path(os.path.realpath(path))  # the file behind it is written, and the link stays
    handle, name = _made_aside(path)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files that only their owner may read; give this one the rights that any new file gets.
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~mask)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _is_special(path: Path) -> bool:
    """Whether a path is a device or a named pipe, which has no "aside" to be renamed from."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _made_aside(path: Path) -> tuple[int, str]:
    if path.is_dir() or not path.parent.is_dir():
        what = "it is a folder" if path.is_dir() else f"the folder {path.parent} does not exist"
        raise InputError(f"{path}: {what}. Name a file in a folder that exists.")
    try:
        return tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise InputError(
            f"{path}: it cannot be written ({error.strerror}). Check the rights of {path.parent}."
        ) from error


def check_writable(path: Path) -> None:
    """Raises InputError when a file cannot be made there: better before the work than after it.

    >>> check_writable(Path("no such folder/names.csv"))
    Traceback (most recent call last):
        ...
    translit.errors.InputError: no such folder/names.csv: the folder no such folder does not exist. Name a file in a ...
    """
    if not _is_special(path):
        handle, name = _made_aside(path)
        os.close(handle)
        Path(name).unlink(missing_ok=True)


# ---------------------------------------------------------------- Parquet


def _parquet_columns(path: Path, called: str) -> tuple[str, ...]:
    import duckdb

    try:
        shown = duckdb.connect().execute("SELECT * FROM read_parquet($1) LIMIT 0", [str(path)])
    except duckdb.Error as error:
        raise InputError(
            f"{called}: it is not Parquet ({str(error).splitlines()[0]}). Say what it is, as --format csv."
        ) from error
    return tuple(column[0] for column in shown.description)


def parquet_names(
    table: Table, columns: Sequence[str], memory: str = ""
) -> Iterator[tuple[tuple[str, ...], int]]:
    """The distinct contents of some columns of a Parquet file, with their counts, by first appearance."""
    import duckdb

    connection = duckdb.connect()
    if memory:
        connection.execute("SET memory_limit = $1", [memory])
    cells = ", ".join(f"coalesce(CAST({_quote(column)} AS VARCHAR), '')" for column in columns)
    query = (
        f"SELECT {cells}, count(*) FROM read_parquet($1, file_row_number = true) "
        f"GROUP BY {', '.join(str(n + 1) for n in range(len(columns)))} ORDER BY min(file_row_number)"
    )
    with _told(table.name):
        result = connection.execute(query, [str(table.path)])
        while portion := result.fetchmany(10_000):
            for *names, count in portion:
                yield tuple(map(str, names)), int(count)


def write_parquet(
    table: Table,
    columns: Sequence[str],
    added: Sequence[str],
    answers: Iterator[tuple[str, ...]],
    target: Path,
    memory: str = "",
    numbers: Sequence[str] = (),
) -> None:
    """A Parquet file with columns added, in its own order. `answers` are rows of the columns' contents and the cells;
    `numbers` those of the added columns that hold numbers."""
    import duckdb

    connection = duckdb.connect()
    if memory:
        connection.execute("SET memory_limit = $1", [memory])
    names = free_names(table.columns, added)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, _told(table.name):
        # By way of a file: it holds more than memory does, and DuckDB loads it faster than rows one by one.
        lookup = Path(folder) / "answers.csv"
        with lookup.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(answers)
        kinds = {f"k{n}": "VARCHAR" for n in range(len(columns))} | {
            f"a{n}": "VARCHAR" for n in range(len(added))
        }
        spelled = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
        connection.execute(f"SET temp_directory = '{_escape(folder)}/spill'")
        connection.execute(
            "CREATE TABLE answers AS SELECT * FROM read_csv($1, header = false, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', nullstr = '\x01', columns = {{{spelled}}}, parallel = false)",
            [str(lookup)],
        )
        keys = " AND ".join(
            f"coalesce(CAST(t.{_quote(column)} AS VARCHAR), '') = m.k{n}" for n, column in enumerate(columns)
        )
        cells = ", ".join(
            f"{_as_number(f'm.a{n}') if heading in numbers else f'm.a{n}'} AS {_quote(name)}"
            for n, (name, heading) in enumerate(zip(names, added, strict=True))
        )
        connection.execute(
            f"COPY (SELECT t.* EXCLUDE (file_row_number), {cells} FROM read_parquet('{_escape(str(table.path))}', "
            f"file_row_number = true) t LEFT JOIN answers m ON {keys} ORDER BY t.file_row_number) "
            f"TO '{_escape(str(target))}' (FORMAT parquet)"
        )


def text_to_parquet(
    written: Path, form: str, target: Path, columns: Sequence[str] = (), numbers: Sequence[str] = ()
) -> None:
    """A CSV or JSON-lines file as Parquet. Of CSV, as `Writer` writes it anew, all `columns` are named; every cell stays
    text but those of the columns of `numbers`."""
    import duckdb

    if form == "csv":
        # Nothing is left to be detected: a note with a # or a line end in it is a cell like another.
        places = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(columns)))
        chosen = ", ".join(
            f"{_as_number(f'c{n}') if name in numbers else f'c{n}'} AS {_quote(name)}"
            for n, name in enumerate(columns)
        )
        reader = (
            f"read_csv('{_escape(str(written))}', header = true, auto_detect = false, delim = ',', quote = '\"', "
            f"escape = '\"', columns = {{{places}}}, parallel = false)"
        )
    else:
        chosen = "*"
        reader = f"read_json('{_escape(str(written))}', format = 'newline_delimited', sample_size = -1)"
    with _told(target):
        duckdb.connect().execute(
            f"COPY (SELECT {chosen} FROM {reader}) TO '{_escape(str(target))}' (FORMAT parquet)"
        )


@contextlib.contextmanager
def _told(path: Path | str) -> Iterator[None]:
    """What DuckDB cannot do, in one line."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise InputError(
            f"{path}: DuckDB gave up ({str(error).splitlines()[0]}). Check the file, and the room on disk and in memory."
        ) from error


def _as_number(cell: str) -> str:
    return f"CAST(nullif({cell}, '') AS DOUBLE)"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _escape(text: str) -> str:
    return text.replace("'", "''")


__all__ = (
    "FORMS",
    "Row",
    "Table",
    "Writer",
    "aside",
    "check_writable",
    "digest",
    "form_of",
    "free_names",
    "guarded",
    "open_table",
    "parquet_names",
    "rows",
    "text_to_parquet",
    "write_parquet",
)
