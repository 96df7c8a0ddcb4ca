"""Fits the weights of the score and writes them as tables: `python -m benchmarks.fit`.

The model is additive and monotone: for each measurement a piecewise-linear curve whose slopes are not negative,
offsets for pairs of scripts and for the roles compared. Logistic loss, a little shrinkage, Newton's method within
bounds. A name has several readings; the best comparison under the current model counts, so fitting is repeated.
Needs the evaluation data beside the project (`../shared/evaldata`), numpy; nothing of it is needed to use
the weights. Figures are cross-fitted: every pair is scored by weights that saw neither of its two entities.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import swapped
from translit import lattice, names, score
from translit.model import Profile
from translit.profile import profile
from translit.score import FEATURES, ROLES
from translit.settings import Settings
from translit.tables import Tables, load_tables
from translit.wiring import MANY, reader

CODES = {"korean": "ko", "russian": "ru"}
SWAPPED = 2
"""Pairs made by changing a part, for each hundred pairs of the lists."""

HARD = 1
"""The same of hard ones."""

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "evaldata"
FOLDS = 5
SETTINGS = Settings(doublets=True)
READ = reader(MANY)

_KNOTS_PER_ROLE = {
    "share": (-9.0, -6.0, -4.0, -2.5, -1.5, -0.7, -0.2, -0.05, 0.0),
    "quality": (-12.0, -10.5, -9.0, -7.5, -6.0, -4.5, -3.0, -2.0, -1.0, -0.3, 0.0),
    "units": (-4.0, -3.0, -2.0, -1.0, 0.0),
    "near": (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0),
    "letters": (0.4, 0.6, 0.7, 0.8, 0.88, 0.94, 1.0),
    "rare": (-2.0, 2.0, 5.0, 7.0, 9.0, 11.0, 13.0, 16.0),
}
KNOTS: dict[str, tuple[float, ...]] = {
    f"{role} {what}": k for role in ROLES for what, k in _KNOTS_PER_ROLE.items()
}
KNOTS |= {
    "weakest": _KNOTS_PER_ROLE["quality"],
    "closest": (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0),
    "listed": (-1.0, 0.4, 0.6, 1.0),
    "gender": (-1.0, 1.0),
    "initials": (-1.0, 1.0),
    "order": (-6.0, -4.5, -3.0, -2.0, -1.0, -0.5, -0.2, 0.0),
    "whole": (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    "sound": (0.0, 0.5, 0.8, 1.0),
    "unread": (-2.0, -1.0, 0.0),
    "left over": (-3.0, -2.0, -1.0, 0.0),
    "tail": (-1.0, 0.0, 1.0),
    "fathers": (-1.0, 0.6, 1.0),
}
MEANS = {
    "share": "log of how far the native forms behind the two {role}s are the same (0: the same, nats)",
    "quality": "how much worse the best form shared, but for a few letters, explains the {role}s than their own (0: not at all, nats)",
    "units": "minus the native letters between the likeliest forms of the {role}s",
    "near": "likeness of the native forms of the {role}s without common endings (0…1)",
    "letters": "likeness of the letters of the {role}s when both are in one script (0…1)",
    "rare": "nats that the rarer of two {role}s costs beyond a well-known one, where each has a native form of its own",
    "weakest": "quality of the part that agrees least (nats)",
    "closest": "nearness of the part that agrees least (0…1)",
    "listed": "listed given names: one and the same 1, doublet 0.6, foreign or pet form 0.4, different −1",
    "gender": "what endings, patronymic and given name tell of gender: agrees 1, contradicts −1, in native spellings −2",
    "initials": "initials fit 1, do not fit −1",
    "order": "minus the price of the readings used, beyond the cheapest ones (nats)",
    "whole": "likeness of the letters of the whole names when both are in one script (0…1)",
    "sound": "likeness of the sound codes (0…1)",
    "unread": "minus the number of parts that no table reads",
    "tail": "place words taken off the end: the same 1, only one name has one 0, different −1",
    "law": "a family name natively spelled as writers of the other spelling do not write it (이 / Ri) −1",
    "fathers": "fathers' names told by the patronymics: one and the same 1, doublet 0.6, different −1",
    "marks": "words that are one but for their marks, though both carry marks −1",
    "left over": "minus the number of words without a partner",
}
FIXED_CURVES = {
    "initials": ((-1.0, -4.0), (1.0, 0.0)),
    "law": ((-1.0, -2.5), (0.0, 0.0)),
    "marks": ((-1.0, -8.0), (0.0, 0.0)),
}
"""Curves that the data cannot teach, because its lists hold hardly any such pair; set by hand."""

FIXED_OFFSETS = {"alone": 2.95, "alone given": -3.0, "alone initials": 1.8}
"""Where the count starts for a short name beside a full one: a surname, a given name, a surname with initials."""

TAUGHT = frozenset(
    [f"{role} rare" for role in ROLES] + [f"patronymic {what}" for what in _KNOTS_PER_ROLE] + ["fathers"]
)
"""Measurements whose curves are fitted last, on the pairs made by changing a part as well as on those of the lists. The other
curves have not seen those pairs: else each of them would give way a little, and true slips would be parted with the rest."""

RARE = 60
"""An offset for a pair of scripts or for roles needs this many pairs; rarer ones share the offset `other`."""


@dataclass
class Rows:
    """All comparisons of a set of pairs: measurements (NaN: none), and which comparison belongs to which pair."""

    values: np.ndarray
    pair: np.ndarray
    language: np.ndarray
    scripts: list[str]
    roles: list[str]
    label: np.ndarray
    fold: np.ndarray
    kind: list[str]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def profiler(tables: Tables, folds: str | None = None) -> Any:
    """Reads names, each once; with `folds`, by readers that have not seen the name's entity."""
    kept: dict[str, Profile] = {}
    honest = [load_tables(Path(folds.format(i))) for i in range(FOLDS)] if folds else []
    fold = entity_folds() if folds else {}

    def make(text: str) -> Profile:
        found = kept.get(text)
        if found is None:
            own = honest[fold.get(text, 0)] if honest else tables
            found = kept[text] = profile(text, own, SETTINGS, names.parse, READ, lattice.prior)
        return found

    return make


