"""Sentences with figures, in three voices, and the truth of each figure."""

from dataclasses import dataclass, field
from decimal import Decimal

from evals.generator.budget import rounded
from evals.generator.claims import Claim, Part, Phrase, StatementLabel
from evals.generator.manuscripts import Manuscript
from evals.generator.styles import Style
from extraction.vocabulary import Direction, Unit

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Voice:
    """Phrases that one publisher keeps to."""

    against: str
    """How the earlier year is named before a change."""
    up: str
    """The verb for a greater amount."""
    down: str
    """The verb for a smaller amount."""
    up_rate: str
    """The verb for a positive percentage."""
    down_rate: str
    """The verb for a negative percentage."""
    flat: str
    """What is said where nothing changed."""
    no_base: str
    """What is said where there was nothing the year before."""
    reason: str
    """How a reason begins."""
    joint: str
    """What stands between an item and its amount."""


VOICES = (
    Voice("较上年", "增加", "减少", "增长", "下降", "与上年持平", "", "主要原因是", ""),
    Voice(
        "比上年预算数",
        "增加",
        "减少",
        "增长",
        "降低",
        "与上年预算数相同",
        "，上年无此项安排",
        "主要是",
        "为",
    ),
    Voice(
        "与上年相比",
        "增加",
        "减少",
        "增长",
        "减少",
        "与上年相比无变化",
        "（上年基数为0，不可比）",
        "主要原因：",
        "",
    ),
)
FINAL_VOICES = (
    Voice("与上年度相比", "增加", "减少", "增长", "下降", "与上年度持平", "", "主要原因是", ""),
    Voice("比上年决算数", "增加", "减少", "增长", "下降", "与上年决算数相同", "", "主要是", "为"),
    Voice("较上年度", "增加", "减少", "上升", "下降", "与上年度一致", "", "主要原因：", ""),
)

_UP = (
    "在职人员增加、工资标准调整",
    "新增{object}方面的工作任务",
    "社保缴费基数上调",
    "部分项目进入集中付款期",
)
_DOWN = (
    "落实过紧日子要求，压减一般性开支",
    "部分项目已经完工",
    "人员退休后未及时补充",
    "结合实际需要核减经费",
)
_FLAT = ("工作量没有明显变化", "继续按原标准安排")


def reason_for(direction: Direction, topic: str, subject: str) -> str:
    """A reason in our own words, the same for the same topic."""
    choices = {Direction.UP: _UP, Direction.DOWN: _DOWN, Direction.FLAT: _FLAT}[direction]
    return choices[sum(map(ord, topic)) % len(choices)].format(object=subject)


def direction_of(now: Decimal, before: Decimal) -> Direction:
    """Which way an amount went."""
    if now == before:
        return Direction.FLAT
    return Direction.UP if now > before else Direction.DOWN


