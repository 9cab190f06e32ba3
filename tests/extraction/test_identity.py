"""Covers of made-up agencies: agency, region, year and kind, or a gap."""

from collections.abc import Callable

import pytest

from extraction import Disclosure
from extraction.vocabulary import DisclosureKind, GapReason

Disclose = Callable[[str], Disclosure]
FIELDS = ("agency", "region", "year", "kind")


def values(disclosure: Disclosure) -> list[str | None]:
    """The properties in their normal form."""
    found = [getattr(disclosure, name) for name in FIELDS]
    return [attribute and attribute.value for attribute in found]


COVERS = {
    "one line": (
        "青川市水利局2024年部门预算",
        ["青川市水利局", "青川市", "2024", "budget"],
    ),
    "a line each, a final account": (
        "2023年度\n云岭省青川市水利局\n部门决算",
        ["云岭省青川市水利局", "云岭省青川市", "2023", "final"],
    ),
    "the year first": (
        "2025年白石县人民政府办公室单位预算公开",
        ["白石县人民政府办公室", "白石县", "2025", "budget"],
    ),
    "a hash, an annex": (
        "附件1：\n# 2024年度青川市文化馆单位决算",
        ["青川市文化馆", "青川市", "2024", "final"],
    ),
    "a year in Chinese numerals": (
        "青川市水利局\n二〇二四年度部门决算\n比2023年度增加",
        ["青川市水利局", "青川市", "2024", "final"],
    ),
    "a zero of another kind": (
        "青川市水利局二○二五年部门预算",
        ["青川市水利局", "青川市", "2025", "budget"],
    ),
    "spaces": (
        "青川市水利局 2024 年 部门预算",
        ["青川市水利局", "青川市", "2024", "budget"],
    ),
    "a final account names the budget too": (
        "青川市水利局2023年部门决算\n目录\n2023年预算执行情况",
        ["青川市水利局", "青川市", "2023", "final"],
    ),
    "an autonomous county and a state": (
        "岭南自治州木里自治县水利局2024年部门预算",
        ["岭南自治州木里自治县水利局", "岭南自治州木里自治县", "2024", "budget"],
    ),
    "no region": (
        "水利工程管理中心2024年单位预算",
        ["水利工程管理中心", None, "2024", "budget"],
    ),
    "the captions of tables outrank the cover": (
        """
青川市2024年部门预算汇编

支出总表
预算单位：[301001]青川市水利局
单位：万元
科目编码|科目名称|合计
208|社会保障和就业支出|12.00
""",
        ["青川市水利局", "青川市", "2024", "budget"],
    ),
    "the agency that most tables name": (
        """
支出总表
单位名称：青川市水文站
科目编码|科目名称|合计（万元）
208|社会保障和就业支出|12.00

收入总表
单位名称：青川市水利局
科目编码|科目名称|合计（万元）
208|社会保障和就业支出|12.00

2024年项目支出预算表
单位名称：青川市水利局
项目名称|合计（万元）
河道疏浚|12.00
""",
        ["青川市水利局", "青川市", "2024", "budget"],
    ),
    "nothing": ("说明", [None, None, None, None]),
}


@pytest.mark.parametrize(("text", "expected"), COVERS.values(), ids=COVERS.keys())
def test_identities(disclose: Disclose, text: str, expected: list[str | None]) -> None:
    disclosure = disclose(text)
    assert values(disclosure) == expected
    missing = [name for name, value in zip(FIELDS, expected, strict=True) if value is None]
    gaps = [gap for gap in disclosure.gaps if gap.reason is GapReason.NOT_FOUND]
    assert [gap.message for gap in gaps] == [
        f"the document's {name} was not found" for name in missing
    ]
    assert all((gap.printed, gap.source, gap.table) == ("", None, None) for gap in gaps)


def test_places(disclose: Disclose) -> None:
    disclosure = disclose("封面\n  青川市水利局 2024年部门预算")
    places = []
    for name in FIELDS:
        attribute = getattr(disclosure, name)
        (span,) = attribute.source.spans
        places.append((attribute.printed, span.line, span.start, span.end))
    assert places == [
        ("青川市水利局", 2, 2, 8),
        ("青川市", 2, 2, 5),
        ("2024", 2, 9, 13),
        ("部门预算", 2, 14, 18),
    ]


@pytest.mark.parametrize(
    ("cover", "kind"),
    [
        ("青川市水利局2024年部门预算", DisclosureKind.BUDGET),
        ("青川市水利局2023年部门决算", DisclosureKind.FINAL),
        ("说明", None),
    ],
)
def test_the_kind(disclose: Disclose, cover: str, kind: DisclosureKind | None) -> None:
    found = disclose(cover).kind
    assert (found and found.value) == kind
