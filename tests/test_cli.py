"""The command line: data on standard output, trouble on standard error and in the exit code, nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import translit
from translit.cli import run
from translit.cli.console import table, visible, width, writing
from translit.errors import InputError

ROOT = Path(__file__).parents[1]
EN = "/TASS/. Viktor Goremykin has met with Defense Minister No Kwang-chol.\nGoremykin thanked No Kwang-chol.\n"
RU = "Заместитель министра Виктор Горемыкин встретился с министром обороны Но Гван Чхолем.\n"
KO = "빅토르 고레미낀 부상이 노광철 국방상을 만났다.\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three documents, which is also where the commands run."""
    (tmp_path / "docs").mkdir()
    for name, text in (("en", EN), ("ru", RU), ("ko", KO)):
        (tmp_path / "docs" / f"{name}.txt").write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def call(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


# ---------------------------------------------------------------- resolve


def test_resolve_shows_a_table(folder: Path, capsys: Capture) -> None:
    code, out, err = call(capsys, "resolve", "docs")
    assert code == 0
    assert err == ""
    lines = out.splitlines()
    assert lines[0].split() == ["PERSON", "NATIVE", "LABEL", "VARIANTS", "DOCUMENTS"]
    (no,) = (line for line in lines if "노광철" in line)
    assert "No Kwang-chol ×2" in no
    assert lines[-1].startswith("3 documents, ")


def test_mentions_as_csv_point_into_the_texts(folder: Path, capsys: Capture) -> None:
    code, out, _ = call(capsys, "resolve", "docs", "--mentions", "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["document", "start", "end", "surface", "kind", "entity", "native", "label"]
    for row in rows:
        text = Path(row["document"]).read_bytes().decode("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["surface"]
    named = {row["surface"]: row["entity"] for row in rows}
    assert named["No Kwang-chol"] == named["Но Гван Чхолем"] == named["노광철"]
    assert [row["document"] for row in rows] == sorted(row["document"] for row in rows)


@pytest.mark.parametrize("mentions", [False, True])
@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "table"])
def test_every_format_parses_and_goes_to_a_file(
    folder: Path, capsys: Capture, form: str, mentions: bool
) -> None:
    more = ["--mentions"] if mentions else []
    code, out, err = call(capsys, "resolve", "docs", "--format", form, "-o", "out", *more)
    assert (code, out, err) == (0, "", "")
    text = (folder / "out").read_text("utf-8")
    if form == "json":
        value = json.loads(text)
        assert value["documents"] == ["docs/en.txt", "docs/ko.txt", "docs/ru.txt"]
        assert ("mentions" in value) == mentions
        rows = value["mentions"] if mentions else value["entities"]
    elif form == "jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
    elif form == "table":
        rows = text.splitlines()[1:]
    else:
        rows = list(csv.DictReader(io.StringIO(text), delimiter="," if form == "csv" else "\t"))
    assert len(rows) > 1
    assert sorted(item.name for item in folder.iterdir()) == ["docs", "out"], "nothing is left lying about"
    assert call(capsys, "resolve", "docs", "--format", form, *more)[1] == text


def test_resolve_writes_a_page(folder: Path, capsys: Capture) -> None:
    code, out, err = call(capsys, "resolve", "docs", "--html", "page.html")
    assert code == 0
    assert out.startswith("PERSON")
    assert "page.html" in err
    page = (folder / "page.html").read_text("utf-8")
    assert "Но Гван Чхолем" in page
    assert "default-src 'none'" in page.replace("&#x27;", "'")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "koi8-r"])
def test_encodings_given_and_detected(folder: Path, capsys: Capture, encoding: str) -> None:
    (folder / "one.txt").write_bytes(RU.encode(encoding))
    found = call(capsys, "resolve", "one.txt", "--mentions", "--format", "csv")
    assert "Но Гван Чхолем" in found[1]
    assert (
        call(capsys, "resolve", "one.txt", "--mentions", "--format", "csv", "--encoding", encoding) == found
    )


def test_standard_input_and_json_lines(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, EN.encode())
    code, out, _ = call(capsys, "resolve", "-", "--format", "csv", "--mentions")
    assert code == 0
    assert "No Kwang-chol" in out
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("a", EN), ("b", KO)))
    feed(monkeypatch, lines.encode())
    code, out, _ = call(capsys, "resolve", "-", "--format", "json")
    assert json.loads(out)["documents"] == ["a", "b"]


