"""Tables in, the same tables out: nothing but the added cells differs, whatever the file and whatever happens."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generator import generate
from translit.batch import gather as gathering
from translit.batch.entities import Answers, Found
from translit.batch.files import Row, Writer, aside, open_table, rows
from translit.batch.normalise import Field, Job, Plan, normalise
from translit.batch.shelf import Room
from translit.errors import InputError
from translit.settings import Settings

ROOT = Path(__file__).parents[1]
NAME = (Field(("name",)),)


def gather(names: Sequence[str], counts: Sequence[int], step: Callable[[int], None]) -> Answers:
    """A stand-in for the real gathering: names that start with one letter are one entity."""
    heads = sorted({name[:1].lower() for name in names})
    step(len(names))
    return Answers(
        [heads.index(name[:1].lower()) for name in names],
        [Found(f"tl-{head}", head, head.upper(), "xx", 0.5, "person") for head in heads],
    )


def run(
    folder: Path, text: str | bytes, name: str = "in.csv", fields: tuple[Field, ...] = NAME, **options: object
) -> str:
    """Normalise a text and give the output."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    encoding = options.pop("encoding", None)
    assert encoding is None or isinstance(encoding, str)
    columns = [column for field in fields for column in field.columns]
    table = open_table(path, columns, encoding=encoding)
    form = str(options.pop("form", table.form))
    target = folder / f"out.{form}"
    plan = Plan(fields=fields, bad=folder / "bad.csv", **options)  # type: ignore[arg-type]
    normalise([Job(table, target, form)], plan, gather)
    assert not list(folder.glob(".*")), "something was left aside"
    return target.read_bytes().decode("utf-8") if form != "parquet" else ""


ADDED = "canonical_id,native,label,language,confidence"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name\nNo\n", f"name,{ADDED}\nNo,tl-n,n,N,xx,0.5000\n"),
        # quoting, line ends, spaces, empty lines and a missing last line end stay
        (
            '"id",name\r\n1,"No, K"\r\n\r\n"2" ,x',
            f'"id",name,{ADDED}\r\n1,"No, K",tl-n,n,N,xx,0.5000\r\n\r\n"2" ,x,tl-x,x,X,xx,0.5000',
        ),
        ('id,name\n1,"a ""b""\nc"\n', f'id,name,{ADDED}\n1,"a ""b""\nc",tl-a,a,A,xx,0.5000\n'),
        ("\ufeffname\nNo\n", f"name,{ADDED}\nNo,tl-n,n,N,xx,0.5000\n"),
        # an empty name gets empty cells
        ("id,name\n1,\n2, \n3,a\n", f"id,name,{ADDED}\n1,,,,,,\n2, ,,,,,\n3,a,tl-a,a,A,xx,0.5000\n"),
        ("name\n\na\n", f"name,{ADDED}\n,,,,,\na,tl-a,a,A,xx,0.5000\n"),
        # other delimiters are found from the header
        ("id;name\n1;a\n", f"id;name;{ADDED.replace(',', ';')}\n1;a;tl-a;a;A;xx;0.5000\n"),
        # columns that are called as ours
        ("name,label\na,b\n", f"name,label,{ADDED.replace('label', 'label_2')}\na,b,tl-a,a,A,xx,0.5000\n"),
    ],
)
def test_csv(tmp_path: Path, text: str, expected: str) -> None:
    assert run(tmp_path, text) == expected


def test_tsv(tmp_path: Path) -> None:
    got = run(tmp_path, 'id\tname\n1\ta "b" c\n', "in.tsv")
    assert got.splitlines()[1] == '1\ta "b" c\ttl-a\ta\tA\txx\t0.5000'


