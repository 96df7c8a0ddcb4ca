"""The commands about single names: name, compare, romanise, readings, spellings, systems."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import click

import translit
from translit.cli.console import complain, counted, shortened, table, visible
from translit.cli.console import listed as with_commas
from translit.errors import InputError
from translit.model import Score

_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, one line a name.")
_limit = click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=8, show_default=True, help="How many at most."
)
_names = click.argument("names", nargs=-1, metavar="NAME...")


Answer = TypeVar("Answer")


def _given(names: Sequence[str], blank: bool = False) -> Iterator[tuple[str, str]]:
    """The names on the command line; without any, or for "-", the lines of standard input, one at a time. Before each,
    where it stands. Empty lines hold no name: they are passed over, or given when `blank`."""
    for name in names or ("-",):
        if name != "-":
            yield "", name
            continue
        if not names and sys.stdin.isatty():
            raise click.UsageError("give a name, or - to read names from standard input, one a line")
        for where, line in _lines():
            if blank or line.strip():
                yield where, line


def _lines() -> Iterator[tuple[str, str]]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        where = f"standard input, line {number}"
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{where}: it is not UTF-8; convert it first, as with iconv") from error
        yield where, line.rstrip("\r\n")


class _Each:
    """Answers to one name after another: one that cannot be answered is told, and the others are answered."""

    __slots__ = ("failed",)

    def __init__(self) -> None:
        self.failed = False

    def answers(
        self, given: Iterable[tuple[str, str]], ask: Callable[[str], Answer]
    ) -> Iterator[tuple[str, Answer]]:
        for where, text in given:
            try:
                answer = ask(text)
            except InputError as error:
                complain(f"{where}: {error}" if where else str(error))
                self.failed = True
            else:
                yield text, answer


def _dump(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@click.command()
@_names
@_json
def name(names: tuple[str, ...], as_json: bool) -> int:
    """The canonical form of a name: native form, label, language, confidence and what stays open.

    Without NAME, names are read from standard input, one a line.
    """
    rows = []
    each = _Each()
    for text, found in each.answers(_given(names), translit.canonicalise):
        if as_json:
            _dump(
                {
                    "name": text,
                    "native": found.native,
                    "label": found.label,
                    "language": found.language,
                    "confidence": round(found.confidence, 4),
                    "alternatives": [
                        {"native": form, "share": round(share, 4)} for form, share in found.alternatives
                    ],
                }
            )
            continue
        others = [f"{form} {share:.2f}" for form, share in found.alternatives]
        rows.append(
            [
                [text],
                [found.native or "?"],
                [found.label],
                [found.language or "?"],
                [f"{found.confidence:.2f}"],
                with_commas(others) or [""],
            ]
        )
    if rows:
        _show(["NAME", "NATIVE", "LABEL", "LANGUAGE", "CONFIDENCE", "OR"], rows)
    return each.failed


@click.command()
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--explain", is_flag=True, help="List the evidence, in points that sum to the log-odds.")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object for each pair, evidence and all.")
def compare(left: str | None, right: str | None, explain: bool, as_json: bool) -> int:
    """How likely two spellings are one NAME, from 0 to 1. Two persons can share a name: see the rarity in --explain.

    Without LEFT and RIGHT, pairs are read from standard input, two names a line with a tab between them, and come out
    behind their values.
    """
    each = _Each()
    if left is None:
        if sys.stdin.isatty():
            raise click.UsageError("give two names, or pairs on standard input, a tab between the two")
        for text, (one, two, score) in each.answers(_given(()), _pair):
            if as_json:
                _dump(_compared(one, two, score))
                continue
            click.echo(f"{score.value:.4f}\t{text}")
            if explain:
                _explain(score)
        return each.failed
    if right is None:
        raise click.UsageError("Missing argument 'RIGHT'.")
    score = translit.compare(left, right)
    if as_json:
        _dump(_compared(left, right, score))
        return 0
    click.echo(f"{score.value:.4f}")
    if explain:
        _explain(score)
    return 0


def _pair(line: str) -> tuple[str, str, Score]:
    """Two names of one line, compared."""
    cells = line.split("\t")
    if len(cells) != 2:
        raise InputError(
            f"{shortened(visible(line), 60)}: it holds {counted(len(cells), 'cell')}; "
            "write two names with a tab between them"
        )
    left, right = cells
    return left, right, translit.compare(left, right)


def _compared(left: str, right: str, score: Score) -> dict[str, object]:
    return {
        "left": left,
        "right": right,
        "value": round(score.value, 6),
        "log_odds": round(score.log_odds, 4) + 0.0,
        "rarity": round(score.rarity, 4),
        "language": score.language,
        "open": list(score.open),
        "evidence": [
            {"what": item.what, "points": round(item.points, 4) + 0.0, "rules": list(item.rules)}
            for item in score.evidence
        ],
    }


def _explain(score: Score) -> None:
    for item in score.evidence:
        rules = f"  [{', '.join(item.rules)}]" if item.rules else ""
        click.echo(f"{item.points:+7.2f}  {visible(item.what)}{rules}")
    click.echo(f"{score.log_odds:+7.2f}  nats in all: the log-odds that the two are one name")
    for what in score.open:
        click.echo(f"   open  {visible(what)}")
    if score.rarity:
        click.echo(f" rarity  {score.rarity:.1f} nats: how much more the shared name says about the person")


@click.command()
@click.option(
    "-s",
    "--system",
    required=True,
    metavar="ID",
    help="The system, as `translit systems` lists them; or an alias.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Write three columns, parted by tabs: text, rules used, what no rule covers.",
)
@click.argument("texts", nargs=-1, metavar="TEXT...")
def romanise(system: str, explain: bool, texts: tuple[str, ...]) -> None:
    """Write native names the way one system does. Without TEXT, standard input is written line by line."""
    for _, text in _given(texts, blank=True):
        written = translit.written(text, system)
        if explain:
            sys.stdout.write(
                "\t".join((written.text, " ".join(written.trail), " ".join(written.uncovered))) + "\n"
            )
        else:
            sys.stdout.write(written.text + "\n")
            if written.uncovered:
                click.echo(
                    f"translit: {visible(text)}: {system} has no rule for {' '.join(written.uncovered)}, kept as it is",
                    err=True,
                )


@click.command()
@_names
@_limit
@click.option("-s", "--system", metavar="ID", help="Only what this system writes exactly so.")
@_json
def readings(names: tuple[str, ...], limit: int, system: str | None, as_json: bool) -> int:
    """The native forms that may stand behind a spelling, cheapest first; a cost is in nats, 0 is certain.

    Without NAME, names are read from standard input, one a line.
    """
    each = _Each()
    asked = each.answers(_given(names), lambda text: translit.readings(text, limit, system))
    for text, forms in asked:
        if as_json:
            listed = [
                {"native": form.native, "cost": round(form.cost, 4), "trail": list(form.trail)}
                for form in forms
            ]
            _dump({"name": text, "readings": listed})
            continue
        if not forms:
            complain(f"{text}: {'no table reads it' if system is None else f'{system} writes no name so'}")
            continue
        _show(
            ["NAME", "NATIVE", "COST", "BY"],
            [[[text], [form.native], [f"{form.cost:.2f}"], list(form.trail) or [""]] for form in forms],
        )
    return each.failed


@click.command()
@_names
@_limit
@_json
def spellings(names: tuple[str, ...], limit: int, as_json: bool) -> int:
    """The spellings that a native form may get, likeliest first, each with its probability among those of its script, and
    its systems.

    Without NAME, names are read from standard input, one a line.
    """
    each = _Each()
    for text, found in each.answers(_given(names), lambda text: translit.spellings(text, limit)):
        if as_json:
            listed = [
                {"spelling": one.text, "probability": round(one.probability, 6), "systems": list(one.systems)}
                for one in found
            ]
            _dump({"name": text, "spellings": listed})
            continue
        _show(
            ["NAME", "SPELLING", "PROBABILITY", "BY"],
            [
                [[text], [one.text], [f"{one.probability:.4f}"], list(one.systems) or ["habit"]]
                for one in found
            ],
        )
    return each.failed


@click.command()
@_names
@_json
def keys(names: tuple[str, ...], as_json: bool) -> int:
    """Short codes that spellings of one name share, for exact joins: a line a code, name and code with a tab between them.

    Without NAME, names are read from standard input, one a line.
    """
    each = _Each()
    for text, found in each.answers(_given(names), translit.keys):
        if as_json:
            _dump({"name": text, "keys": list(found)})
            continue
        for key in found:
            sys.stdout.write(f"{' '.join(text.split())}\t{key}\n")
    return each.failed


@click.command()
@click.option("--language", metavar="CODE", help="Only the systems of one language.")
@_json
def systems(language: str | None, as_json: bool) -> None:
    """The systems there are: id, year, title and the codes by which others know them."""
    listed = [item for item in translit.systems() if language in (None, item.language)]
    if not listed:
        known = ", ".join(sorted({item.language for item in translit.systems()}))
        raise click.UsageError(
            f"there is no system for the language {language!r}; there are some for {known}"
        )
    if as_json:
        for item in listed:
            _dump({field: getattr(item, field) for field in item.__slots__})
        return
    _show(
        ["ID", "YEAR", "FOR", "TITLE", "ALSO KNOWN AS"],
        [
            [
                [item.id],
                [str(item.year)],
                ["names" if item.persons else "text"],
                [item.title],
                list(item.aliases) or [""],
            ]
            for item in listed
        ],
    )


def _show(headers: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> None:
    for line in table(headers, rows):
        click.echo(line)
