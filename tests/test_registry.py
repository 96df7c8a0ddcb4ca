"""The registry keeps ids, keeps decisions, and survives being killed and shared."""

from __future__ import annotations

import io
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.errors import InputError
from translit.registry import Entry, Registry, spelling

ROOT = Path(__file__).parents[1]


def entry(identity: str, *variants: str, native: str = "") -> Entry:
    return Entry(identity, native, variants[0], "xx", "person", variants)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry.open(tmp_path / "names.db", create=True)


def settle(registry: Registry, *entries: Entry) -> tuple[dict[str, str], ...]:
    return registry.settle(entries, who="test", why="a run")


# ---------------------------------------------------------------- runs


def test_known_names_keep_their_ids_and_new_ones_get_new_ids(registry: Registry) -> None:
    settle(registry, entry("tl-a", "No Kwang Chol", "노광철"))
    answers = settle(registry, entry("tl-z", "노광철", "Noh Gwang Chol"), entry("tl-b", "Lavrov"))
    assert answers == ({"노광철": "tl-a", "Noh Gwang Chol": "tl-a"}, {"Lavrov": "tl-b"})


def test_settling_again_changes_nothing(registry: Registry) -> None:
    entries = [entry("tl-a", "A", "B"), entry("tl-b", "C")]
    first = settle(registry, *entries)
    before = _dump(registry)
    assert settle(registry, *entries) == first
    assert _dump(registry) == before


