"""Tables in, the same tables with canonical names out. Distinct names are worked on once, rows only pass by.

Two passes over each file: the first collects the distinct names, the second writes every row with its answer behind
it. Memory grows with the distinct names (some 300 bytes each), not with the rows.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from translit.batch import checkpoint
from translit.batch.entities import Answers, Found, Gather
from translit.batch.files import (
    Row,
    Table,
    Writer,
    aside,
    check_writable,
    digest,
    free_names,
    guarded,
    parquet_names,
    rows,
    text_to_parquet,
    write_parquet,
)
from translit.errors import InputError

ADDED = ("canonical_id", "native", "label", "language", "confidence")
_NOTHING = ("", "", "", "", "")
# Parts of a name that a column may hold; together they make "family, given patronymic".
ROLES = ("family", "given", "patronymic")

# Gives each entity's spellings lasting ids: entities with their spellings in; for each, its spellings' entities out.
Settle = Callable[[Sequence[tuple[Found, tuple[str, ...]]]], Sequence[Mapping[str, Found]]]


@dataclass(frozen=True, slots=True)
class Field:
    """The columns that together hold one name; `roles` tells what part each holds ("" for a whole name).

    >>> Field(("last", "first"), ("family", "given")).name(["No", "Kwang-chol"])
    'No, Kwang-chol'
    >>> Field(("name",)).name([" No Kwang-chol "])
    'No Kwang-chol'
    """

    columns: tuple[str, ...]
    roles: tuple[str, ...] = ()

    def name(self, cells: Sequence[str]) -> str:
        """The name that these cells hold, "" when they are empty."""
        if not self.roles:
            return " ".join(" ".join(cells).split()) if len(cells) > 1 else cells[0].strip()
        by_role = {role: cell.strip() for role, cell in zip(self.roles, cells, strict=True) if cell.strip()}
        rest = " ".join(by_role[role] for role in ("given", "patronymic") if role in by_role)
        return ", ".join(filter(None, (by_role.get("family", ""), rest)))


@dataclass(frozen=True, slots=True)
class Job:
    """A table and where it goes: a path, written aside and renamed, or an open stream."""

    table: Table
    target: Path | TextIO
    form: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the tables. Paths are None for what is not wanted.

    `bad` takes the rows that could not be read, as CSV: file, line, reason, row. `guard` and `mark` are for
    spreadsheets (see `Writer`). `memory` is DuckDB's limit, as "1GB"; empty: DuckDB's own.
    """

    fields: tuple[Field, ...]
    guard: bool = False
    mark: bool = False
    mapping: Path | None = None
    entities: Path | None = None
    bad: Path | None = None
    checkpoint: Path | None = None
    facts: Mapping[str, str] | None = None
    memory: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `troubles` are the first few broken rows, in words."""

    rows: int
    names: int
    entities: int
    broken: int
    troubles: tuple[str, ...] = ()
    resumed: bool = False


def normalise(
    jobs: Sequence[Job],
    plan: Plan,
    gather: Gather,
    settle: Settle | None = None,
    extra: Sequence[str] = (),
    tick: Callable[[str, int, int], None] = lambda stage, done, whole: None,
) -> Summary:
    """Write every table with its names' entities behind its rows. Names of all tables are gathered together.

    `extra` are names known from before: they take part in the gathering and are not written. `tick` is told the stage
    and how much of it is done. Raises InputError when a file cannot be used; then nothing is written.
    """
    counts: dict[str, int] = {}
    troubles: list[str] = []
    for path in (*(job.target for job in jobs), plan.mapping, plan.entities, plan.bad):
        if isinstance(path, Path):
            check_writable(path)
    with contextlib.ExitStack() as stack:
        bad = _Bad(plan.bad, stack, troubles, plan.guard)
        total = 0
        for job in jobs:
            total += _collect(job.table, plan, counts, bad, tick)
        counts.pop("", None)
        if total and not counts and not bad.count:
            files = ", ".join(job.table.name for job in jobs)
            raise InputError(f"{files}: no row has a name in it. Check the columns' contents.")
        names = list(counts)
        answers, resumed = Answers((), ()), False
        if names:
            answers, resumed = _answers(names, counts, extra, jobs, plan, gather, tick)
        if settle is not None:
            answers = _settled(names, answers, settle, len(names))
        # Rows are looked up a hundred million times: one dict from the name to what is written behind its row.
        index = {name: number for number, name in zip(answers.index, names, strict=False)}
        targets = [_opened(job, stack) for job in jobs]
        for path, write in ((plan.mapping, _mapping), (plan.entities, _entities)):
            if path is not None:
                write(stack.enter_context(aside(path)), path, counts, index, answers.found, plan)
        for job, target in zip(jobs, targets, strict=True):
            _write(job, target, plan, index, answers.found, tick)
    if plan.checkpoint is not None:
        plan.checkpoint.unlink(missing_ok=True)
    entities = len(set(index.values()))
    return Summary(total, len(names), entities, bad.count, tuple(troubles), resumed)


# ---------------------------------------------------------------- names in


class _Bad:
    """Where broken rows go: a CSV file that appears when there is one, and the first few into a list of messages."""

    __slots__ = ("_guard", "_path", "_stack", "_troubles", "_writer", "count")

    def __init__(
        self, path: Path | None, stack: contextlib.ExitStack, troubles: list[str], guard: bool
    ) -> None:
        self._path = path
        self._guard = guard
        self._stack = stack
        self._troubles = troubles
        self._writer: Callable[[Sequence[object]], object] | None = None
        self.count = 0

    def add(self, table: Table, row: Row) -> None:
        """Set a broken row aside."""
        self.count += 1
        if len(self._troubles) < 20:
            self._troubles.append(f"{table.name}, line {row.line}: {row.trouble}")
        if self._path is None:
            return
        if self._writer is None:
            part = self._stack.enter_context(aside(self._path))
            # The bytes that were not in the encoding come out as they came in.
            stream = self._stack.enter_context(
                part.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            )
            self._writer = _rows_into(stream, self._guard)
            self._writer(("file", "line", "reason", "row"))
        self._writer((Path(table.name).name, row.line, row.trouble, row.raw.rstrip("\r\n")))


def _collect(
    table: Table, plan: Plan, counts: dict[str, int], bad: _Bad, tick: Callable[[str, int, int], None]
) -> int:
    """Count the names of one table; gives its number of rows."""
    total = 0
    if table.form == "parquet":
        for number, field in enumerate(plan.fields):
            for cells, count in parquet_names(table, field.columns, plan.memory):
                name = field.name(cells)
                counts[name] = counts.get(name, 0) + count
                total += count if number == 0 else 0
        return total
    places = [
        (field, tuple(table.columns.index(column) for column in field.columns)) for field in plan.fields
    ]
    whole = (
        places[0][1][0] if len(places) == 1 and not plan.fields[0].roles and len(places[0][1]) == 1 else None
    )
    size, read = max(1, table.path.stat().st_size), 0
    for row in _guarded(table):
        if row.trouble:
            bad.add(table, row)
            continue
        if not row.cells:
            continue
        total += 1
        if whole is not None:
            name = row.cells[whole].strip()
            counts[name] = counts.get(name, 0) + 1
        else:
            for field, columns in places:
                name = field.name([row.cells[place] for place in columns])
                counts[name] = counts.get(name, 0) + 1
        read += len(row.raw)
        if not total & 0xFFFF:
            tick("reading", min(read, size), size)
    tick("reading", size, size)
    return total


def _guarded(table: Table) -> Iterator[Row]:
    """The rows of a text table; a decoder that cannot go on is told as a trouble of the file."""
    try:
        yield from rows(table)
    except UnicodeError as error:
        raise InputError(
            f"{table.name}: it is not {table.encoding} throughout ({error}). Say the encoding, as --encoding cp1251."
        ) from error


# ---------------------------------------------------------------- answers


def _answers(
    names: Sequence[str],
    counts: Mapping[str, int],
    extra: Sequence[str],
    jobs: Sequence[Job],
    plan: Plan,
    gather: Gather,
    tick: Callable[[str, int, int], None],
) -> tuple[Answers, bool]:
    facts = {**(plan.facts or {}), "input": _input(jobs, plan)} if plan.checkpoint is not None else {}
    if plan.checkpoint is not None:
        kept = checkpoint.load(plan.checkpoint, facts)
        if kept is not None:
            return kept, True
    more = [name for name in extra if name not in counts]
    done = 0

    def step(steps: int) -> None:
        nonlocal done
        done += steps
        tick("gathering", done, len(names) + len(more))

    # Names known from before stand behind the table's own, with no count: they join and do not vote.
    answers = gather([*names, *more], [*(counts[name] for name in names), *([0] * len(more))], step)
    answers = _trimmed(answers, len(names))
    if plan.checkpoint is not None:
        checkpoint.save(plan.checkpoint, facts, answers)
    return answers, False


def _trimmed(answers: Answers, size: int) -> Answers:
    """The answers for the first names only, without the entities that none of them is in."""
    if len(answers.index) == size:
        return answers
    used = sorted(set(answers.index[:size]))
    place = {old: new for new, old in enumerate(used)}
    return Answers(
        [place[number] for number in answers.index[:size]], [answers.found[number] for number in used]
    )


def _settled(names: Sequence[str], answers: Answers, settle: Settle, size: int) -> Answers:
    """Answers with the ids that a registry gives; one entity's names may be known there under several."""
    members: list[list[str]] = [[] for _ in answers.found]
    for name, number in zip(names, answers.index, strict=True):
        members[number].append(name)
    given = settle(
        [(found, tuple(sorted(texts))) for found, texts in zip(answers.found, members, strict=True)]
    )
    place: dict[str, int] = {}
    found: list[Found] = []
    index = []
    for name, number in zip(names, answers.index, strict=True):
        entity = given[number][name]
        if entity.id not in place:
            place[entity.id] = len(found)
            found.append(entity)
        index.append(place[entity.id])
    return Answers(index, found)


