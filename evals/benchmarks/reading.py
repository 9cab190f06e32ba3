"""How long reading and checking take, and how much memory: `python -m evals.benchmarks.reading`.

Each document is read and checked in fresh processes on one core; the median of the runs is told.
Without paths, a generated disclosure is taken, as text and as a PDF of some 25 pages.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.generator import generate
from evals.generator.formats import PrintFormat, print_document, write_printing

# Read and check a document and tell seconds, with and without loading the program, and MiB.
_RUN = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from extraction import check, read
loaded = time.perf_counter()
record = read(Path(sys.argv[1]))
check(record)
done = time.perf_counter()
import json, resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([done - loaded, done - begun, peak, len(record.pages), len(record.tables)]))
"""
_SEED = 12


@dataclass(frozen=True, slots=True)
class Timing:
    """The medians of some runs over one document."""

    name: str
    seconds: float
    """Reading and checking, the program loaded."""
    whole: float
    """The same with loading it."""
    mebibytes: float
    """The most memory that the process held."""
    pages: int
    """Pages of the document; 0 where its format has none."""
    tables: int


def time_reading(path: Path, runs: int) -> Timing:
    """Read and check a document in fresh processes on one core."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", _RUN, str(path)]
        done = subprocess.run(
            command, check=True, capture_output=True, preexec_fn=_keep_one_core, text=True
        )
        found.append(json.loads(done.stdout))
    seconds, whole, peak, pages, tables = (
        statistics.median(column) for column in zip(*found, strict=True)
    )
    return Timing(path.name, seconds, whole, peak, int(pages), int(tables))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each document."""
    parser = argparse.ArgumentParser(prog="evals.benchmarks.reading", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        paths = options.paths or _write_samples(Path(folder))
        print(f"{'document':40} {'pages':>5} {'tables':>6} {'seconds':>8} {'whole':>8} {'MiB':>6}")
        for path in paths:
            found = time_reading(path, options.runs)
            print(
                f"{found.name:40} {found.pages:5} {found.tables:6} {found.seconds:8.2f}"
                f" {found.whole:8.2f} {found.mebibytes:6.0f}"
            )


def _write_samples(folder: Path) -> list[Path]:
    document = generate(_SEED)
    forms = (PrintFormat.TEXT, PrintFormat.PDF)
    return [write_printing(folder, document.name, print_document(document, f)) for f in forms]


def _keep_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


if __name__ == "__main__":
    main()
