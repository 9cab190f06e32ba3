"""What a model's help is worth where no rule knows the headers, what harm a wrong one does, and
what it costs: `python -m evals.benchmarks.proposals --suite DIR`.

The headers of each document are disguised. It is read by the rules alone (`off`), with a model
that answers right (`on`) and with models that are wrong or lie; these also without the disguise.
What the rules read in the documents as they are is taken for the truth.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.generator import generate
from evals.generator.formats import PrintFormat, print_document, write_printing
from evals.labels.suites import open_suite
from evals.proposals import Measurement, Tokens, measure, measure_lost
from extraction import TableKind, transcribe

_FORMATS = (
    PrintFormat.HTML,
    PrintFormat.WORD,
    PrintFormat.WORKBOOK,
    PrintFormat.PDF,
    PrintFormat.TEXT,
    PrintFormat.MARKDOWN,
    PrintFormat.UNRULED,
    PrintFormat.ALIGNED,
    PrintFormat.COLLAPSED,
)
_SHOWN = 3
_NUMBERS = ("facts", "off", "on", "new", "draws", "worse")
_SHARES = ("input", "+schema", "output")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each document, then what was made worse."""
    parser = argparse.ArgumentParser(prog="evals.benchmarks.proposals", description=__doc__)
    parser.add_argument("--suite", type=Path, metavar="DIR", help="documents of a suite")
    parser.add_argument("--generated", type=int, default=0, help="how many documents to generate")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--draws", type=int, default=5, help="of wrong models and of liars, each")
    options = parser.parse_args(arguments)
    names = " ".join(f"{name:>7}" for name in (*_NUMBERS, *_SHARES))
    print(f"{'document':40} {names}  missed")
    found = []
    with TemporaryDirectory() as folder:
        paths = [*_find_paths(options.suite)]
        paths += _write_generated(
            Path(folder), range(options.seed, options.seed + options.generated)
        )
        for path in paths:
            text = transcribe(path)
            for measured in (measure, measure_lost):
                if one := measured(text, options.draws, options.seed):
                    found.append(one)
                    print(tell(one), flush=True)
    if found:
        print(tell(add_up(found)))
    for measurement in found:
        print(*tell_harms(measurement), sep="\n", end="")


def tell(measurement: Measurement) -> str:
    """A line of the table."""
    own, tokens = measurement, measurement.tokens
    draws = len(own.harms)
    worse = sum(bool(harm.worse or harm.unplaced) for harm in own.harms)
    numbers = (own.facts, own.alone, own.helped, own.invented, draws, worse)
    shares = (
        _share(tokens.asked, tokens.document),
        _share(tokens.asked + tokens.schema, tokens.document),
        _share(tokens.answered, tokens.transcription),
    )
    missed = ", ".join(f"{kind} {count}" for kind, count in own.missed.most_common())
    columns = (*(f"{number:>7,}" for number in numbers), *(f"{share:>7.1%}" for share in shares))
    return f"{own.document[:40]:40} {' '.join(columns)}  {missed}".rstrip()


def tell_harms(measurement: Measurement) -> Iterator[str]:
    """Lines on the readings that models made worse, of each the first facts."""
    for harm in measurement.harms:
        if harm.worse or harm.unplaced:
            sort = "disguised" if harm.is_disguised else "as it is"
            yield f"{measurement.document}, {sort}, {harm.reader}, {harm.model}:"
            for one in harm.worse[:_SHOWN]:
                yield f"  {one.place} by rules {one.rules}"
                yield f"  {' ' * len(str(one.place))} found    {one.found}"
            for printed in harm.unplaced[:_SHOWN]:
                yield f"  not at its source: {printed}"


def add_up(found: Sequence[Measurement]) -> Measurement:
    """All documents as one."""
    costs = [one.tokens for one in found]
    return Measurement(
        document=f"all {len(found)}",
        facts=sum(one.facts for one in found),
        alone=sum(one.alone for one in found),
        helped=sum(one.helped for one in found),
        invented=sum(one.invented for one in found),
        missed=sum((one.missed for one in found), Counter[TableKind]()),
        harms=tuple(harm for one in found for harm in one.harms),
        unplaced=tuple(printed for one in found for printed in one.unplaced),
        tokens=Tokens(
            asked=sum(cost.asked for cost in costs),
            schema=sum(cost.schema for cost in costs),
            answered=sum(cost.answered for cost in costs),
            document=sum(cost.document for cost in costs),
            transcription=sum(cost.transcription for cost in costs),
        ),
    )


def _find_paths(suite: Path | None) -> Iterator[Path]:
    if suite is not None:
        yield from (document.path for document in open_suite(suite).documents.values())


def _write_generated(folder: Path, seeds: Sequence[int]) -> Iterator[Path]:
    """Generated documents, each in the next format."""
    for seed in seeds:
        form = _FORMATS[seed % len(_FORMATS)]
        document = generate(seed)
        name = f"{document.name}-{form}"
        yield write_printing(folder, name, print_document(document, form))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


if __name__ == "__main__":
    main()
