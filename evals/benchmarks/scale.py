"""Questions to a library of very many documents:
`python -m evals.benchmarks.scale --documents 10000`.

A library is filled with generated disclosures and with variants of them, through the writer that
`gouji index` uses, without vectors; `--library FOLDER` keeps it, or asks the one that is there.
Then questions of several kinds are drawn and asked. Told is how long opening the library and the
first question took, and of each kind of question the median, the 95th percentile and the worst in
seconds, the seconds of all cores together, and how many were answered, asked back and refused.
"""

import argparse
import gc
import math
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from evals.benchmarks.variants import draw_variants
from index import Answer, Document, Library, Plan, answer

_AT_ONCE = 200
_ITEMS = ("公务接待费", "会议费", "培训费", "基本支出", "项目支出", "差旅费", "办公费")


class Kind(StrEnum):
    """What a question names."""

    AGENCY_AND_YEAR = "agency and year"
    AGENCY = "agency only"
    NOBODY = "no agency"
    FOLLOWING = "follow-up"
    SUM = "sum of an agency's years"
    RANKING = "ranking of a region"
    ENGLISH = "in English"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the one that it follows."""

    kind: Kind
    question: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """What came of a question."""

    asked: Asked
    given: Answer
    seconds: float
    """By the clock, from the question to the answer."""
    busy: float
    """Of all cores together, which others that use them do not lengthen."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a library, ask it, and print what it took."""
    parser = argparse.ArgumentParser(prog="evals.benchmarks.scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--originals", type=int, default=300, help="how many are generated")
    parser.add_argument("--questions", type=int, default=40, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--library", type=Path, help="keep the library here, or ask this one")
    options = parser.parse_args(arguments)
    # Millions of records that all stay: looking for garbage among them takes as long as the rest.
    gc.set_threshold(200_000, 20, 100)
    with TemporaryDirectory() as folder:
        place = options.library or Path(folder) / "library"
        if not (place / "library.duckdb").exists():
            fill(place, options.originals, options.documents, options.seed)
        print(*report(place, options.questions, options.seed), sep="\n")


def fill(folder: Path, originals: int, documents: int, seed: int) -> Library:
    """Add the documents to a new library, some hundreds at a time."""
    library = Library(folder, None)
    begun = time.perf_counter()
    variants = draw_variants(originals, documents, seed)
    while some := list(islice(variants, _AT_ONCE)):
        library.add(some)
        print(f"\r{len(library.documents())} documents", end="", file=sys.stderr, flush=True)
    print(f"\rfilled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return library


def report(folder: Path, questions: int, seed: int) -> Iterator[str]:
    """The lines of the report on a library without vectors."""
    begun = time.perf_counter()
    library = Library(folder, None)
    opened = time.perf_counter() - begun
    documents = library.documents()
    facts = sum(document.facts for document in documents)
    size = (folder / "library.duckdb").stat().st_size / 2**20
    agencies = len({document.agency for document in documents})
    yield f"{len(documents)} documents, {agencies} agencies, {facts} facts, {size:.0f} MiB"
    asked = list(draw_questions(documents, questions, seed))
    (first, *_) = ask_all(library, asked[:1])
    yield f"opened in {opened:.2f} s, the first question {first.seconds:.2f} s; no vectors"
    yield from tell(ask_all(library, asked[1:]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"most memory {peak:.0f} MiB"


def draw_questions(documents: Sequence[Document], count: int, seed: int) -> Iterator[Asked]:
    """So many questions of each kind, of agencies drawn from the library."""
    rng = Random(f"scale {seed}")
    dated = [document for document in documents if document.agency and document.year]
    for number in range(count):
        one, item = rng.choice(dated), _ITEMS[number % len(_ITEMS)]
        whose, year = one.agency, f"{one.year}年"
        yield Asked(Kind.AGENCY_AND_YEAR, f"{whose}{year}{item}是多少？")
        yield Asked(Kind.AGENCY, f"{whose}的{item}是多少？")
        yield Asked(Kind.NOBODY, f"{rng.choice((year, ''))}{item}是多少？")
        yield Asked(Kind.FOLLOWING, "那公务接待费呢？", f"{whose}{year}培训费是多少？")
        yield Asked(Kind.SUM, f"{whose}2022年到2024年{item}一共多少？")
        yield Asked(Kind.RANKING, f"{one.region}各部门{year}{item}哪家最多？")
        yield Asked(Kind.ENGLISH, f"What is the training budget of {whose} in {one.year}?")


def ask_all(library: Library, asked: Sequence[Asked]) -> list[Timed]:
    """Ask questions one after the other; the one before a follow-up is not timed."""
    return [_ask(library, one) for one in asked]


def _ask(library: Library, asked: Asked) -> Timed:
    previous: Plan | None = answer(library, asked.before).plan if asked.before else None
    begun, busy = time.perf_counter(), time.process_time()
    given = answer(library, asked.question, previous=previous)
    ended = time.perf_counter() - begun
    return Timed(asked, given, ended, time.process_time() - busy)


def tell(timed: Sequence[Timed]) -> Iterator[str]:
    """A line for each kind of question."""
    columns = ("median", "95 %", "worst", "busy", "answered", "asked back", "refused", "choices")
    yield f"{'seconds':26}{''.join(f'{name:>11}' for name in columns)}"
    for kind in Kind:
        own = [one for one in timed if one.asked.kind is kind]
        if own:
            yield _row(kind, own)


def _row(kind: Kind, timed: Sequence[Timed]) -> str:
    seconds = sorted(one.seconds for one in timed)
    late = seconds[math.ceil(0.95 * len(seconds)) - 1]
    busy = statistics.median(one.busy for one in timed)
    counts: Mapping[str, int] = Counter(_outcome(one.given) for one in timed)
    most = max(len(one.given.choices) for one in timed)
    times = (statistics.median(seconds), late, seconds[-1], busy)
    told = (counts["answered"], counts["asked back"], counts["refused"], most)
    return (
        f"{kind.value:26}{''.join(f'{one:11.3f}' for one in times)}"
        f"{''.join(f'{one:11}' for one in told)}"
    )


def _outcome(given: Answer) -> str:
    if given.choices:
        return "asked back"
    return "refused" if given.refused else "answered"


if __name__ == "__main__":
    main()