def _input(jobs: Sequence[Job], plan: Plan) -> str:
    """A hash of the tables' bytes, in the order given, and of the columns that hold the names."""
    total = hashlib.sha256()
    for job in jobs:
        total.update(digest(job.table.path).encode())
        total.update(f"{job.table.form} {job.table.encoding} {job.table.delimiter}".encode())
    total.update(json.dumps([(field.columns, field.roles) for field in plan.fields]).encode())
    return total.hexdigest()


# ---------------------------------------------------------------- rows out


def _opened(job: Job, stack: contextlib.ExitStack) -> Path | TextIO:
    return stack.enter_context(aside(job.target)) if isinstance(job.target, Path) else job.target


def _cells(entity: Found) -> tuple[str, ...]:
    return (entity.id, entity.native, entity.label, entity.language, f"{entity.confidence:.4f}")


def _headings(plan: Plan) -> list[str]:
    """The added columns: once for one field, else once for each, with its first column's name in front."""
    if len(plan.fields) == 1:
        return list(ADDED)
    return [f"{field.columns[0]}_{name}" for field in plan.fields for name in ADDED]


def _numbers(headings: Sequence[str]) -> list[str]:
    """Those of the added columns that hold numbers."""
    return [name for place, name in enumerate(headings) if ADDED[place % len(ADDED)] == "confidence"]


