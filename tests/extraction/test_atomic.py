"""A file stands under its name once it is whole, and a failure leaves nothing behind."""

from pathlib import Path

import pytest

from extraction.atomic import write_whole


def test_a_file_is_written_over_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "tally"
    write_whole(path, "合计 1")
    write_whole(path, "合计 2")
    assert path.read_text(encoding="utf-8") == "合计 2"
    assert [one.name for one in path.parent.iterdir()] == ["tally"]


def test_what_cannot_be_put_into_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken" / "inside").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "taken", "1")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]
