"""Mentions gathered into names to be clustered, and the short ones brought home afterwards.

In a document a short mention ("Lavrov") follows the fuller one that it shortens, its anchor. What is left short has
no full name in its document: it goes to the one entity of the whole collection whose name it can shorten, and stays
apart when there are several or none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from translit.model import TITLE, Kind, Mention, Profile
from translit.tables import Tables
from translit.text import fold, script_of

Key = tuple[str, str, str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Mentions that are one name for certain: the same words in the same sense. `mentions` are positions."""

    first: Mention
    mentions: tuple[int, ...]


def bundles(found: Sequence[Mention], roots: Sequence[int], wanted: Sequence[int]) -> tuple[Bundle, ...]:
    """The distinct names among the wanted mentions, each with all mentions that follow it; in the order of their content.

    Positions count in `found`.
    """
    groups: dict[Key, list[int]] = {}
    for position in wanted:
        mention = found[roots[position]]
        forms = mention.lemmas[:1] or (mention.text,)
        words = " ".join(forms[0].split())
        # a bare name means a bearer only within its own document
        place = mention.source if bare(words) and mention.kind is Kind.PERSON else ""
        # what kind of institution it is tells namesakes apart; what a person does changes
        senses = "" if mention.kind is Kind.PERSON else " ".join(mention.roles)
        key = (
            mention.kind.value,
            mention.language,
            words,
            mention.lemmas,
            f"{mention.gender}|{place}|{senses}",
        )
        groups.setdefault(key, []).append(position)
    return tuple(Bundle(found[roots[group[0]]], tuple(group)) for _, group in sorted(groups.items()))


def heard(bundle: Bundle, found: Sequence[Mention], tables: Tables) -> tuple[Mention, ...]:
    """What else the documents call the person of a name, where that may tell what stands behind it: the name in another
    script, or with other words if it is not in a native one; each once, in the order of their content."""
    first = bundle.first
    if first.kind is not Kind.PERSON:
        return ()
    native = tables.language(first.language).scripts if first.language else ()
    script, words = script_of(first.text), _words(first.text)
    others: dict[tuple[str, tuple[str, ...]], Mention] = {}
    for position in bundle.mentions:
        one = found[position]
        own = script_of(one.text)
        if own != script or (own not in native and not bare(one.text.strip()) and _words(one.text) != words):
            others.setdefault((" ".join(one.text.split()), one.lemmas), one)
    return tuple(one for _, one in sorted(others.items(), key=lambda item: item[0]))


def _words(text: str) -> list[str]:
    return sorted(fold(text).replace("-", " ").replace(",", " ").split())


def bare(words: str) -> bool:
    """Whether a name is one word, so that it may shorten another."""
    return " " not in words


def roots(found: Sequence[Mention]) -> tuple[int, ...]:
    """For each mention the position of the fullest one it goes back to, by its document's anchors."""
    starts: dict[str, int] = {}
    for position, mention in enumerate(found):
        starts.setdefault(mention.source, position)
    last = []
    for position in range(len(found)):
        here, seen = position, {position}
        while (anchor := found[here].anchor) is not None:
            step = starts[found[here].source] + anchor
            if step in seen:
                break
            seen.add(step)
            here = step
        last.append(here)
    return tuple(last)


def is_short(profile: Profile) -> bool:
    """Whether the likeliest reading of a name is one part of it: a family name or a given name alone."""
    if not profile.readings:
        return bare(profile.folded)
    return sum(part.part.role is not TITLE for part in profile.readings[0].parts) == 1


def homes(
    short: Sequence[int],
    groups: Sequence[Sequence[int]],
    profiles: Sequence[Profile],
    roles: Sequence[frozenset[str]],
    sources: Sequence[frozenset[str]],
    log_odds: Callable[[Profile, Profile], float],
    least: float,
) -> Mapping[int, int]:
    """For each short name the one group it can belong to, by positions; a name that fits several stays out.

    `least` (nats) is the log-odds from which a short name fits a full one. Groups that share a document (`sources`) with
    the short name go before others; of several the one that shares a role with it ("minister") is taken, when only one does.
    """
    found: dict[int, int] = {}
    for one in short:
        fits = [
            number
            for number, group in enumerate(groups)
            if any(log_odds(profiles[one], profiles[other]) >= least for other in group)
        ]
        near = [number for number in fits if any(sources[one] & sources[other] for other in groups[number])]
        fits = near or fits
        if len(fits) > 1 and roles[one]:
            fits = [number for number in fits if any(roles[one] & roles[other] for other in groups[number])]
        if len(fits) == 1:
            found[one] = fits[0]
    return found


def apart(group: Sequence[int], found: Sequence[Bundle]) -> tuple[tuple[int, ...], ...]:
    """A group with one proper name, parted where the senses of its other words have nothing in common."""
    parts: list[tuple[set[str], list[int]]] = []
    for one in sorted(group, key=lambda i: (-len(found[i].first.roles), found[i].first.roles, i)):
        senses = set(found[one].first.roles)
        home = next((part for part in parts if part[0] & senses or not (part[0] or senses)), None)
        if home is None:
            parts.append((senses, [one]))
        else:
            home[0].update(senses)
            home[1].append(one)
    return tuple(tuple(sorted(members)) for _, members in parts)


def native_lemma(mentions: Sequence[Mention], scripts: Sequence[str]) -> str:
    """The native name that most mentions of a place or institution have as lemma; "" when none has one."""
    counts: dict[str, int] = {}
    for mention in mentions:
        for lemma in mention.lemmas[:1]:
            if script_of(lemma) in scripts:
                counts[lemma] = counts.get(lemma, 0) + 1
    return min(counts, key=lambda lemma: (-counts[lemma], lemma), default="")
