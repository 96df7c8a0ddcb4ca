"""How fast: `python -m benchmarks.speed` prints the figures, `--write` also puts them into benchmarks/speed.md.

Names are made of the units in the tables, by a fixed seed, so the run needs no data beside the project. Every figure
is processor time of one core, the best of three; peers (iuliia, korean-romanizer, rigour) run on the same names in the same
run when they are installed, and are left out, with a word, when they are not.
"""

from __future__ import annotations

import argparse
import csv
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rapidfuzz import fuzz

import translit
from benchmarks.generator import generate
from translit import mentions
from translit.met import Met
from translit.model import Kind
from translit.rules import romanise
from translit.settings import Settings
from translit.tables import Tables, load_tables, shipped
from translit.wiring import Stages

HERE = Path(__file__).parent
DISTINCT = 20_000
REPEATED = 2_000
WORDS = 5_000
PEERS = {"translit ru": "iuliia BGN/PCGN", "translit ko": "korean-romanizer"}
OURS = ("ru/bgn-pcgn-1947", "ru/icao-9303", "ru/news", "ko/rr-2000", "ko/mr", "ko/kcna")


def per_second(write: Callable[[str], object], names: Iterable[str], warm: bool) -> float:
    """Names a second; `warm`: all have been seen before."""
    names = list(names)
    write(names[0])
    if warm:
        for name in names:
            write(name)
    start = time.process_time()
    for name in names:
        write(name)
    return len(names) / (time.process_time() - start)


def best(measure: Callable[[], float], rounds: int = 3) -> float:
    return max(measure() for _ in range(rounds))


def russian(seed: int, words: int) -> list[str]:
    """Distinct full names of three words, drawn from so many different ones."""
    rng = random.Random(seed)
    heads = [
        "б",
        "в",
        "г",
        "д",
        "ж",
        "з",
        "к",
        "л",
        "м",
        "н",
        "п",
        "р",
        "с",
        "т",
        "ф",
        "х",
        "ч",
        "ш",
        "щ",
        "",
    ]
    hearts = ["а", "е", "и", "о", "у", "ё", "ю", "я", "э", "ой", "ей"]
    tails = ["ов", "ев", "ин", "ский", "енко", "ич", "ий", "ья", "ь"]
    made: dict[str, None] = {}
    while len(made) < words:
        stem = "".join(rng.choice(heads) + rng.choice(hearts) for _ in range(rng.choice((2, 3))))
        made[stem.capitalize() + "н" + rng.choice(tails)] = None
    pool = list(made)
    rng.shuffle(pool)
    if words >= 3 * DISTINCT:
        return [" ".join(pool[3 * i : 3 * i + 3]) for i in range(DISTINCT)]
    return list({" ".join(rng.sample(pool, 3)): None for _ in range(DISTINCT)})


def korean(tables: Tables, seed: int) -> list[str]:
    """Distinct full names: a family name and two syllables with the codas that names have."""
    rng = random.Random(seed)
    families = [row["native"] for row in tables.rows("ko/surnames")][:60] or ["김", "이", "박"]
    codas = [0, 1, 4, 8, 16, 17, 21]  # none, k, n, l, m, p, ng
    units = [
        chr(0xAC00 + 588 * rng.randrange(19) + 28 * rng.randrange(21) + rng.choice(codas)) for _ in range(300)
    ]
    names = {rng.choice(families) + rng.choice(units) + rng.choice(units): None for _ in range(2 * DISTINCT)}
    return list(names)[:DISTINCT]


KINDS = ("new words", "distinct", "repeating")


