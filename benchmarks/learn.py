"""Learn the readers: count how letters are spelled, from pairs of native forms and spellings.

    python -m benchmarks.learn                      retrain and write data/name_tables/*/read-*.tsv and prior.tsv
    python -m benchmarks.learn --crossfit           hit@1/3/10 of back-transliteration, five folds, unseen natives
    python -m benchmarks.learn --fold 0/5 --out D   tables that have not seen fold 0, for cross-fitting other parts

The pairs come from the folders `../shared/evaldata` and `../shared/reference/tables` beside the project. Where they
are absent the command says so and leaves the shipped tables as they are.

The estimate: pieces by expectation-maximisation, then n-gram counts of pieces (see `multigram.py`), smoothed when
they are loaded (`translit/lattice.py`, Witten and Bell). Table spellings (surnames, given syllables, romanisation
systems) join at a small weight, so that a rare system keeps a reading. What is written are counts of pieces and of
native letters, never names: facts of spelling, under the licence of the project.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import sys
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.multigram import Aligner, Pair, ngrams
from translit.lattice import Reader, letters

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
TABLES = ROOT / "data" / "name_tables"
FOLDS = 5
HEADER = ("history", "written", "native", "count")
Row = dict[str, str]


def fold_of(key: str, folds: int = FOLDS) -> int:
    """The fold of a native form or an entity: the same on every machine."""
    return zlib.crc32(unicodedata.normalize("NFC", key).casefold().encode()) % folds


def evaldata(name: str) -> list[Row]:
    """A CSV set of the development data."""
    with open(SHARED / "evaldata" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reference(name: str) -> list[Row]:
    """A TSV of the reference pack."""
    lines = (SHARED / "reference" / "tables" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=False)) for line in lines[1:]]


def entities(name: str) -> dict[str, list[Row]]:
    """The clusters of a set by entity, each with its fold under "fold" (that of its first native name)."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in evaldata(name):
        found[row["entity_id"]].append(row)
    return dict(found)


def entity_fold(entity: str, rows: Sequence[Row], folds: int = FOLDS) -> int:
    """The fold of an entity: that of its first native name, or of its id when it has none."""
    return fold_of(min((r["name"] for r in rows if r["script"] in ("hangul", "cyrillic")), default=entity), folds)


@dataclass
class Samples:
    """Training pairs with a weight per fold (the last: all data); a pair is not trained on in the folds it belongs to."""

    weights: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)

    def add(self, written: str, native: str, role: str, weight: float, folds: Iterable[int] = ()) -> None:
        """Count a pair once more; written and native are folded here."""
        key = (written_letters(written), letters(native), role)
        if not key[0] or not key[1]:
            return
        vector = self.weights.setdefault(key, np.zeros(FOLDS + 1))
        add = np.full(FOLDS + 1, weight)
        for fold in folds:
            add[fold] = 0.0
        vector += add

    def spread(self, other: Samples, share: float) -> None:
        """Take in other pairs (table spellings) with this share of the present weight, fold by fold."""
        mine = sum(self.weights.values())
        theirs = sum(other.weights.values())
        scale = share * mine / np.maximum(theirs, 1e-9)
        for key, vector in other.weights.items():
            self.weights[key] = self.weights.get(key, np.zeros(FOLDS + 1)) + vector * scale


_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'", "ʻ": "'", "–": "-", "‐": "-"})


def written_letters(text: str) -> str:
    """A spelling as the reader folds it: case, one apostrophe, letters taken apart."""
    return letters(text).translate(_QUOTES)


# -- Korean ---------------------------------------------------------------------------------------------------


def ko_surnames() -> dict[str, Row]:
    return {row["hangul"]: row for row in reference("surnames")}


def ko_split(native: str, surnames: Mapping[str, Row]) -> tuple[str, str]:
    """Surname and given name of a Hangul name without blanks."""
    native = native.replace(" ", "")
    if len(native) >= 4 and native[:2] in surnames or len(native) == 3 and native[:2] in ("남궁", "황보", "제갈", "선우", "독고", "사공"):
        return native[:2], native[2:]
    return native[:1], native[1:]


def ko_orders(latin: str) -> list[tuple[str, str]]:
    """(surname, given with its breaks) in the orders that this spelling allows, the usual one first."""
    if "," in latin:
        head, _, tail = latin.partition(",")
        return [(head.strip(), "-".join(tail.replace("-", " ").split()))]
    tokens = latin.split()
    if len(tokens) < 2:
        return []
    join = lambda parts: "-".join(" ".join(parts).replace("-", " ").split())  # noqa: E731
    return [(tokens[0], join(tokens[1:])), (tokens[-1], join(tokens[:-1]))]


