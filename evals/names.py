"""What disclosures call the codes of the classification: `python -m evals.names PATH… > names.csv`.

The names that the checks hold a document against are counted so, each once a disclosure.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from extraction import Disclosure, read
from extraction.known_names import KnownName, kind_of_code, named_codes


def count_names(disclosures: Iterable[Disclosure]) -> list[KnownName]:
    """The names of each code in order, from disclosures whose year is known; each file once."""
    years: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for disclosure in {one.sha256: one for one in disclosures}.values():
        if disclosure.year:
            printed = {named for table in disclosure.tables for named in named_codes(table)}
            for named in printed:
                years[named].append(int(disclosure.year.value))
    return [
        KnownName(
            kind=kind,
            code=code,
            name=name,
            disclosures=len(found),
            first=min(found),
            last=max(found),
        )
        for (code, name), found in sorted(years.items())
        if (kind := kind_of_code(code))
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each name of a code."""
    parser = argparse.ArgumentParser(prog="evals.names", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    options = parser.parse_args(arguments)
    writer = csv.DictWriter(sys.stdout, list(KnownName.model_fields), lineterminator="\n")
    writer.writeheader()
    for name in count_names(read(path) for path in options.paths):
        writer.writerow(name.model_dump())


if __name__ == "__main__":
    main()
