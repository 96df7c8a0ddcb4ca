"""How cost grows: names read, gathered and written, by number. Peers in the same run, when they are installed.

    python -m benchmarks.scale                       # a few minutes
    python -m benchmarks.scale --names 10000 30000 100000 --rows 10000000 --jobs 2

Names come from `benchmarks.generator`; with `../shared/evaldata/mix_stream.csv` beside the project, real ones too. Each
measurement is a process of its own, so that its peak memory is its own. Ratios count, not the seconds of one machine.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.generator import generate
from translit import kernel, lattice
from translit.batch.gather import gather
from translit.settings import Settings
from translit.tables import load_tables

ROOT = Path(__file__).parents[1]
REAL = ROOT / "../shared/evaldata/mix_stream.csv"


def pairs(groups: Iterable[object]) -> int:
    """Pairs within groups."""
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def quality(found: Sequence[object], true: Sequence[object]) -> tuple[float, float]:
    """Precision and recall over pairs."""
    right = pairs(zip(found, true, strict=True))
    return right / max(1, pairs(found)), right / max(1, pairs(true))


def gathered(rows: Sequence[tuple[str, str]], jobs: int) -> dict[str, float]:
    """Names to entities: wall and processor seconds, precision and recall."""
    names = list(dict(reversed(rows)))
    true = dict(reversed(rows))
    start, processor = time.perf_counter(), _processor()
    answers = gather(names, [1] * len(names), lambda steps: None, Settings(), jobs)
    seconds = time.perf_counter() - start
    precision, recall = quality(answers.index, [true[name] for name in names])
    return {
        "names": len(names),
        "seconds": seconds,
        "cpu": _processor() - processor,
        "precision": precision,
        "recall": recall,
    }


def reading(number: int) -> dict[str, float]:
    """Words read a second, by the compiled reader and by the plain one; the compiled one is warm."""
    tables = load_tables()
    words = sorted(
        {w for name, _ in generate(number) for w in name.lower().replace(",", "").split() if w.isascii()}
    )
    random.Random(1).shuffle(words)
    found = {}
    for title, read, some in (
        ("compiled", kernel.read, words),
        ("plain", lattice.read, words[: max(50, len(words) // 20)]),
    ):
        for language in ("ko", "ru"):
            read("kim", language, "Latn", "family", tables, 24)
            start = time.process_time()
            for word in some:
                read(word, language, "Latn", "family", tables, 24)
            found[f"{title} {language} words/s"] = len(some) / (time.process_time() - start)
    return found


def rows_through(number: int, names: int, folder: Path) -> dict[str, float]:
    """Rows through `normalise`: what the two passes cost beside the gathering."""
    distinct = [name for name, _ in generate(names)]
    rng = random.Random(2)
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("n", "name", "note"))
        for n in range(number):
            writer.writerow((n, distinct[int(rng.random() ** 2 * names)], "x"))
    command = [
        sys.executable,
        "-m",
        "translit.cli",
        "normalise",
        str(path),
        "-c",
        "name",
        "-o",
        str(folder / "out.csv"),
        "--memory-limit",
        "1GB",
        "--quiet",
    ]
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT)
    return {
        "rows": number,
        "names": names,
        "seconds": time.perf_counter() - start,
        "peak MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def splink(rows: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Splink on DuckDB, blocked and compared by the sound of the words folded to ASCII: what a data engineer would write."""
    import duckdb
    import jellyfish
    import pyarrow
    import splink.comparison_library as comparisons
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from unidecode import unidecode

    start = time.perf_counter()
    plain = [" ".join(sorted(unidecode(name).lower().replace(",", "").split())) for name, _ in rows]
    sounds = [" ".join(sorted(map(jellyfish.metaphone, name.split()))) for name in plain]
    table = pyarrow.table({"unique_id": list(range(len(rows))), "name": plain, "sound": sounds})
    connection = duckdb.connect()
    connection.register("given", table)
    api = DuckDBAPI(connection)
    linker = Linker(
        api.register(connection.table("given"), dataset_display_name="people"),
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[comparisons.JaroWinklerAtThresholds("name", [0.95, 0.88])],
            blocking_rules_to_generate_predictions=[block_on("sound")],
        ),
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    scored = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, 0.5).as_pyarrow_table()
    seconds = time.perf_counter() - start
    home = dict(zip(clusters["unique_id"].to_pylist(), clusters["cluster_id"].to_pylist(), strict=True))
    precision, recall = quality([home.get(n, n) for n in range(len(rows))], [entity for _, entity in rows])
    return {"names": len(rows), "seconds": seconds, "precision": precision, "recall": recall}


def _processor() -> float:
    """Processor seconds of this process and of those it waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _alone(what: str, *arguments: object) -> dict[str, float]:
    """One measurement in a process of its own, with its peak memory."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", what, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        print(f"{what} {arguments}: not measured ({last[0]})", flush=True)
        return {}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _one(what: str, given: Sequence[str]) -> dict[str, float]:
    if what == "gather":
        found = gathered(list(generate(int(given[0]))), int(given[1]))
    elif what == "real":
        with REAL.open(encoding="utf-8") as stream:
            rows = [(row["name"], row["entity_id"]) for row in csv.DictReader(stream)]
        random.Random(1).shuffle(rows)
        found = gathered(rows[: int(given[0])], int(given[1]))
    elif what == "read":
        found = reading(int(given[0]))
    elif what == "splink":
        found = splink(list(generate(int(given[0]))))
    else:
        with tempfile.TemporaryDirectory() as folder:
            return rows_through(int(given[0]), int(given[1]), Path(folder))
    return {**found, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _shown(what: str, found: dict[str, float]) -> None:
    if found:
        print(
            what.ljust(20),
            "  ".join(f"{key} {value:,.2f}".removesuffix(".00") for key, value in found.items()),
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, nargs="+", default=[3000, 10_000])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(_one(given.one[0], given.one[1:])))
        return
    _shown("read", _alone("read", 3000))
    costs = []
    for number in given.names:
        found = _alone("gather", number, given.jobs)
        _shown("gather, synthetic", found)
        if found:
            costs.append((number, found["cpu"]))
        _shown("Splink, synthetic", _alone("splink", number))
    for (less, cheap), (more, dear) in itertools.pairwise(costs):
        print(
            f"growth from {less:,} to {more:,} names: time ∝ n^{math.log(dear / cheap) / math.log(more / less):.2f}"
        )
    if REAL.exists():
        _shown("gather, real", _alone("real", given.names[0], given.jobs))
    else:
        print("../shared/evaldata/mix_stream.csv is not there: real names skipped")
    _shown("rows through", _alone("rows", given.rows, given.names[0]))


if __name__ == "__main__":
    main()
