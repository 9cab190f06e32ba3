"""What the elements and styles of a .docx say of its text."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extraction.readers.packages import Package, read_count

_FALSE = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Styles:
    """What a style of a document says that is not seen in its text."""

    based_on: dict[str, str]
    vanishing: dict[str, bool]
    numbered: dict[str, tuple[str, int]]
    """The list and level of a style's paragraphs."""

    @classmethod
    def of(cls, package: Package) -> "Styles":
        """The styles of a document; none where it has no such part."""
        styles = cls({}, {}, {})
        if "word/styles.xml" not in package.parts:
            return styles
        for style in package.read_xml("word/styles.xml").iterfind("{*}style"):
            key = attribute(style, "styleId")
            styles.based_on[key] = child_value(style, "basedOn")
            if (vanish := switch(style.find("{*}rPr"), "vanish")) is not None:
                styles.vanishing[key] = vanish
            if (numbered := number_of(style.find("{*}pPr"))) is not None:
                styles.numbered[key] = numbered
        return styles

    def vanishes(self, key: str) -> bool:
        """Whether text of a style is hidden."""
        found = (self.vanishing[name] for name in self._line(key) if name in self.vanishing)
        return next(found, False)

    def number(self, key: str) -> tuple[str, int] | None:
        """The list and level of a style's paragraphs, its own or inherited."""
        return next(
            (self.numbered[name] for name in self._line(key) if name in self.numbered), None
        )

    def _line(self, key: str) -> Iterator[str]:
        for _ in range(20):
            if not key:
                return
            yield key
            key = self.based_on.get(key, "")


def number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list and level that the properties of a paragraph name; None where they name none."""
    numbers = None if properties is None else properties.find("{*}numPr")
    if numbers is None:
        return None
    depth = child_value(numbers, "ilvl")
    return child_value(numbers, "numId"), read_count(depth, 0)


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is switched on; None where nothing is said of it."""
    found = None if properties is None else properties.find("{*}" + name)
    return None if found is None else attribute(found, "val") not in _FALSE


def child_value(element: etree._Element | None, name: str) -> str:
    """The value of a child element; empty where there is none."""
    found = None if element is None else element.find("{*}" + name)
    return "" if found is None else attribute(found, "val")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute, whatever its name space; empty where there is none."""
    return next((str(v) for k, v in element.items() if k.rsplit("}", 1)[-1] == name), "")
