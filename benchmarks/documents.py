"""Names in documents, scored against a gold corpus when there is one beside the project.

    python -m benchmarks.documents [--corpus ../shared/corpus] [--out predictions.csv] [--model auto|rules|models]

Writes the predictions that a scorer of mentions and clusters reads: doc, start, end, cluster_id, canonical, kind.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping
from pathlib import Path

import translit

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def documents(corpus: Path) -> dict[str, str]:
    """The corpus' documents by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((corpus / "docs").glob("*.txt"))}


def predictions(texts: Mapping[str, str], model: str = "rules") -> list[dict[str, object]]:
    """One row a mention found."""
    return [
        {
            "doc": mention.source,
            "start": mention.start,
            "end": mention.end,
            "cluster_id": entity.id,
            "canonical": entity.native or entity.label,
            "kind": entity.kind.value,
        }
        for entity in translit.resolve(texts, model=model)
        for mention in entity.mentions
    ]


def main() -> None:
    """Write the predictions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--model", choices=["auto", "rules", "models"], default="rules")
    given = parser.parse_args()
    if not given.corpus.is_dir():
        sys.exit(f"skipped: there is no corpus at {given.corpus}")
    rows = predictions(documents(given.corpus), given.model)
    stream = given.out.open("w", encoding="utf-8", newline="") if given.out else sys.stdout
    writer = csv.DictWriter(stream, ["doc", "start", "end", "cluster_id", "canonical", "kind"])
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
