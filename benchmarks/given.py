"""Spellings of listed given names that the reader would not think of: writes `data/name_tables/ru/given-spellings.tsv`.

    python -m benchmarks.given

A given name is one of a few hundred, so a spelling that some system gives, or that `given.tsv` lists, as Russian or as the
English name under which books have Russians (Peter), is read as that name even where its letters alone would be read otherwise
(Darya, Liubovis, Feliksas). Only spellings that the shipped reader does not read so at first are written down. To be run after `benchmarks.learn`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping

from benchmarks.learn import TABLES, write_table
from translit import kernel
from translit.rules import romanise
from translit.tables import Tables, cells, load_tables
from translit.text import fold, plain, script_of


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


def main() -> int:
    """Write the table."""
    code, tables = "ru", load_tables()
    wanted = spellings(code, tables)
    listed = {
        plain(form) for row in tables.rows(f"{code}/given") for form in (row["native"], *listed_forms(row))
    }
    read = kernel.read_many(list(wanted), ["unknown"] * len(wanted), code, "Latn", tables)
    rows: dict[str, list[str]] = defaultdict(list)
    for (form, natives), reading in zip(wanted.items(), read, strict=True):
        costs = {one.native.replace("ё", "е"): one.cost for one in reversed(reading.forms)}
        least = min(costs.values(), default=0.0)
        for native in natives:
            # a spelling of several names is none's, unless it is listed
            if len(natives) == 1 or plain(form) in listed:
                if costs.get(fold(native).replace("ё", "е"), 99.0) > least:
                    rows[native].append(form)
    write_table(
        TABLES / code / "given-spellings.tsv",
        "Latin spellings of given names that the learnt reader alone would read otherwise",
        ("native", "forms"),
        [
            {"native": native, "forms": ", ".join(sorted(set(forms)))}
            for native, forms in sorted(rows.items())
        ],
        "systems of these tables and the columns latin and english of given.tsv, by benchmarks/given.py",
        "facts, as the project",
    )
    print(f"{code}/given-spellings.tsv: {len(rows)} names, {sum(map(len, rows.values()))} spellings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