def test_json_lines_keep_their_spelling(tmp_path: Path) -> None:
    text = '{"n": 1.00, "name":"a"}\n\n{ }\n{"name": null, "label": "x"} \n{"name": "\\ud83d"}\n'
    got = run(tmp_path, text, "in.jsonl").splitlines()
    assert got[0].startswith('{"n": 1.00, "name":"a", "canonical_id": "tl-a", "native": "a", "label_2": "A"')
    assert got[1] == ""
    assert json.loads(got[2])["canonical_id"] == ""
    assert json.loads(got[3])["label"] == "x"
    assert json.loads(got[4])["canonical_id"] == "tl-\ufffd"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("cp949", "cp949"),
        ("cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, told: str | None) -> None:
    name = "노광철" if encoding not in ("cp1251", "koi8-r") else "Лавров"
    got = run(tmp_path, f"id,name\n1,{name}\n".encode(encoding), encoding=told)
    assert got.splitlines()[1].startswith(f"1,{name},tl-")


def test_an_encoding_is_detected_beyond_the_first_megabyte(tmp_path: Path) -> None:
    words = "Сергей Лавров, Виктор Горемыкин и Мария Захарова приехали в Москву"
    text = "name,note\n" + "a,b\n" * 300_000 + f'a,"{words}"\n'
    assert words in run(tmp_path, text.encode("cp1251"))


def test_formulas_are_guarded_and_other_rows_are_left_alone(tmp_path: Path) -> None:
    text = 'name,note\n"=1+1",x\n"b" ,@y\n"c",d\n'
    got = run(tmp_path, text, guard=True, mark=True)
    assert got.startswith("\ufeffname")
    assert got.splitlines()[1:] == [
        "'=1+1,x,tl-=,'=,'=,xx,0.5000",
        "b ,'@y,tl-b,b,B,xx,0.5000",
        '"c",d,tl-c,c,C,xx,0.5000',
    ]


BROKEN = 'id,name\n1,a\n2\n3,"b\n4,c\n5,d,e\n6,f\n'


def test_broken_rows_are_set_aside_with_their_line(tmp_path: Path) -> None:
    got = run(tmp_path, BROKEN.encode() + b"7,g\xff\n8,h\n", encoding="utf-8")
    assert [line[:3] for line in got.splitlines()] == ["id,", "1,a", "4,c", "6,f", "8,h"]
    bad = list(
        csv.reader(io.StringIO((tmp_path / "bad.csv").read_bytes().decode("utf-8", "surrogateescape")))
    )
    assert [row[1] for row in bad[1:]] == ["3", "4", "6", "8"]
    assert [row[3] for row in bad[1:]] == ["2", '3,"b', "5,d,e", "7,g\udcff"]
    assert "quotation mark" in bad[2][2]
    assert "0xFF" in bad[4][2]


def test_broken_json_lines(tmp_path: Path) -> None:
    got = run(tmp_path, '{"name": "a"}\n{"name": \n[1]\n{"name": "b"}\n', "in.jsonl")
    assert len(got.splitlines()) == 2
    assert len((tmp_path / "bad.csv").read_text("utf-8").splitlines()) == 3


def test_sound_rows_leave_no_file_of_bad_ones(tmp_path: Path) -> None:
    run(tmp_path, "name\na\n")
    assert not (tmp_path / "bad.csv").exists()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "in.csv", "empty"),
        (b"\n\n", "in.csv", "header"),
        (b"name,id\n,1\n,2\n", "in.csv", "no row has a name"),
        (b"name,x,name\na,b,c\n", "in.csv", "2 columns are called 'name'"),
        (b"\x1f\x8b\x08\x00abcdefgh", "in.csv", "gunzip"),
        (b"PK\x03\x04abcdefgh", "in.csv", "Excel"),
        (b'[\n {"name": "a"}\n]\n', "in.json", "one JSON array"),
        (b"nom\na\n", "in.csv", "no column 'name'. Its columns are: nom"),
        (b"nom;x,y;z\na;b;c\n", "in.csv", "Its columns are: nom, x,y, z"),
        (b"name\n\x01\x02\x03\x04\x05" * 50, "in.csv", "not text"),
        (b"nothing", "in.jsonl", "no line is a JSON object"),
        (b"nothing", "in.parquet", "not Parquet"),
        ("name\na\n".encode("utf-16") + b"\x00\xd8\x00", "in.csv", "utf-16"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    tmp_path: Path, content: bytes, name: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        run(tmp_path, content, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_several_columns(tmp_path: Path) -> None:
    got = run(tmp_path, "x,y\na,b\na,\n", fields=(Field(("x",)), Field(("y",))))
    header, first, second = csv.reader(io.StringIO(got))
    assert header[2:8] == [f"x_{c}" for c in ADDED.split(",")] + ["y_canonical_id"]
    assert (first[2], first[7], second[2], second[7]) == ("tl-a", "tl-b", "tl-a", "")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(("No", "K", "P"), "No, K P"), (("No", "", ""), "No"), (("", "K", ""), "K"), (("", " ", ""), "")],
)
def test_parts_of_a_name(cells: tuple[str, ...], expected: str) -> None:
    field = Field(("f", "g", "p"), ("family", "given", "patronymic"))
    assert field.name(cells) == expected


