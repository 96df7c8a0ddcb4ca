"""The commands about single names: name, compare, romanise, readings, spellings, systems."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

import translit
from translit.cli.console import listed as with_commas
from translit.cli.console import table, visible
from translit.errors import InputError
from translit.model import Form

_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, one line a name.")
_limit = click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=8, show_default=True, help="How many at most."
)
_names = click.argument("names", nargs=-1, metavar="NAME...")


def _given(names: Sequence[str]) -> Iterator[str]:
    """The names on the command line; without any, or for "-", the lines of standard input, one at a time."""
    for name in names or ("-",):
        if name != "-":
            yield name
            continue
        if not names and sys.stdin.isatty():
            raise click.UsageError("give a name, or - to read names from standard input, one a line")
        yield from _lines()


def _lines() -> Iterator[str]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"standard input, line {number}: it is not UTF-8; convert it first, as with iconv"
            ) from error
        yield line.rstrip("\r\n")


def _dump(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@click.command()
@_names
@_json
def name(names: tuple[str, ...], as_json: bool) -> None:
    """The canonical form of a name: native form, label, language, confidence and what stays open."""
    rows = []
    for text in _given(names):
        found = translit.canonicalise(text)
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


@click.command()
@click.argument("left")
@click.argument("right")
@click.option("--explain", is_flag=True, help="List the evidence, in points that sum to the log-odds.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object, evidence and all.")
def compare(left: str, right: str, explain: bool, as_json: bool) -> None:
    """How likely two spellings are one NAME, from 0 to 1. Two persons can share a name: see the rarity in --explain."""
    score = translit.compare(left, right)
    if as_json:
        _dump(
            {
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
        )
        return
    click.echo(f"{score.value:.4f}")
    if not explain:
        return
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
    for text in _given(texts):
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
@_json
def readings(names: tuple[str, ...], limit: int, as_json: bool) -> None:
    """The native forms that may stand behind a spelling, cheapest first; a cost is in nats, 0 is certain."""
    _forms(
        "readings",
        "native",
        ((text, translit.readings(text, limit=limit)) for text in _given(names)),
        as_json,
    )


@click.command()
@_names
@_limit
@_json
def spellings(names: tuple[str, ...], limit: int, as_json: bool) -> None:
    """The spellings that a native form may get, likeliest first, each with its probability and its systems."""
    for text in _given(names):
        found = translit.spellings(text, limit=limit)
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


def _forms(key: str, column: str, found: Iterable[tuple[str, Sequence[Form]]], as_json: bool) -> None:
    for text, forms in found:
        if as_json:
            listed = [
                {column: form.native, "cost": round(form.cost, 4), "trail": list(form.trail)}
                for form in forms
            ]
            _dump({"name": text, key: listed})
            continue
        if not forms:
            click.echo(f"translit: {visible(text)}: no table reads it", err=True)
            continue
        _show(
            ["NAME", column.upper(), "COST", "BY"],
            [[[text], [form.native], [f"{form.cost:.2f}"], list(form.trail) or [""]] for form in forms],
        )


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
