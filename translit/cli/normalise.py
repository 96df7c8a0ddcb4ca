"""`translit normalise FILE… --column NAME`: tables in, the same tables with canonical names out."""

from __future__ import annotations

import contextlib
import getpass
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

import translit
from translit.batch.entities import Answers, Found
from translit.batch.files import FORMS, Table, form_of, open_table
from translit.batch.gather import gather as _entities
from translit.batch.gather import spare_scipy
from translit.batch.normalise import ROLES, Field, Job, Plan, Settle
from translit.batch.normalise import normalise as run
from translit.cli.console import (
    check_outputs,
    complain,
    counted,
    output_option,
    quiet_options,
    shows_progress,
)
from translit.errors import InputError, MissingExtra
from translit.settings import Settings
from translit.tables import data_version
from translit.wiring import MANY, fast

if TYPE_CHECKING:
    from translit.batch.shelf import Room

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-c",
    "--column",
    "columns",
    required=True,
    multiple=True,
    metavar="NAME",
    help="A column that holds whole names; several are answered each by itself. Or one part of the name a column: "
    "family=NAME, given=NAME, patronymic=NAME.",
)
@output_option
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="How to write; without it, as the input is written."
)
@click.option(
    "--input-format", type=click.Choice(FORMS), help="What the files are; without it, by their names."
)
@click.option(
    "--delimiter", metavar="CHAR", help="What parts the columns; without it, found from the header."
)
@click.option("--encoding", metavar="NAME", help="The files' encoding; without it, it is detected.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Probability that joins two names. [default: 0.5]"
)
@click.option("--mapping", type=_PATH, metavar="OUT", help="Also write distinct name → entity, as CSV.")
@click.option(
    "--entities",
    type=_PATH,
    metavar="OUT",
    help="Also write the entities with their spellings: .jsonl or .csv.",
)
@click.option("--bad", type=_PATH, metavar="OUT", help="Where broken rows go. [default: OUTPUT.bad.csv]")
@click.option(
    "--registry",
    type=_PATH,
    metavar="DB",
    help="Known names keep their ids; new ones are added. Made when missing.",
)
@click.option(
    "--who", metavar="NAME", help="Who runs this, for the registry's log. [default: the user's name]"
)
@click.option("--why", metavar="TEXT", help="Why, for the registry's log. [default: the files' names]")
@click.option(
    "--resume", is_flag=True, help="Keep a checkpoint beside the output, and go on from one that is there."
)
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that read names."
)
@click.option(
    "--memory-limit",
    metavar="SIZE",
    help="Memory that may be used, as 1GB: less is remembered, and what is more goes to disk. About that, not exactly.",
)
@click.option("--excel", is_flag=True, help="For Excel: a byte-order mark, and --guard.")
@click.option(
    "--guard", is_flag=True, help="A ' before cells that a spreadsheet would run as a formula; changes data."
)
@quiet_options
def normalise(
    files: tuple[str, ...],
    columns: tuple[str, ...],
    output: str | None,
    form: str | None,
    input_format: str | None,
    delimiter: str | None,
    encoding: str | None,
    threshold: float | None,
    mapping: Path | None,
    entities: Path | None,
    bad: Path | None,
    registry: Path | None,
    who: str | None,
    why: str | None,
    resume: bool,
    jobs: int,
    memory_limit: str | None,
    excel: bool,
    guard: bool,
    quiet: bool,
    no_progress: bool,
) -> int:
    """Gather the names of tables into entities. Rows and columns keep their order; five columns are added.

    FILE is a CSV, TSV, JSON-lines or Parquet file, or - for standard input. With several files, --output is a folder,
    and the names of all are gathered together.
    """
    settings = Settings() if threshold is None else Settings(threshold=threshold)
    with contextlib.ExitStack() as stack:
        paths = [_path(file, stack) for file in files]
        fields, tables = _tables(files, paths, columns, input_format, encoding, _delimiter(delimiter))
        work = _jobs(files, tables, output, form)
        room = _room(memory_limit, work[0].target)
        first = work[0].target
        checkpoint = None
        if resume:
            if output in (None, "-") or not isinstance(first, Path):
                raise click.UsageError(
                    "--resume keeps its checkpoint beside the output: name one with --output"
                )
            checkpoint = first.with_name(f".{first.name}.checkpoint")
        if bad is None and isinstance(first, Path) and (first.is_file() or not first.exists()):
            bad = first.with_name(f"{first.name}.bad.csv")
        outputs = [("--output", job.target) for job in work if isinstance(job.target, Path)]
        check_outputs(
            [*outputs, ("--mapping", mapping), ("--entities", entities), ("--bad", bad)],
            [file for file in (*files, registry) if file is not None],
        )
        if resume:
            written = (*(job.target for job in work), checkpoint, mapping, entities, bad)
            _sweep([path for path in written if isinstance(path, Path)])
        plan = Plan(
            fields=fields,
            guard=guard or excel,
            mark=excel,
            mapping=mapping,
            entities=entities,
            bad=bad,
            checkpoint=checkpoint,
            facts=None if checkpoint is None else _facts(settings),
            memory=memory_limit or "",
        )
        settle: Settle | None = None
        extra: Sequence[str] = ()
        if registry is not None:
            who, why = who or getpass.getuser(), why or "normalise " + ", ".join(files)
            settle, extra = _registry(registry, who, why, stack)
        tick = stack.enter_context(_progress(shows_progress(quiet, no_progress)))

        def gather(names: Sequence[str], counts: Sequence[int], step: Callable[[int], None]) -> Answers:
            if fast(len(names)):
                spare_scipy()
            elif len(names) >= MANY and not quiet:
                complain(f'{len(names):,} names: much faster with pip install "translit-names[fast]"')
            return _entities(names, counts, step, settings, jobs, room)

        summary = run(work, plan, gather, settle, extra, tick)
    if not quiet:
        again = " (from the checkpoint)" if summary.resumed else ""
        counts = ((summary.rows, "row"), (summary.names, "distinct name"), (summary.entities, "entity"))
        complain(", ".join(counted(number, noun) for number, noun in counts) + again)
    if summary.broken:
        for trouble in summary.troubles[: 5 if bad is not None else None]:
            complain(trouble)
        one = summary.broken == 1
        if bad is not None:
            where = f"{'is' if one else 'are'} in {bad}"
        else:
            where = f"{'was' if one else 'were'} left out; --bad OUT keeps {'it' if one else 'them'}"
        complain(f"{counted(summary.broken, 'row')} could not be read and {where}")
        return 1
    return 0