def ko_seeds() -> dict[tuple[str, str], float]:
    """Pieces of the reference tables, with pseudo-counts."""
    onset = {r["jamo"]: chr(int(r["codepoint"][2:], 16)) for r in reference("jamo_onsets") if r["position"] == "onset"}
    nucleus = {r["jamo"]: chr(int(r["codepoint"][2:], 16)) for r in reference("jamo_nuclei")}
    coda = {r["jamo"]: chr(int(r["codepoint"][2:], 16)) for r in reference("jamo_codas") if r.get("codepoint", "").startswith("U+11")}
    found: dict[tuple[str, str], float] = {}

    def put(written: str, native: str, weight: float) -> None:
        for piece in written.split("|"):
            piece = written_letters(piece.strip())
            if piece and native and len(native) <= 2:
                found[piece, native] = max(found.get((piece, native), 0.0), weight)

    for row in reference("latin_inverse_onset"):
        for cell in row["jamo_candidates"].split():
            jamo, _, score = cell.partition(":")
            if jamo in onset:
                put(row["latin_onset"], onset[jamo], 3.0 ** int(score))
    for row in reference("latin_inverse_nucleus"):
        for cell in row["jamo_candidates"].split():
            jamo, _, score = cell.partition(":")
            if jamo in nucleus:
                put(row["latin_nucleus"], nucleus[jamo], 3.0 ** int(score))
                put(row["latin_nucleus"], onset["ㅇ"] + nucleus[jamo], 3.0 ** int(score))
    for row in reference("latin_inverse_coda"):
        for cell in row["jamo_candidates"].split():
            jamo, _, score = cell.partition(":")
            if jamo in coda:
                put(row["latin_coda"], coda[jamo], 3.0 ** int(score))
    return found


def ko_synthetic(real: Samples) -> Samples:
    """Table spellings: of each surname, each given syllable, and of attested given names syllable by syllable."""
    made = Samples()
    for row in reference("surnames"):
        forms: Counter[str] = Counter()
        for column in ("rr", "mr_1939", "mr_north", "dprk", "kcna_plain", "yale"):
            forms[row[column]] += 1.0
        for rank, form in enumerate(row["spellings_most_to_least_common"].split(", ")):
            forms[form] += 4.0 / (rank + 1)
        rank = row["rank_2015"]
        size = 30.0 / float(rank) + 0.5 if rank else 0.5
        for form, weight in sorted(forms.items()):
            made.add(form, row["hangul"], "family", weight * size)
    for row in reference("russian_hop_syllables"):
        for column in ("bgn_pcgn", "icao_9303", "news", "news_kh_as_h"):
            made.add(row[column], row["hangul"], "given", 0.3)
            if row["hangul"] in _SURNAMES:
                made.add(row[column], row["hangul"], "family", 0.3)
    syllables: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for row in reference("given_syllables"):
        cells = [(row["rr"], row["rr"].lower(), 1.0), (row["mr"], row["mr_voiced"], 1.0), (row["dprk"], row["dprk"].lower(), 0.5),
                 (row["kcna_plain"], row["kcna_plain"].lower(), 1.0), (row["yale"], row["yale"].lower(), 0.3),
                 (row["mr_plain"], row["mr_plain"].lower(), 1.0)]
        cells += [(form, form, 3.0 / (rank + 1)) for rank, form in enumerate(row["popular_spellings_most_common_first"].split())]
        syllables[row["hangul"]] = cells
        for first, _, weight in cells:
            made.add(first, row["hangul"], "given", weight * {"A": 2.0, "B": 1.0, "C": 0.4}[row["band"]])
    hop: dict[str, list[Row]] = defaultdict(list)
    for row in reference("russian_hop_syllables"):
        hop[row["hangul"]].append(row)
    natives: dict[str, np.ndarray] = {}
    for (_, native, role), vector in real.weights.items():
        if role == "given":
            natives[native] = natives.get(native, 0.0) + vector
    for native, vector in sorted(natives.items()):
        text = unicodedata.normalize("NFC", native)
        if len(text) != 2 or text[0] not in syllables or text[1] not in syllables:
            continue
        size = np.minimum(vector, 3.0)
        for (first, _, w1), (_, second, w2) in zip(syllables[text[0]], syllables[text[1]], strict=False):
            for joint in ("-", ""):
                key = (written_letters(first + joint + second), native, "given")
                made.weights[key] = made.weights.get(key, np.zeros(FOLDS + 1)) + 0.5 * min(w1, w2) * size
        for column in ("bgn_pcgn", "icao_9303", "news", "news_kh_as_h"):
            if text[0] in hop and text[1] in hop:
                for other in {hop[text[1]][-1][column], hop[text[1]][0][column]}:
                    key = (written_letters(hop[text[0]][0][column] + "-" + other), native, "given")
                    made.weights[key] = made.weights.get(key, np.zeros(FOLDS + 1)) + 0.1 * size
    return made


