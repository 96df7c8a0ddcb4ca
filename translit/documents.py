"""Reads documents: text, web pages and JSON lines; from files, folders, patterns and standard input.

Every document becomes an id and a decoded text. Spans elsewhere count code points of that text, which is the
file's own text with nothing changed but a byte-order mark dropped (a web page's text is what a reader sees of it).
A document that cannot be read becomes an `Unreadable` in its place, so that the rest is still done.
"""

from __future__ import annotations

import codecs
import glob
import io
import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from translit.errors import InputError, MissingExtra

_TEXT = frozenset({".txt", ".text"})
_WEB = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
# Tried in this order when a text is not Unicode; the first of equals wins, so the commoner ones stand first.
_LEGACY = ("cp1251", "koi8_r", "cp949", "cp1252", "cp866", "iso8859_5")
# These two must come out clearly better: hardly any text of today is in them.
_OLD: Mapping[str, float] = {"cp866": 0.95, "iso8859_5": 0.95}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"SQLite format 3", "a database (SQLite)"),
)
_SAMPLE = 100_000  # bytes looked at to tell legacy encodings apart
_PLAIN_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1c\x1d\x1e\x85")


@dataclass(frozen=True, slots=True)
class Document:
    """One readable document: the id it is known by, its decoded text, and the encoding it came in."""

    id: str
    text: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that was skipped, and why: what was found and what to do."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A folder, or a file in it, and what of it was not taken for documents: nothing went wrong, but a user should know."""

    id: str
    reason: str


def read_documents(
    sources: Iterable[str],
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
    outputs: Iterable[str] = (),
) -> Iterator[Document | Unreadable | LeftOut]:
    """Documents behind the sources, in the order given; a folder's and a pattern's files are sorted by name.

    A source is a file, a folder (its .txt, .html and .jsonl files, at any depth), a pattern such as "news/*.txt",
    or "-" for `stdin`. Without `encoding` it is detected. A file named twice is read once; of two JSON lines with
    one id the second is unreadable. `outputs` are files to be written: what a run before this one wrote there is no document.

    >>> from io import BytesIO
    >>> lines = b'{"id": "a", "text": "met No Kwang-chol"}\\n{"id": "b"}\\n'
    >>> for document in read_documents(["-"], stdin=BytesIO(lines)):
    ...     print(document)
    Document(id='a', text='met No Kwang-chol', encoding='utf-8')
    Unreadable(id='-:2', reason='the line has no "text"; write {"id": "…", "text": "…"}')

    Raises `InputError` when `encoding` is not an encoding.
    """
    if encoding is not None:
        encoding = check_encoding(encoding)
    seen: set[str] = set()
    ids: set[str] = set()
    written = set(map(os.path.realpath, outputs))
    for source in sources:
        for found in _expand(source):
            if isinstance(found, Unreadable | LeftOut):
                yield found
                continue
            place = os.path.realpath(found) if found != "-" else "-"
            if place in seen:
                continue
            seen.add(place)
            if place in written:
                yield LeftOut(found, "left out of the documents, for the answer goes there")
                continue
            for item in _read(found, encoding, stdin):
                if isinstance(item, Document) and item.id in ids:
                    yield Unreadable(item.id, "the id occurs twice; give each document an id of its own")
                    continue
                ids.add(item.id)
                yield item