def _write(
    job: Job,
    target: Path | TextIO,
    plan: Plan,
    index: Mapping[str, int],
    found: Sequence[Found],
    tick: Callable[[str, int, int], None],
    anew: bool = False,
) -> None:
    if job.table.form == "parquet":
        assert isinstance(target, Path), "Parquet cannot be streamed; the command refuses it"
        _write_from_parquet(job.table, target, plan, index, found)
        return
    if job.form == "parquet":
        assert isinstance(target, Path), "Parquet cannot be streamed; the command refuses it"
        form = "jsonl" if job.table.form == "jsonl" else "csv"
        text = target.with_name(target.name + ".text")
        try:
            _write(replace(job, form=form), text, plan, index, found, tick, anew=form == "csv")
            headings = _headings(plan)
            added = free_names(job.table.columns, headings)
            names = dict(zip(headings, added, strict=True))
            columns = (*free_names((), job.table.columns), *added)
            text_to_parquet(text, form, target, columns, [names[name] for name in _numbers(headings)])
        finally:
            text.unlink(missing_ok=True)
        return
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as stream:
            _write(job, stream, plan, index, found, tick, anew)
        return
    table = job.table
    headings = _headings(plan)
    writer = Writer(
        table,
        headings,
        target,
        job.form,
        guard=plan.guard,
        mark=plan.mark and not anew,
        numbers=_numbers(headings),
        anew=anew,
    )
    places = [
        (field, tuple(table.columns.index(column) for column in field.columns)) for field in plan.fields
    ]
    size, read, count = max(1, table.path.stat().st_size), 0, 0
    known: dict[tuple[int, ...], str] = {}
    for row in _guarded(table):
        if row.trouble:
            continue
        behind = ""
        if row.cells:
            key = tuple(
                index.get(field.name([row.cells[p] for p in columns]), -1) for field, columns in places
            )
            got = known.get(key)
            if got is None:
                cells = [
                    cell for number in key for cell in (_cells(found[number]) if number >= 0 else _NOTHING)
                ]
                got = known[key] = writer.behind(cells)
            behind = got
        writer.write(row, behind)
        read += len(row.raw)
        count += 1
        if not count & 0xFFFF:
            tick("writing", min(read, size), size)
    tick("writing", size, size)