# ---------------------------------------------------------------- files


def _facts(settings: Settings) -> Mapping[str, str]:
    """What an answer hangs on beside the files."""
    return {"settings": repr(settings), "data version": data_version(), "program": translit.__version__}


def _room(limit: str | None, target: Path | TextIO) -> Room | None:
    """The memory there is; what is put aside stands beside the output, where there is room for as much."""
    if limit is None:
        return None
    try:
        from translit.batch.shelf import Room
    except ImportError as error:
        raise MissingExtra('--memory-limit needs an extra: pip install "translit-names[fast]"') from error
    try:
        return Room.of(limit, target.parent if isinstance(target, Path) else None)
    except ValueError as error:
        raise click.UsageError(f"--memory-limit: {error}") from None


def _path(file: str, stack: contextlib.ExitStack) -> Path:
    """A file that can be read twice; standard input, or a pipe that a shell names, is kept in a temporary one."""
    given = Path(file)
    if file != "-" and (not given.exists() or given.is_file() or given.is_dir()):
        return given
    if file == "-" and (sys.stdin is None or sys.stdin.closed):
        raise InputError("standard input: it is not open. Name a file.")
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    path = Path(folder) / "standard input"
    with path.open("wb") as kept, contextlib.ExitStack() as more:
        source = sys.stdin.buffer if file == "-" else more.enter_context(given.open("rb"))
        shutil.copyfileobj(source, kept)
    return path


def _tables(
    files: Sequence[str],
    paths: Sequence[Path],
    columns: Sequence[str],
    form: str | None,
    encoding: str | None,
    delimiter: str | None,
) -> tuple[tuple[Field, ...], list[Table]]:
    fields: tuple[Field, ...] = ()
    tables: list[Table] = []
    for file, path in zip(files, paths, strict=True):
        # A column may really be called "given=name": the header is asked first.
        called = "standard input" if file == "-" else file
        table = open_table(path, (), form, encoding, delimiter, called)
        fields = fields or _fields(columns, table.columns)
        wanted = [column for field in fields for column in field.columns]
        try:
            tables.append(open_table(path, wanted, form, encoding, delimiter, called))
        except InputError as error:
            if any(table.columns.count(column) != 1 for column in wanted):
                raise click.UsageError(str(error)) from error
            raise
    return fields, tables


