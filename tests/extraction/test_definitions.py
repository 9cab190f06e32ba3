"""Definitions and listings: paragraphs in, terms and lists out."""

import pytest

from extraction.definitions import find_definitions, find_listings
from extraction.prose import read_prose
from extraction.transcript import Transcript
from extraction.vocabulary import ListKind


def definitions(text: str) -> list[tuple[str, str]]:
    passages = read_prose(Transcript("demo", tuple(text.split("\n"))), ()).passages
    return [(found.term.printed, found.text.printed) for found in find_definitions(passages)]


def listings(text: str) -> list[tuple[ListKind, list[str]]]:
    passages = read_prose(Transcript("demo", tuple(text.split("\n"))), ()).passages
    found = find_listings(passages)
    return [(listing.kind, [item.printed for item in listing.items]) for listing in found]


GLOSSARY = "第四部分 名词解释\n"

DEFINED = {
    "with a colon": (
        GLOSSARY + "一、河道经费：指用于疏浚的资金。\n二、 水费 ：单位缴纳的费用。",
        [("河道经费", "指用于疏浚的资金。"), ("水费", "单位缴纳的费用。")],
    ),
    "with a comma or nothing": (
        GLOSSARY + "1.河道经费，是指用于疏浚的资金。\n2.水费反映单位缴纳的费用。",
        [("河道经费", "是指用于疏浚的资金。"), ("水费", "反映单位缴纳的费用。")],
    ),
    "a classification": (
        GLOSSARY + "（一）农林水支出(类)水利(款)防汛(项)：反映防汛业务的支出。",
        [("农林水支出(类)水利(款)防汛(项)", "反映防汛业务的支出。")],
    ),
    "a term whose line breaks inside of it": (
        GLOSSARY + "八、农林水支出(类)水利(款)水利工程运行与维\n护(项)：反映水利工程的支出。",
        [("农林水支出(类)水利(款)水利工程运行与维护(项)", "反映水利工程的支出。")],
    ),
    "an explanation on the next line": (
        GLOSSARY + "三、河道经费：\n指用于疏浚的资金。",
        [("河道经费", "指用于疏浚的资金。")],
    ),
    "an explanation of several sentences": (
        GLOSSARY + "四、“三公”经费：指三项经费。其中，接待费反映公务\n接待支出。",
        [("“三公”经费", "指三项经费。其中，接待费反映公务接待支出。")],
    ),
    "a term that is a heading": (
        GLOSSARY + "一、河道经费\n指用于疏浚的资金。",
        [("河道经费", "指用于疏浚的资金。")],
    ),
    "in a note, quoted": (
        "注：1. “水费”指单位缴纳的费用，包括污水处理费。",
        [("水费", "指单位缴纳的费用，包括污水处理费。")],
    ),
    "in the middle of the prose, before its figures": (
        "河道经费指用于疏浚的资金。包括人工费。2024年，本单位河道经费3万元。",
        [("河道经费", "指用于疏浚的资金。包括人工费。")],
    ),
    "no definitions": (
        "主要原因是：人员增加。\n本表反映单位收支情况。\n指标体系包括三级。\n单位：万元",
        [],
    ),
    "no definitions in a glossary": (GLOSSARY + "单位：万元\n填报单位：青川市水利局", []),
}


@pytest.mark.parametrize(("text", "expected"), DEFINED.values(), ids=DEFINED.keys())
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    assert definitions(text) == expected


DUTIES, UNITS, OTHER = ListKind.DUTIES, ListKind.UNITS, ListKind.OTHER

LISTED = {
    "numbered duties": (
        "一、主要职责\n青川市水利局的主要职责是：\n（一）管理河道。\n（二）防汛抗旱。\n1.拟订预案。\n"
        "（三）完成其他任务。",
        [(DUTIES, ["（一）管理河道。", "（二）防汛抗旱。", "（三）完成其他任务。"])],
    ),
    "duties in one paragraph": (
        "一、部门职能\n本局承担河道管理、防汛抗旱等职责。",
        [(DUTIES, ["本局承担河道管理、防汛抗旱等职责。"])],
    ),
    "tasks of the year": (
        "三、2024年度主要工作任务\n1.疏浚河道，加固堤防。\n2.巡查水库，\n补齐短板。",
        [(DUTIES, ["1.疏浚河道，加固堤防。", "2.巡查水库，补齐短板。"])],
    ),
    "units in a sentence": (
        "二、机构设置\n本部门内设机构包括：办公室、河道科（防汛办）。"
        "下属单位包括：青川市水利站（不独立编制预算）、青川市河道管理中心等。",
        [
            (OTHER, ["办公室", "河道科（防汛办）"]),
            (UNITS, ["青川市水利站（不独立编制预算）", "青川市河道管理中心"]),
        ],
    ),
    "units in brackets": (
        "水利局预算为本级预算（含两个下属事业单位：青川市水利站、青川市河道管理中心）。",
        [(UNITS, ["青川市水利站", "青川市河道管理中心"])],
    ),
    "units with their number": (
        "纳入汇总预算编制范围的预算单位共计2家，具体包括：青川市水利局（本级）、青川市水利站。",
        [(UNITS, ["青川市水利局（本级）", "青川市水利站"])],
    ),
    "units with what is said of them": (
        "下属单位具体包括：青川市水利站，下属单位均不独立编制预算。",
        [(UNITS, ["青川市水利站"])],
    ),
    "units as numbered lines": (
        "本部门预算单位 2 家，具体包括：\n1. 青川市水利局（本级）。\n2. 青川市水利站。\n后记。",
        [(UNITS, ["1. 青川市水利局（本级）。", "2. 青川市水利站。"])],
    ),
    "another list": (
        "四、项目概述\n1.背景：堤防老化。\n2.目标：加固堤防。\n3.主体：青川市水利局。",
        [(OTHER, ["1.背景：堤防老化。", "2.目标：加固堤防。", "3.主体：青川市水利局。"])],
    ),
    "figures are no list": (
        "四、收入\n1.拨款收入3万元。\n2.事业收入2万元。\n3.其他收入1万元。",
        [],
    ),
    "a glossary is no list": (
        GLOSSARY + "一、甲费：指甲的费用。\n二、乙费：指乙的费用。\n三、丙费：指丙的费用。",
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), LISTED.values(), ids=LISTED.keys())
def test_listings(text: str, expected: list[tuple[ListKind, list[str]]]) -> None:
    assert listings(text) == expected


def test_sections_are_those_of_the_list() -> None:
    text = (
        "第一部分 概况\n一、主要职责\n（一）管理河道。\n二、机构设置\n下属单位包括：青川市水利站。"
    )
    passages = read_prose(Transcript("demo", tuple(text.split("\n"))), ()).passages
    assert [listing.section for listing in find_listings(passages)] == [
        ("第一部分概况", "一、主要职责"),
        ("第一部分概况", "二、机构设置"),
    ]
