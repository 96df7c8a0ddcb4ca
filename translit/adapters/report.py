"""One self-contained web page that shows what was resolved: the documents, the mentions in them, the entities.

The page needs no network and carries its own policy that forbids any (a `Content-Security-Policy` tag in which the
one script is named by its hash). Every text is escaped, code points that do not show are drawn as boxes, and the same
input gives the same bytes. Without scripts it still reads well: mentions are links to their entities.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files

from translit.model import Entity, Evidence, Mention

_KINDS: Mapping[str, str] = {
    "person": "persons",
    "place": "places",
    "org": "organisations",
    "other": "others",
}


def html_page(documents: Mapping[str, str], entities: Sequence[Entity], title: str = "Names resolved") -> str:
    """A page with the documents, their mentions in their entity's colour, and the entities with their explanations.

    >>> from translit.model import Canonical, Entity, Mention
    >>> mention = Mention("No Kwang-chol", 4, 17, "a.txt")
    >>> entity = Entity("tl-1", Canonical("", "No Kwang-chol", "", 0.5), (0,), (("No Kwang-chol", 1),),
    ...                 documents=("a.txt",), mentions=(mention,))
    >>> page = html_page({"a.txt": "met No Kwang-chol <today>"}, [entity])
    >>> "No Kwang-chol</bdi></a> &lt;today&gt;" in page
    True

    `documents` are texts by id; a mention's `source` is such an id and its span counts code points of that text. A mention
    whose span lies outside its text, or inside another's, is listed with its entity and not marked in the text.
    """
    style = _asset("report.css")
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    order = _ordered(entities)
    numbers = {id(entity): number for number, entity in enumerate(order)}
    known = {entity.id: entity for entity in reversed(order)}
    places = {name: number for number, name in enumerate(documents)}
    marks, named = _marks(order, documents)
    colours = "\n".join(f".c{number}{{--h:{_hue(number)}}}" for number in range(len(order)))
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>",
        f"<style>\n{style}\n{colours}\n</style></head>",
        "<body>",
        _header(title, documents, order),
        '<main><section id="documents" aria-label="Documents">',
    ]
    for name, text in documents.items():
        parts.append(_document(places[name], name, text, marks.get(name, []), numbers, order))
    parts.append('</section><aside id="entities" aria-label="Entities">')
    parts.append(
        '<div class="tools"><input id="filter" type="search" placeholder="Find a name…" aria-label="Find a name" '
        'autocomplete="off" spellcheck="false"><div class="kinds" role="group" aria-label="Kinds"></div></div>'
    )
    for number, entity in enumerate(order):
        parts.append(_entity(number, entity, places, documents, named, known, numbers))
    parts.append('<p class="none" hidden>No entity has that name.</p></aside></main>')
    parts.append(f"<script>{script}</script>")
    parts.append("</body></html>\n")
    return "\n".join(parts)


def _asset(name: str) -> str:
    """The page's own style and script stand beside this file, so that editors know what they are."""
    return (files("translit.adapters") / name).read_text("utf-8").strip()


def _ordered(entities: Iterable[Entity]) -> list[Entity]:
    """Most mentioned first; then by label and id, so that any input order gives one page."""
    return sorted(entities, key=lambda entity: (-sum(n for _, n in entity.variants), entity.label, entity.id))


def _hue(number: int) -> int:
    """Degrees on the colour wheel; steps by the golden angle keep neighbours in the list apart."""
    return round(210 + number * 137.508) % 360


_Mark = tuple[int, int, int, int]  # start, end, entity, which of its mentions