def test_mapping_and_entities(tmp_path: Path) -> None:
    run(tmp_path, "name\nb\na2\na1\na2\n", mapping=tmp_path / "map.csv", entities=tmp_path / "ent.jsonl")
    mapping = list(csv.reader((tmp_path / "map.csv").open()))
    assert [row[:3] for row in mapping[1:]] == [["a1", "1", "tl-a"], ["a2", "2", "tl-a"], ["b", "1", "tl-b"]]
    entities = [json.loads(line) for line in (tmp_path / "ent.jsonl").open()]
    assert [list(e["variants"].items()) for e in entities] == [[("a2", 2), ("a1", 1)], [("b", 1)]]
    run(tmp_path, "name\nb\na2\na1\na2\n", entities=tmp_path / "ent.csv")
    assert (tmp_path / "ent.csv").read_text().splitlines()[1] == "tl-a,a,A,xx,0.5000,person,2,a2"


# ---------------------------------------------------------------- Parquet and other formats


def test_parquet_keeps_order_and_types(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    size = 5000
    names = [None if n % 7 == 0 else f"{'abc'[n % 3]}{n % 50}" for n in range(size)]
    given = arrow.table({"n": list(range(size)), "name": names, "x": [[1, 2]] * size, "label": ["l"] * size})
    parquet.write_table(given, tmp_path / "in.parquet")
    fields = (*NAME, Field(("label",)))
    for number in (1, 2):
        run(tmp_path, (tmp_path / "in.parquet").read_bytes(), "in.parquet", fields=fields[:number])
        got = parquet.read_table(tmp_path / "out.parquet")
        assert got.column_names[:4] == given.column_names
        assert got.select(["n", "name", "x", "label"]).to_pylist() == given.to_pylist()
        ids = got[got.column_names[4]].to_pylist()
        assert ids == [f"tl-{name[0]}" if name else "" for name in names]
    assert got["label_canonical_id"].to_pylist() == ["tl-l"] * size


def test_other_formats(tmp_path: Path) -> None:
    text = 'id,name\n1,"a, b"\n'
    assert json.loads(run(tmp_path, text, form="jsonl"))["name"] == "a, b"
    assert run(tmp_path, text, form="tsv").splitlines()[1] == "1\ta, b\ttl-a\ta\tA\txx\t0.5000"
    run(tmp_path, text, form="parquet")
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist()[0]["name"] == "a, b"


def test_json_values_that_are_no_text_are_not_lost(tmp_path: Path) -> None:
    lines = '{"id": 12345678901234567890, "name": "a", "x": 1.50, "y": [1, "노"], "z": null, "w": true}\n{"name": "b"}\n'
    table = list(csv.DictReader(io.StringIO(run(tmp_path, lines, "in.jsonl", form="csv"))))
    assert [table[0][key] for key in ("id", "name", "x", "y", "z", "w")] == [
        "12345678901234567890",
        "a",
        "1.50",
        '[1, "노"]',
        "",
        "true",
    ]
    assert [table[1][key] for key in ("id", "name", "x")] == ["", "b", ""]


def test_columns_of_one_name_are_all_kept_as_json(tmp_path: Path) -> None:
    got = json.loads(run(tmp_path, "name,x,x,x\na,1,2,3\n", form="jsonl"))
    assert (got["x"], got["x_2"], got["x_3"]) == ("1", "2", "3")


def test_confidence_is_a_number_where_there_are_numbers(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run(tmp_path, "name\na\n\n", form="jsonl").splitlines()]
    assert [line["confidence"] for line in lines] == [0.5, None]
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "in.jsonl").unlink(missing_ok=True)
    run(tmp_path, "name,confidence\na,high\n\n,low\n", form="parquet")
    for path in ("out.parquet", "out2.parquet"):
        got = parquet.read_table(tmp_path / path)
        assert got["confidence"].to_pylist() == ["high", "low"]
        assert got["confidence_2"].to_pylist() == [0.5, None]
        source = tmp_path / "bare.parquet"
        parquet.write_table(
            parquet.read_table(tmp_path / "out.parquet").select(["name", "confidence"]), source
        )
        normalise(
            [Job(open_table(source, ["name"]), tmp_path / "out2.parquet", "parquet")], Plan(NAME), gather
        )


