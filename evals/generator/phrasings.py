"""How readers ask: names of amounts and ways to put a question, in Chinese and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from evals.generator.classification import FUNCTIONS
from evals.generator.relations import key
from evals.labels.questions import Language

Forms = Mapping[Language, Sequence[str]]
"""Ways to put a question, with the words of one case left open."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What readers call an amount."""

    zh: tuple[str, ...]
    """Names in Chinese."""
    en: tuple[str, ...]
    """Names in English."""

    def draw(self, rng: Random, lang: Language) -> str:
        """One of the names."""
        return rng.choice(self.zh if lang is Language.ZH else self.en)


ALL = key("all")
BASIC, PROJECT = key("all", "", "basic"), key("all", "", "project")
PERSONNEL, OPERATING = key("general", "", "personnel"), key("general", "", "operating")
RECEPTION, VEHICLES = key("three", "", "reception"), key("three", "", "vehicles")
TOPICS: dict[str, Topic] = {
    ALL: Topic(
        ("支出总额", "总支出", "全年支出合计", "支出的总盘子"),
        ("total expenditure", "overall spending"),
    ),
    BASIC: Topic(("基本支出", "保运转的支出"), ("basic expenditure",)),
    PROJECT: Topic(("项目支出", "项目经费"), ("project expenditure", "spending on projects")),
    PERSONNEL: Topic(("人员经费", "人员方面的开支"), ("personnel costs", "staff costs")),
    OPERATING: Topic(("机关运行经费", "机关运转经费"), ("agency operating costs",)),
    key("three"): Topic(("“三公”经费", "三公经费"), ("the “three public” costs", "三公经费")),
    RECEPTION: Topic(("公务接待费", "招待费", "接待费用"), ("official reception",)),
    VEHICLES: Topic(
        ("公务用车购置及运行维护费", "公车费用"), ("official vehicles, bought and run",)
    ),
    key("three", "", "abroad"): Topic(
        ("因公出国（境）费", "出国出境的费用"), ("official travel abroad",)
    ),
    key("public"): Topic(
        ("财政拨款支出", "财政拨款安排的支出"), ("spending from fiscal appropriation",)
    ),
    key("general"): Topic(
        ("一般公共预算财政拨款支出",), ("spending from the general public budget",)
    ),
}
COUNTS: dict[str, Topic] = {
    "在职行政人员": Topic(("在职行政人员", "在岗的公务员"), ("civil servants in post",)),
    "在职事业人员": Topic(("在职事业人员", "在岗的事业编人员"), ("institution staff in post",)),
    "退休人员": Topic(("退休人员", "退休职工"), ("retired staff",)),
    "共有车辆": Topic(("车辆", "公车"), ("vehicles",)),
}
LOOKUP: Forms = {
    Language.ZH: (
        "{who}{year}年的{name}是多少？",
        "{year}年{who}的{name}有多少钱？",
        "请问{who}{year}年{name}列了多少？",
        "想查一下{who}的{name}，{year}年是多少。",
    ),
    Language.EN: (
        "What is the {year} figure for {name} at {who}?",
        "How much does {who} give for {name} in {year}?",
        "{who}, {year}: how large is the amount for {name}?",
    ),
}
COUNT: Forms = {
    Language.ZH: ("{who}有多少{name}？", "{year}年{who}的{name}数是多少？"),
    Language.EN: ("How many {name} does {who} have?", "What number of {name} is given for {who}?"),
}
EARLIER: Forms = {
    Language.ZH: (
        "倒推一下，{who}{before}年的{name}是多少？",
        "按{year}年的变动算回去，{who}上一年的{name}是多少？",
    ),
    Language.EN: (
        "Working back from {year}, what was the {before} figure for {name} at {who}?",
        "What was {name} at {who} in {before}, going by the change reported for {year}?",
    ),
}
SHARE: Forms = {
    Language.ZH: (
        "{who}{year}年{name}占{whole}的百分之几？",
        "{whole}里{name}的比重有多大（{who}，{year}年）？",
    ),
    Language.EN: (
        "What percentage of {whole} is {name} at {who} in {year}?",
        "How big a share of {whole} does {name} take ({who}, {year})?",
    ),
}
TIMES: Forms = {
    Language.ZH: ("{who}{year}年的{name}是{whole}的多少倍？",),
    Language.EN: ("How many times {whole} is {name} at {who} in {year}?",),
}
DIFFERENCE: Forms = {
    Language.ZH: (
        "{who}{year}年{name}和{whole}哪个多，差多少？",
        "比一比{who}的{name}与{whole}，{year}年相差多少？",
    ),
    Language.EN: (
        "Which is larger at {who} in {year}, {name} or {whole}, and by how much?",
        "By how much do {name} and {whole} differ at {who} in {year}?",
    ),
}
TOGETHER: Forms = {
    Language.ZH: (
        "{who}{year}年{name}和{whole}加起来是多少？",
        "把{name}跟{whole}合在一起，{who}{year}年一共多少？",
    ),
    Language.EN: (
        "What do {name} and {whole} come to together at {who} in {year}?",
        "Add up {name} and {whole} of {who} for {year}.",
    ),
}
WHY: Mapping[Language, Mapping[str, Sequence[str]]] = {
    Language.ZH: {
        "up": ("{who}{year}年的{name}为什么增加？", "{name}怎么比上年多了（{who}，{year}年）？"),
        "down": ("{who}{year}年的{name}为什么减少？", "{name}怎么比上年少了（{who}，{year}年）？"),
        "flat": ("{who}{year}年的{name}为什么和上年一样？",),
    },
    Language.EN: {
        "up": ("Why did {name} at {who} go up in {year}?",),
        "down": ("Why did {name} at {who} go down in {year}?",),
        "flat": ("Why did {name} at {who} stay the same in {year}?",),
    },
}
DEFINITION: Forms = {
    Language.ZH: ("这份公开里的“{name}”是什么意思？", "“{name}”指的是什么？"),
    Language.EN: ("What does “{name}” mean here?", "How does the document define {name}?"),
}
UNITS: Forms = {
    Language.ZH: ("{who}有哪些下属单位？", "除了本级，{who}还管着哪几家单位？"),
    Language.EN: ("Which subordinate units does {who} have?",),
}
DUTIES: Forms = {
    Language.ZH: ("{who}主要做哪些工作？", "{who}的主要职责有哪些？"),
    Language.EN: ("What are the main duties of {who}?",),
}
UNANSWERABLE: Forms = {
    Language.ZH: (
        "{who}2016年的支出总额是多少？",
        "{who}主要负责人{year}年的工资是多少？",
        "{who}{year}年最大的供应商是哪家公司？",
        "青榆市气象局{year}年的支出总额是多少？",
        "{who}2033年打算安排多少项目支出？",
    ),
    Language.EN: (
        "What was total expenditure at {who} in 2016?",
        "What salary does the head of {who} receive in {year}?",
        "Which company is the largest supplier of {who} in {year}?",
        "How much project expenditure does {who} plan for 2033?",
    ),
}
YEARS_APART: Forms = {
    Language.ZH: (
        "{who}的{name}，{first}年和{last}年差多少？",
        "{first}年和{last}年相比，{who}的{name}哪年多，多多少？",
    ),
    Language.EN: (
        "How far apart are the {first} and {last} figures for {name} at {who}?",
        "In which year was {name} at {who} larger, {first} or {last}, and by how much?",
    ),
}
YEARS_TOGETHER: Forms = {
    Language.ZH: (
        "{who}{first}年到{last}年的{name}加起来是多少？",
        "从{first}年到{last}年，{who}的{name}累计多少？",
    ),
    Language.EN: (
        "What does {name} at {who} add up to from {first} to {last}?",
        "From {first} through {last}, how much is {name} at {who} in all?",
    ),
}
GROWTH: Forms = {
    Language.ZH: ("从{first}年到{last}年，{who}的{name}变动了百分之几？",),
    Language.EN: ("By what percentage did {name} at {who} change from {first} to {last}?",),
}
AGENCIES_MOST: Forms = {
    Language.ZH: (
        "{year}年这几个部门里，谁的{name}最多，是多少？",
        "{name}最高的是哪家（{year}年）？",
    ),
    Language.EN: ("Which of these agencies has the largest {name} in {year}, and how much is it?",),
}
AGENCIES_TOGETHER: Forms = {
    Language.ZH: (
        "{year}年这几个部门的{name}一共是多少？",
        "几家的{name}加在一起，{year}年有多少？",
    ),
    Language.EN: ("What does {name} of all these agencies come to in {year}?",),
}


def topic_of(name: str) -> Topic | None:
    """What readers call an amount of the accounts; None for one that is not asked for."""
    scope, code, measure = name.split(":") if name else ("", "", "")
    if name in TOPICS:
        return TOPICS[name]
    # Lower items share names (行政运行) between classes; the code tells them apart.
    if scope in ("all", "public", "general") and measure == "total" and code in FUNCTIONS:
        words = FUNCTIONS[code]
        if len(code) == 7:
            words = f"{FUNCTIONS[code[:5]]}下的{words}"
        return Topic((f"“{words}”", words), (f"“{words}” ({code})", f"item {code}, {words}"))
    return None
