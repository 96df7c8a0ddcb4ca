"""Spellings of words that are known, where the reader would think of others: writes `given-spellings.tsv` and `borne-spellings.tsv`
of `data/name_tables/ru`.

    python -m benchmarks.given

A given name is one of a few hundred, so a spelling that some system gives, or that `given.tsv` lists, as Russian or as the
English name under which books have Russians (Peter), is read as that name even where its letters alone would be read otherwise
(Darya, Liubovis, Feliksas). Of words that many bear (`bearers.tsv`) the same is said of plain spellings that several systems give
(Lebed, Medved), where this word is the likeliest of all that they write so, and likelier than what the letters suggest.
Only spellings that the shipped reader does not read so at first are written down, and of the listed ones of given names
those that it reads so at a price (Michael). To be run after `benchmarks.learn`.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.learn import TABLES, Row, write_table
from translit import kernel, lattice
from translit.reading import KNOWN, LISTED
from translit.rules import romanise
from translit.tables import Tables, cells, load_tables
from translit.text import fold, plain, script_of

COMMON = 8.0
"""Of a million words so many are a borne one, from which it is asked for: rarer ones lose to what the letters suggest."""

SYSTEMS = 6
"""Systems that must give a spelling of it: what one press alone writes tells little."""

SURER = 1.5
"""Nats by which it must be likelier than what is read."""


def listed_forms(row: Mapping[str, str]) -> tuple[str, ...]:
    """The Latin forms of a given name that its row lists."""
    return (*cells(row["latin"]), *cells(row["english"]))


def spellings(code: str, tables: Tables) -> dict[str, set[str]]:
    """Each Latin spelling of a listed given name with the native names it stands for."""
    systems = [tables.system(info.id) for info in tables.systems() if info.language == code]
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows(f"{code}/given"):
        systematic = [romanise(row["native"], system).text for system in systems]
        for form in (*listed_forms(row), *systematic):
            if script_of(form) == "Latn":
                found[fold(form)].add(row["native"])
    return found


def given_rows(code: str, tables: Tables) -> list[Row]:
    """Given names with spellings that are not read as them, or at a price."""
    wanted = spellings(code, tables)
    listed = {
        plain(form) for row in tables.rows(f"{code}/given") for form in (row["native"], *listed_forms(row))
    }
    rows: dict[str, list[str]] = defaultdict(list)
    for (form, natives), costs in zip(wanted.items(), _read(wanted, code, tables), strict=True):
        least = min(costs.values(), default=0.0)
        for native in natives:
            # a spelling of several names is none's, unless it is listed
            cost = costs.get(_bare(fold(native)), math.inf)
            dear = plain(form) in listed and cost > KNOWN + LISTED
            if (len(natives) == 1 or plain(form) in listed) and (cost > least or dear):
                rows[native].append(form)
    return _rows(rows)


def borne_rows(code: str, tables: Tables) -> list[Row]:
    """Words that many bear with plain spellings that are read as others, though it is they that are most often written so."""
    borne = [row["native"] for row in tables.rows(f"{code}/bearers") if float(row["count"]) >= COMMON]
    systems = [tables.system(info.id) for info in tables.systems() if info.language == code]
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for native in borne:
        for system in systems:
            form = fold(romanise(native, system).text)
            if plain(form).isascii() and plain(form) == form.replace("'", "").replace("’", ""):
                wanted[plain(form)][native] += 1
    rows: dict[str, list[str]] = defaultdict(list)
    for (form, natives), costs in zip(wanted.items(), _read(wanted, code, tables), strict=True):
        likely = {
            native: lattice.prior(native, code, "unknown", tables) - math.log(times / len(systems))
            for native, times in natives.items()
        }
        native = min(likely, key=lambda one: (likely[one], one))
        least = min(costs.values(), default=math.inf)
        if natives[native] >= SYSTEMS and costs.get(_bare(native), math.inf) > least > likely[native] + SURER:
            rows[native].append(form)
    return _rows(rows)


def _read(forms: Iterable[str], code: str, tables: Tables) -> list[dict[str, float]]:
    """What each spelling is read as, without the dots of ё, and what that costs in nats."""
    tokens = list(forms)
    found = kernel.read_many(tokens, ["unknown"] * len(tokens), code, "Latn", tables)
    return [{_bare(one.native): one.cost for one in reversed(reading.forms)} for reading in found]


def _bare(native: str) -> str:
    return native.replace("ё", "е")


def _rows(found: Mapping[str, Sequence[str]]) -> list[Row]:
    return [
        {"native": native, "forms": ", ".join(sorted(set(forms)))} for native, forms in sorted(found.items())
    ]


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--tables",
        type=Path,
        nargs="+",
        default=[TABLES],
        help="folders whose readers are asked, to write to",
    )
    for folder in parser.parse_args().tables:
        code, tables = "ru", load_tables(folder)
        for name, rows, what, source in (
            (
                "given-spellings",
                given_rows(code, tables),
                "Latin spellings of given names that the learnt reader alone would read otherwise",
                "systems of these tables and the columns latin and english of given.tsv, by benchmarks/given.py",
            ),
            (
                "borne-spellings",
                borne_rows(code, tables),
                "plain Latin spellings of words in bearers.tsv that the learnt reader alone would read otherwise",
                "systems of these tables and bearers.tsv, by benchmarks/given.py",
            ),
        ):
            path = folder / code / f"{name}.tsv"
            write_table(path, what, ("native", "forms"), rows, source, "facts, as the project")
            forms = sum(len(cells(row["forms"])) for row in rows)
            print(f"{code}/{name}.tsv: {len(rows)} words, {forms} spellings")


if __name__ == "__main__":
    main()