@dataclass(slots=True)
class Passage:
    """A paragraph being written, with the truth of its figures."""

    style: Style
    voice: Voice
    object: str
    text: str = ""
    claims: list[Claim] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    """What is said of the figure that is being written."""

    def say(self, text: str) -> "Passage":
        """Write words without a figure."""
        self.text += text
        return self

    def money(
        self,
        item: str,
        amount: Decimal,
        *,
        before: Decimal | None = None,
        whole: Decimal | None = None,
        reason: bool = False,
        key: str = "",
    ) -> "Passage":
        """Write an amount (万元), compared with the year before and as a share where given."""
        unit = self.style.prose_unit
        self._say_level(item, self.number(amount), unit)
        change = direction = rate = share = None
        if whole:
            share = self._percentage(amount, whole)
            self.say("，占")._say_part(Part.SHARE, str(share)).say("%")
        if before is not None:
            direction = direction_of(amount, before)
            change, rate = self._compare(amount, before, direction)
        if before is not None and direction is not None and reason:
            self.say(f"，{self.voice.reason}")
            self._say_part(Part.REASON, reason_for(direction, item, self.object))
        label = StatementLabel(
            item="".join(item.split()),
            level=self._in_unit(amount),
            change=change,
            direction=direction,
            rate=rate,
            share=share,
            unit=unit,
            line=0,
        )
        return self._claim(label, key)

    def carried_out(self, topic: str, planned: Decimal, spent: Decimal, key: str = "") -> "Passage":
        """Write what was planned and spent (万元) on a topic already named, and the percentage."""
        unit = self.style.prose_unit
        self._say_level("年初预算", self.number(planned), unit)
        plan = StatementLabel(
            item=f"{topic}年初预算", level=self._in_unit(planned), unit=unit, line=0
        )
        self._claim(plan).say("，")._say_level("支出决算", self.number(spent), unit)
        completion = self._percentage(spent, planned) if planned else None
        if completion is not None:
            self.say("，完成年初预算的")._say_part(Part.COMPLETION, str(completion)).say("%")
        label = StatementLabel(
            item=topic, level=self._in_unit(spent), completion=completion, unit=unit, line=0
        )
        return self._claim(label, key)

    def count(self, item: str, number: int, unit: Unit) -> "Passage":
        """Write a number of people, vehicles or machines."""
        self._say_level(item, str(number), unit)
        return self._claim(StatementLabel(item=item, level=Decimal(number), unit=unit, line=0))

    def add_to(self, manuscript: Manuscript) -> None:
        """Add the paragraph to a document."""
        manuscript.add_paragraph(self.text, tuple(self.claims))

    def number(self, amount: Decimal) -> str:
        """An amount (万元) as the prose prints it in its own unit."""
        value = self._in_unit(amount)
        text = f"{value:,f}" if self.style.prose_thousands else f"{value:f}"
        if self.style.prose_trim and "." in text:
            return text.rstrip("0").rstrip(".")
        return text

    def _in_unit(self, amount: Decimal) -> Decimal:
        if self.style.prose_unit is Unit.WAN:
            return rounded(amount, _HUNDREDTH)
        return rounded(amount * 10_000, Decimal(1))

    def _say_part(self, part: Part, text: str) -> "Passage":
        """Write what says one thing of a figure."""
        self.phrases.append(Phrase(part, len(self.text), len(self.text) + len(text)))
        return self.say(text)

    def _claim(self, label: StatementLabel, key: str = "") -> "Passage":
        """Note what was written of a figure since the last one."""
        level = next(one for one in self.phrases if one.part is Part.LEVEL)
        self.claims.append(Claim(level.start, label, tuple(self.phrases), key))
        self.phrases = []
        return self

    def _say_level(self, item: str, number: str, unit: Unit) -> "Passage":
        """Write an item and its figure."""
        joint = "" if item.endswith(("为", "车辆", "人员", "设备")) else self.voice.joint
        self._say_part(Part.ITEM, item).say(joint + (" " if self.style.prose_blank else ""))
        return self._say_part(Part.LEVEL, number)._say_unit(unit)

    def _say_unit(self, unit: Unit) -> "Passage":
        return self.say(f" {unit}" if self.style.prose_blank else str(unit))

    def _percentage(self, part: Decimal, whole: Decimal) -> Decimal:
        return rounded(part * 100 / whole, Decimal(1).scaleb(-self.style.rate_places))

    def _compare(
        self, amount: Decimal, before: Decimal, direction: Direction
    ) -> tuple[Decimal | None, Decimal | None]:
        voice = self.voice
        if direction is Direction.FLAT:
            self.say(f"，{voice.flat}")
            return None, None
        up = direction is Direction.UP
        change = abs(amount - before)
        self.say(f"，{voice.against}")._say_part(Part.CHANGE_WORD, voice.up if up else voice.down)
        self._say_part(Part.CHANGE, self.number(change))._say_unit(self.style.prose_unit)
        if not before:
            self.say(voice.no_base)
            return self._in_unit(change), None
        rate = self._percentage(change, before)
        self.say("，")._say_part(Part.RATE_WORD, voice.up_rate if up else voice.down_rate)
        self._say_part(Part.RATE, str(rate)).say("%")
        return self._in_unit(change), rate
