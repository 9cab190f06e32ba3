"""Names and numbers of documents that are cited without being filled in."""

from collections.abc import Callable

import pytest

from extraction import Disclosure, check

Disclose = Callable[[str], Disclosure]
HEAD = "青禾县水务局2024年部门预算\n第一部分 情况说明\n一、项目情况\n"


def leftovers(disclose: Disclose, prose: str) -> list[str]:
    """The leftovers of a template that are found in a paragraph."""
    report = check(disclose(f"{HEAD}{prose}\n第二部分 报表\n"))
    return [one.printed for one in report.findings if one.rule == "placeholder"]


LEFT = {
    "根据《关于XX的通知》要求，加强管理。": ["《关于XX的通知》"],
    "依据《××管理办法》，加强管理。": ["《××管理办法》"],
    "根据《XX县水务局关于批复预算的通知》执行预算。": ["XX县"],
    "依据青财预〔2024〕XX号文件安排。": ["〔2024〕XX号"],
    "依据XX发〔2024〕12号文件安排。": ["XX发〔2024〕12号"],
    "本单位XX年没有政府性基金。": ["XX年"],
    "注：XX局没有政府性基金。": ["XX局"],
}


@pytest.mark.parametrize(("prose", "printed"), LEFT.items())
def test_a_blank_in_what_is_cited_is_left_over(
    disclose: Disclose, prose: str, printed: list[str]
) -> None:
    assert leftovers(disclose, prose) == printed


NONE_LEFT = (
    "请按《关于XX的通知》的样式撰写。",
    "注：本表反映XX年的收支情况。",
    "填报说明：项目名称填写“XX年XX县节水项目”。",
    "项目依据，例如《关于XX的通知》（XX〔2024〕XX号）。",
    "根据《关于开展X射线检查的通知》采购设备。",
    "依据《XXL号工装管理办法》采购工装。",
    "依据《4×100米接力场地管理办法》维修场地。",
    "根据《XX世纪水利纲要》开展工作。",
    "依据青财预〔2024〕5号文件安排。",
)


@pytest.mark.parametrize("prose", NONE_LEFT)
def test_what_shows_how_a_form_is_filled_in_is_no_leftover(disclose: Disclose, prose: str) -> None:
    assert leftovers(disclose, prose) == []
