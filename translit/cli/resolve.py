"""`translit resolve DOC…`: documents in, canonical entities out."""

from __future__ import annotations

import csv
import getpass
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import click

import translit
from translit.batch.files import check_writable
from translit.cli.console import (
    check_outputs,
    complain,
    counted,
    listed,
    output_option,
    progress,
    quiet_options,
    shortened,
    shows_progress,
    table,
    visible,
    writing,
)
from translit.documents import LeftOut, Unreadable, read_documents
from translit.errors import UnknownLanguage
from translit.model import Entity, Mention
from translit.settings import Settings

# Up to this many documents are numbered in the table and named below it; of more, the first few names stand in the table.
_LEGEND = 30
_KINDS = ("person", "place", "org", "other")


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "jsonl", "json"]),
    default="table",
    show_default=True,
    help="How to write the entities (or, with --mentions, the mentions).",
)
@click.option(
    "--mentions",
    is_flag=True,
    help="Write every mention: document, start, end, surface, kind, entity, native, label.",
)
@click.option("--html", metavar="FILE", help="Also write one self-contained web page that shows it all.")
@click.option(
    "--model",
    type=click.Choice(["auto", "rules", "models"]),
    default="rules",
    show_default=True,
    help="How to find names: by rules, by the optional models, or by those that are installed (auto).",
)
@click.option("--encoding", metavar="NAME", help="The documents' encoding; without it, it is detected.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Probability from which two names are joined. [default: 0.5]",
)
@click.option(
    "--label",
    metavar="POLICY",
    help="Who speaks for an entity: attested, native, or a system's id.",
)
@click.option(
    "--registry",
    type=click.Path(dir_okay=False),
    metavar="DB",
    help="Known names keep their ids; new ones are added. Made when missing.",
)
@click.option(
    "--who", metavar="NAME", help="Who runs this, for the registry's log. [default: the user's name]"
)
@click.option("--why", metavar="TEXT", help="Why, for the registry's log. [default: the documents' names]")
@output_option
@quiet_options
@click.option("-v", "--verbose", is_flag=True, help="Say which encoding each document was read in.")
def resolve(
    documents: tuple[str, ...],
    form: str,
    mentions: bool,
    html: str | None,
    model: str,
    encoding: str | None,
    threshold: float | None,
    label: str | None,
    registry: str | None,
    who: str | None,
    why: str | None,
    output: str | None,
    quiet: bool,
    no_progress: bool,
    verbose: bool,
) -> int:
    """Find the names in documents and gather their variants into canonical entities.

    DOC is a text, a web page (.html), JSON lines (.jsonl: {"id": "…", "text": "…"}), a folder of such files, a
    pattern, or - for standard input. Positions count code points of the decoded text, from 0, the end not included.

    A document that cannot be read is reported and skipped; the exit code is then 1.
    """
    shown = shows_progress(quiet, no_progress)
    stdin = None if sys.stdin is None or sys.stdin.closed else sys.stdin.buffer
    changes: dict[str, object] = {}
    if threshold is not None:
        changes["threshold"] = threshold
    if label is not None:
        changes["label"] = label
    settings = Settings().changed(**changes)
    read_too = list(documents)
    if registry is not None:
        check_registry(registry)
        read_too.append(registry)
    check_outputs([("--output", output), ("--html", html)], read_too)
    if label not in (None, "attested", "native"):
        try:
            translit.written("", label)
        except UnknownLanguage as error:
            raise click.UsageError(f"--label {label}: neither attested nor native, and {error}") from error
    names: list[str] = []
    texts: dict[str, str] = {}  # kept for the page alone
    skipped = 0

    def read() -> Iterator[tuple[str, str]]:
        nonlocal skipped
        for item in read_documents(documents, encoding, stdin, [path for path in (output, html) if path]):
            if isinstance(item, LeftOut):
                if not quiet:
                    complain(f"{item.id}: {item.reason}")
                continue
            advance(1)
            if isinstance(item, Unreadable):
                skipped += 1
                complain(f"{item.id}: {item.reason}")
                continue
            if verbose:
                complain(f"{item.id}: {item.encoding}, {len(item.text)} characters")
            names.append(item.id)
            if html is not None:
                texts[item.id] = item.text
            yield item.id, item.text

    if registry is not None:
        who, why = who or getpass.getuser(), why or "resolve " + ", ".join(documents)
    with progress("finding names", None, shown) as advance:
        entities = translit.resolve(read(), settings, model, registry, who or "", why or "")
    if not names:
        complain("nothing was read, so nothing is written")
        return 1
    if html is not None:
        from translit.adapters.report import html_page

        with writing(html) as stream:
            stream.write(html_page(texts, entities))
        if not quiet:
            complain(f"{html}: written, open it in a browser")
    with writing(output) as stream:
        write(stream, form, mentions, names, entities)
    if not entities and not quiet:
        complain(f"no name was found in {counted(len(names), 'document')}")
    return 1 if skipped else 0


def check_registry(path: str) -> None:
    """Raises InputError, before any document is read, for a registry that is none or cannot be made."""
    if not Path(path).exists():
        check_writable(Path(path))
        return
    from translit.registry import Registry

    with Registry.open(path):
        pass