_SURNAMES: frozenset[str] = frozenset()


def ko_latn() -> tuple[Samples, dict[tuple[str, str], float]]:
    """Korean in Latin letters: attested names of persons and places, and table spellings."""
    surnames = ko_surnames()
    spelled = {
        (form.casefold(), hangul)
        for hangul, row in surnames.items()
        for form in [*row["spellings_most_to_least_common"].split(", "), row["rr"], row["kcna_plain"], row["mr_1939"]]
    }
    seen: set[tuple[str, str]] = set()
    persons: list[tuple[str, str, frozenset[int]]] = []
    places: list[tuple[str, str, frozenset[int]]] = []
    for entity, rows in entities("clusters_korean").items():
        natives = sorted({r["name"] for r in rows if r["script"] == "hangul"})
        folds = frozenset({entity_fold(entity, rows), *map(fold_of, natives)})
        for native in natives:
            for row in rows:
                if row["script"] == "latin" and (row["name"], native) not in seen:
                    seen.add((row["name"], native))
                    (persons if row["kind"] == "person" else places).append((row["name"], native, folds))
    for row in evaldata("backtranslit_korean"):
        if (row["latin"], row["native"]) not in seen:
            persons.append((row["latin"], row["native"], frozenset({fold_of(row["native"])})))
    seeds = ko_seeds()
    # which order a name has is decided by a first model, learnt from names whose first word is a known surname spelling
    pairs: list[Pair] = []
    owner: list[tuple[int, int]] = []
    weights = []
    for number, (latin, native, _) in enumerate(persons):
        family, given = ko_split(native, surnames)
        for order, (left, right) in enumerate(ko_orders(latin)):
            sure = (left.casefold(), family) in spelled
            for written, part, role in ((left, family, "family"), (right, given, "given")):
                pairs.append(Pair(written_letters(written), letters(part), role, 1.0))
                owner.append((number, order))
                weights.append(1.0 if sure else 0.0)
    for number, (latin, native, _) in enumerate(places):
        pairs.append(Pair(written_letters(latin.replace(" ", "-")), letters(native.replace(" ", "")), "unknown", 1.0))
        owner.append((-1 - number, 0))
        weights.append(0.2)
    aligner = Aligner(pairs, seeds)
    chance = aligner.learn(np.array(weights), rounds=6)
    cost: dict[tuple[int, int], float] = defaultdict(float)
    for position, nats, _ in aligner.align(chance, np.ones(len(pairs))):
        cost[owner[position]] += nats
        cost[owner[position] + (0,)] += 1  # type: ignore[index]
    samples = Samples()
    for number, (latin, native, folds) in enumerate(persons):
        family, given = ko_split(native, surnames)
        options = []
        for order, (left, right) in enumerate(ko_orders(latin)):
            if cost.get((number, order, 0)) == 2:  # type: ignore[call-overload]
                options.append((cost[number, order] + 2.0 * order, left, right))
        if not options:
            continue
        nats, left, right = min(options)
        if nats > 5.5 * (len(letters(native)) + 1):
            continue
        samples.add(left, family, "family", 1.0, folds)
        samples.add(right, given, "given", 1.0, folds)
        samples.add(left, family, "unknown", 0.05, folds)
        if "-" in right:
            samples.add(right.replace("-", ""), given, "given", 0.4, folds)
        samples.add(right.replace("-", ""), given, "unknown", 0.1, folds)
    for number, (latin, native, folds) in enumerate(places):
        nats = cost.get((-1 - number, 0), math.inf)
        if nats < 5.0 * (len(letters(native)) + 1):
            samples.add(latin.replace(" ", "-"), native.replace(" ", ""), "unknown", 1.0, folds)
    samples.spread(ko_synthetic(samples), 0.10)
    return samples, seeds


# -- Russian --------------------------------------------------------------------------------------------------


