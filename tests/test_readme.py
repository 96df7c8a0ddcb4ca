"""README.md tells the truth: its examples run, its commands exist, and the output it prints is the output.

`python tests/test_readme.py` writes the present output into README.md, for when it has changed for the better.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(
    r"(<!-- output of `translit (?P<command>[^`]+)` -->\n```text\n)(?P<output>.*?)(```\n)", re.DOTALL
)


def output(command: str) -> str:
    """What a command prints on standard output when run in the project's folder."""
    from translit.cli import run

    before, stream = Path.cwd(), io.StringIO()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(stream):
            code = run(shlex.split(command))
    finally:
        os.chdir(before)
    assert code == 0, command
    return stream.getvalue()


def test_examples_run() -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(README), module_relative=False, optionflags=flags)
    assert tried > 5
    assert failed == 0


def test_there_are_two_commands_to_start_with() -> None:
    lines = [line for line in README.read_text("utf-8").splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("translit resolve data/examples")
    assert lines[1].endswith("pytest")


@pytest.mark.parametrize("command", [found["command"] for found in BLOCK.finditer(README.read_text("utf-8"))])
def test_printed_output_is_the_output(command: str) -> None:
    (printed,) = (
        found["output"] for found in BLOCK.finditer(README.read_text("utf-8")) if found["command"] == command
    )
    assert output(command) == printed, "run `python tests/test_readme.py` when the new output is better"


def test_the_screening_finds_who_is_on_the_list(tmp_path: Path) -> None:
    (block,) = re.findall(r"<!-- run by a test -->\n```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "list.txt").write_text(
        "NO, Kwang Chol\nPUTIN, Vladimir Vladimirovich\nKIM, Jong Un\n", "utf-8"
    )
    (tmp_path / "customers.txt").write_text("노광철\nKim Jong-nam\nWladimir Putin\nJohn Smith\n", "utf-8")
    script = f'translit() {{ "{sys.executable}" -m translit.cli "$@"; }}\n{block}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-ec", script], cwd=tmp_path, env=environment, check=True, timeout=120)
    lines = (tmp_path / "pairs.jsonl").read_text("utf-8").splitlines()
    pairs = {(pair["left"], pair["right"]): pair for pair in map(json.loads, lines)}
    hits = {names for names, pair in pairs.items() if pair["value"] > 0.5}
    assert hits == {("노광철", "NO, Kwang Chol"), ("Wladimir Putin", "PUTIN, Vladimir Vladimirovich")}
    assert all(pairs[hit]["evidence"] for hit in hits)


def commands() -> list[str]:
    """Every line of README.md that begins with the program's name inside a shell block."""
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("translit ")]


@pytest.mark.parametrize("line", commands())
def test_commands_and_their_options_exist(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    from translit.cli import run

    words = shlex.split(line.partition(" #")[0].partition(" > ")[0])[1:]
    names = words[:2] if words[0] == "registry" else words[:1]
    assert run([*names, "--help"]) == 0
    told = capsys.readouterr().out
    for option in (word for word in words if re.match(r"--?[a-z]", word)):
        assert option in told, f"{line}: {' '.join(names)} has no {option}"


def write() -> None:
    """Put the present output of every command into its block."""
    text = README.read_text("utf-8")
    text = BLOCK.sub(lambda found: found[1] + output(found["command"]) + found[4], text)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    write()
