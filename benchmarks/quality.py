"""How right the package is, in one command: `python -m benchmarks.quality`.

Writes `benchmarks/quality.json` (frozen figures, and the row numbers of the cases it gets wrong, so that a change
shows as cases won and lost) and `benchmarks/quality.md` (the same to be read). Needs the evaluation data beside the
project (`../shared/evaldata`); says so and stops where it is absent.

Honest figures. Weights are cross-fitted by entity: a pair is scored by weights that saw no pair of its fold. With
`--folds` (tables made by `benchmarks/learn.py --fold i/5`) the readers too have not seen the entity of a name.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.fuzz import token_sort_ratio

from benchmarks import fit, learn
from benchmarks.adapter import Adapter
from translit import blocking, clustering, score
from translit.clustering.meeting import parted
from translit.model import Profile
from translit.settings import Settings
from translit.tables import Tables, load_tables
from translit.wiring import Stages

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LANGUAGES = ("korean", "russian")
SETS = (
    "pairs",
    "ablation",
    "backtransliteration",
    "clusters_korean",
    "clusters_russian",
    "clusters_russian_tokens",
    "names",
    "mix_stream",
    "unrelated",
)
UNRELATED = 100_000
"""Pairs of names of different entities, drawn from all lists."""
HITS = (1, 3, 10)
Figures = dict[str, Any]


def tools() -> Any:
    sys.path.insert(0, str(SHARED / "tools"))
    import score as module

    sys.path.pop(0)
    return module


def pair_figures(labels: Sequence[int], scores: Sequence[float]) -> Figures:
    t = tools()
    m = t.pair_metrics(list(labels), list(scores))
    return {
        "n": len(labels),
        "average precision": round(m["average_precision"], 4),
        "best F1": round(m["best_f1"], 4),
        "recall at P .99": round(m["recall_at_p99"], 4),
        "recall at P .95": round(m["recall_at_p95"], 4),
        "calibration error": round(t.calibration_error(list(zip(labels, scores, strict=True))) or 0.0, 4),
    }


def scorer(
    make: Callable[[str], Profile], models: dict[str, score.Weights], tables: Tables
) -> Callable[..., float]:
    """Log-odds under given weights; the rules of the score stay as they are."""

    def log_odds(left: Profile, right: Profile) -> float:
        if left.folded == right.folded:
            return score.SAME
        if (left.folded, left.text) > (right.folded, right.text):
            left, right = right, left
        best = max(
            score.points(held, models.get(held.language) or score.weights(held.language, tables))
            for held in score.comparisons(left, right, fit.SETTINGS)
        )
        return max(-score.MOST, min(score.MOST, best))

    return log_odds


def ablated(language: str, make: Callable[[str], Profile], sample: int) -> Figures:
    """The ablation on a sample of the pairs: it fits the weights anew for each part left out."""
    measured = fit.gather(fit.read(fit.DATA / f"pairs_{language}.csv")[:: 4 * sample], make)
    code = str(Counter(measured.language).most_common(1)[0][0])
    return ablation(fit.subset(measured, measured.language == code))


def pairs(language: str, make: Callable[[str], Profile], tables: Tables, sample: int) -> Figures:
    rows = fit.read(fit.DATA / f"pairs_{language}.csv")[::sample]
    measured = fit.gather(rows + fit.near(language, tables, make, len(rows)), make)
    code = str(Counter(measured.language).most_common(1)[0][0])
    own = fit.subset(measured, measured.language == code)
    odds = np.zeros(len(rows))
    for k in range(fit.FOLDS):
        fitted = fit.fit(own, own.fold != k, 2)[0]
        log_odds = scorer(make, {code: score.read_weights(fit.table(fitted), f"fold {k}")}, tables)
        for i in np.flatnonzero(measured.fold[: len(rows)] == k):
            odds[i] = log_odds(make(rows[i]["name_a"]), make(rows[i]["name_b"]))
    values = [score.value(float(o)) for o in odds]
    labels = [int(row["label"]) for row in rows]
    found: Figures = {"all": pair_figures(labels, values)}
    groups: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        one, two = sorted((make(row["name_a"]).script, make(row["name_b"]).script))
        groups[f"{one}–{two}"].append(i)
        groups[row["kind"]].append(i)
    for name, at in sorted(groups.items()):
        if sum(labels[i] for i in at) >= 20:
            found[name] = pair_figures([labels[i] for i in at], [values[i] for i in at])
    floor = [token_sort_ratio(row["name_a"], row["name_b"]) / 100 for row in rows]
    found["plain edit distance"] = pair_figures(labels, floor)
    bins: dict[int, list[int]] = defaultdict(list)
    for i, v in enumerate(values):
        bins[min(9, int(v * 10))].append(i)
    found["said and true"] = {
        f"{b / 10:.1f}": [
            len(at),
            round(float(np.mean([values[i] for i in at])), 3),
            round(float(np.mean([labels[i] for i in at])), 3),
        ]
        for b, at in sorted(bins.items())
    }
    found["wrong rows"] = [i * sample for i, v in enumerate(values) if (v >= 0.5) != labels[i]]
    return found


PARTS = {
    "quality of the shared form": ("quality", "weakest"),
    "shares of native forms": ("share",),
    "native letters": ("units", "near", "closest"),
    "letters as written": ("letters", "whole"),
    "listed given names": ("listed",),
    "gender": ("gender",),
    "price of the reading": ("order",),
}


def ablation(rows: fit.Rows) -> Figures:
    """What each kind of measurement adds: figures without it, weights fitted anew (pairs with weighed comparisons only)."""
    found = {"everything": _short(rows, fit.cross(rows))}
    for name, words in PARTS.items():
        values = rows.values.copy()
        for j, feature in enumerate(fit.FEATURES):
            if feature.split(" ")[-1] in words:
                values[:, j] = np.nan
        less = fit.Rows(
            values, rows.pair, rows.language, rows.scripts, rows.roles, rows.label, rows.fold, rows.kind
        )
        found[f"without {name}"] = _short(rows, fit.cross(less))
    first = np.zeros(len(rows.pair), dtype=bool)
    first[np.unique(rows.pair, return_index=True)[1]] = True
    cheapest = fit.subset(rows, first)
    found["only the cheapest reading of each name"] = _short(cheapest, fit.cross(cheapest))
    return found


def _short(rows: fit.Rows, odds: np.ndarray) -> Figures:
    values = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
    figures = pair_figures([int(y) for y in rows.label], [float(v) for v in values])
    return {k: figures[k] for k in ("average precision", "recall at P .99", "recall at P .95")}


def backtransliteration(language: str, tables: Tables, folds: str | None, sample: int) -> Figures:
    """How often the native form listed for a spelling is the first, among the first three, among the first ten."""
    rows = fit.read(fit.DATA / f"backtranslit_{language}.csv")[::sample]
    loose = tools().loose_text
    ranks = [0] * len(rows)  # 0: not among the first ten
    for fold in range(fit.FOLDS) if folds else (None,):
        # a row belongs to the fold of its native form: no reader of that fold has met the form in any spelling
        own = Adapter(tables if fold is None or folds is None else load_tables(Path(folds.format(fold))))
        for i, row in enumerate(rows):
            if fold is None or learn.fold_of(row["native"]) == fold:
                found = [loose(form) for form in own.back(row["latin"], max(HITS))]
                native = loose(row["native"])
                ranks[i] = found.index(native) + 1 if native in found else 0
    hits = {f"hit@{k}": round(sum(0 < rank <= k for rank in ranks) / len(rows), 4) for k in HITS}
    return {
        "n": len(rows),
        **hits,
        "rows not first": [i * sample for i, rank in enumerate(ranks) if rank != 1],
    }


def clusters(name: str, make: Callable[[str], Profile], tables: Tables, every: int) -> Figures:
    rows = fit.read(fit.DATA / f"{name}.csv")
    if every > 1:
        kept = set(sorted({row["entity_id"] for row in rows})[::every])
        rows = [row for row in rows if row["entity_id"] in kept]
    key = "name" if "name" in rows[0] else "surface"
    start = time.perf_counter()
    profiles = [make(row[key]) for row in rows]
    read = time.perf_counter() - start
    keys = [blocking.keys(one, tables) for one in profiles]
    codes = [blocking.codes(one, tables) for one in profiles]
    gold = [row["entity_id"] for row in rows]
    found: Figures = {"names": len(rows), "seconds to read": round(read, 1)}
    found |= keyed(rows, key, keys)

    def log_odds(left: Profile, right: Profile, least: float = -math.inf) -> float:
        return score.best(left, right, tables, fit.SETTINGS, least)[0]

    stages = Stages(tables, fit.SETTINGS)

    def said(place: int) -> tuple[str, Mapping[str, float]]:
        return stages.said(profiles[place])

    start = time.perf_counter()
    grouping = clustering.cluster(profiles, codes, fit.SETTINGS, log_odds, log_odds, said)
    found["seconds to cluster"] = round(time.perf_counter() - start, 1)
    found |= cluster_figures(gold, grouping.groups)
    if len(rows) < 12_000 and name.startswith("clusters"):
        found["ablation"] = {
            "links alone": cluster_figures(gold, components(profiles, parted(codes), fit.SETTINGS, log_odds)),
        }
    return found


def cluster_figures(gold: Sequence[str], groups: Iterable[Sequence[int]]) -> Figures:
    label = [0] * len(gold)
    for number, group in enumerate(groups):
        for position in group:
            label[position] = number
    m = tools().cluster_metrics(list(gold), label)
    return {
        "clusters": m["clusters"],
        "entities": m["entities"],
        **{f"B-cubed {k}": round(v, 4) for k, v in m["bcubed"].items()},
        "pairwise F1": round(m["pairwise"]["f1"], 4),
    }


def unrelated(make: Callable[[str], Profile], tables: Tables) -> Figures:
    """How often two names drawn at random, of different entities, are held for possibly or surely one.

    By whether the scripts are the same. The lists of pairs hold likely mistakes only; this tells of the unlikely ones.
    """
    rng = random.Random(1)
    rows = [
        (f"{name} {row['entity_id']}", row["name"])
        for name in ("clusters_korean", "clusters_russian", "mix_stream")
        for row in fit.read(fit.DATA / f"{name}.csv")
    ]
    drawn = [(entity, make(name)) for entity, name in rng.sample(rows, 4000)]
    counts: dict[str, list[int]] = {"one script": [0, 0, 0], "two scripts": [0, 0, 0]}
    for _ in range(UNRELATED):
        (one, left), (two, right) = rng.choice(drawn), rng.choice(drawn)
        if one != two:
            value = score.value(score.best(left, right, tables, fit.SETTINGS)[0])
            found = counts["one script" if left.script == right.script else "two scripts"]
            found[0] += 1
            found[1] += value >= fit.SETTINGS.possible
            found[2] += value >= fit.SETTINGS.threshold
    return {
        kind: dict(zip(("pairs", "possible", "one"), found, strict=True)) for kind, found in counts.items()
    }


def components(
    profiles: Sequence[Profile],
    keys: Sequence[tuple[str, ...]],
    settings: Settings,
    log_odds: Callable[..., float],
) -> list[list[int]]:
    """Connected components over links, without voting and without cutting: what those two steps are measured against."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, own in enumerate(keys):
        for key in own:
            blocks[key].append(i)
    root = list(range(len(profiles)))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in sorted({pair for block in blocks.values() for pair in combinations(block, 2)}):
        if top(i) != top(j) and log_odds(profiles[i], profiles[j]) >= 0.0:
            root[max(top(i), top(j))] = min(top(i), top(j))
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(profiles)):
        groups[top(i)].append(i)
    return list(groups.values())