def ru_seeds() -> dict[tuple[str, str], float]:
    """Pieces of the reference tables, with pseudo-counts."""
    found: dict[tuple[str, str], float] = {}

    def put(written: str, native: str, weight: float) -> None:
        written, native = written_letters(written), letters(native)
        if written and native and len(native) <= 3:
            found[written, native] = max(found.get((written, native), 0.0), weight)

    for row in reference("russian_inverse_multigraphs"):
        for native in row["cyrillic_candidates"].replace(",", ";").split(";"):
            if re.fullmatch("[а-яё]{1,3}", native.strip()):
                put(row["latin"].strip("-"), native.strip(), 3.0 ** float(row["score"] or 1))
    for name in ("russian_schemes", "russian_press_conventions"):
        for row in reference(name):
            native = row["cyrillic"]
            for column, cell in row.items():
                if column != "cyrillic" and len(native) == 1:
                    for written in cell.split("/"):
                        if written not in ("∅", ""):
                            put(written, native, 9.0)
    return found


def ru_schemes() -> list[tuple[str, dict[str, str], float]]:
    """Each scheme's letters, with a weight."""
    found = []
    for name, weight in (("russian_schemes", 1.0), ("russian_press_conventions", 2.0)):
        rows = reference(name)
        for column in rows[0]:
            if column != "cyrillic":
                table = {r["cyrillic"]: r[column].split("/")[0].replace("∅", "") for r in rows}
                found.append((column, table, weight))
    return found


def ru_crude(native: str, table: Mapping[str, str]) -> str:
    """A native word by a scheme's base letters; enough for pseudo-counts."""
    out = []
    here = 0
    while here < len(native):
        for size in (3, 2, 1):
            piece = native[here : here + size]
            if piece in table:
                out.append(table[piece])
                break
        here += size
    return "".join(out)


PATRONYMIC = re.compile(r"(ович|евич|ьич|ич|овна|евна|ична|инична)$")


def ru_roles(name: str, given: set[str]) -> list[tuple[str, str]]:
    """The words of a native name with their roles, as far as they can be told."""
    head, comma, tail = name.partition(",")
    words = [w for w in re.split(r"[\s,]+", name) if len(w) > 1 and "." not in w]
    found = []
    for word in words:
        low = word.casefold()
        if PATRONYMIC.search(low) and len(words) > 2:
            role = "patronymic"
        elif low in given:
            role = "given"
        elif comma and word in head.split() or len(words) > 1:
            role = "family"
        else:
            role = "unknown"
        found.append((word, role))
    return found


def ru_latn() -> tuple[Samples, dict[tuple[str, str], float]]:
    """Russian in Latin letters: attested words of persons and places, and words written by all schemes."""
    from rapidfuzz.distance import JaroWinkler

    seeds = ru_seeds()
    schemes = ru_schemes()
    icao = next(table for name, table, _ in schemes if name == "icao_9303")
    given = {r["name"].casefold() for r in reference("russian_given_names")}
    tested = {row["native"].casefold() for row in evaldata("backtranslit_russian")}
    plain = lambda text: "".join(  # noqa: E731
        c for c in unicodedata.normalize("NFD", written_letters(text)) if c.isalpha() and not unicodedata.combining(c)
    )

    def strict(native: str, folds: Iterable[int]) -> set[int]:
        low = native.casefold()
        return {*folds, *([fold_of(low)] if low in tested else ())}

    samples = Samples()
    seen: set[tuple[str, str]] = set()
    for row in evaldata("backtranslit_russian"):
        seen.add((row["latin"].casefold(), row["native"].casefold()))
        for role, weight in (("unknown", 1.0), ("family", 0.5)):
            samples.add(row["latin"], row["native"], role, weight, strict(row["native"], ()))
    for entity, rows in entities("clusters_russian_tokens").items():
        for native in sorted({r["name"] for r in rows if r["script"] == "cyrillic"}):
            for row in rows:
                if row["script"] == "latin" and (row["name"].casefold(), native.casefold()) not in seen:
                    seen.add((row["name"].casefold(), native.casefold()))
                    for role, weight in (("unknown", 1.0), ("family", 0.5)):
                        samples.add(row["name"], native, role, weight, strict(native, {entity_fold(entity, rows)}))
    for entity, rows in entities("clusters_russian").items():
        fold = entity_fold(entity, rows)
        words: dict[str, str] = {}
        for row in rows:
            if row["script"] == "cyrillic":
                words.update(ru_roles(row["name"], given))
        latin = sorted({word for row in rows if row["script"] == "latin" for word in re.split(r"[\s,]+", row["name"])})
        for word in latin:
            if len(word) < 2 or "." in word:
                continue
            ranked = sorted(
                ((JaroWinkler.similarity(plain(word), plain(ru_crude(w.casefold(), icao))), w) for w in sorted(words)), reverse=True
            )
            if not ranked or ranked[0][0] < 0.72 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.04):
                continue
            native = ranked[0][1]
            role = words[native]
            kind = rows[0]["kind"]
            folds = strict(native, {fold})
            if kind == "person":
                samples.add(word, native, role, 1.0, folds)
            samples.add(word, native, "unknown", 0.7 if kind != "person" else 0.3 if role == "family" else 0.1, folds)
    made = Samples()
    natives: dict[tuple[str, str], np.ndarray] = {}
    for (_, native, role), vector in samples.weights.items():
        natives[native, role] = natives.get((native, role), 0.0) + vector
    names: dict[str, str] = {native: "unknown" for native, _ in natives}
    for number, (native, role) in enumerate(sorted(natives)):
        size = np.minimum(natives[native, role], 2.0)
        # a third of the schemes for each word, in turn: enough to show every letter in every scheme
        for index, (_, table, weight) in enumerate(schemes):
            if (index + number) % 3 == 0:
                key = (written_letters(ru_crude(native, table)), native, role)
                if key[0]:
                    made.weights[key] = made.weights.get(key, np.zeros(FOLDS + 1)) + weight * size
    for row in reference("russian_given_names"):
        for form in row["latin_spellings"].split(", "):
            made.add(form, row["name"], "given", 20.0)
    samples.spread(made, 0.10)
    return samples, seeds