@pytest.mark.parametrize("mark", [False, True])
def test_any_csv_becomes_parquet_cell_by_cell(tmp_path: Path, mark: bool) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    text = 'id;Name;name;name;x\r\n1;a;A;;"p\nq ""r"""\r\n#2;b;B;,;\r\n\n"3 ";"c;c";#;\'; =1\n'
    fields = (Field(("Name",)),)
    run(tmp_path, text, fields=fields, form="parquet", mark=mark)
    got = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    rows = [list(row.values())[:5] for row in got]
    assert rows == [
        ["1", "a", "A", None, 'p\nq "r"'],
        ["#2", "b", "B", ",", None],
        ["3 ", "c;c", "#", "'", " =1"],
    ]
    assert [row["canonical_id"] for row in got] == ["tl-a", "tl-b", "tl-c"]
    assert [row["confidence"] for row in got] == [0.5] * 3


def test_a_table_without_rows_comes_out_without_rows(tmp_path: Path) -> None:
    assert run(tmp_path, "id,name\r\n") == f"id,name,{ADDED}\r\n"
    parquet = pytest.importorskip("pyarrow.parquet")
    run(tmp_path, "id,name\n", form="parquet")
    run(tmp_path, (tmp_path / "out.parquet").read_bytes(), "in.parquet")
    got = parquet.read_table(tmp_path / "out.parquet")
    assert got.num_rows == 0
    assert got.column_names[:3] == ["id", "name", "canonical_id"]