def test_a_run_that_joins_two_known_entities_only_proposes(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A"), entry("tl-b", "B"))
    (answer,) = settle(registry, entry("tl-a", "A", "B", "C"))
    assert answer == {"A": "tl-a", "B": "tl-b", "C": "tl-a"}
    assert registry.proposals() == (("tl-a", "tl-b"),)
    registry.merge(["tl-a", "tl-b"], who="me", why="seen on both passports")
    assert registry.proposals() == ()


def test_the_same_id_means_the_same_entity(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A"))
    assert settle(registry, entry("tl-a", "B")) == ({"B": "tl-a"},)
    assert registry.show("tl-a").variants == ("A", "B")


def test_a_spelling_of_two_entities_is_decided_by_its_company(registry: Registry) -> None:
    settle(registry, entry("tl-a", "Sergey Lavrov", "Lavrov"))
    settle(registry, entry("tl-b", "Viktor Lavrov"))
    registry.settle([entry("tl-b", "Viktor Lavrov", "V. Lavrov")], who="t", why="t")
    assert registry.ids("Lavrov") == ("tl-a",)


def test_spellings_are_compared_composed_and_with_single_spaces(registry: Registry) -> None:
    settle(registry, entry("tl-a", "노광철"))
    assert settle(registry, entry("tl-b", " 노광철 ")) == ({" 노광철 ": "tl-a"},)


@pytest.mark.parametrize("bad", [entry("", "A"), Entry("tl-a", "", "", "", "", ())])
def test_empty_entries_are_refused(registry: Registry, bad: Entry) -> None:
    with pytest.raises(InputError, match="without"):
        settle(registry, bad)


@given(
    st.lists(st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=4, unique=True), max_size=5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=40, deadline=None)
def test_order_of_arrival_within_a_run_does_not_matter(groups: list[list[str]], rng: random.Random) -> None:
    entries = [entry(f"tl-{'-'.join(sorted(group))}", *sorted(group)) for group in groups]
    shuffled = entries[:]
    rng.shuffle(shuffled)
    dumps = []
    for order in (entries, shuffled):
        with Registry.open(":memory:", create=True) as registry:
            settle(registry, *order)
            dumps.append(_dump(registry))
    assert dumps[0] == dumps[1]


# ---------------------------------------------------------------- decisions


def test_merge_split_never_undo(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A", "A2"), entry("tl-b", "B"), entry("tl-c", "C"))
    assert registry.merge(["tl-a", "tl-b"], who="me", why="one man") == "tl-a"
    assert registry.show("tl-b").variants == ("A", "A2", "B")
    assert registry.show("tl-b").formerly == ("tl-b",)
    fresh = registry.split("tl-a", ["A2"], who="me", why="his brother")
    assert registry.show(fresh).variants == ("A2",)
    assert registry.show("tl-a").never == (fresh,)
    with pytest.raises(InputError, match="declared two"):
        registry.merge(["tl-a", fresh], who="me", why="after all")
    registry.never(["tl-a", "tl-c"], who="me", why="born in other years")
    registry.undo(1, who="you", why="two men")
    assert registry.show("tl-b").variants == ("B",)
    assert [d.undone for d in registry.log()] == [True, False, False, False]
    registry.undo(4, who="me", why="one man, really")
    assert registry.show("tl-b").id == "tl-a"
    assert [d.what for d in registry.log()] == ["merge", "split", "never", "undo", "undo"]


def test_a_decision_is_never_undone_by_a_score(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A", "B"))
    fresh = registry.split("tl-a", ["B"], who="me", why="two men")
    (answer,) = settle(registry, entry("tl-a", "A", "B", "C"))
    assert answer == {"A": "tl-a", "B": fresh, "C": "tl-a"}
    assert registry.proposals() == ()


def test_a_merge_in_a_circle_is_one_entity(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A"), entry("tl-b", "B"))
    registry.merge(["tl-a", "tl-b"], who="me", why="x")
    registry.undo(1, who="me", why="x")
    registry.merge(["tl-b", "tl-a"], who="me", why="x")
    registry.undo(2, who="me", why="x")
    assert registry.show("tl-a") == registry.show("tl-b")


def test_an_undo_that_would_contradict_is_refused(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A"), entry("tl-b", "B"))
    registry.merge(["tl-a", "tl-b"], who="me", why="x")
    registry.undo(1, who="me", why="x")
    registry.never(["tl-a", "tl-b"], who="me", why="x")
    with pytest.raises(InputError, match="both one and two"):
        registry.undo(2, who="me", why="x")
    assert len(registry.log()) == 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.merge(["tl-a", "tl-x"], who="me", why="x"), "no entity 'tl-x'"),
        (lambda r: r.merge(["tl-a"], who="me", why="x"), "one entity already"),
        (lambda r: r.split("tl-a", ["Z"], who="me", why="x"), "no spelling 'Z'"),
        (lambda r: r.split("tl-a", ["A"], who="me", why="x"), "not all"),
        (lambda r: r.split("tl-a", [], who="me", why="x"), "not none"),
        (lambda r: r.never(["tl-a", "tl-a"], who="me", why="x"), "are one entity"),
        (lambda r: r.undo(7, who="me", why="x"), "no decision 7"),
        (lambda r: r.never(["tl-a", "tl-b"], who="me", why=" "), "who made it and why"),
        (lambda r: r.export(io.StringIO(), "xml"), "Choose csv"),
    ],
)
def test_wrong_requests_say_what_to_do_and_leave_no_trace(registry: Registry, call, message: str) -> None:  # type: ignore[no-untyped-def]
    settle(registry, entry("tl-a", "A"), entry("tl-b", "B"))
    before = _dump(registry)
    with pytest.raises(InputError, match=message):
        call(registry)
    assert _dump(registry) == before


def test_the_log_only_grows(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A"), entry("tl-b", "B"))
    registry.never(["tl-a", "tl-b"], who="me", why="x", at="2026-01-01T00:00:00+00:00")
    raw = sqlite3.connect(registry.path)
    for query in ("DELETE FROM decision", "UPDATE decision SET why = ''", "DELETE FROM run"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            raw.execute(query)
    assert registry.log()[0].at == "2026-01-01T00:00:00+00:00"


# ---------------------------------------------------------------- looking


def test_search_finds_exact_then_native_then_part(registry: Registry) -> None:
    settle(
        registry,
        entry("tl-a", "No Kwang Chol", native="노광철"),
        entry("tl-b", "Kwang Chol"),
        entry("tl-c", "노광철"),
    )
    found = registry.search("Kwang Chol", natives=["노광철"])
    assert [record.id for record in found] == ["tl-b", "tl-a", "tl-c"]
    assert registry.search("100%") == ()
    assert registry.search("wang", limit=1)[0].id == "tl-a"


def test_exports(registry: Registry) -> None:
    settle(registry, entry("tl-a", "A, x"), entry("tl-b", "B"), entry("tl-c", "C"))
    registry.merge(["tl-a", "tl-b"], who="me", why="x", at="2026-01-01T00:00:00+00:00")
    registry.never(["tl-a", "tl-c"], who="me", why="x", at="2026-01-02T00:00:00+00:00")
    settle(registry, entry("tl-d", "D"))
    settle(registry, entry("tl-c", "C", "D"))
    out = io.StringIO()
    assert registry.export(out, "csv") == 4
    assert out.getvalue().splitlines()[1] == 'tl-a,,"A, x",xx,person,"A, x"'
    out = io.StringIO()
    registry.export(out, "jsonl")
    assert json.loads(out.getvalue().splitlines()[0])["formerly"] == ["tl-b"]
    out = io.StringIO()
    registry.export(out, "edges")
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        ["tl-a", "tl-b", "positive", None, "me", "2026-01-01T00:00:00+00:00"],
        ["tl-a", "tl-c", "negative", None, "me", "2026-01-02T00:00:00+00:00"],
        ["tl-c", "tl-d", "unsure", None, "translit", None],
    ]


# ---------------------------------------------------------------- the file


def test_files_that_are_no_registry_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="registry init"):
        Registry.open(tmp_path / "missing.db")
    with pytest.raises(InputError, match="Make it first"):
        Registry.open(tmp_path / "no" / "x.db", create=True)
    (tmp_path / "text.db").write_text("no database at all, but long enough to be read as one" * 9)
    with pytest.raises(InputError, match="not a registry"):
        Registry.open(tmp_path / "text.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(InputError, match="another program's"):
        Registry.open(tmp_path / "other.db")
    Registry.open(tmp_path / "new.db", create=True).close()
    newer = sqlite3.connect(tmp_path / "new.db")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(InputError, match="schema version 99"):
        Registry.open(tmp_path / "new.db")


def test_an_older_file_is_migrated_and_a_failed_step_leaves_it_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names.db"
    with Registry.open(path, create=True) as registry:
        settle(registry, entry("tl-a", "A"))
    from translit import registry as module

    later = (*module.MIGRATIONS, "CREATE TABLE note (id TEXT, text TEXT); CREATE INDEX note_id ON note (id);")
    monkeypatch.setattr(module, "MIGRATIONS", (*later, "CREATE TABLE good (x); CREATE TABLE note (x);"))
    with pytest.raises(InputError):
        Registry.open(path)
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (len(later),)
    assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('note', 'good')").fetchone() == (1,)
    monkeypatch.setattr(module, "MIGRATIONS", later)
    with Registry.open(path) as registry:
        assert registry.ids("A") == ("tl-a",)


WRITER = """
import sys
from translit.registry import Entry, Registry
path, start, stop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with Registry.open(path, create=True) as registry:
    for n in range(start, stop):
        names = tuple(f"{m} {n}" for m in ("a", "b"))
        registry.settle([Entry(f"tl-{n}", "", names[0], "xx", "person", names)], who="writer", why=f"run {n}")
        print(n, flush=True)
"""


def _writer(path: Path, start: int, stop: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )


def test_two_writers(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    writers = [_writer(path, 0, 60), _writer(path, 30, 90)]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    with Registry.open(path) as registry:
        assert len(list(registry.records())) == 90
        assert len(list(registry.spellings())) == 180


def test_killed_at_any_moment_it_keeps_what_was_reported_and_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    rng = random.Random(6)
    Registry.open(path, create=True).close()
    start = 0
    for _ in range(8):
        writer = _writer(path, start, start + 500)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(rng.random() / 10)
        writer.send_signal(signal.SIGKILL)
        reported = [start, *(int(line) for line in writer.communicate()[0].split())]
        with Registry.open(path) as registry:
            ids = {record.id for record in registry.records()}
            assert all(f"tl-{n}" in ids for n in reported)
            assert all(len(record.variants) == 2 for record in registry.records())
            assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
        start = max(reported) + 1


def _dump(registry: Registry) -> list[object]:
    """All facts, without the times."""
    run = "SELECT * FROM "
    tables = ("entity", "spelling", "decision", "proposal")
    return [registry._connection.execute(run + table + " ORDER BY 1, 2").fetchall() for table in tables]


def test_spelling_is_idempotent() -> None:
    assert spelling(spelling(" a\u0301  b ")) == spelling(" a\u0301  b ") == "\u00e1 b"


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from translit.cli import run

    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        code = run(["registry", *arguments])
        return code, capsys.readouterr().out

    assert call("init", "names.db")[0] == 0
    assert call("init", "names.db")[0] == 0
    code, out = call("add", "names.db", "No Kwang-chol", "노광철", "Lavrov", "--why", "first")
    ids = [line.split("\t")[0] for line in out.splitlines()]
    assert code == 0
    assert ids[0] == ids[1] != ids[2]
    (tmp_path / "more.csv").write_text("name\nNoh Gwang Chol\n", "utf-8")
    assert call("add", "names.db", "--from", "more.csv", "--why", "more") == (
        0,
        f"{ids[0]}\tNoh Gwang Chol\n",
    )
    assert "Noh Gwang Chol" in call("search", "names.db", "Но Гван Чхоль")[1]
    assert run(["registry", "search", "names.db", "Zzyzx"]) == 1
    assert "no entity is called 'Zzyzx'" in capsys.readouterr().err
    assert json.loads(call("show", "names.db", ids[0], "--json")[1])["native"] == "노광철"
    code, fresh = call("split", "names.db", ids[0], "Noh Gwang Chol", "--why", "his son", "--who", "me")
    assert call("merge", "names.db", ids[0], fresh.strip(), "--why", "no")[0] == 1
    assert call("undo", "names.db", "1", "--why", "one man")[0] == 0
    assert call("never", "names.db", ids[0], ids[2], "--why", "two men")[0] == 0
    assert call("merge", "names.db", ids[0], ids[2], "--why", "no")[0] == 1
    log = call("log", "names.db")[1].splitlines()
    assert [line.split(",")[3] for line in log[1:]] == ["split", "undo", "never"]
    assert log[1].endswith("his son,yes")
    assert len(call("log", "names.db", "--runs")[1].splitlines()) == 4
    assert call("export", "names.db", "-o", "all.csv")[0] == 0
    assert len((tmp_path / "all.csv").read_text("utf-8").splitlines()) == 5
    assert json.loads(call("export", "names.db", "--format", "edges")[1])[2] == "negative"