def test_one_bad_document_does_not_stop_the_rest(folder: Path, capsys: Capture) -> None:
    (folder / "docs" / "bad.txt").write_bytes(b"%PDF-1.7")
    code, out, err = call(capsys, "resolve", "docs", "missing.txt")
    assert code == 1
    assert "노광철" in out
    assert "docs/bad.txt: it is a PDF" in err
    assert "missing.txt: there is no such file" in err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["resolve"], 2, "Missing argument"),
        (["resolve", "missing"], 1, "no such file"),
        (["resolve", "docs", "--format", "xml"], 2, "xml"),
        (["resolve", "docs", "--encoding", "klingon"], 1, "klingon"),
        (["resolve", "docs", "--threshold", "7"], 2, "7"),
        (["resolve", "docs", "-o", "no/such/folder"], 1, "does not exist"),
        (["resolve", "docs", "-o", "docs"], 1, "folder"),
        (["resolve", "docs", "--html", "no/such/folder"], 1, "does not exist"),
        (["resolve", "docs/en.txt", "-o", "docs/../docs/en.txt"], 2, "it is read, too; name another file"),
        (
            ["resolve", "docs", "-o", "names", "--html", "names"],
            2,
            "--html names: --output writes there, too",
        ),
        (["resolve", "docs", "--label", "fine"], 2, "neither attested nor native"),
        (["normalise", "names.csv", "-c", "name", "-o", "names.csv"], 2, "it is read, too"),
        (["normalise", "names.csv", "docs/en.txt", "-c", "name", "-o", "."], 2, "no column"),
        (["normalise", "names.csv", "more.csv", "-c", "name", "-o", "."], 2, "it is read, too"),
        (["normalise", "names.csv", "-c", "name", "-o", "x", "--mapping", "x"], 2, "--output writes there"),
        (["normalise", "names.csv", "-c", "name", "-o", "no/x.csv"], 1, "no/x.csv: the folder no"),
        (["normalise", "names.csv", "-c", "name", "-o", "x.xlsx"], 2, "name a .csv, .tsv"),
        (["resolve", "docs", "--registry", "no/names.db"], 1, "the folder no does not exist"),
        (["resolve", "docs", "--registry", "names.csv"], 1, "is not a registry"),
        (["resolve", "docs", "--registry", "names", "-o", "names"], 2, "it is read, too"),
        (["registry", "export", "names.csv", "-o", "./names.csv"], 2, "it is read, too"),
        (["normalise", "names.csv"], 2, "--column"),
        (["normalise", "missing.csv", "-c", "name"], 1, "missing.csv"),
        (["normalise", "names.csv", "-c", "nom"], 2, "name"),
        (["normalise", "empty.csv", "-c", "name"], 1, "empty"),
        (["romanise", "노광철"], 2, "--system"),
        (["romanise", "-s", "xx/none", "노광철"], 2, "xx/none"),
        (["systems", "--language", "xx"], 2, "xx"),
        (["compare", "one"], 2, "Missing argument"),
        (["name", ""], 1, "empty"),
        (["spellings", "abc"], 1, "abc"),
        (["fly"], 2, "fly"),
        (["--fly"], 2, "--fly"),
    ],
)
def test_what_a_user_does_wrong_is_told(
    folder: Path, capsys: Capture, arguments: list[str], code: int, says: str
) -> None:
    (folder / "names.csv").write_text("id,name\n1,No Kwang-chol\n", "utf-8")
    (folder / "more.csv").write_text("id,name\n1,No Kwang-chol\n", "utf-8")
    (folder / "empty.csv").write_text("", "utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    got, out, err = call(capsys, *arguments)
    assert got == code
    assert says in err
    assert out == ""
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_read_where_the_answer_cannot_be_written(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translit, "resolve", None)
    assert call(capsys, "resolve", "docs", "--html", "no/names.html")[0] == 1
    assert call(capsys, "resolve", "docs", "--registry", "no/names.db")[0] == 1


def test_many_names_without_the_compiled_reader_are_told_of_it(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from translit import wiring
    from translit.cli import normalise

    monkeypatch.setattr(wiring, "_numba", lambda: False)
    monkeypatch.setattr(normalise, "MANY", 2)
    (folder / "names.csv").write_text("name\nNo Kwang-chol\nLavrov\n")
    assert 'translit-names[fast]"' in call(capsys, "normalise", "names.csv", "-c", "name")[2]
    assert call(capsys, "normalise", "names.csv", "-c", "name", "-q")[2] == ""


def test_a_second_run_reads_what_the_first_read(folder: Path, capsys: Capture) -> None:
    arguments = ("resolve", "docs", "-o", "docs/names.txt", "--html", "docs/names.html")
    assert call(capsys, *arguments, "-q")[0] == 0
    first = (folder / "docs" / "names.txt").read_bytes()
    code, _, err = call(capsys, *arguments)
    assert code == 0
    assert "docs/names.html: left out" in err
    assert (folder / "docs" / "names.txt").read_bytes() == first


# ---------------------------------------------------------------- normalise


def test_what_beginners_do_with_tables(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b'{"name": "No Kwang-chol"}\n')
    code, out, err = call(capsys, "normalise", "-", "-c", "name")
    assert json.loads(out)["native"] == "노광철"
    assert err == "translit: 1 row, 1 distinct name, 1 entity\n"
    feed(monkeypatch, b"name,id\nNo Kwang-chol\n")
    code, out, err = call(capsys, "normalise", "-", "-c", "name", "-q")
    assert code == 1
    assert "standard input, line 2: it has 1 cell" in err
    assert "1 row could not be read and was left out; --bad OUT keeps it" in err
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen(["sh", "-c", "printf 'name\\nNo Kwang-chol\\n' > pipe"], cwd=folder)
    code, out, err = call(capsys, "normalise", "pipe", "-c", "name", "-q")
    writer.wait()
    assert (code, out.splitlines()[1].split(",")[2]) == (0, "노광철")


def test_a_limit_of_memory_without_numpy_says_what_to_install(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "names.csv").write_text("name\nNo Kwang-chol\n")
    monkeypatch.delitem(sys.modules, "translit.batch.shelf", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    code, out, err = call(capsys, "normalise", "names.csv", "-c", "name", "--memory-limit", "1GB")
    assert (code, out) == (2, "")
    assert 'pip install "translit-names[fast]"' in err


def test_normalise_keeps_rows_and_columns(folder: Path, capsys: Capture) -> None:
    rows = [
        ["id", "name", "note"],
        ["1", "No Kwang-chol", 'a "quoted", note'],
        ["2", "", ""],
        ["3", "노광철", "x\ny"],
        ["4", "Lavrov", ""],
    ]
    with (folder / "in.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    code, out, _ = call(capsys, "normalise", "in.csv", "-c", "name", "-o", "out.csv")
    assert (code, out) == (0, "")
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        got = list(csv.reader(stream))
    assert got[0][:3] == rows[0]
    assert [row[:3] for row in got] == rows
    by_name = {row[1]: dict(zip(got[0], row, strict=True)) for row in got[1:]}
    key = next(column for column in got[0] if column.startswith("canonical"))
    assert by_name["No Kwang-chol"][key] == by_name["노광철"][key] != by_name["Lavrov"][key]
    assert by_name["노광철"]["native"] == "노광철"
    assert by_name[""][key] == ""


# ---------------------------------------------------------------- single names


def test_name(capsys: Capture) -> None:
    code, out, _ = call(capsys, "name", "Noh Gwang Chol")
    assert code == 0
    assert "노광철" in out.splitlines()[1]
    found = json.loads(call(capsys, "name", "--json", "Noh Gwang Chol")[1])
    assert found["native"] == "노광철"
    assert found["native"] == translit.canonicalise("Noh Gwang Chol").native


def test_compare(capsys: Capture) -> None:
    assert float(call(capsys, "compare", "No Kwang-chol", "Но Гван Чхоль")[1]) > 0.5
    lines = call(capsys, "compare", "No Kwang-chol", "Но Гван Чхоль", "--explain")[1].splitlines()
    points = [float(line.split()[0]) for line in lines[1:] if line.lstrip()[0] in "+-"]
    assert points[-1] == pytest.approx(sum(points[:-1]), abs=0.01 * len(points))
    score = json.loads(call(capsys, "compare", "--json", "No Kwang-chol", "Kim Jong Un")[1])
    assert score["value"] < 0.5


@pytest.mark.parametrize("command", ["name", "readings", "keys"])
def test_one_bad_name_does_not_stop_the_rest(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    lines = "No Kwang-chol\n\n\u200b\r\nLavrov\n".encode()
    feed(monkeypatch, lines)
    code, out, err = call(capsys, command, "--json")
    assert [json.loads(line)["name"] for line in out.splitlines() if '"keys": []' not in line] == [
        "No Kwang-chol",
        "Lavrov",
    ]
    assert command == "keys" or (code, "standard input, line 3: the name" in err) == (1, True)
    feed(monkeypatch, lines)
    assert "Lavrov" in call(capsys, command)[1]
    code, out, err = call(capsys, "name", "No Kwang-chol", "", "Lavrov")
    assert code == 1
    assert "노광철" in out.splitlines()[1]
    assert "Лавров" in out.splitlines()[2]
    assert err == "translit: the name '' is empty; give a name with at least one letter.\n"


def test_pairs_are_compared_from_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "No Kwang-chol\t노광철\nKim\n\nKim Jong-un\tKim Jong-nam\r\n".encode()
    feed(monkeypatch, lines)
    code, out, err = call(capsys, "compare")
    values = [line.split("\t") for line in out.splitlines()]
    assert [row[1:] for row in values] == [["No Kwang-chol", "노광철"], ["Kim Jong-un", "Kim Jong-nam"]]
    assert float(values[0][0]) > 0.9 > 0.1 > float(values[1][0])
    assert code == 1
    assert "standard input, line 2: Kim: it holds 1 cell; write two names with a tab between" in err
    feed(monkeypatch, lines)
    facts = [json.loads(line) for line in call(capsys, "compare", "--json")[1].splitlines()]
    assert facts[0] == json.loads(call(capsys, "compare", "No Kwang-chol", "노광철", "--json")[1])


def test_keys_join_what_is_one_name(capsys: Capture) -> None:
    out = call(capsys, "keys", "No  Kwang-chol", "노광철", "Lavrov")[1]
    keys: dict[str, set[str]] = {}
    for line in out.splitlines():
        name, key = line.split("\t")
        keys.setdefault(name, set()).add(key)
    assert keys["No Kwang-chol"] & keys["노광철"]
    assert not keys["Lavrov"] & keys["노광철"]


def test_readings_of_one_system(capsys: Capture) -> None:
    assert "노광철" in call(capsys, "readings", "-s", "ko/mr", "No Kwangch'ŏl")[1]
    code, out, err = call(capsys, "readings", "-s", "ko/mr", "Zzq")
    assert (code, out, err) == (0, "", "translit: Zzq: ko/mr writes no name so\n")


def test_romanise_says_what_no_rule_covers(capsys: Capture) -> None:
    code, out, error = call(capsys, "romanise", "-s", "ko/mr", "노광철", "Иванов")
    assert code == 0 and out == "No Kwangch’ŏl\nИванов\n"
    assert "Иванов" in error and "ko/mr has no rule for" in error and "노광철" not in error


def test_romanise_streams(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "국민\n\n신라\n".encode())
    system = json.loads(call(capsys, "systems", "--json", "--language", "ko")[1].splitlines()[0])["id"]
    code, out, _ = call(capsys, "romanise", "-s", system)
    assert code == 0
    assert len(out.splitlines()) == 3
    assert out.splitlines()[1] == ""
    assert "\t" in call(capsys, "romanise", "-s", system, "--explain", "국민")[1]
    feed(monkeypatch, b"\xff\n")
    assert call(capsys, "romanise", "-s", system)[0] == 1


@pytest.mark.parametrize("command", ["readings", "spellings"])
def test_forms(capsys: Capture, command: str) -> None:
    text, wanted = ("Noh Gwang Chol", "노광철") if command == "readings" else ("노광철", "No")
    code, out, _ = call(capsys, command, text, "--limit", "5")
    assert code == 0
    assert wanted in out
    found = json.loads(call(capsys, command, text, "--json")[1])
    odds = [-item["cost"] if command == "readings" else item["probability"] for item in found[command]]
    assert odds == sorted(odds, reverse=True)


@pytest.mark.parametrize(
    "command",
    [
        "",
        "resolve",
        "normalise",
        "name",
        "compare",
        "romanise",
        "readings",
        "spellings",
        "keys",
        "systems",
        "registry",
    ],
)
def test_help(capsys: Capture, command: str) -> None:
    code, out, err = call(capsys, *filter(None, [command, "--help"]))
    assert code == 0
    assert out.startswith("Usage: translit")
    assert err == ""


def test_version(capsys: Capture) -> None:
    assert translit.__version__ in call(capsys, "--version")[1]


# ---------------------------------------------------------------- the terminal


def test_tables_line_up_whatever_the_script() -> None:
    lines = list(table(["A", "B"], [[["노광철"], ["x"]], [["No"], ["y"]], [["e\u0301"], ["z"]]]))
    assert [width(line.rpartition(" ")[0]) for line in lines] == [7, 7, 7, 7]
    assert visible("a\x1b[31mb\u202e") == "a<U+001B>[31mb<U+202E>"
    long = list(table(["A", "B"], [[[f"name {n}" for n in range(40)], ["x"]]]))
    assert max(map(width, long)) <= 120
    assert "name 39" in long[-1]


def test_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before", "utf-8")

    def fail() -> None:
        with writing(str(path)) as stream:
            stream.write("half")
            raise InputError("stop")

    with pytest.raises(InputError):
        fail()
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["-o", "/dev/full"], ["--html", "/dev/full"]])
def test_a_full_disk_is_told(folder: Path, capsys: Capture, arguments: list[str]) -> None:
    code, out, err = call(capsys, "resolve", "docs", *arguments)
    assert (code, out) == (1, "")
    assert "space" in err


def started(*arguments: str, **more: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "translit.cli", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


def test_a_closed_pipe_ends_quietly() -> None:
    process = started("romanise", "-s", "ko/rr-2000", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    try:
        process.stdin.write("국민\n".encode() * 50_000)
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert process.wait(30) == 0
    assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ there")
def test_an_interrupt_is_130() -> None:
    process = started("romanise", "-s", "ko/rr-2000", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("국민\n".encode() * 4_000)  # more than one buffer, less than a pipe holds
    process.stdin.flush()
    process.stdout.read(10)  # it is at work now
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
