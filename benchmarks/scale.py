"""How cost grows: names read, gathered and written, by number. Splink in the same run, when it is installed.

    python -m benchmarks.scale                       # a few minutes
    python -m benchmarks.scale --names 10000 100000 1000000 --jobs 1 2 --rows 10000000 --write

Names come from `benchmarks.generator`; with `../shared/evaldata/mix_stream.csv` beside the project, real ones too. Each
measurement is a process of its own, so that its peak memory is its own. Ratios count, not the seconds of one machine.
`--write` puts the table into benchmarks/scale.md, above what is written there by hand.
"""

from __future__ import annotations

import argparse
import csv
import gc
import itertools
import json
import math
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.generator import generate
from translit import kernel
from translit.batch.gather import gather
from translit.settings import Settings
from translit.tables import load_tables
from translit.wiring import MANY, Stages

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
    """Names read a second on one core: such as bring new words, and the same names again, whose words are known."""
    names = [name for name, _ in generate(2 * number)]
    stages = Stages(load_tables(), Settings())
    stages.profiles(names[:MANY])  # loads what is compiled
    gc.disable()  # as gathering does
    found = {}
    for title in ("new", "known"):
        start = time.process_time()
        stages.profiles(names[number:])
        found[f"names/s, words {title}"] = number / (time.process_time() - start)
    words = sorted(
        {word for name in names for word in name.lower().replace(",", "").split() if word.isascii()}
    )
    random.Random(1).shuffle(words)
    for language in ("ko", "ru"):
        kernel.read_many(words[:10], ["family"] * 10, language, "Latn", load_tables())
        start = time.process_time()
        kernel.read_many(words, ["family"] * len(words), language, "Latn", load_tables())
        found[f"{language} words/s"] = len(words) / (time.process_time() - start)
    return {"names": number, **found}


def written(number: int, path: Path) -> list[tuple[str, str]]:
    """So many synthetic names as a CSV file, and the same with the entity behind each."""
    rows = list(generate(number))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("name",))
        writer.writerows((name,) for name, _ in rows)
    return rows