def write(
    stream: TextIO, form: str, mentions: bool, names: Sequence[str], entities: Sequence[Entity]
) -> None:
    """The entities, or their mentions, in one of the formats."""
    if form == "json":
        value: dict[str, object] = {
            "documents": list(names),
            "entities": [_facts(entity) for entity in entities],
        }
        if mentions:
            value["mentions"] = list(mention_rows(names, entities))
        json.dump(value, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    elif form == "jsonl":
        for row in mention_rows(names, entities) if mentions else map(_facts, entities):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif form in ("csv", "tsv"):
        rows = list(mention_rows(names, entities)) if mentions else [_flat(entity) for entity in entities]
        columns = MENTION_COLUMNS if mentions else ENTITY_COLUMNS
        lines = io.StringIO()
        writer = csv.DictWriter(lines, columns, delimiter="," if form == "csv" else "\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        stream.write(lines.getvalue())
    elif mentions:
        rows = list(mention_rows(names, entities))
        cells = [[[str(row[column])] for column in MENTION_COLUMNS] for row in rows]
        for line in table([column.upper() for column in MENTION_COLUMNS], cells):
            stream.write(line + "\n")
    else:
        for line in _entity_table(names, entities):
            stream.write(line + "\n")


MENTION_COLUMNS = ("document", "start", "end", "surface", "kind", "entity", "native", "label")
ENTITY_COLUMNS = (
    "entity",
    "kind",
    "native",
    "label",
    "language",
    "confidence",
    "alternatives",
    "mentions",
    "variants",
    "documents",
)


def mention_rows(names: Sequence[str], entities: Sequence[Entity]) -> Iterator[dict[str, object]]:
    """A row a mention, by document in the order given, then by position."""
    order = {name: number for number, name in enumerate(names)}
    pairs: list[tuple[Mention, Entity]] = [
        (mention, entity) for entity in entities for mention in entity.mentions
    ]
    pairs.sort(
        key=lambda pair: (order.get(pair[0].source, len(order)), pair[0].start, pair[0].end, pair[1].id)
    )
    for mention, entity in pairs:
        yield {
            "document": mention.source,
            "start": mention.start,
            "end": mention.end,
            "surface": mention.text,
            "kind": str(mention.kind),
            "entity": entity.id,
            "native": entity.native,
            "label": entity.label,
        }


def _facts(entity: Entity) -> dict[str, object]:
    canonical = entity.canonical
    return {
        "entity": entity.id,
        "kind": str(entity.kind),
        "native": canonical.native,
        "label": canonical.label,
        "language": canonical.language,
        "confidence": round(canonical.confidence, 4),
        "alternatives": [
            {"native": native, "share": round(share, 4)} for native, share in canonical.alternatives
        ],
        "policy": canonical.policy,
        "variants": [{"text": text, "count": count} for text, count in entity.variants],
        "documents": list(entity.documents),
        "possible": [{"entity": other, "value": round(value, 4)} for other, value in entity.possible],
        "why": [
            {"what": item.what, "points": round(item.points, 4) + 0.0, "rules": list(item.rules)}
            for item in entity.why
        ],
    }


def _flat(entity: Entity) -> dict[str, object]:
    canonical = entity.canonical
    return {
        "entity": entity.id,
        "kind": str(entity.kind),
        "native": canonical.native,
        "label": canonical.label,
        "language": canonical.language,
        "confidence": f"{canonical.confidence:.4f}",
        "alternatives": " | ".join(native for native, _ in canonical.alternatives),
        "mentions": sum(count for _, count in entity.variants),
        "variants": " | ".join(f"{text} ×{count}" for text, count in entity.variants),
        "documents": " | ".join(entity.documents),
    }


def _entity_table(names: Sequence[str], entities: Sequence[Entity]) -> Iterator[str]:
    """For people: the most mentioned first, kind by kind, and below it what the numbers come to."""
    numbers = {name: number for number, name in enumerate(names, 1)}
    numbered = len(names) <= _LEGEND
    ordered = sorted(
        entities,
        key=lambda entity: (
            _KINDS.index(entity.kind),
            -sum(count for _, count in entity.variants),
            entity.label,
            entity.id,
        ),
    )
    rows: list[list[list[str]]] = []
    heads: dict[int, str] = {}
    for entity in ordered:
        if str(entity.kind) not in heads.values():
            heads[len(rows)] = str(entity.kind)
        native = (entity.native or "?").split()
        if entity.canonical.alternatives:
            native = [*native, "or", *entity.canonical.alternatives[0][0].split()]
        variants = listed([f"{text} ×{count}" for text, count in entity.variants])
        if numbered:
            documents = listed(_ranges([numbers[name] for name in entity.documents if name in numbers]))
        else:
            documents = listed([shortened(name, 24) for name in entity.documents[:3]])
            more = len(entity.documents) - 3
            documents += [f"and {more:,} more"] if more > 0 else []
        rows.append([[entity.id], native, entity.label.split(), variants, documents])
    if rows:
        columns = ["NATIVE", "LABEL", "VARIANTS", "DOCUMENTS"]
        # One table, so that columns stand under each other; each kind after the first gets a heading of its own.
        for at in sorted(heads, reverse=True)[:-1]:
            rows[at:at] = [[[""]] * 5, [[heads[at].upper()], *([column] for column in columns)]]
        yield from table([heads[0].upper(), *columns], rows)
        yield ""
    if numbered:
        for name, number in numbers.items():
            yield f"{number:>3}  {visible(name)}"
        yield ""
    mentions = sum(count for entity in entities for _, count in entity.variants)
    yield f"{counted(len(names), 'document')}, {counted(mentions, 'mention')}, {counted(len(entities), 'entity')}"


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers with their runs drawn together.

    >>> _ranges([1, 2, 3, 5, 7, 8])
    ['1–3', '5', '7', '8']
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        piece
        for run in runs
        for piece in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run])
    ]