# -- estimate -------------------------------------------------------------------------------------------------


def estimate(samples: Samples, seeds: Mapping[tuple[str, str], float], order: int, keep: int, folds: Sequence[int]) -> Iterator[list[Row]]:
    """The rows of a reader table for each of the folds (the fold that training leaves out; FOLDS: none)."""
    keys = sorted(samples.weights)
    pairs = [Pair(w, n, r, 1.0) for w, n, r in keys]
    aligner = Aligner(pairs, seeds)
    matrix = np.array([samples.weights[key] for key in keys])
    for fold in folds:
        weights = matrix[:, fold]
        chance = aligner.learn(weights)
        cuts = aligner.align(chance, weights)
        sequences = [
            (pairs[p].role, float(weights[p]), [aligner.names[g] for g in path])
            for p, nats, path in cuts
            if nats < 7.0 * (len(path) + 1)
        ]
        yield prune(ngrams(sequences, order), keep)


def prune(table: dict[tuple[str, ...], dict[str, float]], keep: int) -> list[Row]:
    """Rows of the n-grams that change the chances most; the count of the others goes to the shorter history."""
    total = {past: sum(cell.values()) for past, cell in table.items()}
    gains: list[tuple[float, tuple[str, ...], str]] = []
    for past, cell in table.items():
        for name, count in cell.items():
            if len(past) < 1:
                gains.append((math.inf, past, name))
                continue
            shorter = past[1:]
            lower = table[shorter].get(name, 0.0) / total[shorter] if shorter in table else 1e-4
            kinds = sum(min(1.0, c) for c in cell.values())
            chance = (count + kinds * lower) / (total[past] + kinds)
            gains.append((count * math.log(max(chance / max(lower, 1e-6), 1e-9)), past, name))
    gains.sort(key=lambda g: (-g[0], g[1], g[2]))
    kept: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for gain, past, name in gains[:keep]:
        if gain > 0.05 or not past:
            kept[past][name] = table[past][name]
    rows = []
    for past in sorted(kept, key=lambda p: (len(p), p)):
        cell = kept[past]
        for name, count in sorted(cell.items(), key=lambda item: (-item[1], item[0])):
            written, _, native = name.partition(":")
            rows.append({"history": " ".join(past), "written": written, "native": native, "count": f"{count:.3g}"})
        rest = total[past] - sum(cell.values())
        if rest > 0.005:
            rows.append({"history": " ".join(past), "written": "", "native": "", "count": f"{rest:.3g}"})
    return rows


# -- measure --------------------------------------------------------------------------------------------------


