"""`translit registry`: what was decided before, and the ids that must not change."""

from __future__ import annotations

import csv
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

import translit
from translit.batch.files import open_table, parquet_names, rows
from translit.cli.console import check_outputs, complain, listed, output_option, table, visible, writing
from translit.errors import InputError
from translit.registry import Entry, Record, Registry

F = TypeVar("F", bound=Callable[..., object])
# Native forms behind a text that `search` looks for. The likeliest few: a dozen more would find strangers.
_NATIVES = 8


@click.group()
def registry() -> None:
    """Remember entities and decisions between runs, in one SQLite file.

    Known names keep their ids; no decision is undone by a score; every decision has who, when and why.

    \b
      translit registry init names.db
      translit normalise names.csv -c name -o out.csv --registry names.db
      translit registry search names.db "Noh Gwang Chol"
      translit registry merge names.db tl-1 tl-2 --why "one passport number"
    """


def _database(command: F) -> F:
    return click.argument("database", metavar="DB", type=click.Path(path_type=Path, dir_okay=False))(command)


def _signed(command: F) -> F:
    command = click.option("--why", required=True, metavar="TEXT", help="Why; kept in the log.")(command)
    return click.option("--who", metavar="NAME", help="Who decides; without it, the user's name.")(command)


def _who(given: str | None) -> str:
    return given or getpass.getuser()


@registry.command()
@_database
def init(database: Path) -> None:
    """Make an empty registry, or bring an older one to the present schema."""
    new = not database.exists()
    Registry.open(database, create=True).close()
    complain(f"{database}: {'made' if new else 'is a registry of the present schema'}")


@registry.command()
@_database
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--from", "source", metavar="FILE", help="Take the names from a table instead.")
@click.option(
    "-c", "--column", default="name", show_default=True, metavar="NAME", help="The table's column of names."
)
@_signed
def add(
    database: Path, names: tuple[str, ...], source: str | None, column: str, who: str | None, why: str
) -> None:
    """Add names: gathered with what is known, known ones keep their ids. Prints each name's id."""
    wanted = [name.strip() for name in (*names, *(_column(source, column) if source else ())) if name.strip()]
    if not wanted:
        raise click.UsageError("give names, or a table with --from")
    with Registry.open(database) as known:
        everything = list(dict.fromkeys((*wanted, *(text for text, _ in known.spellings()))))
        entries = [
            Entry(
                e.id,
                e.native,
                e.label,
                e.language,
                str(e.kind),
                tuple(sorted(everything[m] for m in e.members)),
            )
            for e in translit.cluster(everything)
            if any(everything[m] in set(wanted) for m in e.members)
        ]
        ids = {
            text: identity
            for given in known.settle(entries, who=_who(who), why=why)
            for text, identity in given.items()
        }
    for name in dict.fromkeys(wanted):
        click.echo(f"{ids[name]}\t{visible(name)}")


def _column(source: str, column: str) -> list[str]:
    opened = open_table(Path(source), [column])
    if opened.form == "parquet":
        return [cells[0] for cells, _ in parquet_names(opened, [column])]
    place = opened.columns.index(column)
    broken = [row for row in rows(opened) if row.trouble]
    if broken:
        raise InputError(f"{source}, line {broken[0].line}: {broken[0].trouble}. Mend the row.")
    return [row.cells[place] for row in rows(opened) if row.cells]


@registry.command()
@_database
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def show(database: Path, ids: tuple[str, ...], as_json: bool) -> None:
    """Show entities: by id, present or former."""
    with Registry.open(database) as known:
        _print([known.show(identity) for identity in ids], as_json)


