"""What was decided before, and the ids that must not change: one SQLite file.

The file keeps two things. *Facts*: which spelling came in under which entity; a fact, once written, stays.
*Decisions*: merge, split, never-merge and undo, each with who, when and why, in a log that only grows (the
database itself refuses to change or delete a line of it). What holds now is the facts seen through the
decisions that no later decision has undone, so every past state can be worked out again.

Three promises. A known spelling keeps its id, whatever a later run's scores say: where a run would join two
known entities, the registry notes a proposal for a person to decide. Every change is one transaction, so a
killed process leaves the old state or the new one. Two writers wait for each other.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from translit.errors import InputError

# Written into the file's header, so that another program's database is never taken for a registry ("tlrg").
APPLICATION = 0x746C7267

# One script a version; a file of version n gets MIGRATIONS[n:] when it is opened. Only ever append.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE entity (
        id TEXT PRIMARY KEY, native TEXT NOT NULL, label TEXT NOT NULL, language TEXT NOT NULL,
        kind TEXT NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX entity_native ON entity (native);
    CREATE TABLE spelling (
        text TEXT NOT NULL, entity TEXT NOT NULL, run INTEGER NOT NULL,
        PRIMARY KEY (text, entity)) WITHOUT ROWID;
    CREATE INDEX spelling_entity ON spelling (entity);
    CREATE TABLE run (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL);
    CREATE TABLE decision (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
        what TEXT NOT NULL CHECK (what IN ('merge', 'split', 'never', 'undo')), detail TEXT NOT NULL);
    CREATE TABLE proposal (
        low TEXT NOT NULL, high TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (low, high)) WITHOUT ROWID;
    CREATE TRIGGER decision_stays BEFORE UPDATE ON decision
        BEGIN SELECT RAISE(ABORT, 'the log of decisions only grows'); END;
    CREATE TRIGGER decision_remains BEFORE DELETE ON decision
        BEGIN SELECT RAISE(ABORT, 'the log of decisions only grows'); END;
    CREATE TRIGGER run_stays BEFORE UPDATE ON run
        BEGIN SELECT RAISE(ABORT, 'the log of runs only grows'); END;
    CREATE TRIGGER run_remains BEFORE DELETE ON run
        BEGIN SELECT RAISE(ABORT, 'the log of runs only grows'); END;
    """,
)

# Seconds a writer waits for another one. A run of a million names holds the lock for some ten seconds.
PATIENCE = 120.0
# Seconds between two tries at a lock for which SQLite itself does not wait.
PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as a run found it: its proposed id, what it is called, and its distinct spellings."""

    id: str
    native: str
    label: str
    language: str
    kind: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An entity as the registry knows it now; `formerly` are ids merged into it, `never` ids kept apart."""

    id: str
    native: str
    label: str
    language: str
    kind: str
    variants: tuple[str, ...]
    formerly: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log. `what` is merge, split, never or undo; `undone` tells whether it still holds."""

    seq: int
    at: str
    who: str
    why: str
    what: str
    ids: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    target: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What the decisions that hold make of the facts."""

    merged: Mapping[str, str]
    moved: Mapping[tuple[str, str], str]
    apart: frozenset[tuple[str, str]]

    def now(self, entity: str) -> str:
        """The id that stands for this one today."""
        while entity in self.merged:
            entity = self.merged[entity]
        return entity

    def owner(self, text: str, origin: str) -> str:
        """The id that owns a spelling which came in under `origin`."""
        return self.now(self.moved.get((text, origin), origin))

    def kept_apart(self, left: str, right: str) -> bool:
        """Whether a decision says that these two (present ids) are never one."""
        return _pair(left, right) in self.apart