def normalised(number: int, jobs: int, folder: Path) -> dict[str, float]:
    """Names in a CSV file to names with ids in a CSV file, by the command: start to end."""
    rows = written(number, folder / "names.csv")
    command = [sys.executable, "-m", "translit.cli", "normalise", str(folder / "names.csv"), "-c", "name"]
    start, processor = time.perf_counter(), _processor()
    # an installed package has its bytecode, whatever is set where this is measured
    written_once = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [*command, "-o", str(folder / "out.csv"), "--jobs", str(jobs), "--quiet"],
        check=True,
        cwd=ROOT,
        env=written_once,
    )
    seconds = time.perf_counter() - start
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        ids = {row["name"]: row["canonical_id"] for row in csv.DictReader(stream)}
    precision, recall = quality([ids[name] for name, _ in rows], [entity for _, entity in rows])
    return {
        "names": number,
        "jobs": jobs,
        "seconds": seconds,
        "cpu": _processor() - processor,
        "precision": precision,
        "recall": recall,
        "peak MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


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
    start, processor = time.perf_counter(), _processor()
    subprocess.run(command, check=True, cwd=ROOT)
    return {
        "rows": number,
        "names": names,
        "seconds": time.perf_counter() - start,
        "cpu": _processor() - processor,
        "peak MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def splink(number: int, folder: Path) -> dict[str, float]:
    """Splink on DuckDB, the same CSV in and ids out, blocked and compared by the sound of the words folded to ASCII: what a
    data engineer would write."""
    import duckdb
    import jellyfish
    import pyarrow
    import pyarrow.csv
    import splink.comparison_library as comparisons
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from unidecode import unidecode

    rows = written(number, folder / "names.csv")
    start, processor = time.perf_counter(), _processor()
    connection = duckdb.connect()
    given = connection.read_csv(str(folder / "names.csv"), header=True).fetchall()
    plain = [" ".join(sorted(unidecode(name).lower().replace(",", "").split())) for (name,) in given]
    sounds = [" ".join(sorted(map(jellyfish.metaphone, name.split()))) for name in plain]
    table = pyarrow.table({"unique_id": list(range(len(rows))), "name": plain, "sound": sounds})
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
    clusters: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(
        scored, 0.5
    ).as_pyarrow_table()
    pyarrow.csv.write_csv(clusters.select(["cluster_id", "name"]), str(folder / "out.csv"))
    seconds, cpu = time.perf_counter() - start, _processor() - processor
    home = dict(zip(clusters["unique_id"].to_pylist(), clusters["cluster_id"].to_pylist(), strict=True))
    precision, recall = quality([home.get(n, n) for n in range(len(rows))], [entity for _, entity in rows])
    return {"names": len(rows), "seconds": seconds, "cpu": cpu, "precision": precision, "recall": recall}


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


def started(folder: Path) -> dict[str, float]:
    """A file of a thousand rows through the command, start to end, best of three."""
    found = [normalised(1000, 1, folder) for _ in range(3)]
    return {"seconds": min(one["seconds"] for one in found), "cpu": min(one["cpu"] for one in found)}


def _one(what: str, given: Sequence[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if what == "normalise":
            return normalised(int(given[0]), int(given[1]), folder)
        if what == "rows":
            return rows_through(int(given[0]), int(given[1]), folder)
        if what == "start":
            return started(folder)
        if what == "real":
            with REAL.open(encoding="utf-8") as stream:
                rows = [(row["name"], row["entity_id"]) for row in csv.DictReader(stream)]
            random.Random(1).shuffle(rows)
            found = gathered(rows[: int(given[0])], int(given[1]))
        elif what == "read":
            found = reading(int(given[0]))
        else:
            found = splink(int(given[0]), folder)
    return {**found, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _shown(what: str, found: dict[str, float]) -> None:
    if found:
        print(
            what.ljust(20),
            "  ".join(f"{key} {value:,.2f}".removesuffix(".00") for key, value in found.items()),
            flush=True,
        )


def _growth(costs: Sequence[tuple[int, float]]) -> Iterator[str]:
    for (less, cheap), (more, dear) in itertools.pairwise(costs):
        power = math.log(dear / cheap) / math.log(more / less)
        yield f"Processor time from {less:,} to {more:,} names: ∝ n^{power:.2f}."


HEAD = """# Scale

The table and the list under it are written by `python -m benchmarks.scale --write`: {cores}-core {machine}, Python {python}. Read the
ratios, not the seconds: other jobs run beside.

| CSV in, ids out | names | jobs | seconds | processor seconds | peak MB | pair precision | pair recall |
|---|---|---|---|---|---|---|---|
"""
BY_HAND = "## By hand"


def _table(rows: Sequence[tuple[str, dict[str, float]]], notes: Sequence[str]) -> str:
    """The measured part of scale.md."""
    head = HEAD.format(cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version())
    lines = []
    for title, one in rows:
        shown = [
            f"{one['names']:,.0f}",
            f"{one.get('jobs', 1):.0f}",
            f"{one['seconds']:.1f}",
            f"{one['cpu']:.1f}",
            f"{one['peak MB']:,.0f}",
            f"{one['precision']:.3f}".lstrip("0") if "precision" in one else "",
            f"{one['recall']:.3f}".lstrip("0") if "recall" in one else "",
        ]
        lines.append(f"| {' | '.join([title, *shown])} |")
    return head + "\n".join(lines) + "\n\n" + "".join(f"* {note}\n" for note in notes) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, nargs="+", default=[3000, 10_000])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1])
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/scale.md")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(_one(given.one[0], given.one[1:])))
        return
    rows: list[tuple[str, dict[str, float]]] = []
    costs: list[tuple[int, float]] = []

    def measure(title: str, what: str, *arguments: object) -> dict[str, float]:
        found = _alone(what, *arguments)
        _shown(title, found)
        if found and "names" in found and what != "read":
            rows.append((title, found))
        return found

    for number in given.names:
        for jobs in given.jobs:
            found = measure("translit normalise", "normalise", number, jobs)
            if found and jobs == given.jobs[0]:
                costs.append((number, found["cpu"]))
        measure("Splink on DuckDB, blocked by metaphone", "splink", number)
    if REAL.exists():
        measure("real names (`mix_stream`), without the CSV", "real", 30_000, given.jobs[0])
    else:
        print("../shared/evaldata/mix_stream.csv is not there: real names skipped")
    through = measure(f"{given.rows:,} rows through normalise", "rows", given.rows, given.names[0])
    read, start = measure("read", "read", 20_000), measure("start", "start")
    notes = list(_growth(costs))
    if read:
        notes.append(
            f"Names read a second on one core: {read['names/s, words new']:,.0f} whose words are new, "
            f"{read['names/s, words known']:,.0f} whose words are known; words: {read['ko words/s']:,.0f} Korean, "
            f"{read['ru words/s']:,.0f} Russian."
        )
    if start:
        notes.append(
            f"A file of 1,000 names, start to end: {start['seconds']:.1f} s, {start['cpu']:.1f} s of processor."
        )
    for note in notes:
        print(note)
    if given.write and through:
        path = ROOT / "benchmarks/scale.md"
        _, mark, rest = path.read_text("utf-8").partition(BY_HAND)
        path.write_text(_table(rows, notes) + mark + rest, "utf-8")


if __name__ == "__main__":
    main()