def keyed(rows: Sequence[dict[str, str]], name: str, keys: Sequence[tuple[str, ...]]) -> Figures:
    """Keys a name, candidates a name, and the share of true pairs that share a key; over distinct names."""
    own = {row[name]: key for row, key in zip(rows, keys, strict=True)}
    blocks: dict[str, list[str]] = defaultdict(list)
    for one, codes in own.items():
        for code in codes:
            blocks[code].append(one)
    looked = sorted(own)[:: max(1, len(own) // 3000)]
    candidates = [len({other for code in own[one] for other in blocks[code]}) - 1 for one in looked]
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups[row["entity_id"]].add(row[name])
    pairs = hit = 0
    for group in groups.values():
        for one, two in combinations(sorted(group), 2):
            pairs += 1
            hit += bool(set(own[one]) & set(own[two]))
    return {
        "keys a name": round(float(np.mean([len(k) for k in own.values()])), 2),
        "candidates a name": round(float(np.mean(candidates)), 1),
        "true pairs sharing a key": round(hit / pairs, 4) if pairs else None,
    }


def readable(found: Figures) -> str:
    lines = [
        "# How right it is",
        "",
        "Made by `python -m benchmarks.quality`; the figures as data are in `quality.json`. "
        + found["readers"],
        "Doublets of neighbour languages count as one name here, because the lists hold them as one.",
        "",
        "## Pairs",
        "",
        "Weights cross-fitted by entity.",
        "",
    ]
    for language in LANGUAGES:
        figures = found["pairs"].get(language)
        if figures:
            lines += [
                f"### {language}",
                "",
                "| pairs | n | AP | F1 | R at P .99 | R at P .95 | calibration error |",
                "|---|---|---|---|---|---|---|",
            ]
            for name, f in figures.items():
                if "average precision" in f:
                    lines.append(f"| {name} | " + " | ".join(str(v) for v in f.values()) + " |")
            lines += [
                "",
                "Said and true (probability said in the band, share true):",
                "",
                "| band | pairs | said | true |",
                "|---|---|---|---|",
            ]
            lines += [f"| {b} | {n} | {s} | {t} |" for b, (n, s, t) in figures["said and true"].items()]
            if "ablation" in figures:
                lines += [
                    "",
                    "What each part adds (weights fitted anew without it):",
                    "",
                    "| | AP | R at P .99 | R at P .95 |",
                    "|---|---|---|---|",
                ]
                lines += [
                    f"| {name} | " + " | ".join(str(v) for v in f.values()) + " |"
                    for name, f in figures["ablation"].items()
                ]
            lines.append("")
    if found["backtransliteration"]:
        lines += [
            "## Native forms behind a spelling",
            "",
            "The lists give one native form for each spelling, also where others may be written so: read the later columns as the fairer ones.",
            "",
            "| set | spellings | first | among three | among ten |",
            "|---|---|---|---|---|",
        ]
        for language, f in found["backtransliteration"].items():
            lines.append(f"| {language} | {f['n']} | " + " | ".join(str(f[f"hit@{k}"]) for k in HITS) + " |")
        lines.append("")
    if found["unrelated"]:
        lines += [
            "## Names drawn at random",
            "",
            "Two names of different entities, of all lists; how many pairs are held for possibly one name, and for one.",
            "",
            "| scripts | pairs | possibly one | one |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {kind} | {f['pairs']} | {f['possible']} | {f['one']} |"
            for kind, f in found["unrelated"].items()
        ]
        lines.append("")
    lines += [
        "## Clusters and keys",
        "",
        "| set | names | B-cubed P | R | F1 | pairwise F1 | keys a name | candidates a name | true pairs sharing a key |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, f in found["clusters"].items():
        cells = (
            "names",
            "B-cubed precision",
            "B-cubed recall",
            "B-cubed f1",
            "pairwise F1",
            "keys a name",
            "candidates a name",
            "true pairs sharing a key",
        )
        lines.append(f"| {name} | " + " | ".join(str(f[c]) for c in cells) + " |")
        for other, g in f.get("ablation", {}).items():
            lines.append(
                f"| … {other} (no voting, no cutting) | | {g['B-cubed precision']} | {g['B-cubed recall']} | {g['B-cubed f1']} | {g['pairwise F1']} | | | |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--folds", help="folder of tables that have not seen a fold, {} for its number")
    parser.add_argument("--sample", type=int, default=1, help="one pair in so many")
    parser.add_argument("--every", type=int, default=1, help="one entity of mix_stream in so many")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks")
    parser.add_argument(
        "--sets",
        nargs="*",
        default=SETS,
    )
    arguments = parser.parse_args()
    if not fit.DATA.is_dir():
        print(f"skipped: no evaluation data at {fit.DATA}")
        return
    tables = load_tables()
    target = arguments.out / "quality.json"
    found: Figures = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    found["readers"] = (
        "Readers cross-fitted by entity too."
        if arguments.folds
        else "The readers are the shipped ones, which saw these entities; `--folds` gives figures with readers that did not."
    )
    found.setdefault("pairs", {})
    found.setdefault("backtransliteration", {})
    found.setdefault("unrelated", {})
    found.setdefault("clusters", {})
    make = fit.profiler(tables, arguments.folds)
    for name in arguments.sets:
        if name == "pairs":
            for language in LANGUAGES:
                kept = found["pairs"].get(language, {}).get("ablation")
                found["pairs"][language] = pairs(language, make, tables, arguments.sample)
                if kept:
                    found["pairs"][language]["ablation"] = kept
                print(language, found["pairs"][language]["all"], flush=True)
        elif name == "backtransliteration":
            for language in LANGUAGES:
                figures = backtransliteration(language, tables, arguments.folds, arguments.sample)
                found[name][language] = figures
                print(language, {k: v for k, v in figures.items() if k != "rows not first"}, flush=True)
        elif name == "unrelated":
            found[name] = unrelated(make, tables)
            print(found[name], flush=True)
        elif name == "ablation":
            for language in LANGUAGES:
                found["pairs"].setdefault(language, {})["ablation"] = ablated(
                    language, make, arguments.sample
                )
        else:
            found["clusters"][name] = clusters(
                name, make, tables, arguments.every if name == "mix_stream" else 1
            )
            print(name, {k: v for k, v in found["clusters"][name].items() if k != "ablation"}, flush=True)
        target.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (arguments.out / "quality.md").write_text(readable(found), encoding="utf-8")


if __name__ == "__main__":
    main()