@registry.command()
@_database
@click.argument("text", metavar="NAME")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="Entities shown at most."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def search(database: Path, text: str, limit: int, as_json: bool) -> int:
    """Find entities by a spelling, by a part of one, or by a native form behind it. Exit code 1 when there is none."""
    natives = [form.native for form in translit.readings(text, limit=_NATIVES)]
    with Registry.open(database) as known:
        found = known.search(text, natives=natives, limit=limit)
    if not found:
        complain(
            f"{database}: no entity is called {text!r}, wholly or in part, or has a native form behind it"
        )
    _print(found, as_json)
    return 0 if found else 1


def _print(records: Sequence[Record], as_json: bool) -> None:
    if as_json:
        for record in records:
            facts = {
                "id": record.id,
                "native": record.native,
                "label": record.label,
                "language": record.language,
            }
            more = {
                "kind": record.kind,
                "variants": record.variants,
                "formerly": record.formerly,
                "never": record.never,
            }
            click.echo(json.dumps({**facts, **more}, ensure_ascii=False))
    elif records:
        lines = [[[r.id], [r.native], [r.label], listed(r.variants), listed(r.never)] for r in records]
        for line in table(["ID", "NATIVE", "LABEL", "SPELLINGS", "NEVER"], lines):
            click.echo(line)


@registry.command()
@_database
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@click.option("--into", metavar="ID", help="The id that stays; without it, the first.")
@_signed
def merge(database: Path, ids: tuple[str, ...], into: str | None, who: str | None, why: str) -> None:
    """Declare entities one."""
    with Registry.open(database) as known:
        click.echo(known.merge(ids, who=_who(who), why=why, into=into or ""))


@registry.command()
@_database
@click.argument("identity", metavar="ID")
@click.argument("spellings", nargs=-1, required=True, metavar="SPELLING...")
@_signed
def split(database: Path, identity: str, spellings: tuple[str, ...], who: str | None, why: str) -> None:
    """Take spellings out of an entity into one of their own, never to be joined again. Prints its id."""
    with Registry.open(database) as known:
        click.echo(known.split(identity, spellings, who=_who(who), why=why))


@registry.command()
@_database
@click.argument("ids", nargs=-1, required=True, metavar="ID ID...")
@_signed
def never(database: Path, ids: tuple[str, ...], who: str | None, why: str) -> None:
    """Declare that entities are never one, however alike their names."""
    with Registry.open(database) as known:
        known.never(ids, who=_who(who), why=why)


@registry.command()
@_database
@click.argument("number", type=int, metavar="NUMBER")
@_signed
def undo(database: Path, number: int, who: str | None, why: str) -> None:
    """Take back a decision, by its number in the log: a decision of its own."""
    with Registry.open(database) as known:
        known.undo(number, who=_who(who), why=why)


@registry.command()
@_database
@click.option("--runs", is_flag=True, help="The runs that brought names, instead of the decisions.")
@click.option("--proposals", is_flag=True, help="Entities that a run would join and nobody has decided on.")
def log(database: Path, runs: bool, proposals: bool) -> None:
    """What was decided, oldest first, as CSV: number, when, who, what, ids, spellings, why, undone."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    with Registry.open(database) as known:
        if proposals:
            writer.writerow(("id", "id_2"))
            writer.writerows(known.proposals())
        elif runs:
            writer.writerow(("number", "when", "who", "why"))
            writer.writerows(known.runs())
        else:
            writer.writerow(("number", "when", "who", "what", "ids", "spellings", "why", "undone"))
            for one in known.log():
                about = " ".join(one.ids) if one.what != "undo" else str(one.target)
                undone = "yes" if one.undone else ""
                writer.writerow(
                    (one.seq, one.at, one.who, one.what, about, " | ".join(one.spellings), one.why, undone)
                )


@registry.command()
@_database
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "edges"]),
    default="csv",
    show_default=True,
    help="A line a spelling, a line an entity, or nomenklatura's resolver edges.",
)
@output_option
def export(database: Path, form: str, output: str | None) -> None:
    """Write the whole registry."""
    check_outputs([("--output", output)], [database])
    with Registry.open(database) as known, writing(output) as stream:
        known.export(stream, form)