def entity_folds() -> dict[str, int]:
    """The fold of each name's entity, as the reader's training cuts them."""
    from benchmarks import learn

    known: dict[str, int] = {}
    for name in ("clusters_korean", "clusters_russian", "clusters_russian_tokens"):
        for entity, rows in learn.entities(name).items():
            for row in rows:
                known.setdefault(row["name"], learn.entity_fold(entity, rows))
    return known


def joined(one: Rows, two: Rows) -> Rows:
    """Two sets of comparisons as one."""
    count = len(one.label)
    return Rows(
        np.vstack([one.values, two.values]),
        np.concatenate([one.pair, two.pair + count]),
        np.concatenate([one.language, two.language]),
        one.scripts + two.scripts,
        one.roles + two.roles,
        np.concatenate([one.label, two.label]),
        np.concatenate([one.fold, two.fold]),
        one.kind + two.kind,
    )


def entities() -> dict[str, str]:
    known: dict[str, str] = {}
    for name in ("clusters_korean", "clusters_russian", "clusters_russian_tokens"):
        for row in read(DATA / f"{name}.csv"):
            known.setdefault(row["name"], row["entity_id"])
    return known


def gather(pairs: list[dict[str, str]], make: Callable[[str], Profile], letters_only: bool = False) -> Rows:
    """Measure every pair in every way the readings allow."""
    known = entities()
    values, pair, language, scripts, roles, kind = [], [], [], [], [], []
    label, fold = [], []
    for i, row in enumerate(pairs):
        a, b = make(row["name_a"]), make(row["name_b"])
        label.append(int(row["label"]))
        kind.append(row["kind"])
        fold.append(zlib.crc32(known.get(row.get("of", row["name_a"]), row["name_a"]).encode()) % FOLDS)
        held = [score._letters_only(a, b)] if letters_only else score.comparisons(a, b, SETTINGS)
        for one in held:
            if one.one or one.roles.startswith("alone"):
                continue  # decided by rule, not by weights
            values.append([math.nan if v is None else v for v in one.values])
            pair.append(i)
            language.append(one.language)
            scripts.append(one.scripts)
            roles.append(one.roles)
    return Rows(
        np.array(values),
        np.array(pair),
        np.array(language),
        scripts,
        roles,
        np.array(label),
        np.array(fold),
        kind,
    )