def check_encoding(name: str) -> str:
    """The name Python knows an encoding by.

    >>> check_encoding("Windows-1251")
    'cp1251'

    Raises `InputError` for a name that is no text encoding.
    """
    try:
        known = codecs.lookup(name)
        "".encode(known.name)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"encoding {name!r}: no such text encoding; use one such as utf-8, utf-16, cp1251, koi8-r or cp949"
        ) from error
    return known.name


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of some bytes, and the encoding it was in.

    >>> decode("Но Гван Чхоль".encode("koi8-r"))
    ('Но Гван Чхоль', 'koi8_r')
    >>> decode("노광철".encode("utf-16"))
    ('노광철', 'utf-16')

    Unicode encodings are recognised by their mark, their zero bytes or by being valid; the others by how regular the
    capitals of the words come out, because a wrong guess scatters them. A short text can fool that: give `encoding`.
    Raises `InputError` when the bytes are not text or not in the encoding.
    """
    if encoding is not None:
        encoding = check_encoding(encoding)
        return _checked(_strict(data, encoding), encoding), encoding
    encoding = _detect(data)
    return _checked(_strict(data, encoding), encoding), encoding


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} (0x{data[error.start]:02X}) is not {encoding}; "
            "mend the file or say its encoding, as --encoding cp1251"
        ) from error
    return text.removeprefix("\ufeff")


def _checked(text: str, encoding: str) -> str:
    """Refuse what decodes but is no text: pictures, archives, programs."""
    controls = sum(1 for c in text[:_SAMPLE] if c < " " and c not in _PLAIN_CONTROLS)
    if controls * 100 > len(text[:_SAMPLE]):
        raise InputError(
            f"it is not text (read as {encoding} it has {controls} control characters); "
            "convert it to text first, or say its encoding with --encoding"
        )
    return text


def _detect(data: bytes) -> str:
    for start, what in _FOREIGN:
        if data.startswith(start):
            raise InputError(f"it is {what}, not text; convert it to text first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data[:_SAMPLE] and len(data) % 2 == 0:
        # Plain letters, spaces and line ends leave a zero in every second byte: the first of a pair when the big end is first.
        return "utf-16-be" if data[:_SAMPLE:2].count(0) > data[1:_SAMPLE:2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if _nearly_utf8(data):
        return "utf-8"  # so that the complaint names the broken byte, not a guess
    best = max(_LEGACY, key=lambda encoding: _regularity(data, encoding))
    if _regularity(data, best) <= 0:
        raise InputError("its encoding was not recognised; say it, as --encoding cp1251")
    return best


def _nearly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: a legacy encoding would break at almost every letter."""
    sample = data[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    return sum(1 for c in sample if c > "\x7f") > 10 * broken


def _regularity(data: bytes, encoding: str) -> float:
    """How well the words come out in one encoding, 0…1: the share of letters in words of one script and regular case."""
    sample = data[:_SAMPLE]
    try:
        # A sample may end inside a letter, so the decoder is not told that the end is the end.
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample, len(sample) == len(data))
    except UnicodeDecodeError:
        return 0.0
    good, letters, capitals = 0.0, 0, 0
    word: list[str] = []
    for c in text + " ":
        if c.isalpha():
            word.append(c)
            continue
        if word and not all(letter.isascii() for letter in word):
            # A dash or a quotation mark of another encoding is a letter by itself in an old one.
            good += len(word) * _word_fit(word) if len(word) > 1 or encoding not in _OLD else 0.0
            letters += len(word)
            capitals += sum(letter.isupper() for letter in word)
        word = []
        if not c.isascii() and unicodedata.category(c) in ("So", "Sk", "Cc", "Co", "Cn"):
            letters += 1  # a symbol where a letter should be counts against
    if not letters:
        return 0.5  # nothing but punctuation: better than words that come out wrong
    # Prose has capitals somewhere; without any, two encodings with swapped cases cannot be told apart otherwise.
    cased = text.lower() != text.upper()
    return (
        good / letters * (0.5 if cased and letters > 40 and not capitals else 1.0) * _OLD.get(encoding, 1.0)
    )


def _word_fit(word: list[str]) -> float:
    joined = "".join(word)
    if joined.lower() == joined.upper():
        return 0.9  # letters without case prove nothing, so a regular reading with case is preferred
    if len({_script(c) for c in word}) > 1:
        return 0.0
    if any(c.isascii() for c in word) is False and _script(word[0]) == "LATIN" and len(word) > 2:
        return 0.0  # no language writes whole words in accented Latin letters
    if joined.islower() or (joined[:1].isupper() and joined[1:].islower()):
        return 1.0
    return 0.6 if joined.isupper() else 0.0


def _script(c: str) -> str:
    return "LATIN" if c.isascii() else unicodedata.name(c, "?").partition(" ")[0]


