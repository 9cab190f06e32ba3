"""A second scorer of facts and findings, written from the README of the labels alone.

It shares no code with `evals`: where the two agree, the rule is written clearly enough.

    gouji extract CORPUS --format csv --out FACTS
    gouji check CORPUS --json > CHECKED.json
    python tests/evals/independent_scorer.py GOLD FACTS CHECKED.json
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

SUM_KINDS = frozenset({"row_sum", "column_sum", "hierarchy_sum"})
CHECKED_KINDS = SUM_KINDS | {"cross_table"}

_DROPPED = re.compile(r"[\s\"'“”‘’„‟‚‛«»「」『』〝〞〟]")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")

Fields = Mapping[str, str]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document. `left_out`: extracted facts of tables labelled without a fact."""

    labelled: int
    extracted: int
    left_out: int
    right: int

    @property
    def precision(self) -> float:
        counted = self.extracted - self.left_out
        return self.right / counted if counted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0


@dataclass(frozen=True, slots=True)
class FindingScore:
    """Counts of one document over the kinds of `CHECKED_KINDS`.

    `amounts`: the labels whose printed and computed are both amounts or rates.
    """

    labels: int
    met: int
    amounts: int
    amounts_met: int
    findings: int
    true: int


def plain(text: str) -> str:
    """NFKC, without white space and quotation marks."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def fact_key(fact: Fields) -> Key:
    """What two facts must share: code, label, column, value."""
    return (
        plain(fact["code"]),
        plain(fact["label"]),
        plain(fact["column"]),
        plain(fact["value"]),
    )


def count_agreeing(labelled: Iterable[Key], extracted: Iterable[Key]) -> int:
    """The most facts of two tables that can be paired, each at most once.

    A label without a column takes any fact that is left: no label with a column could use
    another fact than one of exactly its own key, so that those are served first.
    """
    left = Counter(extracted)
    wanted = Counter(labelled)
    exact = Counter({key: min(n, left[key]) for key, n in wanted.items() if key[2]})
    left -= exact
    loose_left = _without_columns(left)
    loose_wanted = _without_columns(Counter({k: n for k, n in wanted.items() if not k[2]}))
    return exact.total() + (loose_left & loose_wanted).total()


def _without_columns(keys: Counter[Key]) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for (code, label, _, value), n in keys.items():
        counts[code, label, value] += n
    return counts


def score_facts(
    labelled: Sequence[Fields], tables: Sequence[Fields], extracted: Sequence[Fields]
) -> Score:
    """Tables are paired one to one so that the most facts agree.

    An extracted table that agrees with none is that of a label without a fact where their
    titles are the same.
    """
    ours, theirs = _by_table(labelled), _by_table(extracted)
    agreeing = np.array(
        [[count_agreeing(a, b) for b in theirs.values()] for a in ours.values()], dtype=int
    ).reshape(len(ours), len(theirs))
    rows, columns = linear_sum_assignment(agreeing, maximize=True)
    numbers = list(theirs)
    paired = {numbers[j] for i, j in zip(rows, columns, strict=True) if agreeing[i, j]}
    spared = Counter(plain(t["title"]) for t in tables if t["table"] not in ours)
    left_out = 0
    titles = {fact["table"]: plain(fact["title"]) for fact in extracted}
    for number in numbers:
        if number not in paired and spared[titles[number]]:
            spared[titles[number]] -= 1
            left_out += len(theirs[number])
    return Score(len(labelled), len(extracted), left_out, int(agreeing[rows, columns].sum()))


def _by_table(facts: Iterable[Fields]) -> dict[str, list[Key]]:
    tables: defaultdict[str, list[Key]] = defaultdict(list)
    for fact in facts:
        tables[fact["table"]].append(fact_key(fact))
    return dict(tables)


@dataclass(frozen=True, slots=True)
class Claim:
    """What of a label or a finding is compared: its group, its places, its printed figures."""

    group: str
    places: frozenset[str]
    figures: frozenset[str]

    def meets(self, label: "Claim") -> bool:
        return (
            self.group == label.group
            and not self.places.isdisjoint(label.places)
            and not self.figures.isdisjoint(label.figures)
        )


def read_figures(text: str) -> frozenset[str]:
    """The amounts and rates in a printed text; the text itself where it holds none."""
    figures = _FIGURE.findall(plain(text)) or [plain(text)]
    return frozenset(figure.replace(",", "") for figure in figures if figure)


def label_claim(label: Fields) -> Claim:
    return Claim(_group(label["kind"]), frozenset({label["where"]}), read_figures(label["printed"]))


def is_arithmetical(label: Fields) -> bool:
    """Both what is printed and what is computed are one amount or rate."""
    return all(_FIGURE.fullmatch(plain(label[name])) for name in ("printed", "computed"))


def finding_claim(finding: Mapping[str, object]) -> Claim:
    """Its own place and figure, and those of the cells that it cites."""
    cells = finding["cells"]
    assert isinstance(cells, list)
    parts = [finding, *cells]
    places = frozenset(str(part["where"]) for part in parts)
    figures = chain.from_iterable(read_figures(str(part["printed"])) for part in parts)
    return Claim(_group(str(finding["kind"])), places, frozenset(figures))


def _group(kind: str) -> str:
    return "sum" if kind in SUM_KINDS else kind


def score_findings(
    labels: Iterable[Fields], findings: Iterable[Mapping[str, object]]
) -> FindingScore:
    kept = [label for label in labels if label["kind"] in CHECKED_KINDS]
    wanted = [label_claim(label) for label in kept]
    made = [finding_claim(found) for found in findings if found["kind"] in CHECKED_KINDS]
    met = [any(found.meets(label) for found in made) for label in wanted]
    amounts = [is_arithmetical(label) for label in kept]
    true = sum(any(found.meets(label) for label in wanted) for found in made)
    both = sum(a and m for a, m in zip(amounts, met, strict=True))
    return FindingScore(len(wanted), sum(met), sum(amounts), both, len(made), true)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def score_document(folder: Path, facts: Path) -> Score:
    """`folder`: the labels of one document; `facts`: the folder that `extract` wrote to."""
    return score_facts(
        read_rows(folder / "facts.csv"),
        read_rows(folder / "tables.csv"),
        read_rows(facts / f"{folder.name}.facts.csv"),
    )


def main(gold: Path, facts: Path, checked: Path) -> None:
    found = json.loads(checked.read_text(encoding="utf-8"))["findings"]
    print("document labelled extracted left_out right precision recall", end=" | ")
    print("labels met amounts amounts_met findings true")
    for folder in sorted(path for path in gold.iterdir() if path.is_dir()):
        score = score_document(folder, facts)
        own = [finding for finding in found if finding["document"] == folder.name]
        sums = score_findings(read_rows(folder / "findings.csv"), own)
        counts = f"{score.labelled} {score.extracted} {score.left_out} {score.right}"
        rates = f"{score.precision:.4f} {score.recall:.4f}"
        print(folder.name, counts, rates, "|", *astuple(sums))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
