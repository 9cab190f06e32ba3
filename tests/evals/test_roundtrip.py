"""What is printed is what is extracted, over every layout class that the generator draws."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.generator import generate
from evals.roundtrip import score_document


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_generated_documents_are_read_without_a_miss(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + 10):
        counts, wrong = score_document(generate(seed), tmp_path)
        assert wrong == [], seed
        assert counts["facts"] == counts["extracted"] == counts["right"] > 100
        assert counts["sums broken"] == counts["sums rounding"] == 0
        assert counts["sums tied"] > 10 * counts["sums not checkable"]


def test_one_changed_digit_is_a_wrong_fact_and_a_broken_sum(tmp_path: Path) -> None:
    document = generate(3)
    fact = next(f for f in document.facts if f.label == "合计" and len(f.value) >= 6)
    lines = document.text.split("\n")
    at = int(fact.where) - 1
    printed = next(cell for cell in lines[at].split("\t") if any(map(str.isdigit, cell)))
    changed = ("1" if printed[0] != "1" else "2") + printed[1:]
    lines[at] = lines[at].replace(printed, changed, 1)
    counts, wrong = score_document(replace(document, text="\n".join(lines)), tmp_path)
    assert counts["right"] == counts["facts"] - 1
    assert counts["sums broken"] >= 1
    assert any(line.startswith("wrong digits") for line in wrong)