def _expand(source: str) -> Iterator[str | Unreadable | LeftOut]:
    """Files behind one source, in a fixed order."""
    if source == "-":
        yield source
        return
    path = Path(source)
    if path.is_dir():
        files = [
            item
            for item in path.rglob("*")
            if item.is_file() and not any(part.startswith(".") for part in item.relative_to(path).parts)
        ]
        found = sorted(
            (item for item in files if item.suffix.lower() in _TEXT | _WEB | _LINES),
            key=lambda item: item.as_posix(),
        )
        others = Counter(item.suffix.lower() or "no ending" for item in files) - Counter(
            item.suffix.lower() for item in found
        )
        if not found:
            yield Unreadable(
                source, "the folder holds no .txt, .html or .jsonl file; name the files themselves"
            )
        elif others:
            kinds = ", ".join(f"{ending} ×{count}" for ending, count in sorted(others.items()))
            yield LeftOut(source, f"files of other kinds were left out ({kinds}); name those that are text")
        yield from (str(item) for item in found)
    elif path.exists():
        yield source
    elif glob.has_magic(source):
        names = sorted(name for name in glob.glob(source, recursive=True) if Path(name).is_file())
        if not names:
            yield Unreadable(source, "no file matches the pattern")
        yield from names
    else:
        yield Unreadable(source, "there is no such file or folder")


def _read(source: str, encoding: str | None, stdin: BinaryIO | None) -> Iterator[Document | Unreadable]:
    suffix = Path(source).suffix.lower()
    try:
        if suffix in _LINES:
            with Path(source).open("rb") as stream:
                yield from _lines(source, stream, encoding)
            return
        if source == "-":
            if stdin is None:
                raise InputError("standard input is not open; name a file")
            data = stdin.read()
        else:
            data = Path(source).read_bytes()
        if not data.strip():
            raise InputError("it is empty; name a document that holds text")
        if suffix not in _TEXT | _WEB and _looks_like_lines(data):
            yield from _lines(source, io.BytesIO(data), encoding)
            return
        if suffix in _WEB or _looks_like_web(data):
            text, used = _web(data, encoding)
        else:
            text, used = decode(data, encoding)
        yield Document(source, text, used)
    except OSError as error:
        yield Unreadable(
            source, f"it cannot be opened ({error.strerror or error}); check its name and rights"
        )
    except (InputError, MissingExtra) as error:
        yield Unreadable(source, str(error))


def _looks_like_lines(data: bytes) -> bool:
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        return "text" in json.loads(first)
    except ValueError:
        return False


def _looks_like_web(data: bytes) -> bool:
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _lines(source: str, stream: BinaryIO, encoding: str | None) -> Iterator[Document | Unreadable]:
    """One JSON object a line, with "text" and, if it likes, "id"; without, the file's name and the line number."""
    start = stream.read(4)
    stream.seek(0)
    used = encoding or next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    number = 0
    try:
        for number, line in enumerate(io.TextIOWrapper(stream, used, newline="\n"), 1):
            if not line.strip():
                continue
            place = f"{source}:{number}"
            try:
                value = json.loads(line)
            except ValueError as error:
                yield Unreadable(place, f'the line is not JSON ({error}); write {{"id": "…", "text": "…"}}')
                continue
            text = value.get("text") if isinstance(value, dict) else None
            if not isinstance(text, str):
                yield Unreadable(place, 'the line has no "text"; write {"id": "…", "text": "…"}')
                continue
            given = value.get("id")
            name = str(given) if isinstance(given, str | int) and str(given).strip() else place
            yield Document(_sound(name), _sound(text), used.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        yield Unreadable(
            f"{source}:{number + 1}",
            f"a byte (0x{error.object[error.start]:02X}) is not {used}; say --encoding",
        )
    if not number:
        yield Unreadable(source, "it is empty; name a document that holds text")


def _sound(text: str) -> str:
    """Half of a surrogate pair, which JSON can spell but no encoding can write, as U+FFFD; lengths stay as they are."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _web(data: bytes, encoding: str | None) -> tuple[str, str]:
    """What a reader sees of a web page: its title and main text, without menus and scripts."""
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtra('reading web pages needs an extra: pip install "translit-names[html]"') from error
    page, used = decode(data, encoding or _declared(data))
    text = trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)
    if not text:
        raise InputError("no readable text was found in the web page; save its text and give that")
    return str(text), used


def _declared(data: bytes) -> str | None:
    """The encoding that a web page's head names, if it is one; a mark at the start of the file goes first."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return None
    head = data[:2048].decode("ascii", "replace").lower()
    _, found, rest = head.partition("charset=")
    name = rest.lstrip("\"' ")[:30]
    name = "".join(c for c in name[: next((i for i, c in enumerate(name) if c in "\"'; >/"), 30)])
    try:
        return check_encoding(name) if found else None
    except InputError:
        return None