def _write_from_parquet(
    table: Table, target: Path, plan: Plan, index: Mapping[str, int], found: Sequence[Found]
) -> None:
    """One field after another, each over the file that the last one made."""
    source, spare = table, target.with_name(target.name + ".last")
    try:
        for number, field in enumerate(plan.fields):
            if number:
                target.replace(spare)
                source = replace(source, path=spare, columns=(*source.columns, *ADDED))
            headings = _headings(plan)[number * len(ADDED) : (number + 1) * len(ADDED)]

            def answers(source: Table = source, field: Field = field) -> Iterator[tuple[str, ...]]:
                for cells, _ in parquet_names(source, field.columns, plan.memory):
                    place = index.get(field.name(cells))
                    yield (*cells, *(_NOTHING if place is None else _cells(found[place])))

            write_parquet(source, field.columns, headings, answers(), target, plan.memory, _numbers(headings))
    finally:
        spare.unlink(missing_ok=True)


def _rows_into(stream: TextIO, guard: bool) -> Callable[[Sequence[object]], object]:
    """What writes a row of CSV; with `guard`, cells that a spreadsheet would run get a ' in front."""
    row = csv.writer(stream, lineterminator="\n").writerow
    return (lambda cells: row([guarded(str(cell)) for cell in cells])) if guard else row


def _mapping(
    part: Path,
    _path: Path,
    counts: Mapping[str, int],
    index: Mapping[str, int],
    found: Sequence[Found],
    plan: Plan,
) -> None:
    """Distinct name → entity, as CSV, by name."""
    with part.open("w", encoding="utf-8-sig" if plan.mark else "utf-8", newline="") as stream:
        write = _rows_into(stream, plan.guard)
        write(("name", "count", *ADDED))
        for name in sorted(counts):
            write((name, counts[name], *_cells(found[index[name]])))


def _entities(
    part: Path,
    path: Path,
    counts: Mapping[str, int],
    index: Mapping[str, int],
    found: Sequence[Found],
    plan: Plan,
) -> None:
    """Entities with their spellings and counts, the most frequent spelling first; JSON lines, or CSV by the name's ending."""
    members: dict[int, list[tuple[str, int]]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        members.setdefault(index[name], []).append((name, counts[name]))
    order = sorted(members, key=lambda number: found[number].id)
    table = path.suffix.lower() == ".csv"
    with part.open("w", encoding="utf-8-sig" if plan.mark and table else "utf-8", newline="") as stream:
        write = _rows_into(stream, plan.guard)
        if table:
            write((*ADDED, "kind", "count", "spelling"))
        for number in order:
            entity = found[number]
            if table:
                for name, count in members[number]:
                    write((*_cells(entity), entity.kind, count, name))
                continue
            value = {
                "id": entity.id,
                "native": entity.native,
                "label": entity.label,
                "language": entity.language,
                "confidence": round(entity.confidence, 4),
                "kind": entity.kind,
                "variants": dict(members[number]),
            }
            stream.write(json.dumps(value, ensure_ascii=False) + "\n")
