"""A document prepared: under another name, and told from another reading of the same bytes."""

from dataclasses import replace

from extraction import extract


def test_another_name_is_in_every_source_and_changes_nothing_else(prepare_text) -> None:
    prepared = prepare_text()
    named = prepared.named("other")
    assert named.disclosure == extract(prepared.text.renamed("other"))
    assert named.report.document == "other"
    assert named.edition == prepared.edition


def test_another_reading_is_another_edition(prepare_text) -> None:
    prepared = prepare_text()
    read = prepared.disclosure.model_copy(update={"tables": ()})
    assert replace(prepared, disclosure=read).edition != prepared.edition
    assert prepare_text().edition == prepared.edition


def test_a_name_that_is_no_text_changes_no_edition(prepare_text) -> None:
    prepared = prepare_text()
    assert prepared.named("b\udcff").edition == prepared.edition
