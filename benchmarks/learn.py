"""Learn the readers: count how letters are spelled, from pairs of native forms and spellings.

    python -m benchmarks.learn                      retrain and write data/name_tables/*/read-*.tsv, manners-*.tsv, prior.tsv, bearers.tsv
    python -m benchmarks.learn --crossfit           hit@1/3/10 of back-transliteration, five folds, unseen natives
    python -m benchmarks.learn --fold 0/5 --out D   tables that have not seen fold 0, for cross-fitting other parts
    python -m benchmarks.learn --folds 'D/{}'       both at once: the shipped tables, and a whole folder for each fold

The pairs come from the folders `../shared/evaldata` and `../shared/reference/tables` beside the project. Where they
are absent the command says so and leaves the shipped tables as they are.

How common Korean given names are is told by a dictionary, too, when `pip install python-mecab-ko-dic` has been run (the
shipped table was made with it; without it hit@1 is 0.3 of a hundred lower); how common Russian words are, `pip install
russiannames` (see `bearers.py`).

The estimate: pieces by expectation-maximisation, then n-gram counts of pieces (see `multigram.py`), smoothed when
they are loaded (`translit/lattice.py`, Witten and Bell). Table spellings (surnames, given syllables, romanisation
systems) join at a small weight, so that a rare system keeps a reading. What is written are counts of pieces and of
native letters, facts of spelling under the licence of the project, and single words with the number of their bearers
(`bearers.tsv`, under the licence of its source); never names of persons.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import shutil
import struct
import sys
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks import abroad, bearers, manners
from benchmarks.multigram import ATTESTED, RULED, Aligner, Pair, Thrift, ngrams
from translit.lattice import Reader
from translit.prior import Prior
from translit.rules import romanise
from translit.tables import Tables, cells, load_tables
from translit.text import script_of
from translit.units import letters

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
    return fold_of(
        min((r["name"] for r in rows if r["script"] in ("hangul", "cyrillic")), default=entity), folds
    )


def dictionary_names(kind: str = "인명") -> list[str]:
    """The persons' names of the dictionary in the package python-mecab-ko-dic (Apache-2.0); none where it is not installed.

    The compiled dictionary is a head of ten numbers and a name, a tree, the entries, and their features, which are texts
    like `NNP,인명,T,김정은,*,*,*,*`.
    """
    try:
        from mecab_ko_dic import dictionary_path
    except ImportError:
        print("python-mecab-ko-dic is not installed: given names are counted without it.", file=sys.stderr)
        return []
    held = (Path(dictionary_path) / "sys.dic").read_bytes()
    *_, tree, entries, features, _ = struct.unpack("<10I", held[:40])
    begin = 72 + tree + entries
    found = set()
    for feature in held[begin : begin + features].decode("utf-8").split("\0"):
        cells = feature.split(",")
        if len(cells) > 3 and cells[1] == kind:
            found.add(unicodedata.normalize("NFC", cells[3]))
    return sorted(found)


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

    def put(self, written: str, native: str, role: str, vector: np.ndarray) -> None:
        """Count a pair with its weights by fold as they are."""
        key = (written_letters(written), letters(native), role)
        if key[0] and key[1]:
            self.weights[key] = self.weights.get(key, np.zeros(FOLDS + 1)) + vector

    def spread(self, other: Samples, share: float) -> None:
        """Take in other pairs (table spellings) with this share of the present weight, fold by fold."""
        mine = sum(self.weights.values())
        theirs = sum(other.weights.values())
        scale = share * mine / np.maximum(theirs, 1e-9)
        for key, vector in other.weights.items():
            self.weights[key] = self.weights.get(key, np.zeros(FOLDS + 1)) + vector * scale


_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'", "ʻ": "'", "–": "-", "‐": "-"}
)


def written_letters(text: str) -> str:
    """A spelling as the reader folds it: case, one apostrophe, letters taken apart."""
    return letters(text).translate(_QUOTES)


# -- Korean ---------------------------------------------------------------------------------------------------


def ko_surnames() -> dict[str, Row]:
    return {row["hangul"]: row for row in reference("surnames")}


def ko_split(native: str, surnames: Mapping[str, Row]) -> tuple[str, str]:
    """Surname and given name of a Hangul name without blanks."""
    native = native.replace(" ", "")
    if (
        len(native) >= 4
        and native[:2] in surnames
        or len(native) == 3
        and native[:2] in ("남궁", "황보", "제갈", "선우", "독고", "사공")
    ):
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
    onset = {
        r["jamo"]: chr(int(r["codepoint"][2:], 16))
        for r in reference("jamo_onsets")
        if r["position"] == "onset"
    }
    nucleus = {r["jamo"]: chr(int(r["codepoint"][2:], 16)) for r in reference("jamo_nuclei")}
    coda = {
        r["jamo"]: chr(int(r["codepoint"][2:], 16))
        for r in reference("jamo_codas")
        if r.get("codepoint", "").startswith("U+11")
    }
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
                for written, size in (
                    (row["latin_nucleus"], 3.0 ** int(score)),
                    (re.sub(*abroad.LONG, row["latin_nucleus"]), 1.0),
                ):
                    put(written, nucleus[jamo], size)
                    put(written, onset["ㅇ"] + nucleus[jamo], size)
    for row in reference("latin_inverse_coda"):
        for cell in row["jamo_candidates"].split():
            jamo, _, score = cell.partition(":")
            if jamo in coda:
                put(row["latin_coda"], coda[jamo], 3.0 ** int(score))
    for group, onsets in abroad.GROUPS.items():
        for jamo in onsets:
            put(group, jamo, 3.0)
    return found


HOPS = (
    "ko/ru-press+ru/bgn-pcgn-plain", "ko/ru-press+ru/icao-9303", "ko/ru-press+ru/news", "ko/kontsevich+ru/bgn-pcgn-plain",
    "ko/kontsevich+ru/news", "ko/kholodovich+ru/bgn-pcgn-plain",
)  # fmt: skip
"""Native → Cyrillic → Latin: how outlets and machine translators spell a name that came through Russian."""


def latin_systems(language: str, native: str, tables: Tables) -> list[str]:
    """Systems of a language that write a native name in Latin letters."""
    return [
        info.id
        for info in tables.systems()
        if info.language == language and script_of(romanise(native, tables.system(info.id)).text) == "Latn"
    ]


SLIP = 0.07
"""What a spelling with a slip counts for beside the spelling itself."""

LAW = 0.1
"""What the spelling of a syllable counts for the one that it is by the law of initial sounds."""


MANDARIN = 3.0
"""What a Chinese name counts beside a Korean one."""


def ko_synthetic(names: Sequence[tuple[str, frozenset[int]]], tables: Tables) -> Samples:
    """Table spellings: of each surname, of each given syllable, and of attested names by each system in turn."""
    made = Samples()
    for row in reference("surnames"):
        forms: Counter[str] = Counter()
        for column in ("rr", "mr_1939", "mr_north", "dprk", "kcna_plain", "yale"):
            forms[row[column]] += 1.0
        for rank, form in enumerate(row["spellings_most_to_least_common"].split(", ")):
            forms[form] += 4.0 / (rank + 1)
        size = 30.0 / float(row["rank_2015"]) + 0.5 if row["rank_2015"] else 0.5
        for form, weight in sorted(forms.items()):
            made.add(form, row["hangul"], "family", weight * size)
    for row in reference("koryo_saram_surnames"):
        for column in ("icao_9303", "bgn_plain", "news"):
            for hangul in row["hangul"].split(","):
                made.add(row[column], hangul.strip(), "family", 0.5)
    same = {row["form"]: row["same_as"] for row in tables.rows("ko/equivalents") if row["where"] == "start"}
    same |= {other: form for form, other in same.items()}
    for row in reference("given_syllables"):
        size = {"A": 2.0, "B": 1.0, "C": 0.4}[row["band"]]
        cells = [
            (row["rr"], 1.0),
            (row["mr"], 1.0),
            (row["dprk"], 0.5),
            (row["kcna_plain"], 1.0),
            (row["yale"], 0.3),
        ]
        cells += [
            (form, 3.0 / (rank + 1))
            for rank, form in enumerate(row["popular_spellings_most_common_first"].split())
        ]
        for form, weight in cells:
            made.add(form, row["hangul"], "given", weight * size)
            if row["hangul"] in same:
                # people keep the law of initial sounds or not inside a name, too (원룡 Won-yong, 응용 Eung-ryong)
                made.add(form, same[row["hangul"]], "given", LAW * weight * size)
            for slip in abroad.slips(form.casefold()):
                made.add(slip, row["hangul"], "given", SLIP * weight * size)
    for row in reference("russian_hop_syllables"):
        for column in ("bgn_pcgn", "icao_9303", "news", "news_kh_as_h"):
            made.add(row[column], row["hangul"], "given", 0.2)
    for role, written, native, weight in abroad.mandarin(tables):
        made.add(written, native, role, MANDARIN * weight)
    systems = [(id_, 1.0) for id_ in latin_systems("ko", "노광철", tables) if tables.system(id_).info.persons]
    systems += [(id_, 0.6) for id_ in HOPS]
    surnames = ko_surnames()
    papers = sum(row["script"] == "Latn" for row in tables.rows("ko/abroad"))
    for number, (native, folds) in enumerate(names):
        family, given = ko_split(native, surnames)
        for index, (id_, weight) in enumerate(systems):
            if (index + number) % 3 == 0:
                for left, right in ko_orders(romanise(native, tables.system(id_)).text)[:1]:
                    made.add(left, family, "family", 0.3 * weight, folds)
                    made.add(right, given, "given", weight, folds)
                    if "+" in id_:
                        made.add(
                            right.replace("kh", "h").replace("Kh", "H"), given, "given", 0.5 * weight, folds
                        )
                        # one Russian letter stands for ㄴ and ㅇ; who restores it may choose the wrong one
                        made.add(re.sub("n(?=-|$)", "ng", right), given, "given", 1.5 * weight, folds)
        for index, spelled in enumerate(abroad.spellings(native, "Latn", tables)):
            if (index + number) % papers == 0:
                for left, right in ko_orders(spelled)[:1]:
                    made.add(left, family, "family", 0.1, folds)
                    made.add(right, given, "given", 0.2, folds)
                    made.add(re.sub("[- ]", "", right), given, "given", 0.1, folds)
        far = abroad.HOPS[number % len(abroad.HOPS)]
        for left, right in ko_orders(romanise(native, tables.system(far)).text)[:1]:
            made.add(left, family, "family", 0.1, folds)
            made.add(right, given, "given", 0.2, folds)
    return made


ON_READINGS = 6
ON_WEIGHT = 0.3
ON_PARTNERS = 4
ON_PAIRED = 0.08


def ko_latn(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Korean in Latin letters: attested names of persons and places, and table spellings."""
    surnames = ko_surnames()
    spelled = {
        (form.casefold(), hangul)
        for hangul, row in surnames.items()
        for form in [
            *row["spellings_most_to_least_common"].split(", "),
            row["rr"],
            row["kcna_plain"],
            row["mr_1939"],
        ]
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
        pairs.append(
            Pair(written_letters(latin.replace(" ", "-")), letters(native.replace(" ", "")), "unknown", 1.0)
        )
        owner.append((-1 - number, 0))
        weights.append(0.2)
    aligner = Aligner(pairs, seeds, ATTESTED)
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
    on = abroad.on(tables)
    for native, folds in sorted({(native.replace(" ", ""), folds) for _, native, folds in places}, key=str):
        if len(native) < 4 and all(syllable in on for syllable in native):
            for number, (form, share) in enumerate(abroad.on_readings(native, on)):
                if number < ON_READINGS:
                    samples.add(form, native, "unknown", ON_WEIGHT * share, folds)
    # each syllable of a place beside a few others: their readings are facts, whichever places have them
    known = sorted({s for _, native, _ in places for s in native if s in on})
    for at, first in enumerate(known):
        for step in range(ON_PARTNERS):
            native = first + known[(7 * at + 31 * step) % len(known)]
            for form, share in abroad.on_readings(native, on)[:ON_READINGS]:
                samples.add(form, native, "unknown", ON_PAIRED * share)
    names = sorted(
        {(native, folds) for _, native, folds in persons}, key=lambda item: (item[0], sorted(item[1]))
    )
    samples.spread(ko_synthetic(names, tables), 0.12)
    return samples, seeds


def ko_cyrl(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Korean in Cyrillic letters: the few attested names, the systems, and the habits of the press and of old prints."""
    onset = {
        r["jamo"]: chr(int(r["codepoint"][2:], 16))
        for r in reference("jamo_onsets")
        if r["position"] == "onset"
    }
    nucleus = {r["jamo"]: chr(int(r["codepoint"][2:], 16)) for r in reference("jamo_nuclei")}
    coda = {
        r["jamo"]: chr(int(r["codepoint"][2:], 16))
        for r in reference("jamo_codas")
        if r.get("codepoint", "").startswith("U+11")
    }
    seeds: dict[tuple[str, str], float] = {}
    for row in reference("kontsevich"):
        native = {"onset": onset, "nucleus": nucleus, "coda": coda}.get(row["position"], {}).get(row["jamo"])
        for column in ("form1", "form2"):
            if native and row[column] not in ("", "∅"):
                seeds[written_letters(row[column]), native] = 9.0
                if row["position"] == "nucleus" and column == "form1":
                    seeds[written_letters(row[column]), onset["ㅇ"] + native] = 9.0
    surnames = ko_surnames()
    samples = Samples()
    names: dict[str, frozenset[int]] = {}
    places: dict[str, frozenset[int]] = {}
    for entity, rows in entities("clusters_korean").items():
        natives = sorted({r["name"] for r in rows if r["script"] == "hangul"})
        folds = frozenset({entity_fold(entity, rows), *map(fold_of, natives)})
        for native in natives:
            (names if rows[0]["kind"] == "person" else places)[native.replace(" ", "")] = folds
            for row in rows:
                if row["script"] != "cyrillic":
                    continue
                if row["kind"] == "person":
                    family, given = ko_split(native, surnames)
                    for left, right in ko_orders(row["name"])[:1]:
                        samples.add(left, family, "family", 4.0, folds)
                        samples.add(right, given, "given", 4.0, folds)
                else:
                    samples.add(row["name"].replace(" ", "-"), native.replace(" ", ""), "unknown", 2.0, folds)
    for native, folds in sorted(names.items()):
        family, given = ko_split(native, surnames)
        old = native[: len(family)] + unicodedata.normalize(
            "NFC", unicodedata.normalize("NFD", given).replace("ᅥ", "ᅦ")
        )
        for id_, source, weight in (
            ("ko/kontsevich", native, 1.0),
            ("ko/ru-press", native, 2.0),
            ("ko/kholodovich", native, 0.7),
            ("ko/ru-press", old, 0.3),
        ):
            left, right = ko_orders(romanise(source, tables.system(id_)).text)[0]
            forms = {right: weight}
            parted = re.sub("(?<=н)-(?=[аеёиоуыэюя])", "ъ", right)
            if parted != right and abroad.OPEN_NG.search(unicodedata.normalize("NFD", given)):
                forms[parted] = 0.5 * weight
            for pattern, put, share in (
                ("ё", "е", 0.5),
                ("льг?(?=-|$)", "р", 0.3),
                ("чж", "дж", 0.3),
                ("чж", "ж", 0.05),
                ("чх", "ч", 0.05),
                ("ё", "йо", 0.1),
                ("нъ", "н", 0.3),
            ):
                for form, size in list(forms.items()):
                    other = re.sub(pattern, put, form)
                    if other != form:
                        forms[other] = forms.get(other, 0.0) + share * size
            for form, size in sorted(forms.items()):
                samples.add(form, given, "given", size, folds)
                samples.add(form.replace("-", ""), given, "unknown", 0.2 * size, folds)
            samples.add(left, family, "family", weight, folds)
            samples.add(left.replace("ё", "е"), family, "family", 0.3 * weight, folds)
        for spelled in abroad.spellings(native, "Cyrl", tables, old):
            for left, right in ko_orders(spelled)[:1]:
                samples.add(left, family, "family", 0.1, folds)
                samples.add(right, given, "given", 0.2, folds)
                samples.add(right.replace("-", ""), given, "unknown", 0.05, folds)
    for row in reference("koryo_saram_surnames"):
        for hangul in row["hangul"].split(","):
            samples.add(row["cyrillic"], hangul.strip(), "family", 4.0)
    for row in reference("surnames"):
        for column in ("kontsevich", "russian_press", "koryo_saram_cyrillic"):
            for form in row[column].split(","):
                samples.add(form.strip(), row["hangul"], "family", 2.0)
    for row in reference("given_syllables"):
        for column in ("kontsevich", "kontsevich_voiced"):
            samples.add(row[column], row["hangul"], "given", 1.0)
    for row in reference("russian_hop_attested"):
        family, given = ko_split(row["hangul"], surnames)
        for form in row["cyrillic_forms"].split(";"):
            for left, right in ko_orders(form.strip())[:1]:
                samples.add(left, family, "family", 3.0)
                samples.add(right, given, "given", 3.0)
            if len(form.split()) == 1:
                samples.add(form.strip(), row["hangul"], "unknown", 3.0)
    for native, folds in sorted(places.items()):
        form = romanise(native, tables.system("ko/kontsevich-1966")).text
        for other in {form, form.replace("ё", "е")}:
            samples.add(other, native, "unknown", 1.0, folds)
    return samples, seeds


def ko_kana(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Korean in katakana: attested native names as the system writes them, and habits beside it."""
    system = tables.system("ko/japanese")
    surnames = ko_surnames()
    names: dict[str, frozenset[int]] = {}
    for entity, rows in entities("clusters_korean").items():
        for native in sorted({r["name"] for r in rows if r["script"] == "hangul" and r["kind"] == "person"}):
            names[native.replace(" ", "")] = frozenset({entity_fold(entity, rows), fold_of(native)})
    for row in evaldata("backtranslit_korean"):
        names.setdefault(row["native"].replace(" ", ""), frozenset({fold_of(row["native"])}))
    samples = Samples()
    for native, folds in sorted(names.items()):
        family, given = ko_split(native, surnames)
        if not given or len(native) < 2:
            continue
        unaspirated = unicodedata.normalize(
            "NFC", re.sub("(?<=[ᆫᆷᆼᆯ])ᄒ", "ᄋ", unicodedata.normalize("NFD", given))
        )
        for source, weight in {unaspirated: 0.5, given: 1.0}.items():
            left, _, right = romanise(family + source, system).text.partition("・")
            samples.add(left, family, "family", weight, folds)
            for form, share in {
                right: 1.0,
                right.translate(UNVOICED): 0.2,
                right.replace("グァ", "グワ"): 0.1,
            }.items():
                samples.add(form, given, "given", weight * share, folds)
                samples.add(form, given, "unknown", 0.1 * weight * share, folds)
    for row in reference("surnames"):
        samples.add(
            romanise(row["hangul"] + "가", system).text.partition("・")[0], row["hangul"], "family", 0.5
        )
    for row in reference("given_syllables"):
        samples.add(
            romanise("박" + row["hangul"], system).text.partition("・")[2], row["hangul"], "given", 0.5
        )
    return samples, {}


UNVOICED = str.maketrans("ガギグゲゴジダデドバビブベボ", "カキクケコチタテトパピプペポ")
"""A given name as who does not voice its first sound after the family name writes it, and more than that."""


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
    for written, natives in TURKIC.items():
        for native in natives.split():
            put(written, native, 3.0)
    return found


TURKIC = {
    "ý": "й", "ýe": "е", "ýo": "ё", "ýu": "ю", "ýa": "я", "ə": "а е э", "ä": "а я э", "ö": "о у ё", "ü": "у ю", "oʻ": "у о", "gʻ": "г",
    "ğ": "г", "q": "г к", "c": "дж", "j": "дж", "x": "х", "w": "в", "ow": "ов", "ew": "ев", "aʼ": "аг", "ph": "ф",
}  # fmt: skip
"""Letters of the Latin alphabets of Turkic languages, with what Russian writes for them."""


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


ASIDE = 0.1
"""What a form that another language gives a given name counts for beside a spelling of the name itself."""

HEAD = 5
"""Letters at the start of such a form by which the words made of it are known (Volodymyrovych, Владимирович)."""

LISTED = 3.0
"""What a listed spelling of a given name counts for beside one that a system gives."""


def ru_latn(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Russian in Latin letters: attested words of persons and places, and words written by all schemes."""
    from rapidfuzz.distance import JaroWinkler

    seeds = ru_seeds()
    schemes = ru_schemes()
    icao = next(table for name, table, _ in schemes if name == "icao_9303")
    listed, systems = tables.rows("ru/given"), latin_systems("ru", "Лавров", tables)
    given = {r["native"].casefold() for r in listed}
    tested = {row["native"].casefold() for row in evaldata("backtranslit_russian")}
    plain = lambda text: "".join(  # noqa: E731
        c
        for c in unicodedata.normalize("NFD", written_letters(text))
        if c.isalpha() and not unicodedata.combining(c)
    )

    # Volodymyr stands for Владимир, but it must not teach that Volodin is Владин: what begins as Russian words do counts little
    begin = {row["native"].casefold()[:HEAD] for row in evaldata("backtranslit_russian")}
    head = lambda word: word.casefold().replace("ё", "е")  # noqa: E731
    aside = {
        (plain(romanise(form, tables.system(id_)).text)[:HEAD], row["native"].casefold()[: HEAD - 1])
        for row in listed
        for form in cells(row["doublets"])
        if form.casefold()[:HEAD] in begin and head(form)[: HEAD - 1] != head(row["native"])[: HEAD - 1]
        for id_ in systems
    }

    def size(latin: str, native: str) -> float:
        return ASIDE if (plain(latin)[:HEAD], native.casefold()[: HEAD - 1]) in aside else 1.0

    def strict(native: str, folds: Iterable[int]) -> set[int]:
        low = native.casefold()
        return {*folds, *([fold_of(low)] if low in tested else ())}

    samples = Samples()
    seen: set[tuple[str, str]] = set()
    for row in evaldata("backtranslit_russian"):
        seen.add((row["latin"].casefold(), row["native"].casefold()))
        for role, weight in (("unknown", 1.0), ("family", 1.0)):
            samples.add(
                row["latin"],
                row["native"],
                role,
                weight * size(row["latin"], row["native"]),
                strict(row["native"], ()),
            )
    for entity, rows in entities("clusters_russian_tokens").items():
        for native in sorted({r["name"] for r in rows if r["script"] == "cyrillic"}):
            for row in rows:
                if row["script"] == "latin" and (row["name"].casefold(), native.casefold()) not in seen:
                    seen.add((row["name"].casefold(), native.casefold()))
                    for role, weight in (("unknown", 1.0), ("family", 1.0)):
                        samples.add(
                            row["name"],
                            native,
                            role,
                            weight * size(row["name"], native),
                            strict(native, {entity_fold(entity, rows)}),
                        )
    for entity, rows in entities("clusters_russian").items():
        fold = entity_fold(entity, rows)
        words: dict[str, str] = {}
        for row in rows:
            if row["script"] == "cyrillic":
                words.update(ru_roles(row["name"], given))
        latin = sorted(
            {word for row in rows if row["script"] == "latin" for word in re.split(r"[\s,]+", row["name"])}
        )
        for word in latin:
            if len(word) < 2 or "." in word:
                continue
            ranked = sorted(
                (
                    (JaroWinkler.similarity(plain(word), plain(ru_crude(w.casefold(), icao))), w)
                    for w in sorted(words)
                ),
                reverse=True,
            )
            if not ranked or ranked[0][0] < 0.72 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.04):
                continue
            native = ranked[0][1]
            role = words[native]
            kind = rows[0]["kind"]
            folds = strict(native, {fold})
            if kind == "person":
                samples.add(word, native, role, size(word, native), folds)
            samples.add(
                word, native, "unknown", (0.7 if kind != "person" else 0.3) * size(word, native), folds
            )
    made = Samples()
    for number, ((native, role), vector) in enumerate(sorted(natives_of(samples).items())):
        most = np.minimum(vector, 2.0)
        # a quarter of the systems for each word, in turn: enough to show every letter in every system
        for index, id_ in enumerate(systems):
            if (index + number) % 4 == 0:
                made.put(romanise(native, tables.system(id_)).text, native, role, most)
    for row in reference("russian_given_names"):
        for form in row["latin_spellings"].split(", "):
            made.add(form, row["name"], "given", 20.0)
    for number, row in enumerate(listed):
        native, folds = row["native"], strict(row["native"], ())
        forms = dict.fromkeys(cells(row["latin"]), LISTED)
        for index, id_ in enumerate(systems):
            if (index + number) % 3 == 0:
                forms.setdefault(romanise(native, tables.system(id_)).text, 1.0)
        for form, weight in forms.items():
            made.add(form, native, "given", weight, folds)
            made.add(form, native, "unknown", 0.5 * weight, folds)
    samples.spread(made, 0.35)
    return samples, seeds


SOFT = 0.1
"""The share that the words with a soft sign weigh beside all others: the lists hold few of them, and most writers leave it out."""

SOFT_ELSEWHERE = 0.01
"""The same in scripts that write it as a vowel (Приходько 프리호디코)."""


def ru_borne(tables: Tables) -> Samples:
    """Words with a soft sign that many bear, and words that but for it are the same, as the systems write them."""
    counted = bearers.shares(BORNE, EVENED, Prior(()))
    soft = [word for word in counted if "ь" in word]
    bare = {word.replace("ь", "") for word in soft}
    systems = [tables.system(id_) for id_ in latin_systems("ru", "Лавров", tables)]
    made = Samples()
    for number, word in enumerate(sorted({*soft, *(word for word in counted if word in bare)})):
        for index, system in enumerate(systems):
            if (index + number) % 4 == 0:
                for role in ("unknown", "family"):
                    made.add(romanise(word, system).text, word, role, counted[word])
    return made


def natives_of(samples: Samples) -> dict[tuple[str, str], np.ndarray]:
    """The native words of some samples by role, with their weights."""
    found: dict[tuple[str, str], np.ndarray] = {}
    for (_, native, role), vector in samples.weights.items():
        key = (unicodedata.normalize("NFC", native), role)
        found[key] = found.get(key, np.zeros(FOLDS + 1)) + vector
    return found


@lru_cache(maxsize=1)
def ru_words(tables: Tables) -> list[tuple[str, str, np.ndarray]]:
    """The native words of what is learnt in Latin letters, each with its role and its weights, to be written in other scripts."""
    samples = ru_latn(tables)[0]
    samples.spread(ru_borne(tables), SOFT_ELSEWHERE)
    return [
        (native, role, np.minimum(vector, 3.0))
        for (native, role), vector in sorted(natives_of(samples).items())
        if re.fullmatch("[а-яё]+", native)
    ]


PRESS_HANGUL = (
    ("쉬", "시", 0.3), ("쉐", "셰", 0.3), ("슈", "시(?=[^ㅏ-ㅣ])", 0.1), ("브스키", "ㅂ스키", 0.0), ("그", "크$", 0.3), ("드", "트$", 0.3),
    ("오브", "오프$", 0.2), ("에브", "에프$", 0.2), ("예브", "예프$", 0.2), ("쵸", "초", 0.2), ("치", "티", 0.2), ("지", "디", 0.2),
    ("", "리$", 0.0), ("르", "리$", 0.3), ("아", "야$", 0.3), ("에", "^예", 0.3), ("쏘", "소", 0.05), ("까", "카", 0.1), ("꼬", "코", 0.1),
    ("키", "스키$", 0.0),
)  # fmt: skip
"""Habits of print that the rules do not give: (printed, rule form, share), each tried alone on the rule form."""


def ru_hang(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Russian in Hangul: words written by the Southern and the Northern rules, and by the habits of the press."""
    samples = Samples()
    for native, role, size in ru_words(tables):
        bare = native.replace("ё", "е")
        for id_, weight in (("ru/hangul-south", 1.0), ("ru/hangul-north", 0.7)):
            form = romanise(native, tables.system(id_)).text
            samples.put(form, native, role, weight * size)
            if bare != native:
                samples.put(form, bare, role, 0.3 * weight * size)
            if id_.endswith("south"):
                opened = unicodedata.normalize(
                    "NFC", re.sub("ᆸ(?=ᄉ)", "프", unicodedata.normalize("NFD", form))
                )
                if opened != form:  # the coda rule not applied: 차이코프스키
                    samples.put(opened, native, role, 0.4 * weight * size)
                for put, pattern, share in PRESS_HANGUL:
                    if share:
                        other = re.sub(pattern, put, form)
                        if other != form:
                            samples.put(other, native, role, share * weight * size)
    return samples, {}


def ru_kana(tables: Tables) -> tuple[Samples, dict[tuple[str, str], float]]:
    """Russian in katakana: words as the systems write them, some vowel drawn out, for spelling does not show the stress."""
    samples = Samples()
    systems = [(tables.system("ru/japanese"), 1.0), (tables.system("ru/japanese-v"), 0.6)]
    for native, role, size in ru_words(tables):
        for system, weight in systems:
            form = romanise(native, system).text
            forms = {form: 1.0}
            for put, pattern, share in PRESS_KANA:
                forms.setdefault(re.sub(pattern, put, form), share)
            vowels = [at for at, letter in enumerate(native[:-1]) if letter in "аеёиоуыэюя"]
            for at in vowels:
                head = romanise(native[: at + 1], system).text
                if form.startswith(head):
                    forms.setdefault(f"{head}ー{form[len(head) :]}", 0.6 / len(vowels))
            for spelled, share in forms.items():
                samples.put(spelled, native, role, share * weight * size)
    return samples, {}


PRESS_KANA = (
    ("ブラ", "^(ウラ|ヴラ)", 0.3), ("バ", "ワ|ヴァ", 0.4), ("ビ", "ヴィ", 0.3), ("ブ", "ヴ(?![ァィェォャュョ])", 0.3), ("ト", "ド$", 0.1),
    ("ット", "ド$", 0.1), ("", "ー$", 0.3), ("ン", "ム(?=[バパマ])", 0.1), ("ジェ", "デ", 0.3), ("チェ", "テ", 0.1), ("ヤ", "ア$", 0.1), ("イェ", "^エ", 0.2),
)  # fmt: skip
"""What Japanese writers do otherwise than the systems: what is put, for what, and its weight."""


# -- estimate -------------------------------------------------------------------------------------------------


def estimate(
    samples: Samples,
    seeds: Mapping[tuple[str, str], float],
    order: int,
    keep: int,
    by: str,
    thrift: Thrift,
    folds: Sequence[int],
) -> Iterator[list[Row]]:
    """The rows of a reader table for each of the folds (the fold that training leaves out; FOLDS: none)."""
    keys = sorted(samples.weights)
    pairs = [Pair(w, n, r, 1.0) for w, n, r in keys]
    aligner = Aligner(pairs, seeds, thrift)
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
        yield prune(ngrams(sequences, order), keep, by)


def prune(table: dict[tuple[str, ...], dict[str, float]], keep: int, by: str = "count") -> list[Row]:
    """Rows of the most frequent n-grams, or of those that change the chances most; single units are all kept.

    The count of the others is written as a row without a unit and goes to the shorter history.
    """
    total = {past: sum(cell.values()) for past, cell in table.items()}
    gains: list[tuple[float, tuple[str, ...], str]] = []
    for past, cell in table.items():
        for name, count in cell.items():
            if len(past) < 1:
                gains.append((math.inf, past, name))
                continue
            if by == "count":
                gains.append((count, past, name))
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
            rows.append(
                {"history": " ".join(past), "written": written, "native": native, "count": f"{count:.3g}"}
            )
        rest = total[past] - sum(cell.values())
        if rest > 0.005:
            rows.append({"history": " ".join(past), "written": "", "native": "", "count": f"{rest:.3g}"})
    return rows


# -- measure --------------------------------------------------------------------------------------------------


def loose(text: str) -> str:
    """The text as the scoring tool compares it: no case, blanks or punctuation."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def back_person(reader: Reader, latin: str, k: int, prior: Prior | None = None) -> list[str]:
    """Native forms of a whole name in two parts, both orders, likeliest first."""
    found: dict[str, float] = {}
    for order, (left, right) in enumerate(ko_orders(latin)):
        family = reader.read(left, "family", 24, prior)
        given = reader.read(right, "given", 24, prior)
        for f in family.forms[:12]:
            for g in given.forms[:24]:
                cost = f.cost + g.cost + LAST_COST * order
                found[f.native + g.native] = min(found.get(f.native + g.native, math.inf), cost)
    return sorted(found, key=lambda native: (found[native], native))[:k]


LAST_COST = 3.0


def prior_rows(language: str, samples: Samples, fold: int, tables: Tables) -> tuple[list[Row], list[Row]]:
    """The rows of prior.tsv, counts of native units after the units before, by role, and those of bearers.tsv."""
    order, keep = PRIORS[language]
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for (native, role), vector in natives_of(samples).items():
        # a word of unknown role may be anything, most often a family name
        if language == "ru":
            counts["unknown", native] += float(vector[fold])
        if language != "ru" or role in ("given", "patronymic"):
            counts[role, native] += float(vector[fold])
    if language == "ru":
        tested = {row["native"].casefold() for row in evaldata("backtranslit_russian")}
        for entity, rows in entities("clusters_russian").items():
            for row in rows if entity_fold(entity, rows) != fold else ():
                for word in (
                    re.findall("[а-яё]{2,}", row["name"].casefold()) if row["script"] == "cyrillic" else ()
                ):
                    if word not in tested or fold_of(word) != fold:
                        counts["unknown", word] += 0.3
    if language == "ko":
        surnames = ko_surnames()
        for name in sorted({r["name"] for r in evaldata("mix_stream") if r["source"] == "popong_candidates"}):
            if re.fullmatch("[가-힣]{2,4}", name) and fold_of(name) != fold:
                family, given = ko_split(name, surnames)
                counts["family", family] += 1.0
                counts["given", given] += 1.0
        syllables = {row["hangul"] for row in reference("given_syllables")}
        for name in dictionary_names():
            family, given = ko_split(name, surnames)
            if (
                family in surnames
                and 1 <= len(given) <= 2
                and syllables.issuperset(given)
                and fold_of(name) != fold
            ):
                counts["given", given] += DICTIONARY
        for row in reference("surnames"):
            counts["family", row["hangul"]] += 0.5
        for row in reference("given_syllables"):
            counts["given", row["hangul"]] += {"A": 0.5, "B": 0.2, "C": 0.05}[row["band"]]
    words = []
    if language == "ru":
        taught = ru_taught(counts)
        # as much as all that is taught, for it tells of many more words; of what is taught little, for the readers know it
        whole = math.fsum(weight for (role, _), weight in counts.items() if role == "unknown")
        borne = bearers.shares(bearers.LEAST, EVENED, taught)
        if borne:
            counts.update({key: AGAIN * weight for key, weight in counts.items() if key[0] == "unknown"})
        for word, share in borne.items():
            counts["unknown", word] += share * whole
        for word, share in bearers.shares(BORNE, 1.0, taught).items():
            words.append({"native": word, "count": f"{MILLION * share:.3g}"})
    return giving_way(unit_rows(counts, order, keep), GIVING[language]), words


def giving_way(rows: Iterable[Row], giving: float) -> list[Row]:
    """The rows with more left to the shorter histories: so many times the kinds that are seen after each and what was left."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["role"], row["history"]), []).append(row)
    more = []
    for (role, history), own in found.items():
        kinds = math.fsum(min(1.0, float(row["count"])) for row in own if row["unit"])
        left = math.fsum(float(row["count"]) for row in own if not row["unit"])
        rest = giving * (kinds + left) - kinds
        more += [row for row in own if row["unit"]]
        more.append({"role": role, "history": history, "unit": "", "count": f"{rest:.3g}"})
    return more


def ru_taught(counts: Mapping[tuple[str, str], float]) -> Prior:
    """What the words of unknown role tell of letters, before any list is heard."""
    own = {key: weight for key, weight in counts.items() if key[0] == "unknown"}
    return Prior(tuple(row.values()) for row in unit_rows(own, *TAUGHT))


def unit_rows(counts: Mapping[tuple[str, str], float], order: int, keep: int) -> list[Row]:
    """Counts of units after the units before, of words by role and form."""
    table: dict[str, dict[tuple[str, ...], dict[str, float]]] = defaultdict(dict)
    for (role, native), weight in sorted(counts.items()):
        if weight <= 1e-9:
            continue
        chain = f"^{native}$"
        for here in range(1, len(chain)):
            for reach in range(min(order, here + 1)):
                cell = table[role].setdefault(tuple(chain[here - reach : here]), {})
                cell[chain[here]] = cell.get(chain[here], 0.0) + weight
    rows = []
    total = sum(counts.values())
    for role in sorted(table):
        share = sum(weight for (r, _), weight in counts.items() if r == role) / total
        for row in prune(table[role], int(keep * max(share, 0.15))):
            past, _ = row.pop("history").replace(" ", ""), row.pop("native")
            rows.append({"role": role, "history": past, "unit": row["written"], "count": row["count"]})
    return rows


DICTIONARY = 0.3
"""What a name of the dictionary counts: it says that somebody is called so, not how many. 0.1 and 1 are nearly as good."""

PRIORS = {"ko": (3, 24000), "ru": (5, 40000)}
"""Order and size of the native priors: syllables after two others (after one they do not tell 정은 from 종운: a name seldom goes
on behind its second); letters after four. Three letters do not tell -льный from -льний; five read no better, and rare words cost more."""

GIVING = {"ko": 5.0, "ru": 3.0}
"""How much sooner a history of units gives way to the shorter one: a word that one in a million has counts little, but is
there. With 1 rare Russian words cost a tenth more, and 2 to 10 read as well; of unseen Korean names 2 reads .4 in a hundred
less at first, and 10 as many."""

TAUGHT = (5, 12000)
"""The same of the Russian words of the pairs alone."""

AGAIN = 0.2
"""What a word that taught the readers counts beside those that people bear: it counts in the joint chance already."""

EVENED = 0.3
"""The power of the number of bearers that a word teaches letters with: rare words tell more of letters than common ones."""

MILLION = 1e6
"""Words of which so many are each listed one."""

BORNE = 20
"""Bearers from which a word is listed whole."""


def hits(rows: Sequence[Row], answer: Mapping[int, list[str]]) -> str:
    out = []
    for k in (1, 3, 10):
        good = sum(
            loose(row["native"]) in [loose(c) for c in answer[number][:k]] for number, row in enumerate(rows)
        )
        out.append(f"hit@{k} {good / len(rows):.4f}")
    return "  ".join(out)


CHANNELS = {
    ("ko", "latn"): (ko_latn, 5, 20000, "gain", ATTESTED),
    ("ko", "cyrl"): (ko_cyrl, 4, 12000, "gain", RULED),
    ("ko", "kana"): (ko_kana, 4, 6000, "gain", RULED),
    ("ru", "latn"): (ru_latn, 4, 30000, "count", ATTESTED),
    ("ru", "hang"): (ru_hang, 4, 13000, "count", RULED),
    ("ru", "kana"): (ru_kana, 4, 9000, "count", RULED),
}


BESIDES = {("ru", "latn"): ru_borne}
"""Words of which the readers learn letters, but the priors not how common they are: the lists of bearers tell that anyway."""

MANNERED = {("ko", "latn")}
"""Of which spellings the manners are learnt: those of units that consist of letters, which people write by hand."""


def crossfit(language: str, step: int = 1, show: int = 0) -> None:
    """Print hit rates on natives that the tables have not seen."""
    import time

    recipe, order, keep, by, thrift = CHANNELS[language, "latn"]
    name = {"ko": "korean", "ru": "russian"}[language]
    rows = evaldata(f"backtranslit_{name}")[::step]
    start = time.time()
    samples, seeds = recipe(load_tables())
    known = Samples(dict(samples.weights))
    if (language, "latn") in BESIDES:
        samples.spread(BESIDES[language, "latn"](load_tables()), SOFT)
    print(
        f"{language}: {len(samples.weights)} pairs, {len(seeds)} seeds, {time.time() - start:.1f} s",
        flush=True,
    )
    answer: dict[int, list[str]] = {}
    for fold, table in zip(
        range(FOLDS), estimate(samples, seeds, order, keep, by, thrift, range(FOLDS)), strict=True
    ):
        begin = time.time()
        reader = Reader(tuple(row.values()) for row in table)
        units, words = prior_rows(language, known, fold, load_tables())
        prior = Prior(map(tuple, map(dict.values, units)), map(tuple, map(dict.values, words)))
        loaded = time.time()
        count = 0
        for number, row in enumerate(rows):
            if fold_of(row["native"]) == fold:
                count += 1
                if language == "ko":
                    answer[number] = back_person(reader, row["latin"], 10, prior)
                else:
                    answer[number] = [
                        f.native for f in reader.read(row["latin"], "unknown", 24, prior).forms[:10]
                    ]
        print(
            f"  fold {fold}: {len(table)} rows, load {1e3 * (loaded - begin):.0f} ms, {1e3 * (time.time() - loaded) / max(count, 1):.2f} ms a name, at {time.time() - start:.0f} s",
            flush=True,
        )
    print(f"  {hits(rows, answer)}", flush=True)
    for number, row in enumerate(rows):
        if show and loose(row["native"]) not in [loose(c) for c in answer[number][:1]]:
            show -= 1
            print("   ", row["latin"], row["native"], answer[number][:5])


WHAT = "counts of graphones (a written piece and the native letters it stands for) after a history; see translit/lattice.py"
PRIOR_WHAT = "counts of native units by role and by the units before (^ start, $ end; an empty unit: the rest); see translit/prior.py"
MANNERS_WHAT = "counts, one for each manner of spelling, of how the first letter of a unit and the rest of it are written in given names; see translit/manners.py"
SOURCE = "counted by benchmarks/learn.py from pairs of native forms and spellings in public lists of names, and from the tables"
PRIOR_SOURCE = {
    "ko": f"{SOURCE}; given names also from the persons of mecab-ko-dic (Apache-2.0)",
    "ru": f"{SOURCE}; also from the bearers that russiannames 2.0 counts (BSD-3-Clause, © 2018 Ivan Begtin)",
}
BEARERS_WHAT = "how many of a million words of names are this one; е and ё parted by the words that teach the readers; see translit/prior.py"
BEARERS_SOURCE = (
    "bearers counted by russiannames 2.0 (https://github.com/datacoon/russiannames), surnames, given names and patronymics",
    "BSD-3-Clause, © 2018 Ivan Begtin",
)


def write_table(
    path: Path,
    what: str,
    header: Sequence[str],
    rows: Iterable[Row],
    source: str = SOURCE,
    licence: str = "facts (counts), as the project",
) -> None:
    """A table in the project's form."""
    lines = [
        f"# source: {source}",
        f"# licence: {licence}",
        f"# what: {what}",
        "\t".join(header),
    ]
    lines += ["\t".join(row[cell] for cell in header) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(unicodedata.normalize("NFC", "\n".join(lines)) + "\n", encoding="utf-8")


def write_priors(language: str, samples: Samples, fold: int, tables: Tables, out: Path) -> None:
    """Write the tables that tell how common native forms are."""
    units, words = prior_rows(language, samples, fold, tables)
    source = PRIOR_SOURCE.get(language, SOURCE)
    write_table(out / language / "prior.tsv", PRIOR_WHAT, ("role", "history", "unit", "count"), units, source)
    print(f"{language}/prior.tsv: {len(units)} rows", flush=True)
    if words:
        write_table(out / language / "bearers.tsv", BEARERS_WHAT, ("native", "count"), words, *BEARERS_SOURCE)
        print(f"{language}/bearers.tsv: {len(words)} rows", flush=True)


def train(outs: Mapping[int, Path], languages: Sequence[str], scripts: Sequence[str] = ()) -> None:
    """Write the tables that leave a fold out (FOLDS: none) under its folder; of spellings in all scripts, or in some."""
    for (language, script), (recipe, order, keep, by, thrift) in CHANNELS.items():
        if language in languages and script in (scripts or (script,)):
            tables = load_tables()
            samples, seeds = recipe(tables)
            for fold, out in outs.items() if script == "latn" else ():
                write_priors(language, samples, fold, tables, out)
            for fold, out in outs.items() if (language, script) in MANNERED else ():
                pairs = [
                    (written, native, float(vector[fold]))
                    for (written, native, role), vector in sorted(samples.weights.items())
                    if role == "given"
                ]
                counted = manners.rows(pairs, seeds)
                write_table(
                    out / language / f"manners-{script}.tsv",
                    MANNERS_WHAT,
                    ("letters", "place", "written", "counts"),
                    counted,
                )
                print(f"{language}/manners-{script}.tsv: {len(counted)} rows", flush=True)
            if (language, script) in BESIDES:
                samples.spread(BESIDES[language, script](tables), SOFT)
            learnt = estimate(samples, seeds, order, keep, by, thrift, list(outs))
            for out, rows in zip(outs.values(), learnt, strict=True):
                write_table(out / language / f"read-{script}.tsv", WHAT, HEADER, rows)
                print(f"{language}/read-{script}.tsv: {len(rows)} rows", flush=True)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--crossfit", action="store_true")
    parser.add_argument("--language", action="append")
    parser.add_argument(
        "--script", action="append", help="spellings in this script only: latn, cyrl, hang, kana"
    )
    parser.add_argument("--fold", help="i/5: leave fold i out")
    parser.add_argument(
        "--folds", help="a folder for each fold, {} its number: all of them, besides what --out gets"
    )
    parser.add_argument("--out", type=Path, default=TABLES, help="folder to write to")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    if not (SHARED / "evaldata").is_dir():
        print(
            "The development data (../shared/evaldata beside the project) is not here: nothing learnt.",
            file=sys.stderr,
        )
        return 1
    if args.crossfit:
        for language in args.language or ("ko", "ru"):
            crossfit(language, args.step, args.show)
        return 0
    if args.fold and args.out == TABLES:
        parser.error("--fold needs --out: tables that leave data out are not for shipping.")
    fold = int(args.fold.partition("/")[0]) if args.fold else FOLDS
    outs = {fold: args.out}
    if args.folds:
        outs |= {one: Path(args.folds.format(one)) for one in range(FOLDS)}
        for own in outs.values():
            if not own.exists():  # what is not learnt is as shipped
                shutil.copytree(TABLES, own)
    train(outs, args.language or ("ko", "ru"), args.script or ())
    return 0


if __name__ == "__main__":
    sys.exit(main())
