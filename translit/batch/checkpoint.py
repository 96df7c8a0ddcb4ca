"""What a killed run had worked out, kept beside its output, for a run with the same input, settings and tables.

The dear part of a run is finding the entities; reading and writing the files again costs seconds. So the checkpoint
holds the entities and each distinct name's entity. Its file appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from translit.batch.entities import Answers, Found
from translit.batch.files import aside
from translit.errors import InputError


def save(path: Path, facts: Mapping[str, str], answers: Answers) -> None:
    """Write a checkpoint. `facts` say what it is worth: a run with other facts must not go on from it."""
    with aside(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        head = {"facts": dict(facts), "entities": len(answers.found), "names": len(answers.index)}
        stream.write(json.dumps(head, ensure_ascii=False, sort_keys=True) + "\n")
        for found in answers.found:
            stream.write(json.dumps(astuple(found), ensure_ascii=False) + "\n")
        stream.write(json.dumps(list(answers.index)) + "\n")


def load(path: Path, facts: Mapping[str, str]) -> Answers | None:
    """What a checkpoint holds, or None when there is none.

    Raises InputError when it is of another input, other settings or other tables, and says which.
    """
    if not path.exists():
        return None
    try:
        with path.open(encoding="utf-8") as stream:
            head = json.loads(stream.readline())
            other = head["facts"]
            differ = sorted(key for key in {*facts, *other} if facts.get(key) != other.get(key))
            if differ:
                raise InputError(
                    f"{path}: this checkpoint is of a run with other {', '.join(differ)}. Run with what it was made with, "
                    "or delete it to start anew."
                )
            found = tuple(Found(*json.loads(stream.readline())) for _ in range(head["entities"]))
            index: Sequence[int] = json.loads(stream.readline())
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no checkpoint ({error}). Delete it to start anew.") from error
    return Answers(index, found)