def _fields(columns: Sequence[str], header: Sequence[str]) -> tuple[Field, ...]:
    """One field a column of whole names, or one field of all the parts."""
    parts: dict[str, str] = {}
    whole: list[str] = []
    for column in columns:
        role, found, name = column.partition("=")
        if found and role in ROLES and column not in header:
            if role in parts:
                raise click.UsageError(f"--column {column}: {role} is given twice")
            parts[role] = name
        else:
            whole.append(column)
    if parts and whole:
        raise click.UsageError(
            f"--column {whole[0]}: give either whole names or parts (family=, given=), not both"
        )
    if len(set(whole)) < len(whole):
        raise click.UsageError("--column: a column is given twice")
    if parts:
        return (Field(tuple(parts.values()), tuple(parts)),)
    return tuple(Field((column,)) for column in whole)


def _delimiter(given: str | None) -> str | None:
    if given is None:
        return None
    parted = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if len(parted) != 1 or parted in '"\r\n':
        raise click.UsageError(f"--delimiter {given!r}: give one character, or tab")
    return parted


def _jobs(files: Sequence[str], tables: Sequence[Table], output: str | None, form: str | None) -> list[Job]:
    """Each table with its output, by the option, the output's name, or the table's own format."""
    jobs = []
    folder = Path(output) if len(files) > 1 and output not in (None, "-") else None
    if folder is not None and not folder.is_dir():
        raise InputError(
            f"{folder}: there is no such folder. With several files, --output is one that exists."
        )
    if len(files) > 1 and folder is None:
        raise click.UsageError("several files need --output, a folder for their results")
    names = [Path(file).name if file != "-" else "stdin.csv" for file in files]
    if len(set(names)) < len(names):
        raise click.UsageError("several files have one name, and their results would too: run them apart")
    for name, table in zip(names, tables, strict=True):
        if folder is not None:
            target = folder / (name if form is None else f"{Path(name).stem}.{form}")
            jobs.append(Job(table, target, form or table.form))
        elif output in (None, "-"):
            written = form or table.form
            if written == "parquet":
                raise click.UsageError("Parquet is not written to standard output: name a file with --output")
            jobs.append(Job(table, sys.stdout, written))
        else:
            path = Path(str(output))
            if path.suffix.lower() in _OTHERS and not form:
                raise click.UsageError(
                    f"--output {path}: no {path.suffix} is written; name a .csv, .tsv, .jsonl or .parquet "
                    "(for a spreadsheet a .csv with --excel)"
                )
            written = form or (form_of(path) if path.suffix.lower() in _KNOWN else table.form)
            jobs.append(Job(table, path, written))
    if any(job.table.form == "parquet" and job.form != "parquet" for job in jobs):
        raise click.UsageError(
            "Parquet comes out as Parquet: leave --format out, or name the output .parquet"
        )
    return jobs


# Names that promise what is not written.
_OTHERS = frozenset(
    (".xlsx", ".xls", ".ods", ".json", ".xml", ".html", ".gz", ".zip", ".bz2", ".xz", ".zst", ".db")
)
_KNOWN = frozenset((".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".parquet", ".pq"))


def _sweep(targets: Sequence[Path]) -> None:
    """Take away what a killed run left aside of these files."""
    for target in targets:
        for part in target.parent.glob(f".{target.name}.*.part*"):
            part.unlink(missing_ok=True)


# ---------------------------------------------------------------- names


def _registry(path: Path, who: str, why: str, stack: contextlib.ExitStack) -> tuple[Settle, Sequence[str]]:
    """How a registry gives ids, and the names that it knows."""
    from translit.registry import Entry, Registry

    registry = stack.enter_context(Registry.open(path, create=True))

    def settle(entities: Sequence[tuple[Found, tuple[str, ...]]]) -> Sequence[Mapping[str, Found]]:
        entries = [Entry(f.id, f.native, f.label, f.language, f.kind, texts) for f, texts in entities]
        given = registry.settle(entries, who=who, why=why)
        facts = registry.facts({identity for ids in given for identity in ids.values()})
        answers = []
        for (found, _), ids in zip(entities, given, strict=True):
            known = {identity: facts[identity] for identity in ids.values()}
            answers.append(
                {
                    text: Found(identity, *known[identity][:3], found.confidence, known[identity][3])
                    for text, identity in ids.items()
                }
            )
        return answers

    return settle, tuple(dict.fromkeys(text for text, _ in registry.spellings()))


@contextlib.contextmanager
def _progress(shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage, with rate and time left, for a person at a terminal."""
    if not shown:
        yield lambda stage, done, whole: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def tick(stage: str, done: int, whole: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=whole)
            bar.update(tasks[stage], completed=done, total=whole)  # type: ignore[arg-type]

        yield tick
