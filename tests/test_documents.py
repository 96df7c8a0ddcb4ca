"""documents.py: every way in, every encoding named in the README, and every way to fail with a reason."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translit.documents import Document, LeftOut, Unreadable, check_encoding, decode, read_documents
from translit.errors import InputError

RUSSIAN = (
    "МОСКВА, 8 ноября. /ТАСС/. Заместитель министра обороны России Виктор Горемыкин встретился с министром обороны КНДР "
    "Но Гван Чхолем. «Визит» прошёл успешно, — сообщили в ведомстве №1."
)
KOREAN = "로씨야련방 국방성 부상 빅토르 고레미낀이 노광철 국방상을 만났다. 박영일 부국장도 참가하였다. (평양 11월 8일발)"
ENGLISH = "Viktor Goremykin met with No Kwang-chol; the café was closed — “really”."

OLD = (
    RUSSIAN.translate(dict.fromkeys(map(ord, "«»—№"), "-"))
    + "\nВиктор Горемыкин встретился с Сергеем Шойгу.\n"
)

ENCODINGS = [
    (RUSSIAN, "utf-8"),
    (RUSSIAN, "utf-16"),
    (RUSSIAN, "utf-16-le"),
    (RUSSIAN, "utf-16-be"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-").replace("№", "N"), "koi8_r"),
    (RUSSIAN.upper(), "cp1251"),
    (KOREAN, "utf-8"),
    (KOREAN, "utf-8-sig"),
    (KOREAN, "utf-16"),
    (KOREAN, "utf-16-le"),
    (KOREAN, "utf-16-be"),
    (KOREAN, "cp949"),
    (ENGLISH, "utf-8"),
    (ENGLISH, "utf-16-le"),
    (ENGLISH, "cp1252"),
    ("Горемыкин", "cp1251"),
    ("Горемыкин", "koi8_r"),
    ("노광철", "cp949"),
    (OLD, "cp866"),
    (OLD, "iso8859_5"),
    (OLD.splitlines()[1], "cp866"),
    (OLD.splitlines()[1], "iso8859_5"),
    ("Le président Gérard Müller a été reçu à Évian ; l’île était fermée.", "cp1252"),
    ("Señor Núñez llegó mañana a Córdoba: ¿qué pasó?", "cp1252"),
    ("Übermäßig große Straßen führen nach Köln.", "cp1252"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODINGS)
def test_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text
    assert decode(text.encode(encoding), encoding)[0] == text


def test_corpus_texts_survive_every_encoding() -> None:
    folder = Path(__file__).parents[2] / "shared" / "corpus" / "docs"
    if not folder.is_dir():
        pytest.skip("../shared/corpus is not here")
    wrong = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for encoding in (
            "cp1251",
            "koi8_r",
            "cp949",
            "cp866",
            "iso8859_5",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
        ):
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            if decode(data)[0] != text:
                wrong.append((path.name, encoding, decode(data)[1]))
    assert wrong == []


@pytest.mark.parametrize(
    ("data", "encoding", "says"),
    [
        (b"%PDF-1.7 ...", None, "PDF"),
        (b"PK\x03\x04....", None, "archive"),
        (b"{\\rtf1 No Kwang-chol}", None, "rich-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "old office document"),
        (b"\x1f\x8b\x08\x00\x00", None, "gzip"),
        (bytes(range(256)) * 40, None, "--encoding"),
        ("노광철".encode() * 50 + b"\xff" + b"abc", None, "byte 450 (0xFF) is not utf-8"),
        ("노광철".encode(), "ascii", "byte 0 (0xEB) is not ascii"),
        (b"abc", "klingon", "no such text encoding"),
        (b"abc", "rot13", "no such text encoding"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, encoding: str | None, says: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, encoding)
    assert says in str(caught.value)


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "cp1251", "cp949"]))
def test_no_bytes_raise_anything_else(data: bytes, encoding: str | None) -> None:
    try:
        text, _ = decode(data, encoding)
    except InputError:
        return
    assert isinstance(text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_utf8_text_is_unchanged(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text.removeprefix("\ufeff"), decode(text.encode("utf-8"))[1])


def test_check_encoding_knows_the_common_names() -> None:
    assert check_encoding("UTF-8") == "utf-8"
    assert check_encoding("KOI8-R") == "koi8-r"
    assert check_encoding("EUC-KR") == "euc_kr"


def test_folders_patterns_and_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.TXT", "picture.png", ".hidden/x.txt"):
        (tmp_path / name).write_bytes(b"Viktor Goremykin\r\n")
    folder = str(tmp_path)
    left, *found = read_documents([folder])
    names = [item.id for item in found]
    assert left == LeftOut(
        folder, "files of other kinds were left out (.png ×1); name those that are text"
    ), "what is not read is told"
    assert names == [f"{folder}/a.txt", f"{folder}/b.txt", f"{folder}/sub/c.TXT"]
    again = [item.id for item in read_documents([f"{folder}/*.txt", folder]) if isinstance(item, Document)]
    assert again == names, "no file is read twice"
    first = next(iter(read_documents([f"{folder}/a.txt"])))
    assert first == Document(f"{folder}/a.txt", "Viktor Goremykin\r\n", "utf-8"), "line ends stay as they are"


def test_what_a_run_before_wrote_is_no_document(tmp_path: Path) -> None:
    for name in ("a.txt", "names.txt"):
        (tmp_path / name).write_text("Viktor Goremykin")
    document, left = read_documents([str(tmp_path)], outputs=[f"{tmp_path}/sub/../names.txt"])
    assert isinstance(document, Document)
    assert isinstance(left, LeftOut)
    assert left.id.endswith("names.txt")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("missing.txt", "no such file"),
        ("*.zzz", "no file matches"),
        ("empty.txt", "empty"),
        ("void", "no .txt"),
    ],
)
def test_unreadable_is_reported_in_its_place(tmp_path: Path, source: str, says: str) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "void").mkdir()
    (tmp_path / "good.txt").write_bytes(b"good")
    found = list(read_documents([str(tmp_path / source), str(tmp_path / "good.txt")]))
    assert isinstance(found[0], Unreadable)
    assert says in found[0].reason
    assert isinstance(found[1], Document)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "docs.jsonl"
    lines = [
        json.dumps({"id": "x", "text": "노광철"}),
        "",
        json.dumps({"text": "second"}),
        "not json",
        json.dumps(["a"]),
        json.dumps({"id": "x", "text": "again"}),
        json.dumps({"id": 7, "text": "half \ud800 pair"}),
    ]
    path.write_text("\n".join(lines), "utf-8")
    found = list(read_documents([str(path)]))
    assert [item.id for item in found] == ["x", f"{path}:3", f"{path}:4", f"{path}:5", "x", "7"]
    assert [isinstance(item, Document) for item in found] == [True, True, False, False, False, True]
    assert isinstance(found[5], Document)
    assert found[5].text == "half \ufffd pair"
    path.write_bytes("\n".join(lines[:1]).encode("utf-16"))
    assert next(iter(read_documents([str(path)]))).id == "x"
    path.write_bytes(b'{"id": "x", "text": "\xff"}\n')
    assert isinstance(next(iter(read_documents([str(path)]))), Unreadable)


def test_standard_input_may_be_text_lines_or_a_page() -> None:
    text = next(iter(read_documents(["-"], stdin=io.BytesIO("노광철".encode()))))
    assert text == Document("-", "노광철", "utf-8")
    assert isinstance(next(iter(read_documents(["-"]))), Unreadable)


PAGE = """<!doctype html><html><head><meta charset="windows-1251"><title>t</title></head><body><nav>Menu</nav><article>
<h1>Встреча</h1><p>Министр обороны Но Гван Чхоль встретился с заместителем министра обороны Виктором Горемыкиным в Пхеньяне.</p>
<p>Стороны обсудили развитие сотрудничества, сообщили в министерстве обороны.</p></article>
<script>var a = 1</script></body></html>"""


def test_web_pages(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="the html extra is not installed")
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("cp1251"))
    found = next(iter(read_documents([str(path)])))
    assert isinstance(found, Document)
    assert "Но Гван Чхоль встретился" in found.text
    assert "var a" not in found.text
    assert found.encoding == "cp1251"
    path.write_bytes(b"<html><body></body></html>")
    assert isinstance(next(iter(read_documents([str(path)]))), Unreadable)
