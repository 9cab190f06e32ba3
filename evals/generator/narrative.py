"""What a disclosure says about its figures, section by section."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.generator.budget import Accounts, Post, add
from evals.generator.catalogue import Subject
from evals.generator.classification import CLASSES, ECONOMY, FUNCTIONS
from evals.generator.code_tables import APPROPRIATION
from evals.generator.manuscripts import Manuscript
from evals.generator.prose import FINAL_VOICES, VOICES, Passage
from evals.generator.relations import key
from evals.generator.sectors import Purse
from evals.generator.styles import Style
from evals.generator.word_tables import key_project_sheet, live_projects
from extraction.vocabulary import DisclosureKind, Unit

_PURSE_NAMES = {
    Purse.GENERAL: "一般公共预算拨款收入",
    Purse.FUND: "政府性基金预算拨款收入",
    Purse.CAPITAL: "国有资本经营预算拨款收入",
    Purse.SPECIAL: "财政专户管理资金收入",
    Purse.BUSINESS: "事业收入",
    Purse.OTHER: "其他收入",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading without an ordinal, and who writes it."""

    heading: str
    """The heading."""
    write: Callable[[Subject, Manuscript], None]
    """Prints everything under the heading."""


def sections_of(subject: Subject) -> tuple[Section, ...]:
    """The sections of a budget's or a final account's explanation."""
    return _BUDGET_SECTIONS if subject.kind is DisclosureKind.BUDGET else _FINAL_SECTIONS


def passage(subject: Subject) -> Passage:
    """An empty paragraph in the publisher's voice."""
    voices = VOICES if subject.kind is DisclosureKind.BUDGET else FINAL_VOICES
    style: Style = subject.style
    return Passage(style, voices[style.voice], subject.agency.sector.object)


def _lead(subject: Subject) -> str:
    name, year = subject.agency.name, subject.year.now.year
    return (f"{year}年{name}", f"本部门{year}年", f"{name}{year}年度")[subject.style.voice]


def _through(accounts: Accounts, *purses: Purse) -> Iterator[Post]:
    return (post for post in accounts.posts_of(*purses))


def _suffix(subject: Subject) -> str:
    return "预算" if subject.kind is DisclosureKind.BUDGET else "支出"