def spelling(text: str) -> str:
    """The text by which the registry knows a spelling: composed, with single spaces.

    >>> spelling("  No   Kwang-chol ")
    'No Kwang-chol'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


class Registry:
    """A registry file, opened. Use it as a context manager.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Registry.open(f"{folder}/names.db", create=True) as registry:
    ...     first = Entry("tl-1", "노광철", "No Kwang Chol", "ko", "person", ("No Kwang Chol", "노광철"))
    ...     registry.settle([first], who="me", why="first list")
    ...     again = Entry("tl-9", "노광철", "Noh Gwang Chol", "ko", "person", ("Noh Gwang Chol", "노광철"))
    ...     registry.settle([again], who="me", why="second list")
    ({'No Kwang Chol': 'tl-1', '노광철': 'tl-1'},)
    ({'Noh Gwang Chol': 'tl-1', '노광철': 'tl-1'},)
    """

    __slots__ = ("_connection", "path")

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    # ------------------------------------------------------------------ opening

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Registry:
        """Open a registry file; with `create`, make it when it is not there.

        Raises InputError when the file is missing, is no registry, or was written by a newer version.
        """
        where = Path(path)
        if not where.exists() and not create:
            raise InputError(f"{where}: no such registry. Make it with `translit registry init {where}`.")
        if not where.parent.is_dir():
            raise InputError(f"{where}: the folder {where.parent} does not exist. Make it first.")
        try:
            connection = sqlite3.connect(where, timeout=PATIENCE, isolation_level=None)
        except sqlite3.Error as trouble:
            raise InputError(
                f"{where}: cannot be opened ({trouble}). Check the path and the rights."
            ) from trouble
        try:
            _write_ahead(connection)
            # FULL: a decision that was reported as done survives a power cut, not only a killed process.
            connection.execute("PRAGMA synchronous = FULL")
            _upgrade(connection, where, MIGRATIONS)
        except sqlite3.OperationalError as trouble:
            connection.close()
            raise InputError(
                f"{where}: cannot be used now ({trouble}). Wait for the program that holds it, or check the rights."
            ) from trouble
        except sqlite3.DatabaseError as trouble:
            connection.close()
            raise InputError(
                f"{where}: is not a registry ({trouble}). Give the path of a file made by "
                "`translit registry init`."
            ) from trouble
        except InputError:
            connection.close()
            raise
        return cls(connection, where)

    def close(self) -> None:
        """Close the file. Nothing is lost by not calling this."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ runs

    def settle(
        self, entries: Iterable[Entry], *, who: str, why: str, at: str | None = None
    ) -> tuple[dict[str, str], ...]:
        """Take in what a run found, and give, for each entry, the id of each of its spellings.

        A known spelling keeps its id. A new one goes to the known entity with which the run puts it (the one
        that shares most spellings, then the one whose id the entry bears, then the smallest id), else to the
        entity whose id the entry bears. When an entry holds spellings of several known entities, they stay
        apart and a proposal is noted.
        Settling the same entries again changes nothing and gives the same ids.
        """
        listed = tuple(entries)
        if any(not entry.id or not entry.variants for entry in listed):
            raise InputError("registry: an entry without an id or without spellings. Give each entry both.")
        with self._transaction():
            state = self._state()
            owners = self._owners({spelling(v) for entry in listed for v in entry.variants}, state)
            present = self._present({entry.id for entry in listed})
            kinds = {
                id_: fact[3] for id_, fact in self.facts({i for ids in owners.values() for i in ids}).items()
            }
            new_entities: list[Entry] = []
            new_spellings: list[tuple[str, str]] = []
            proposals: set[tuple[str, str]] = set()
            answers: list[dict[str, str]] = [{} for _ in listed]
            # By id, not by arrival: two runs over the same entries in another order write the same facts.
            for index in sorted(range(len(listed)), key=lambda i: (listed[i].id, listed[i].variants)):
                entry = listed[index]
                texts = {variant: spelling(variant) for variant in entry.variants}
                # A spelling is known for a kind: a person and a place may be called the same.
                known = {
                    text: alike
                    for text in texts.values()
                    if (alike := {id_ for id_ in owners.get(text, ()) if kinds[id_] == entry.kind})
                }
                home = _home(entry, known, present, state)
                kinds.setdefault(home, entry.kind)
                if home == entry.id and home not in present:
                    present.add(home)
                    new_entities.append(entry)
                homes = {next(iter(ids)) for ids in known.values() if len(ids) == 1} | {home}
                proposals.update(pair for pair in _pairs(homes) if not state.kept_apart(*pair))
                for variant, text in texts.items():
                    ids = known.get(text, set())
                    if len(ids) == 1:
                        owner = next(iter(ids))
                    else:
                        owner = home  # unknown, or borne by several entities: the rest of the entry decides
                        if home not in ids:
                            new_spellings.append((text, home))
                            owners.setdefault(text, set()).add(home)
                    answers[index][variant] = owner
            self._add(new_entities, new_spellings, proposals, who, why, at)
        return tuple(answers)

    def _add(
        self,
        entities: Sequence[Entry],
        spellings: Sequence[tuple[str, str]],
        proposals: set[tuple[str, str]],
        who: str,
        why: str,
        at: str | None,
    ) -> None:
        """Write new facts under one run; a run that brings nothing leaves no trace."""
        seen = {(low, high) for low, high in self._connection.execute("SELECT low, high FROM proposal")}
        fresh = sorted(proposals - seen)
        if not entities and not spellings and not fresh:
            return
        _who_and_why(who, why)
        cursor = self._connection.execute(
            "INSERT INTO run (at, who, why) VALUES (?, ?, ?)", (_when(at), who, why)
        )
        run = cursor.lastrowid
        self._connection.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)",
            ((e.id, e.native, e.label, e.language, e.kind, run) for e in entities),
        )
        self._connection.executemany(
            "INSERT INTO spelling VALUES (?, ?, ?)", ((text, entity, run) for text, entity in spellings)
        )
        self._connection.executemany(
            "INSERT INTO proposal VALUES (?, ?, ?)", ((low, high, run) for low, high in fresh)
        )

    # ------------------------------------------------------------------ decisions

    def merge(self, ids: Sequence[str], *, who: str, why: str, into: str = "", at: str | None = None) -> str:
        """Declare entities one; gives the id that stays (`into`, or the first). The others lead to it from now on."""
        with self._transaction():
            state = self._state()
            roots = [self._known(entity, state) for entity in ids]
            target = self._known(into, state) if into else roots[0]
            if len(set(roots) | {target}) < 2:
                raise InputError(f"registry: {', '.join(ids)} are one entity already. Name two that differ.")
            for left, right in _pairs(set(roots) | {target}):
                if state.kept_apart(left, right):
                    raise InputError(
                        f"registry: {left} and {right} were declared two. Undo that decision first "
                        "(`translit registry log` shows its number)."
                    )
            self._decide("merge", {"ids": [target, *sorted(set(roots) - {target})]}, who, why, at)
        return target

    def split(
        self, entity: str, spellings: Sequence[str], *, who: str, why: str, at: str | None = None
    ) -> str:
        """Take spellings out of an entity into one of their own, never to be joined again; gives its id."""
        with self._transaction():
            state = self._state()
            source = self._known(entity, state)
            texts = sorted({spelling(text) for text in spellings})
            own = self._variants([source], state)[source]
            for text in texts:
                if text not in own:
                    raise InputError(
                        f"registry: {source} has no spelling {text!r}. It has: {', '.join(own[:20])}."
                    )
            if not texts or len(texts) == len(own):
                raise InputError(
                    f"registry: a split of {source} must take some of its {len(own)} spellings, not "
                    f"{'all' if texts else 'none'}. Name the ones that belong to somebody else."
                )
            fresh = self._free_id(source, texts)
            self._decide("split", {"ids": [source, fresh], "spellings": texts}, who, why, at)
            old = self._connection.execute(
                "SELECT native, language, kind FROM entity WHERE id = ?", (source,)
            )
            native, language, kind = old.fetchone()
            cursor = self._connection.execute(
                "INSERT INTO run (at, who, why) VALUES (?, ?, ?)", (_when(at), who, why)
            )
            self._connection.execute(
                "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)",
                (fresh, native, texts[0], language, kind, cursor.lastrowid),
            )
        return fresh

    def never(self, ids: Sequence[str], *, who: str, why: str, at: str | None = None) -> None:
        """Declare that these entities are never one, however alike their names are."""
        with self._transaction():
            state = self._state()
            roots = sorted({self._known(entity, state) for entity in ids})
            if len(roots) < 2:
                raise InputError(
                    f"registry: {', '.join(ids)} are one entity. Split it first, or name two that differ."
                )
            self._decide("never", {"ids": roots}, who, why, at)

    def undo(self, seq: int, *, who: str, why: str, at: str | None = None) -> None:
        """Take back decision number `seq`: a decision of its own, which can be undone too."""
        with self._transaction():
            decisions = {decision.seq: decision for decision in self._log()}
            if seq not in decisions:
                raise InputError(f"registry: there is no decision {seq}. `translit registry log` lists them.")
            if decisions[seq].undone:
                raise InputError(f"registry: decision {seq} is undone already.")
            self._decide("undo", {"target": seq}, who, why, at)
            clash = self._clash()
            if clash:
                raise InputError(
                    f"registry: without decision {seq}, {clash[0]} and {clash[1]} would be declared both "
                    "one and two. Undo the decision that contradicts it first."
                )

    def log(self) -> tuple[Decision, ...]:
        """Every decision, oldest first, with a mark on those undone since."""
        return tuple(self._log())

    def runs(self) -> tuple[tuple[int, str, str, str], ...]:
        """Every run that brought something: number, when, who, why."""
        return tuple(self._connection.execute("SELECT seq, at, who, why FROM run ORDER BY seq"))

    def proposals(self) -> tuple[tuple[str, str], ...]:
        """Pairs of entities that some run would join and that nobody has decided on, by present id."""
        state = self._state()
        pairs = {
            _pair(state.now(low), state.now(high))
            for low, high in self._connection.execute("SELECT low, high FROM proposal")
        }
        return tuple(sorted(p for p in pairs if p[0] != p[1] and p not in state.apart))

    # ------------------------------------------------------------------ looking

    def show(self, entity: str) -> Record:
        """An entity by its id, present or former. Raises InputError when there is none."""
        state = self._state()
        return self._records([self._known(entity, state)], state)[0]

    def ids(self, text: str) -> tuple[str, ...]:
        """The entities that bear exactly this spelling."""
        state = self._state()
        return tuple(sorted(self._owners({spelling(text)}, state).get(spelling(text), set())))

    def search(self, text: str, *, natives: Sequence[str] = (), limit: int = 20) -> tuple[Record, ...]:
        """Entities found by a spelling, a part of one, or a native form behind the text; the closest first.

        `natives` are the native forms that could stand behind the text; the caller reads them.
        """
        state = self._state()
        text = spelling(text)
        found: dict[str, int] = {}
        inside = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        behind = (
            "SELECT s.text, s.entity FROM entity e JOIN spelling s ON s.entity = e.id WHERE e.native = ? "
            "UNION SELECT text, entity FROM spelling WHERE text = ?"
        )
        steps: list[tuple[str, tuple[str | int, ...]]] = [
            ("SELECT text, entity FROM spelling WHERE text = ?", (text,)),
            *((behind, (native, native)) for native in natives),
            (
                "SELECT text, entity FROM spelling WHERE text LIKE ? ESCAPE '\\' ORDER BY text LIMIT ?",
                (inside, limit * 20),
            ),
        ]
        for rank, (query, values) in enumerate(steps):
            for written, origin in self._connection.execute(query, values):
                found.setdefault(state.owner(written, origin), rank)
        order = sorted(found, key=lambda entity: (found[entity], entity))[:limit]
        return self._records(order, state)

    def records(self) -> Iterator[Record]:
        """Every entity that holds a spelling, by id."""
        state = self._state()
        ids = sorted(
            {
                state.owner(text, origin)
                for text, origin in self._connection.execute("SELECT text, entity FROM spelling")
            }
        )
        for start in range(0, len(ids), 1000):
            yield from self._records(ids[start : start + 1000], state)

    def facts(self, ids: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
        """Native form, label, language and kind of these entities, by id."""
        rows = self._ask(
            "SELECT id, native, label, language, kind FROM entity WHERE id IN ", sorted(set(ids))
        )
        return {identity: (native, label, language, kind) for identity, native, label, language, kind in rows}

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Every spelling with the id that owns it now, by spelling then id."""
        state = self._state()
        previous: tuple[str, str] | None = None
        for text, origin in self._connection.execute(
            "SELECT text, entity FROM spelling ORDER BY text, entity"
        ):
            pair = (text, state.owner(text, origin))
            if pair != previous:
                yield pair
            previous = pair

    def export(self, out: TextIO, form: str) -> int:
        """Write the registry as `csv` (a line a spelling), `jsonl` (a line an entity) or `edges`; gives the lines.

        `edges` are nomenklatura's resolver edges: [target, source, judgement, score, user, created_at].
        """
        lines = 0
        if form == "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("id", "native", "label", "language", "kind", "spelling"))
            for record in self.records():
                for text in record.variants:
                    writer.writerow(
                        (record.id, record.native, record.label, record.language, record.kind, text)
                    )
                    lines += 1
        elif form == "jsonl":
            for record in self.records():
                out.write(
                    json.dumps(
                        {
                            "id": record.id,
                            "native": record.native,
                            "label": record.label,
                            "language": record.language,
                            "kind": record.kind,
                            "variants": record.variants,
                            "formerly": record.formerly,
                            "never": record.never,
                        },
                        ensure_ascii=False,
                    )
                    + "\n"
                )
                lines += 1
        elif form == "edges":
            for edge in self._edges():
                out.write(json.dumps(edge, ensure_ascii=False) + "\n")
                lines += 1
        else:
            raise InputError(f"registry: no export form {form!r}. Choose csv, jsonl or edges.")
        return lines

    def _edges(self) -> Iterator[list[object]]:
        """Decisions that hold as judgements, then the open proposals."""
        for decision in self._log():
            if decision.undone or decision.what == "undo":
                continue
            judgement = "positive" if decision.what == "merge" else "negative"
            pairs = (
                [(decision.ids[0], other) for other in decision.ids[1:]]
                if decision.what == "merge"
                else list(_pairs(set(decision.ids)))
            )
            for target, source in pairs:
                yield [target, source, judgement, None, decision.who, decision.at]
        for low, high in self.proposals():
            yield [low, high, "unsure", None, "translit", None]

    # ------------------------------------------------------------------ inside

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and one writer at a time: the lock is taken before anything is read."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as trouble:
            raise InputError(
                f"{self.path}: cannot be written ({trouble}). If another run holds it, wait for it; "
                "else check the rights of the file and its folder."
            ) from trouble
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException as trouble:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(trouble, sqlite3.Error):
                raise InputError(
                    f"{self.path}: nothing was written ({trouble}). Check the disk and the file."
                ) from trouble
            raise

    def _decide(self, what: str, detail: Mapping[str, object], who: str, why: str, at: str | None) -> None:
        _who_and_why(who, why)
        self._connection.execute(
            "INSERT INTO decision (at, who, why, what, detail) VALUES (?, ?, ?, ?, ?)",
            (_when(at), who, why, what, json.dumps(detail, ensure_ascii=False, sort_keys=True)),
        )

    def _log(self) -> list[Decision]:
        rows = self._connection.execute(
            "SELECT seq, at, who, why, what, detail FROM decision ORDER BY seq"
        ).fetchall()
        undone: set[int] = set()
        for seq, _at, _who, _why, what, detail in reversed(rows):
            if what == "undo" and seq not in undone:
                undone.add(json.loads(detail)["target"])
        decisions = []
        for seq, at, who, why, what, detail in rows:
            facts = json.loads(detail)
            decisions.append(
                Decision(
                    seq,
                    at,
                    who,
                    why,
                    what,
                    tuple(facts.get("ids", ())),
                    tuple(facts.get("spellings", ())),
                    facts.get("target", 0),
                    seq in undone,
                )
            )
        return decisions

    def _state(self) -> _State:
        """Replay the decisions that hold, oldest first."""
        merged: dict[str, str] = {}
        moved: dict[tuple[str, str], str] = {}
        apart: set[tuple[str, str]] = set()
        state = _State(merged, moved, frozenset())
        for decision in self._log():
            if decision.undone:
                continue
            if decision.what == "merge":
                target = state.now(decision.ids[0])
                for other in decision.ids[1:]:
                    root = state.now(other)
                    if root != target:  # an undo in between may have joined them another way
                        merged[root] = target
            elif decision.what == "split":
                source, fresh = decision.ids
                for text in decision.spellings:
                    origins = self._connection.execute("SELECT entity FROM spelling WHERE text = ?", (text,))
                    for (origin,) in origins.fetchall():
                        if state.owner(text, origin) == state.now(source):
                            moved[text, origin] = fresh
                apart.add(_pair(source, fresh))
            elif decision.what == "never":
                apart.update(_pairs(set(decision.ids)))
        return _State(merged, moved, frozenset(_pair(state.now(a), state.now(b)) for a, b in apart))

    def _clash(self) -> tuple[str, str] | None:
        """A pair that is declared both one and two, if there is any."""
        state = self._state()
        return next((pair for pair in sorted(state.apart) if pair[0] == pair[1]), None)

    def _owners(self, texts: set[str], state: _State) -> dict[str, set[str]]:
        """The present ids that bear each of these spellings; unknown spellings are left out."""
        owners: dict[str, set[str]] = {}
        for text, origin in self._ask("SELECT text, entity FROM spelling WHERE text IN ", sorted(texts)):
            owners.setdefault(text, set()).add(state.owner(text, origin))
        return owners

    def _present(self, ids: set[str]) -> set[str]:
        """Which of these ids the registry has."""
        return {row[0] for row in self._ask("SELECT id FROM entity WHERE id IN ", sorted(ids))}

    def _ask(self, query: str, values: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Rows of a query that ends in IN, asked in portions because SQLite limits the number of parameters."""
        for start in range(0, len(values), 500):
            portion = values[start : start + 500]
            yield from self._connection.execute(query + "(" + ",".join("?" * len(portion)) + ")", portion)

    def _variants(self, ids: Sequence[str], state: _State) -> dict[str, list[str]]:
        """The spellings that each of these present ids owns, sorted."""
        wanted = set(ids)
        origins = wanted | {old for old in state.merged if state.now(old) in wanted}
        found: dict[str, set[str]] = {entity: set() for entity in ids}
        for text, origin in self._ask("SELECT text, entity FROM spelling WHERE entity IN ", sorted(origins)):
            owner = state.owner(text, origin)
            if owner in found:
                found[owner].add(text)
        for (text, _origin), target in state.moved.items():
            if state.now(target) in found:
                found[state.now(target)].add(text)
        return {entity: sorted(texts) for entity, texts in found.items()}

    def _records(self, ids: Sequence[str], state: _State) -> tuple[Record, ...]:
        facts = {
            row[0]: row[1:]
            for row in self._ask(
                "SELECT id, native, label, language, kind FROM entity WHERE id IN ", sorted(ids)
            )
        }
        variants = self._variants(ids, state)
        formerly: dict[str, list[str]] = {}
        for old in sorted(state.merged):
            formerly.setdefault(state.now(old), []).append(old)
        apart: dict[str, list[str]] = {}
        for left, right in sorted(state.apart):
            apart.setdefault(left, []).append(right)
            apart.setdefault(right, []).append(left)
        records = []
        for entity in ids:
            native, label, language, kind = facts[entity]
            records.append(
                Record(
                    entity,
                    native,
                    label,
                    language,
                    kind,
                    tuple(variants[entity]),
                    tuple(formerly.get(entity, ())),
                    tuple(apart.get(entity, ())),
                )
            )
        return tuple(records)

    def _known(self, entity: str, state: _State) -> str:
        if not self._present({entity}):
            raise InputError(
                f"registry: there is no entity {entity!r}. `translit registry search NAME` finds ids."
            )
        return state.now(entity)

    def _free_id(self, source: str, texts: Sequence[str]) -> str:
        """An id for what a split takes out: the same for the same split anywhere, and not in use."""
        turn = 0
        while True:
            seed = "\x1f".join((source, *texts, *([str(turn)] if turn else [])))
            fresh = f"{source.partition('-')[0]}-{hashlib.sha256(seed.encode()).hexdigest()[:12]}"
            if not self._present({fresh}):
                return fresh
            turn += 1


def _home(entry: Entry, known: Mapping[str, set[str]], present: set[str], state: _State) -> str:
    """The entity to which an entry's new spellings go."""
    votes = Counter(next(iter(ids)) for ids in known.values() if len(ids) == 1)
    if votes:
        own = state.now(entry.id)
        return min(votes, key=lambda entity: (-votes[entity], entity != own, entity))
    if entry.id in present:
        return state.now(entry.id)
    # Only spellings that several entities bear: they decide when they have one bearer in common.
    shared = [ids for ids in known.values() if ids]
    common = set.intersection(*shared) if shared and len(known) == len(entry.variants) else set()
    return next(iter(common)) if len(common) == 1 else entry.id


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left <= right else (right, left)


def _pairs(ids: set[str]) -> Iterator[tuple[str, str]]:
    order = sorted(ids)
    return ((left, right) for n, left in enumerate(order) for right in order[n + 1 :])


def _when(at: str | None) -> str:
    return at or datetime.now(UTC).isoformat(timespec="seconds")


def _who_and_why(who: str, why: str) -> None:
    if not who.strip() or not why.strip():
        raise InputError("registry: a decision needs who made it and why. Give both.")


def _upgrade(connection: sqlite3.Connection, path: Path, steps: Sequence[str]) -> None:
    """Bring a file to the present schema, each step in a transaction of its own."""
    # Both in one look: another process may be making the tables between two.
    connection.execute("BEGIN")
    try:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = connection.execute("PRAGMA application_id").fetchone()[0]
    finally:
        connection.execute("ROLLBACK")
    if application not in (0, APPLICATION) or (application == 0 and tables):
        raise InputError(
            f"{path}: is another program's database. Give the path of a registry, or of a new file."
        )
    while True:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(steps):
            raise InputError(
                f"{path}: has schema version {version}; this program knows up to {len(steps)}. "
                "Install the newer translit-names that wrote it."
            )
        if version == len(steps):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done this step while we waited for the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] == version:
                for statement in _statements(steps[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, waiting as long as for any lock.

    SQLite answers "locked" to this statement at once, without its own waiting, while another process switches.
    """
    last = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as trouble:
            if trouble.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
        time.sleep(PAUSE)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. Not `executescript`: it would commit the transaction that protects the step."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""