def test_what_the_database_cannot_read_is_told(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(
        arrow.table({"name": [f"a{n}" for n in range(5000)]}), tmp_path / "whole.parquet"
    )
    data = bytearray((tmp_path / "whole.parquet").read_bytes())
    data[4:2000] = b"\xff" * 1996  # the footer, which names the columns, is sound
    with pytest.raises(InputError, match="DuckDB gave up"):
        run(tmp_path, bytes(data), "in.parquet")


def test_what_a_file_is_shows_where_its_name_does_not_tell(tmp_path: Path) -> None:
    path = tmp_path / "names"
    for content, form in ((b'\xef\xbb\xbf{"name": "a"}\n', "jsonl"), (b"name\na\n", "csv")):
        path.write_bytes(content)
        assert open_table(path, ["name"]).form == form


def test_a_spreadsheet_runs_nothing_of_what_is_written_beside(tmp_path: Path) -> None:
    places = {"mapping": tmp_path / "map.csv", "entities": tmp_path / "ent.csv"}
    run(tmp_path, "name,x\n=1+1,\n=2\n", guard=True, mark=True, **places)
    for path in (*places.values(), tmp_path / "bad.csv"):
        text = path.read_bytes().decode("utf-8-sig")
        assert "=" in text
        assert not [c for row in csv.reader(io.StringIO(text)) for c in row if c.startswith("=")]
    assert places["mapping"].read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_device_and_a_link_are_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe, link, real = tmp_path / "pipe", tmp_path / "link.csv", tmp_path / "real.csv"
    os.mkfifo(pipe)
    real.write_text("before")
    link.symlink_to(real)
    with aside(link) as part:
        part.write_text("after")
    assert link.is_symlink()
    assert real.read_text() == "after"
    with aside(pipe) as part:
        assert part == pipe
    assert pipe.is_fifo()


def test_outputs_are_looked_at_before_the_work(tmp_path: Path) -> None:
    def never(*_: object) -> Answers:
        raise AssertionError("the work was begun")

    (tmp_path / "in.csv").write_text("name\na\n")
    table = open_table(tmp_path / "in.csv", ["name"])
    for plan in (Plan(NAME, mapping=tmp_path / "no" / "map.csv"), Plan(NAME, entities=tmp_path)):
        with pytest.raises(InputError, match="Name a file in a folder that exists"):
            normalise([Job(table, tmp_path / "out.csv", "csv")], plan, never)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_several_tables_are_gathered_together(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("name\na1\n")
    (tmp_path / "two.jsonl").write_text('{"name": "a2"}\n')
    (tmp_path / "out").mkdir()
    tables = [open_table(tmp_path / name, ["name"]) for name in ("one.csv", "two.jsonl")]
    seen: list[str] = []

    def watching(names: Sequence[str], counts: Sequence[int], step: Callable[[int], None]) -> Answers:
        seen.extend(names)
        return gather(names, counts, step)

    jobs = [Job(table, tmp_path / "out" / table.path.name, table.form) for table in tables]
    summary = normalise(jobs, Plan(NAME), watching)
    assert (summary.rows, summary.names, summary.entities) == (2, 2, 1)
    assert seen == ["a1", "a2"]


# ---------------------------------------------------------------- laws


cells = st.text(st.sampled_from('ab ,"\n\r;\t=노ё'), max_size=6)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_rows_come_out_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, content: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("id", "name"), *content])
    path = folder / "in.csv"
    path.write_bytes(out.getvalue().encode())
    table = open_table(path, ["name"], delimiter=",")
    got = list(rows(table))
    assert [tuple(row.cells) for row in got] == content
    assert table.header + "".join(row.raw for row in got) == out.getvalue()
    written = io.StringIO(newline="")
    writer = Writer(table, ["x"], written, "csv")
    for row in got:
        writer.write(row, writer.behind(["y,z"]))
    again = list(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert again == [["id", "name", "x"], *([*row, "y,z"] for row in content)]


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_line_is_lost_whatever_the_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "in.csv"
    path.write_bytes(b"id,name\n" + content)
    table = open_table(path, ["name"], encoding="utf-8", delimiter=",")
    got = list(rows(table))
    text = "".join(row.raw for row in got)
    assert text.encode("utf-8", "surrogateescape") == content
    lines = 2
    for row in got:
        assert row.line == lines
        lines += len(row.raw.splitlines()) if "\n" in row.raw or "\r" in row.raw else 1
        if any(c in row.raw for c in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
            return  # lines of text that are no lines of a file: too clever a check for them


def test_rows_are_plain_values(tmp_path: Path) -> None:
    assert Row(1, "a\n", ["a"]).trouble == ""


# ---------------------------------------------------------------- resuming


def test_a_checkpoint_is_used_and_a_strange_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name\na1\nb\na2\n")
    table = open_table(path, ["name"])
    job = Job(table, tmp_path / "out.csv", "csv")
    plan = Plan(NAME, checkpoint=tmp_path / "check", facts={"settings": "s"})

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with pytest.raises(Killed):
        normalise([job], plan, gather, tick=lambda stage, *_: killed() if stage == "writing" else None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["check", "in.csv"]
    for change in (lambda: path.write_text("name\na1\nb\na3\n"), lambda: None):
        change()
        other = Plan(NAME, checkpoint=tmp_path / "check", facts={"settings": "t"})
        with pytest.raises(InputError, match=r"other .*settings"):
            normalise([job], other, gather)
    with pytest.raises(InputError, match="other input"):
        normalise([job], plan, gather)
    path.write_text("name\na1\nb\na2\n")
    summary = normalise([job], plan, lambda *_: pytest.fail("gathered again"))  # type: ignore[arg-type,return-value]
    assert summary.resumed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]
    assert (tmp_path / "out.csv").read_text().splitlines()[3] == "a2,tl-a,a,A,xx,0.5000"
    (tmp_path / "check").write_text("{}")
    with pytest.raises(InputError, match="no checkpoint"):
        normalise([job], plan, gather)


COMMAND = "import sys; from translit.cli import main; main(sys.argv[1:])"


def command(folder: Path, *arguments: str, seed: str = "0") -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "normalise", *arguments],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
    )