def romanising() -> dict[str, dict[str, float]]:
    """Names a second by writer and kind of input."""
    tables = Tables(shipped())
    names = {
        ("ru", "new words"): russian(1, 3 * DISTINCT),
        ("ru", "distinct"): russian(2, WORDS),
        ("ko", "new words"): korean(tables, 1),
        ("ko", "distinct"): korean(tables, 2),
    }
    for code in ("ru", "ko"):
        names[code, "repeating"] = names[code, "distinct"][:REPEATED] * 10
    rates: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        for id_ in OURS:
            given = names[id_[:2], kind]

            def once(id_: str = id_, given: list[str] = given, kind: str = kind) -> float:
                system = Tables(tables.folder).system(id_)  # nothing remembered from the round before
                return per_second(lambda name: romanise(name, system), given, kind == "repeating")

            rates.setdefault(f"translit {id_}", {})[kind] = best(once)
        for label, write, code in peers():
            given = names[code, kind]
            rates.setdefault(label, {})[kind] = best(
                lambda write=write, given=given, kind=kind: per_second(write, given, kind == "repeating")  # type: ignore[misc]
            )
    return rates


def peers() -> list[tuple[str, Callable[[str], object], str]]:
    found: list[tuple[str, Callable[[str], object], str]] = []
    try:
        import iuliia

        found.append(("iuliia BGN/PCGN", iuliia.BGN_PCGN.translate, "ru"))
    except ImportError:
        print("iuliia is not installed: left out", file=sys.stderr)
    try:
        from korean_romanizer.romanizer import Romanizer

        found.append(("korean-romanizer", lambda name: Romanizer(name).romanize(), "ko"))
    except ImportError:
        print("korean-romanizer is not installed: left out", file=sys.stderr)
    return found


def loading() -> tuple[float, float, int]:
    """Milliseconds to load one system and to load all, from a process that has read none; and how many there are."""
    one, all_ = [], []
    count = 0
    for _ in range(3):
        tables = Tables(shipped())
        start = time.process_time()
        tables.system("ko/mr")
        one.append(time.process_time() - start)
        tables = Tables(shipped())
        start = time.process_time()
        count = len(tables.systems())
        all_.append(time.process_time() - start)
    return 1000 * min(one), 1000 * min(all_), count