def _write_totals(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    for item in ("收入预算总额", "支出预算总额"):
        one = passage(subject).say(_lead(subject))
        one.money(item, now.total(), before=before.total(), reason=True, key=key("all"))
        one.say("。").add_to(manuscript)


def _write_income(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say(_lead(subject)).money("收入预算合计", now.total(), key=key("all"))
    one.say("。其中：")
    for purse, name in _PURSE_NAMES.items():
        amount = now.income(purse)
        if amount or subject.style.full_classes:
            was, whole = before.income(purse), now.total()
            one.money(name, amount, before=was, whole=whole, key=key("income", purse)).say("；")
    one.money("上年结转", now.opening(), whole=now.total()).say("。").add_to(manuscript)


def _write_expenditure(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    total = now.total()
    one = passage(subject).say(_lead(subject)).money("支出预算合计", total, key=key("all"))
    basic, was = (add(post.basic for post in one_year.posts) for one_year in (now, before))
    one.say("。按支出用途划分，")
    one.money("基本支出", basic, before=was, whole=total, key=key("all", "", "basic")).say("；")
    rest = before.total() - was
    one.money(
        "项目支出", total - basic, before=rest, whole=total, key=key("all", "", "project")
    ).say("。")
    one.add_to(manuscript)
    _write_classes(subject, manuscript)


def _write_classes(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say("按支出功能划分，")
    present = [code for code in CLASSES if any(post.code.startswith(code) for post in now.posts)]
    for code in present:
        amount, was = (
            add(post.total for post in year.posts if post.code.startswith(code))
            for year in (now, before)
        )
        one.money(CLASSES[code], amount, before=was, key=key("all", code))
        one.say("。" if code == present[-1] else "；")
    one.add_to(manuscript)


def _write_appropriation(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    one = passage(subject).say(_lead(subject))
    one.money(
        "财政拨款支出预算",
        now.total(*APPROPRIATION),
        before=before.total(*APPROPRIATION),
        reason=True,
        key=key("public"),
    )
    one.say("。具体使用情况如下：").add_to(manuscript)
    codes = sorted({post.code for post in _through(now, *APPROPRIATION)})
    for number, code in enumerate(codes, start=1):
        amounts = [
            add(post.total for post in year.posts_of(*APPROPRIATION) if post.code == code)
            for year in (now, before)
        ]
        item = passage(subject).say(f"{number}.")
        now_key = key("public", code)
        item.money(item_path(code), amounts[0], before=amounts[1], reason=True, key=now_key)
        item.say("。").add_to(manuscript)


def item_path(code: str) -> str:
    """`…（类）…（款）…（项）` of a functional item."""
    return f"{FUNCTIONS[code[:3]]}（类）{FUNCTIONS[code[:5]]}（款）{FUNCTIONS[code]}（项）"


def _write_basic(subject: Subject, manuscript: Manuscript) -> None:
    now = subject.year.now
    total = add(amount for _, amount in now.basic)
    one = passage(subject).say(_lead(subject))
    one.money("一般公共预算基本支出", total, key=key("general", "", "basic"))
    one.say("，其中：").add_to(manuscript)
    halves = (
        ("人员经费", ("301", "303"), "personnel"),
        ("公用经费", ("302", "310"), "operating"),
    )
    for item, classes, measure in halves:
        names = "、".join(ECONOMY[code] for code, _ in now.basic if code.startswith(classes))
        amount = now.economic(*classes)
        part = passage(subject).money(item, amount, whole=total, key=key("general", "", measure))
        part.say(f"。主要用于：{names}。").add_to(manuscript)


def _write_three_public(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now.three_public, subject.year.before.three_public
    one = passage(subject).say(_lead(subject))
    one.money("“三公”经费预算", now.total, before=before.total, key=key("three"))
    one.say("。具体如下：").add_to(manuscript)
    parts = (
        ("1.", "因公出国（境）费", now.abroad, before.abroad, "abroad"),
        ("2.", "公务用车购置及运行维护费", now.vehicles, before.vehicles, "vehicles"),
        ("3.", "公务接待费", now.reception, before.reception, "reception"),
    )
    for ordinal, item, amount, was, measure in parts:
        part, whole = passage(subject).say(ordinal), now.total or None
        own = key("three", "", measure)
        part.money(item, amount, before=was, whole=whole, reason=True, key=own).say("。")
        if ordinal == "2.":
            bought, run = key("three", "", "purchase"), key("three", "", "operation")
            part.say("其中：")
            part.money("公务用车购置费", now.purchase, before=before.purchase, key=bought)
            part.say("；")
            part.money("公务用车运行维护费", now.operation, before=before.operation, key=run)
            part.say("。")
        part.add_to(manuscript)


def _write_operating(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    item = "机关运行经费" + _suffix(subject)
    one = passage(subject).say(_lead(subject))
    costs, was = now.operating_costs, before.operating_costs
    one.money(item, costs, before=was, reason=True, key=key("general", "", "operating"))
    one.say("。").add_to(manuscript)


def _write_procurement(subject: Subject, manuscript: Manuscript) -> None:
    bought = subject.year.now.purchases
    word = _suffix(subject)
    one = passage(subject).say(_lead(subject))
    one.money(f"政府采购{word}总额", add(purchase.amount for purchase in bought)).say("，其中：")
    for index, category in enumerate(("货物", "工程", "服务")):
        amount = add(purchase.amount for purchase in bought if purchase.category == category)
        one.money(f"政府采购{category}{word}", amount).say("；" if index < 2 else "。")
    one.add_to(manuscript)


def _write_assets(subject: Subject, manuscript: Manuscript) -> None:
    now = subject.year.now
    since = now.year if subject.kind is DisclosureKind.FINAL else now.year - 1
    one = passage(subject).say(f"截至{since}年12月31日，本部门")
    one.count("共有车辆", now.vehicles, Unit.VEHICLES).say("，均为机要通信、应急保障和执法用车；")
    one.count("单价100万元以上设备", now.sets, Unit.SETS).say("。").add_to(manuscript)


def _write_funds(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    for purse, name in ((Purse.FUND, "政府性基金预算"), (Purse.CAPITAL, "国有资本经营预算")):
        amount, was = now.total(purse), before.total(purse)
        if amount:
            one = passage(subject).say(_lead(subject))
            one.money(f"{name}支出", amount, before=was, key=key(purse))
            one.say("。").add_to(manuscript)
        else:
            manuscript.add_paragraph(f"本部门没有{name}拨款安排的支出。")


def _write_key_projects(subject: Subject, manuscript: Manuscript) -> None:
    now = subject.year.now
    projects = live_projects(now)
    amount = add(project.amount for project in projects)
    one = passage(subject).say(f"{now.year}年本部门对{len(projects)}个项目设定绩效目标，")
    one.money("涉及资金", amount).say("。").add_to(manuscript)
    if projects and subject.style.columns in (0, 3):
        manuscript.add_sheet(key_project_sheet(_KEY_PROJECTS, subject.agency, now))


def _write_final_totals(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    amounts = [year.total() + year.closing() for year in (now, before)]
    one = passage(subject).say(_lead(subject))
    one.money("收入支出总计", amounts[0], before=amounts[1], reason=True, key=key("grand"))
    one.say("。").add_to(manuscript)


def _write_final_income(subject: Subject, manuscript: Manuscript) -> None:
    now = subject.year.now
    total = now.income()
    one = passage(subject).money("本年收入合计", total, key=key("income"))
    one.say("，其中：")
    one.money("财政拨款收入", now.income(*APPROPRIATION), whole=total, key=key("income", "public"))
    for purse in (Purse.SPECIAL, Purse.BUSINESS, Purse.OTHER):
        if amount := now.income(purse):
            one.say("；").money(_PURSE_NAMES[purse], amount, whole=total)
    one.say("。").add_to(manuscript)


def _write_final_expenditure(subject: Subject, manuscript: Manuscript) -> None:
    now = subject.year.now
    total, basic = now.total(), add(post.basic for post in now.posts)
    one = passage(subject).money("本年支出合计", total, key=key("all"))
    one.say("，其中：")
    one.money("基本支出", basic, whole=total, key=key("all", "", "basic")).say("；")
    one.money("项目支出", total - basic, whole=total, key=key("all", "", "project"))
    one.say("。").add_to(manuscript)


def _write_final_appropriation(subject: Subject, manuscript: Manuscript) -> None:
    now, before = subject.year.now, subject.year.before
    amounts = [year.total(*APPROPRIATION) + year.closing(*APPROPRIATION) for year in (now, before)]
    one = passage(subject).say(_lead(subject))
    total, was = amounts
    one.money("财政拨款收入支出总计", total, before=was, reason=True, key=key("grand", "public"))
    one.say("。").add_to(manuscript)


def _write_final_general(subject: Subject, manuscript: Manuscript) -> None:
    year = subject.year
    amounts = [one.total(Purse.GENERAL) for one in (year.plan, year.now)]
    topic = "一般公共预算财政拨款支出"
    one = passage(subject).say(topic).carried_out(topic, amounts[0], amounts[1], key("general"))
    one.say("。其中：").add_to(manuscript)
    codes = sorted({post.code for post in (*year.now.posts, *year.plan.posts)})
    for number, code in enumerate(codes, start=1):
        planned, spent = (
            add(post.total for post in _through(which, Purse.GENERAL) if post.code == code)
            for which in (year.plan, year.now)
        )
        if planned or spent:
            item = passage(subject).say(f"{number}.{item_path(code)}。")
            item.carried_out(item_path(code), planned, spent, key("general", code))
            item.say("。").add_to(manuscript)


def _write_final_three_public(subject: Subject, manuscript: Manuscript) -> None:
    plan, now = subject.year.plan.three_public, subject.year.now.three_public
    before = subject.year.before.three_public
    one = passage(subject).say("“三公”经费")
    one.carried_out("“三公”经费", plan.total, now.total, key("three"))
    one.say("。").add_to(manuscript)
    parts = (
        ("因公出国（境）费支出", now.abroad, before.abroad, "abroad"),
        ("公务用车购置及运行维护费支出", now.vehicles, before.vehicles, "vehicles"),
        ("公务接待费支出", now.reception, before.reception, "reception"),
    )
    for number, (item, amount, was, measure) in enumerate(parts, start=1):
        part, whole = passage(subject).say(f"{number}."), now.total or None
        own = key("three", "", measure)
        part.money(item, amount, before=was, whole=whole, reason=True, key=own)
        part.say("。").add_to(manuscript)


_KEY_PROJECTS = "重点项目预算绩效目标情况"
_BUDGET_SECTIONS = (
    Section("收支预算总体情况", _write_totals),
    Section("收入预算情况", _write_income),
    Section("支出预算情况", _write_expenditure),
    Section("财政拨款支出预算情况", _write_appropriation),
    Section("一般公共预算基本支出情况", _write_basic),
    Section("政府性基金和国有资本经营预算情况", _write_funds),
    Section("“三公”经费预算情况", _write_three_public),
    Section("机关运行经费情况", _write_operating),
    Section("政府采购情况", _write_procurement),
    Section("国有资产占有使用情况", _write_assets),
    Section(_KEY_PROJECTS, _write_key_projects),
)
_FINAL_SECTIONS = (
    Section("收入支出决算总体情况", _write_final_totals),
    Section("收入决算情况", _write_final_income),
    Section("支出决算情况", _write_final_expenditure),
    Section("财政拨款收入支出决算总体情况", _write_final_appropriation),
    Section("一般公共预算财政拨款支出决算情况", _write_final_general),
    Section("一般公共预算财政拨款基本支出决算情况", _write_basic),
    Section("财政拨款“三公”经费支出决算情况", _write_final_three_public),
    Section("政府性基金和国有资本经营预算财政拨款支出决算情况", _write_funds),
    Section("机关运行经费支出情况", _write_operating),
    Section("政府采购支出情况", _write_procurement),
    Section("国有资产占有使用情况", _write_assets),
)