def _sample(path: Path, size: int) -> None:
    surnames = ["Kim", "Park", "No", "Lavrov", "Goremykin", "Ким", "노", "Smith"]
    givens = ["Kwang-chol", "Gwang Chol", "Sergey", "Viktor", "광철", "Чен Ын", "Yong Il"]
    rng = random.Random(size)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("n", "name"))
        for n in range(size):
            writer.writerow((n, f"{rng.choice(surnames)} {rng.choice(givens)}"))


def test_what_a_killed_run_left_aside_is_taken_away(tmp_path: Path) -> None:
    _sample(tmp_path / "in.csv", 30)
    written = ("out.csv", "map.csv", "out.csv.bad.csv", ".out.csv.checkpoint")
    for name in written:
        (tmp_path / f".{name}.a1b2.part").write_text("half")
    run = command(tmp_path, "in.csv", "-c", "name", "-o", "out.csv", "--mapping", "map.csv", "--resume")
    assert run.wait() == 0, run.stderr and run.stderr.read()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.slow
def test_killed_at_random_moments_and_resumed_the_output_is_the_same(tmp_path: Path) -> None:
    _sample(tmp_path / "in.csv", 2000)
    whole = command(tmp_path, "in.csv", "-c", "name", "-o", "plain.csv", "--registry", "plain.db", "--resume")
    start = time.monotonic()
    assert whole.wait() == 0, whole.stderr and whole.stderr.read()
    seconds = time.monotonic() - start
    rng = random.Random(6)
    for _ in range(20):
        killed = command(
            tmp_path, "in.csv", "-c", "name", "-o", "out.csv", "--registry", "names.db", "--resume"
        )
        time.sleep(rng.random() * seconds)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        if (tmp_path / "out.csv").exists():
            assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()
            (tmp_path / "out.csv").unlink()
    last = command(
        tmp_path, "in.csv", "-c", "name", "-o", "out.csv", "--registry", "names.db", "--resume", seed="7"
    )
    assert last.wait() == 0, last.stderr and last.stderr.read()
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_jobs_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    names = [name for name, _ in generate(600)]
    alone = gathering.gather(names, [1] * len(names), lambda steps: None, Settings())
    monkeypatch.setattr(gathering, "PORTION", 100)
    done: list[int] = []
    together = gathering.gather(names, [1] * len(names), done.append, Settings(), jobs=2)
    assert list(together.index) == list(alone.index)
    assert together.found == alone.found
    assert sum(done) == len(names)


def test_little_room_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    names = [name for name, _ in generate(1300)]
    monkeypatch.setattr(gathering, "PORTION", 300)
    expected = gathering.gather(names, [1] * len(names), lambda steps: None, Settings())
    monkeypatch.setattr(gathering, "SMALL", 100)
    monkeypatch.setattr(Room, "names", property(lambda room: 150))
    monkeypatch.setattr(
        gathering, "WORTH", len(names)
    )  # so that a process of its own compiles what these need
    for jobs, size in ((1, 200_000), (2, 200_000)):
        told: list[int] = []
        room = Room(size, tmp_path)
        found = gathering.gather(names, [1] * len(names), told.append, Settings(), jobs, room)
        assert found == expected
        assert sum(told) == len(names)
    assert not list(tmp_path.iterdir())


def test_sizes() -> None:
    sizes = {"512MB": 512_000_000, "1.5 gib": 3 << 29, "100": 100, "2k": 2000, "7B": 7}
    assert {size: Room.of(size).bytes for size in sizes} == sizes
    for wrong in ("", "GB", "80%", "-1GB", "1 PB"):
        with pytest.raises(ValueError, match="no size"):
            Room.of(wrong)


def test_a_process_that_ends_early_is_told() -> None:
    mine, theirs = multiprocessing.Pipe(duplex=False)
    theirs.close()
    with pytest.raises(InputError, match="fewer jobs"):
        list(gathering._received([mine], 1))
    mine, theirs = multiprocessing.Pipe(duplex=False)
    theirs.send(InputError("what went wrong"))
    with pytest.raises(InputError, match="what went wrong"):
        list(gathering._received([mine], 1))