def starting(*command: str, rounds: int = 7) -> float:
    """Milliseconds of a whole process, the median."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *command], capture_output=True, cwd=HERE.parent, check=False)
        spent.append(time.perf_counter() - start)
        if done.returncode:
            return float("nan")
    return 1000 * statistics.median(spent)


EXAMPLES = HERE.parent / "data" / "examples"
TEXTS = {"English": "*english.txt", "Russian": "*russian.txt", "Korean": "*korean*.txt"}
LETTERS = 600_000


def documents(pattern: str, named: bool, seed: int) -> list[str]:
    """Documents of one language, about so many letters: the examples with other people in them, or their words alone.

    Person names are exchanged for made-up ones, the same within a document. Without names: the other words in a random
    order, as sentences and paragraphs. One word of thirty is misspelt, so that no two documents are alike.
    """
    rng = random.Random(seed)
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob(pattern))]
    found = [[m for m in mentions.find(text) if m.kind is Kind.PERSON] for text in texts]
    people = sorted({m.text for some in found for m in some})
    made: list[str] = []
    size = 0
    while size < LETTERS:
        for text, some in zip(texts, found, strict=True):
            swap: dict[str, str] = {}
            pieces, at = [], 0
            for m in some:
                pieces.append(text[at : m.start])
                if named:
                    other = rng.choice(people)
                    fresh = other if len(other.split()) == len(m.text.split()) else m.text
                    pieces.append(
                        swap.setdefault(m.text, _misspelt(fresh, rng) if rng.random() < 0.5 else fresh)
                    )
                at = m.end
            words = "".join([*pieces, text[at:]])
            if not named:
                plain = [word.strip(".,()«»“”'\"").lower() for word in words.split()]
                rng.shuffle(plain)
                plain = plain * 2
                words = "\n\n".join(
                    " ".join(plain[i : i + 14]).capitalize() + "." for i in range(0, len(plain), 14)
                )
            words = " ".join(_misspelt(w, rng) if rng.random() < 1 / 30 else w for w in words.split(" "))
            made.append(words)
            size += len(words)
    return made


def _misspelt(word: str, rng: random.Random) -> str:
    """The word with two inner letters exchanged."""
    if len(word) < 4 or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def finding() -> list[str]:
    """Rows of megabytes (UTF-8) and letters a second by language: full of names, and without any."""
    rows = []
    mentions.find("Kim Jong Un, 김정은, Ким Чен Ын")  # tables are read before the clock runs
    for language, pattern in TEXTS.items():
        cells = []
        for named in (True, False):
            texts = documents(pattern, named, 1)
            size, letters = sum(len(text.encode()) for text in texts), sum(map(len, texts))

            def once(texts: list[str] = texts) -> float:
                start = time.process_time()
                for text in texts:
                    mentions.find(text)
                return 1 / (time.process_time() - start)

            rate = best(once)
            cells.append(f"{size * rate / 1e6:.2f} MB, {letters * rate / 1e6:.2f} M letters")
        rows.append(f"| {language} | {cells[0]} | {cells[1]} |")
    return rows


PAIRS = 2_000
"""Pairs of names compared in one round."""


def pairs(seed: int) -> list[tuple[str, str]]:
    """Pairs of names in many scripts: half are spellings of one name, half are of any two. No name comes in two pairs."""
    rng = random.Random(seed)
    by_entity: dict[str, list[str]] = {}
    for name, entity in generate(8 * PAIRS, seed):
        by_entity.setdefault(entity, []).append(name)
    made = [(own[0], own[1]) for own in by_entity.values() if len(own) > 1][: PAIRS // 2]
    used = {name for pair in made for name in pair}
    rest = [own[0] for own in by_entity.values() if own[0] not in used]
    rng.shuffle(rest)
    made += zip(rest[:PAIRS:2], rest[1:PAIRS:2], strict=True)
    rng.shuffle(made)
    return made


def pairs_per_second(compare: Callable[[str, str], object], given: Sequence[tuple[str, str]]) -> float:
    start = time.process_time()
    for left, right in given:
        compare(left, right)
    return len(given) / (time.process_time() - start)


def real_pairs() -> list[list[tuple[str, str]]]:
    """As many rounds of pairs of real names, where the data beside the project is there."""
    files = sorted((HERE.parent / "../shared/evaldata").glob("pairs_*.csv"))
    if not files:
        print("no pairs of real names beside the project: left out", file=sys.stderr)
        return []
    found: list[tuple[str, str]] = []
    for path in files:
        with path.open(encoding="utf-8") as stream:
            rows = [(row["name_a"], row["name_b"]) for row in csv.DictReader(stream)]
        found += random.Random(1).sample(rows, 3 * PAIRS // len(files))
    random.Random(1).shuffle(found)
    return [found[:PAIRS], found[PAIRS : 2 * PAIRS], found[2 * PAIRS :]]


def comparing(rounds: list[list[tuple[str, str]]]) -> dict[str, float]:
    """Pairs a second by what is asked; peers on the same pairs."""

    def most(compare: Callable[[str, str], object], some: list[list[tuple[str, str]]]) -> float:
        return max(pairs_per_second(compare, given) for given in some)

    before = pairs(4)
    for _ in range(2):  # tables are read, and what is compiled is loaded, before the clock runs
        pairs_per_second(translit.compare, before)
    shifted = [  # the same names in pairs that were not asked for
        [(left, right) for (left, _), (_, right) in zip(given, given[1:] + given[:1], strict=True)]
        for given in rounds
    ]
    rates = {
        "translit.compare, names never met": most(translit.compare, rounds),
        "translit.compare, names already read, other pairs": most(translit.compare, shifted),
        "translit.compare, names already read, these pairs asked before": most(translit.compare, rounds),
        "translit.compare, the same, evidence looked at": most(
            lambda a, b: translit.compare(a, b).evidence, rounds
        ),
    }
    with patch("translit.met.fast", lambda many: False):
        plain = Met(Stages(load_tables(), Settings()))
        pairs_per_second(plain.compare, rounds[0])
        rates["translit.compare, the same, without the extra `fast`"] = most(plain.compare, [rounds[0]] * 3)
    rates["rapidfuzz token sort, raw"] = most(fuzz.token_sort_ratio, rounds)
    try:
        from rigour.names import Name, NameTypeTag, compare_parts
    except ImportError:
        print("rigour is not installed: left out", file=sys.stderr)
        return rates

    def parts(name: str) -> Any:
        return Name(name, tag=NameTypeTag.PER).parts

    known = {name: parts(name) for given in rounds for pair in given for name in pair}
    rates["rigour compare_parts"] = most(lambda a, b: compare_parts(parts(a), parts(b)), rounds)
    rates["rigour compare_parts, analysed before"] = most(
        lambda a, b: compare_parts(known[a], known[b]), rounds
    )
    return rates


def compared() -> list[str]:
    """The table of them: made-up names, and real ones where there are any."""
    made = comparing([pairs(seed) for seed in (1, 2, 3)])
    real = real_pairs()
    found = comparing(real) if real else {}
    return [
        "| what | made-up names | real names |",
        "|---|---|---|",
        *(
            f"| {label} | {rate:,.0f} | {f'{found[label]:,.0f}' if found else '–'} |"
            for label, rate in made.items()
        ),
    ]


def report() -> str:
    lines = [
        "# Speed", "",
        "Written by `python -m benchmarks.speed --write`. One core, processor time, best of three; the peers ran on "
        "the same names in the same run. Machines differ: read the ratios.", "",
        f"Python {platform.python_version()}, {platform.machine()}", "",
        f"## Romanise, full names a second ({DISTINCT:,} names; Russian ones have three words)", "",
        f"New words: no word comes twice. Distinct: no name comes twice, but words do, as in real lists ({WORDS:,} "
        "different words). Repeating: names come again (a text once written is remembered). In brackets: against the peer.", "",
        "| system | new words | distinct | repeating |", "|---|---|---|---|",
    ]  # fmt: skip
    figures = romanising()
    for label, rates in figures.items():
        peer = figures.get(PEERS.get(label.split("/")[0], ""), {})
        cells = [f"{rates[k]:,.0f}" + (f" ({rates[k] / peer[k]:.2f})" if peer else "") for k in KINDS]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines += [
        "", "## Finding, by rules, a second on one core", "",
        "Full of names: the example documents, a name every 60 letters, with other people in each. Without names: their "
        "other words. News is in between.", "",
        "| text | full of names | without names |", "|---|---|---|", *finding(),
    ]  # fmt: skip
    lines += [
        "", "## Comparing two names, pairs a second on one core", "",
        f"`translit.compare` on {PAIRS:,} pairs: made-up names in many scripts (benchmarks/generator.py), half of the pairs "
        "spellings of one name; and pairs of real names that look alike, where data beside the project has them. With the extra "
        "`fast`, which is used from some hundred names on.", "",
        *compared(),
    ]  # fmt: skip
    one, all_, count = loading()
    bare = starting("-c", "pass")
    imported = starting("-c", "import translit")
    command = starting("-m", "translit.cli", "name", "Noh Gwang Chol", rounds=3)
    lines += [
        "", "## Loading and starting, milliseconds", "", "| what | ms |", "|---|---|",
        f"| tables of one system (ko/mr) | {one:.1f} |",
        f"| tables of all {count} systems | {all_:.0f} |",
        f"| bare Python, whole process | {bare:.0f} |",
        f"| `import translit` above bare Python | {imported - bare:.0f} |",
        f"| `translit name \"Noh Gwang Chol\"`, whole process | {command:.0f} |",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="write benchmarks/speed.md")
    args = parser.parse_args()
    text = report()
    print(text)
    if args.write:
        (HERE / "speed.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