def loose(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def back_person(reader: Reader, latin: str, k: int) -> list[str]:
    """Native forms of a whole name in two parts, both orders, likeliest first."""
    found: dict[str, float] = {}
    for order, (left, right) in enumerate(ko_orders(latin)):
        family = reader.read(left, "family")
        given = reader.read(right, "given")
        for f in family.forms[:12]:
            for g in given.forms[:24]:
                cost = f.cost + g.cost + LAST_COST * order
                found[f.native + g.native] = min(found.get(f.native + g.native, math.inf), cost)
    return sorted(found, key=lambda native: (found[native], native))[:k]


LAST_COST = 3.0


def hits(rows: Sequence[Row], answer: Mapping[int, list[str]]) -> str:
    out = []
    for k in (1, 3, 10):
        good = sum(loose(row["native"]) in [loose(c) for c in answer[number][:k]] for number, row in enumerate(rows))
        out.append(f"hit@{k} {good / len(rows):.4f}")
    return "  ".join(out)


CHANNELS = {
    ("ko", "latn"): (ko_latn, 5, 25000),
    ("ru", "latn"): (ru_latn, 5, 25000),
}


def crossfit(language: str, step: int = 1, show: int = 0) -> None:
    """Print hit rates on natives that the tables have not seen."""
    import time

    recipe, order, keep = CHANNELS[language, "latn"]
    name = {"ko": "korean", "ru": "russian"}[language]
    rows = evaldata(f"backtranslit_{name}")[::step]
    start = time.time()
    samples, seeds = recipe()
    print(f"{language}: {len(samples.weights)} pairs, {len(seeds)} seeds, {time.time() - start:.1f} s", flush=True)
    answer: dict[int, list[str]] = {}
    for fold, table in zip(range(FOLDS), estimate(samples, seeds, order, keep, range(FOLDS)), strict=True):
        begin = time.time()
        reader = Reader(tuple(row.values()) for row in table)
        loaded = time.time()
        count = 0
        for number, row in enumerate(rows):
            if fold_of(row["native"]) == fold:
                count += 1
                if language == "ko":
                    answer[number] = back_person(reader, row["latin"], 10)
                else:
                    answer[number] = [f.native for f in reader.read(row["latin"], "unknown").forms[:10]]
        print(f"  fold {fold}: {len(table)} rows, load {1e3 * (loaded - begin):.0f} ms, {1e3 * (time.time() - loaded) / max(count, 1):.2f} ms a name, at {time.time() - start:.0f} s", flush=True)
    print(f"  {hits(rows, answer)}", flush=True)
    for number, row in enumerate(rows):
        if show and loose(row["native"]) not in [loose(c) for c in answer[number][:1]]:
            show -= 1
            print("   ", row["latin"], row["native"], answer[number][:5])


WHAT = "counts of graphones (a written piece and the native letters it stands for) after a history; see translit/lattice.py"
SOURCE = "counted by benchmarks/learn.py from pairs of native forms and spellings in public lists of names, and from the tables"


def write_table(path: Path, what: str, header: Sequence[str], rows: Iterable[Row]) -> None:
    """A counted table in the project's form."""
    lines = [f"# source: {SOURCE}", "# licence: facts (counts), as the project", f"# what: {what}", "\t".join(header)]
    lines += ["\t".join(row[cell] for cell in header) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(unicodedata.normalize("NFC", "\n".join(lines)) + "\n", encoding="utf-8")


def train(fold: int, out: Path, languages: Sequence[str]) -> None:
    """Write the tables that leave this fold out (FOLDS: none) under `out`."""
    for (language, script), (recipe, order, keep) in CHANNELS.items():
        if language in languages:
            samples, seeds = recipe()
            (rows,) = estimate(samples, seeds, order, keep, [fold])
            write_table(out / language / f"read-{script}.tsv", WHAT, HEADER, rows)
            print(f"{language}/read-{script}.tsv: {len(rows)} rows", flush=True)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--crossfit", action="store_true")
    parser.add_argument("--language", action="append")
    parser.add_argument("--fold", help="i/5: leave fold i out")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder to write to")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    if not (SHARED / "evaldata").is_dir():
        print("The development data (../shared/evaldata beside the project) is not here: nothing learnt.", file=sys.stderr)
        return 1
    if args.crossfit:
        for language in args.language or ("ko", "ru"):
            crossfit(language, args.step, args.show)
        return 0
    if args.fold and args.out == TABLES:
        parser.error("--fold needs --out: tables that leave data out are not for shipping.")
    fold = int(args.fold.partition("/")[0]) if args.fold else FOLDS
    train(fold, args.out, args.language or ("ko", "ru"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