def _marks(
    order: Sequence[Entity], documents: Mapping[str, str]
) -> tuple[dict[str, list[_Mark]], dict[tuple[int, int], str]]:
    """Spans to mark by document, in text order without overlaps; and the anchors of the mentions marked."""
    found: dict[str, list[_Mark]] = {}
    for number, entity in enumerate(order):
        for which, mention in enumerate(_mentions(entity)):
            text = documents.get(mention.source)
            if text is not None and 0 <= mention.start < mention.end <= len(text):
                found.setdefault(mention.source, []).append((mention.start, mention.end, number, which))
    named: dict[tuple[int, int], str] = {}
    for source, spans in found.items():
        spans.sort(key=lambda mark: (mark[0], -mark[1], mark[2]))
        kept: list[_Mark] = []
        for mark in spans:
            if not kept or mark[0] >= kept[-1][1]:
                kept.append(mark)
                named[mark[2], mark[3]] = f"m{mark[2]}-{mark[3]}"
        found[source] = kept
    return found, named


def _mentions(entity: Entity) -> list[Mention]:
    return sorted(
        entity.mentions, key=lambda mention: (mention.source, mention.start, mention.end, mention.text)
    )


def _header(title: str, documents: Mapping[str, str], order: Sequence[Entity]) -> str:
    counts = [_count(len(documents), "document")]
    counts += [
        f"{number} {plural if number != 1 else plural.removesuffix('s')}"
        for kind, plural in _KINDS.items()
        if (number := sum(entity.kind == kind for entity in order))
    ]
    mentions = sum(len(entity.mentions) for entity in order)
    counts.append(_count(mentions, "mention"))
    links = "".join(
        f'<a href="#d{number}"><bdi>{_text(_short(name))}</bdi></a>' for number, name in enumerate(documents)
    )
    return (
        f"<header><h1>{_text(title)}</h1><p>{' · '.join(counts)}</p>"
        f'<nav aria-label="Documents">{links}</nav></header>'
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _short(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2] or name


def _document(
    place: int,
    name: str,
    text: str,
    marks: Sequence[_Mark],
    numbers: Mapping[int, int],
    order: Sequence[Entity],
) -> str:
    pieces: list[str] = []
    last = 0
    for start, end, number, which in marks:
        entity = order[number]
        tip = " · ".join(item for item in (entity.label, entity.native) if item)
        pieces.append(_text(text[last:start]))
        pieces.append(
            f'<a class="m c{number} k-{escape(str(entity.kind))}" id="m{number}-{which}" href="#e{number}" '
            f'data-e="{number}" title="{_attribute(tip)}"><bdi>{_text(text[start:end])}</bdi></a>'
        )
        last = end
    pieces.append(_text(text[last:]))
    return (
        f'<article id="d{place}" data-name="{_attribute(name)}"><h2><bdi>{_text(name)}</bdi> '
        f"<small>{_count(len(marks), 'mention')}</small></h2>"
        f'<div class="text" dir="auto">{"".join(pieces)}</div></article>'
    )


def _entity(
    number: int,
    entity: Entity,
    places: Mapping[str, int],
    documents: Mapping[str, str],
    named: Mapping[tuple[int, int], str],
    known: Mapping[str, Entity],
    numbers: Mapping[int, int],
) -> str:
    canonical = entity.canonical
    mentions = _mentions(entity)
    variants = "".join(
        f'<li><a class="v" href="#{_first(number, variant, mentions, named)}"><bdi>{_text(variant)}</bdi></a>'
        f"<span>×{count}</span></li>"
        for variant, count in entity.variants
    )
    rows = [
        ("id", f"<code>{_text(entity.id)}</code>"),
        ("native form", f"<bdi>{_text(canonical.native)}</bdi>" if canonical.native else "no table reads it"),
        ("confidence", f"{canonical.confidence:.0%}"),
    ]
    if canonical.alternatives:
        others = ", ".join(
            f"<bdi>{_text(native)}</bdi> {share:.0%}" for native, share in canonical.alternatives
        )
        rows.append(("left open", others))
    if canonical.language:
        rows.append(("language", _text(canonical.language)))
    rows.append(("label by", _text(canonical.policy)))
    if canonical.origin:
        rows.append(("origin", _text(canonical.origin)))
    if entity.possible:
        links = ", ".join(_possible(other, value, known, numbers) for other, value in entity.possible)
        rows.append(("perhaps also", links))
    facts = "".join(f"<dt>{key}</dt><dd>{value}</dd>" for key, value in rows)
    where = "".join(
        f'<li><a href="#{_first_in(number, source, mentions, named, places)}"><bdi>{_text(_short(source))}</bdi></a>'
        f"<span>×{sum(mention.source == source for mention in mentions)}</span></li>"
        for source in entity.documents
        if source in documents
    )
    words = " ".join(
        [entity.label, canonical.native, entity.id, *(variant for variant, _ in entity.variants)]
    )
    total = sum(count for _, count in entity.variants)
    beside = canonical.native
    if beside in ("", entity.label):
        # A label that is the native form itself tells some readers nothing; the commonest other spelling does.
        beside = next((variant for variant, _ in entity.variants if variant != entity.label), "")
    native = f' <bdi class="native">{_text(beside)}</bdi>' if beside else ""
    return (
        f'<details class="e c{number}" id="e{number}" data-e="{number}" data-kind="{escape(str(entity.kind))}" '
        f'data-words="{_attribute(unicodedata.normalize("NFC", words).casefold())}">'
        f'<summary><i class="dot k-{escape(str(entity.kind))}"></i><span class="who">'
        f'<bdi class="label">{_text(entity.label)}</bdi>{native}</span><span class="n" title="mentions">{total}</span></summary>'
        f'<div class="body"><h3>Written as</h3><ul class="chips">{variants}</ul>'
        f'<h3>In</h3><ul class="chips docs">{where}</ul><dl>{facts}</dl>{_why(entity.why)}</div></details>'
    )


def _first(
    number: int, variant: str, mentions: Sequence[Mention], named: Mapping[tuple[int, int], str]
) -> str:
    for which, mention in enumerate(mentions):
        if " ".join(mention.text.split()) == variant and (number, which) in named:
            return named[number, which]
    return f"e{number}"


def _first_in(
    number: int,
    source: str,
    mentions: Sequence[Mention],
    named: Mapping[tuple[int, int], str],
    places: Mapping[str, int],
) -> str:
    for which, mention in enumerate(mentions):
        if mention.source == source and (number, which) in named:
            return named[number, which]
    return f"d{places[source]}"


def _possible(other: str, value: float, known: Mapping[str, Entity], numbers: Mapping[int, int]) -> str:
    entity = known.get(other)
    if entity is None:
        return f"<code>{_text(other)}</code> {value:.0%}"
    return f'<a href="#e{numbers[id(entity)]}"><bdi>{_text(entity.label)}</bdi></a> {value:.0%}'


def _why(why: Sequence[Evidence]) -> str:
    if not why:
        return ""
    rows = "".join(
        f'<li class="{"for" if item.points >= 0 else "against"}"><span class="points">{item.points:+.1f}</span>'
        f"<span>{_text(item.what)}"
        + (f" <small>{_text(', '.join(item.rules))}</small>" if item.rules else "")
        + "</span></li>"
        for item in why
    )
    return f'<h3>Why one <span class="unit">points in nats</span></h3><ul class="why">{rows}</ul>'


def _hidden(c: str) -> bool:
    """Whether a character would not show: controls, joiners, direction marks, fillers and the like."""
    if c in "\n\t":
        return False
    return (
        unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
        or "FILLER" in unicodedata.name(c, "")
        or 0xFE00 <= ord(c) <= 0xFE0F
    )


def _text(text: str) -> str:
    """Text as HTML; what does not show is a box with its code point."""
    if text.isascii() and text.isprintable():
        return escape(text)
    out: list[str] = []
    for c in text:
        if _hidden(c):
            name = unicodedata.name(c, "no name")
            out.append(f'<span class="cp" title="{escape(name)}">U+{ord(c):04X}</span>')
        elif c != "\r":
            out.append(escape(c))
    return "".join(out)


def _attribute(text: str) -> str:
    return escape("".join(f"[U+{ord(c):04X}]" if _hidden(c) else c for c in text))