def near(language: str, tables: Tables, make: Callable[[str], Profile], count: int) -> list[dict[str, str]]:
    """The pairs made by changing a part, beside so many pairs of the lists."""
    listed = read(DATA / f"clusters_{language}.csv")
    code = CODES[language]
    easy = swapped.pairs(listed, code, tables, make, SWAPPED * count // 100)
    return easy + swapped.pairs(listed, code, tables, make, HARD * count // 100, swapped.HARD)


def ramps(values: np.ndarray) -> tuple[np.ndarray, list[tuple[str, float, float]]]:
    """The measurements as ramps between knots: 0 below, 1 above; absent measurements stand at their top."""
    columns, names_ = [], []
    for j, feature in enumerate(FEATURES):
        v = values[:, j]
        if np.isnan(v).all() or feature in FIXED_CURVES:
            continue
        v = np.where(np.isnan(v), KNOTS[feature][-1], v)
        for low, high in zip(KNOTS[feature], KNOTS[feature][1:], strict=False):
            columns.append(np.clip((v - low) / (high - low), 0.0, 1.0) - 1.0)
            names_.append((feature, low, high))
    return np.array(columns).T.copy(), names_


def offsets(kind: str, found: list[str]) -> tuple[np.ndarray, list[str]]:
    counts = Counter(found)
    common = sorted(k for k, n in counts.items() if n >= RARE)
    at = {k: i for i, k in enumerate(common)}
    out = np.zeros((len(found), len(common) + 1), dtype=np.float32)
    for i, one in enumerate(found):
        out[i, at.get(one, len(common))] = 1.0
    return out, [f"{kind} {k}" for k in common] + [f"{kind} other"]


def solve(
    x: np.ndarray, y: np.ndarray, bounded: int, before: np.ndarray | None = None, shrink: float = 0.3
) -> np.ndarray:
    """Logistic regression with non-negative first `bounded` coefficients and an unshrunk last one (the base).

    `before`: log-odds that each row has already; then there is no base.

    Newton's method: each step minimises the quadratic that fits the loss here, within the bounds, and is cut short
    until the loss falls.
    """
    penalty = np.full(x.shape[1], shrink)
    penalty[:bounded] = 0.05
    if before is None:
        penalty[-1] = 0.0
        before = np.zeros(len(x))
    sign = np.where(y > 0, 1.0, -1.0)
    single = x.astype(np.float32)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (before + x @ w)
        return float(np.logaddexp(0.0, -margin).sum() + 0.5 * (penalty * w * w).sum()), margin

    w = np.full(x.shape[1], 0.1)
    w[bounded:] = 0.0
    value, margin = loss(w)
    for _ in range(STEPS):
        miss = 1.0 / (1.0 + np.exp(np.clip(margin, -30, 30)))
        slope = x.T @ (-sign * miss) + penalty * w
        weigh = (miss * (1.0 - miss)).astype(np.float32)[:, None]
        bend = (single.T @ (single * weigh)).astype(float) + np.diag(penalty + 1e-3)
        least = np.where(np.arange(len(w)) < bounded, -w, -np.inf)
        step = _least(bend, slope, least)
        size, gain = 1.0, float(slope @ step)
        while True:
            after, margin_after = loss(w + size * step)
            if after <= value + 1e-4 * size * gain or size < 1e-4:
                break
            size /= 2.0
        w = w + size * step
        w[:bounded] = np.maximum(w[:bounded], 0.0)
        done = value - after < 1e-4
        value, margin = after, margin_after
        if done:
            break
    return w


STEPS = 40
"""Newton steps at most; some ten are enough."""


def _least(bend: np.ndarray, slope: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Where ½ z'Bz + s'z is least with every z at or above its bound: one coordinate after the other."""
    z = np.zeros(len(slope))
    rest = slope.copy()
    own = np.diag(bend)
    for _ in range(500):
        most = 0.0
        for j in range(len(z)):
            change = max(z[j] - rest[j] / own[j], least[j]) - z[j]
            if abs(change) > 1e-12:
                rest += bend[j] * change
                z[j] += change
                most = max(most, abs(change) * math.sqrt(own[j]))
        if most < 1e-3:
            break
    return z


def pick(total: np.ndarray, pair: np.ndarray, count: int) -> np.ndarray:
    """For each pair the row of its best comparison."""
    order = np.lexsort((np.arange(len(total)), -total, pair))
    first = np.ones(len(order), dtype=bool)
    first[1:] = pair[order][1:] != pair[order][:-1]
    return order[first]


def proxy(values: np.ndarray) -> np.ndarray:
    v = np.nan_to_num(values, nan=0.0)
    cols = [j for j, f in enumerate(FEATURES) if f.endswith(("quality", "units"))]
    return v[:, cols].sum(1) + v[:, FEATURES.index("order")] + v[:, FEATURES.index("left over")] * 2


@dataclass
class Fit:
    names: list[tuple[str, float, float]]
    offsets: list[str]
    weights: np.ndarray


def fit(rows: Rows, use: np.ndarray, rounds: int = 3) -> tuple[Fit, np.ndarray]:
    """Weights from the pairs in `use`, and the log-odds of every pair under them."""
    x, names_ = ramps(rows.values)
    s, s_names = offsets("scripts", rows.scripts)
    r, r_names = offsets("roles", rows.roles)
    x = np.hstack([x, s, r, np.ones((len(x), 1))]).astype(np.float32)
    total = proxy(rows.values)
    count = len(rows.label)
    taught = np.zeros(x.shape[1], dtype=bool)
    taught[: len(names_)] = [feature in TAUGHT for feature, _, _ in names_]
    hard = np.array([kind in swapped.HARD for kind in rows.kind])
    bounded = len(names_) - int(taught.sum())
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        chosen = pick(total, rows.pair, count)
        train = chosen[use[rows.pair[chosen]]]
        lists = train[~hard[rows.pair[train]]]
        w[~taught] = solve(x[lists][:, ~taught].astype(float), rows.label[rows.pair[lists]], bounded)
        own = x[train][:, taught].astype(float)
        w[taught] = solve(own, rows.label[rows.pair[train]], own.shape[1], x[train][:, ~taught] @ w[~taught])
        total = x @ w
    chosen = pick(total, rows.pair, count)
    out = np.full(count, -np.inf)
    out[rows.pair[chosen]] = total[chosen]
    return Fit(names_, [*s_names, *r_names, "base"], w), out


def cross(rows: Rows) -> np.ndarray:
    """The log-odds of every pair under weights that saw no pair of its fold."""
    out = np.zeros(len(rows.label))
    for k in range(FOLDS):
        out_k = fit(rows, rows.fold != k, 2)[1]
        out = np.where(rows.fold == k, out_k, out)
    return out


def curves(fitted: Fit) -> dict[str, list[tuple[float, float]]]:
    """The fitted ramps as knots and points; the top of each curve is 0."""
    steps: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for (feature, low, high), w in zip(fitted.names, fitted.weights, strict=False):
        steps[feature].append((low, high, float(w)))
    found = {}
    for feature, ramp in steps.items():
        total = -sum(w for _, _, w in ramp)
        points = [(ramp[0][0], total)]
        for _, high, w in ramp:
            total += w
            points.append((high, total))
        found[feature] = points
    return found


def meaning(feature: str) -> str:
    role, _, what = feature.partition(" ")
    if role in ROLES and what in _KNOTS_PER_ROLE:
        said = {"family": "family name", "given": "given name", "patronymic": "patronymic", "loose": "word"}[
            role
        ]
        return MEANS[what].format(role=said)
    return MEANS[feature]


def table(fitted: Fit) -> list[dict[str, str]]:
    """The weights as the rows of their table."""
    rows = []
    found = curves(fitted) | {feature: list(points) for feature, points in FIXED_CURVES.items()}
    if "gender" in found:
        # two native spellings of a man's and of a woman's name are two persons: a rule of the language, not of the data
        found["gender"].insert(0, (-2.0, found["gender"][0][1] - 8.0))
    for feature in FEATURES:
        if feature in found and any(abs(p) > 0.0005 for _, p in found[feature]):
            for i, (knot, points) in enumerate(found[feature]):
                said = meaning(feature) if i == 0 else ""
                rows.append(
                    {"feature": feature, "knot": f"{knot:g}", "points": f"{points:.3f}", "what": said}
                )
    offsets_ = [
        *zip(fitted.offsets, fitted.weights[len(fitted.names) :], strict=True),
        *FIXED_OFFSETS.items(),
    ]
    rows += [{"feature": name, "knot": "", "points": f"{w:.3f}", "what": ""} for name, w in offsets_]
    return rows


def write(fitted: Fit, path: Path, what: str) -> None:
    lines = [
        "# source: fitted by benchmarks/fit.py on pairs of names from public lists",
        "# licence: facts (counts), as the project",
        f"# what: {what}; points in nats (added log-odds) at each knot, linear between, flat beyond; no knot: an offset",
        "feature\tknot\tpoints\twhat",
        *("\t".join(row.values()) for row in table(fitted)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(rows: Rows, log_odds: np.ndarray) -> dict[str, Any]:
    sys.path.insert(0, str(DATA.parent / "tools"))
    from score import calibration_error, pair_metrics

    p = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    first = {int(i): n for n, i in reversed(list(enumerate(rows.pair)))}
    groups: dict[str, list[int]] = defaultdict(list)
    for i in range(len(p)):
        if not rows.kind[i].startswith("near "):
            groups["all"].append(i)
            groups[rows.scripts[first[i]]].append(i)
            groups[rows.kind[i]].append(i)
    out = {}
    for name, at in sorted(groups.items()):
        y, v = [int(rows.label[i]) for i in at], [float(p[i]) for i in at]
        if sum(y) >= 20:
            m = pair_metrics(y, v)
            out[name] = (
                len(at),
                *(round(m[k], 4) for k in ("average_precision", "best_f1", "recall_at_p99", "recall_at_p95")),
                round(calibration_error(list(zip(y, v, strict=True))), 4),
            )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--languages", nargs="*", default=["korean", "russian", "any"])
    parser.add_argument("--sample", type=int, default=1, help="use one pair in so many")
    parser.add_argument("--write", action="store_true", help="write the tables, those of the folds too")
    parser.add_argument("--no-cross", action="store_true")
    parser.add_argument(
        "--folds", help="folder of tables, {} for the fold that they have not seen: honest readers"
    )
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: no evaluation data at {DATA}")
        return
    tables = load_tables()
    make = profiler(tables, arguments.folds)
    for language in arguments.languages:
        if language == "any":
            pairs = (read(DATA / "pairs_korean.csv") + read(DATA / "pairs_russian.csv"))[
                :: 4 * arguments.sample
            ]
            rows, code = joined(gather(pairs, make), gather(pairs, make, True)), ""
        else:
            pairs = read(DATA / f"pairs_{language}.csv")[:: arguments.sample]
            rows = gather(pairs + near(language, tables, make, len(pairs)), make)
            codes = Counter(rows.language)
            print(language, len(pairs), "pairs", len(rows.pair), "comparisons", codes.most_common(4))
            code = str(codes.most_common(1)[0][0])
        rows = subset(rows, rows.language == code if code else rows.pair >= 0)
        if not arguments.no_cross:
            for name, figures in report(rows, cross(rows)).items():
                n, ap, f1, r99, r95, ece = figures
                print(
                    f"  {name:12} n={n:6} AP {ap:.4f} F1 {f1:.4f} R99 {r99:.4f} R95 {r95:.4f} ECE {ece:.4f}"
                )
        if arguments.write:
            fitted = fit(rows, np.ones(len(rows.label), dtype=bool))[0]
            what = "weights of the score" + ("" if code else " where no table reads both names")
            folds = [Path(arguments.folds.format(i)) for i in range(FOLDS)] if arguments.folds else []
            for folder in (tables.folder, *folds):
                write(fitted, folder / code / "weights.tsv", what)


def subset(rows: Rows, keep: np.ndarray) -> Rows:
    """Only some comparisons, and only the pairs that still have one."""
    at = np.flatnonzero(keep)
    pairs = np.unique(rows.pair[at])
    place = {int(p): i for i, p in enumerate(pairs)}
    return Rows(
        rows.values[at],
        np.array([place[int(p)] for p in rows.pair[at]]),
        rows.language[at],
        [rows.scripts[i] for i in at],
        [rows.roles[i] for i in at],
        rows.label[pairs],
        rows.fold[pairs],
        [rows.kind[int(i)] for i in pairs],
    )


if __name__ == "__main__":
    main()
