"""The catalogue of rules: a table that can be read, each rule with a test of its own."""

from pathlib import Path

from extraction import RULES, FindingKind
from extraction.audit import Basis


def test_every_rule_has_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [rule.id for rule in RULES if f'"{rule.id}"' not in tests] == []


def test_a_rule_is_told_in_both_languages() -> None:
    rules = {rule.id: rule for rule in RULES}
    assert len(rules) == len(RULES)
    rule = rules["text_share"]
    assert (rule.kind, rule.severity, rule.basis) == (
        FindingKind.TEXT_ARITHMETIC,
        "error",
        Basis.ARITHMETIC,
    )
    assert sorted(rule.documents) == ["budget", "final"]
    assert (rule.title_zh, rule.title_en) == ("占比", "Share")
    assert (rule.zh, rule.en) == (
        "占比等于该数除以总数",
        "A share is the figure divided by its whole.",
    )
