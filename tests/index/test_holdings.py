"""A document prepared: under another name, and told from another reading of the same bytes."""

from extraction import extract
from index.storing.holdings import find_edition


def test_another_name_is_in_every_source_and_changes_nothing_else(prepare_text) -> None:
    prepared = prepare_text()
    named = prepared.named("other")
    assert named.disclosure == extract(prepared.text.renamed("other"))
    assert named.report.document == "other"
    assert find_edition(named.disclosure) == find_edition(prepared.disclosure)


def test_another_reading_is_another_edition(prepare_text) -> None:
    prepared = prepare_text()
    read = prepared.disclosure.model_copy(update={"tables": ()})
    assert find_edition(read) != find_edition(prepared.disclosure)
    assert find_edition(prepare_text().disclosure) == find_edition(prepared.disclosure)


def test_a_name_that_is_no_text_changes_no_edition(prepare_text) -> None:
    prepared = prepare_text()
    unprintable = prepared.named("b\udcff").disclosure
    assert find_edition(unprintable) == find_edition(prepared.disclosure)
