"""Fictional agencies: where they are, what they do, whom they employ."""

from dataclasses import dataclass
from random import Random

from evals.generator.sectors import SECTORS, Purse, Sector

_PROVINCES = ("云泽省", "岚江省", "靖海省", "苍原省", "汉岭省", "沅陵江省")
_CITIES = ("澄阳市", "柏川市", "禾州市", "岚口市", "霁城市", "棠安市", "砚海市", "沐原市", "荻港市")
_DISTRICTS = ("望湖区", "柳桥区", "南渡区", "鹤岭县", "芦荡县", "云门区", "桑园区", "石舟县", "")
_STREETS = ("柳荫", "钟鼓楼", "清溪", "望塔", "盐仓桥", "梧桐里", "南码头")

# What an agency may be paid from beside the general budget, with its odds and the item it pays for.
_PURSES = (
    (Purse.FUND, 0.3, ("2120801", "2120804", "2120899", "2296002", "2296003")),
    (Purse.CAPITAL, 0.08, ("2230105",)),
    (Purse.SPECIAL, 0.1, ()),
    (Purse.BUSINESS, 0.15, ()),
    (Purse.OTHER, 0.2, ()),
)
_EXTRA_PROJECTS = {
    "2120801": "地块征收补偿",
    "2120804": "乡村道路与管网改造",
    "2120899": "片区配套设施完善",
    "2296002": "福利彩票公益金助老项目",
    "2296003": "全民健身路径更新",
    "2230105": "退休人员社区服务补助",
}


@dataclass(frozen=True, slots=True)
class ProjectSeat:
    """A project that an agency runs over the years."""

    name: str
    """Its name as printed."""
    code: str
    """The functional item that pays for it."""
    purse: Purse
    """Where its money comes from."""
    economy: tuple[str, ...]
    """The economic items that it is spent on; the last one takes the rest."""
    unit: str
    """The unit that runs it."""
    scale: int
    """About how much it costs in a year (万元)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One fictional agency with what stays the same over the years."""

    region: str
    """City, district or county."""
    name: str
    """Full name, with the region."""
    province: str
    """The fictional province."""
    sector: Sector
    """What sort of agency it is."""
    code: str
    """Its three-digit code in the budget system."""
    units: tuple[str, ...]
    """Full names of its subordinate units; may be empty."""
    officials: int
    """Posts for civil servants (人)."""
    employees: int
    """Posts in its institutions (人); 0 without subordinate units."""
    retired: int
    """Retired people (人)."""
    vehicles: int
    """Vehicles at the start (辆)."""
    projects: tuple[ProjectSeat, ...]
    """What it runs beside its daily work."""
    slug: str
    """Its name in file names: ASCII letters, digits and hyphens."""


def draw_agency(rng: Random) -> Agency:
    """Draw an agency of any sort and size."""
    sector = rng.choice(SECTORS)
    city, district = rng.choice(_CITIES), rng.choice(_DISTRICTS)
    street = rng.choice(_STREETS)
    region = city + district
    name = region + (street if sector.key == "jiedao" else "") + sector.bureau
    units = _draw_units(rng, sector, region)
    return Agency(
        region=region,
        name=name,
        province=rng.choice(_PROVINCES),
        sector=sector,
        code=f"{rng.randint(1, 399):03d}",
        units=units,
        officials=rng.randint(6, 90),
        employees=rng.randint(4, 120) if units else 0,
        retired=rng.randint(0, 60),
        vehicles=rng.choice((0, 0, 1, 2, 3, 5, 9, 14)),
        projects=_draw_projects(rng, sector, (name, *units)),
        slug=sector.key,
    )


def _draw_units(rng: Random, sector: Sector, region: str) -> tuple[str, ...]:
    count = rng.choice((0, 0, 1, 2, 3))
    return tuple(region + ending for ending in sector.units[:count])


def _draw_projects(rng: Random, sector: Sector, units: tuple[str, ...]) -> tuple[ProjectSeat, ...]:
    count = rng.randint(2, len(sector.projects))
    picked = sorted(rng.sample(range(len(sector.projects)), count))
    seats = [
        _seat(rng, sector.projects[index], Purse.GENERAL, rng.choice(units)) for index in picked
    ]
    if rng.random() < 0.5:
        seats.append(_seat(rng, ("日常运转补助", sector.running), Purse.GENERAL, units[0]))
    for purse, odds, items in _PURSES:
        if rng.random() < odds:
            code = rng.choice(items) if items else sector.projects[picked[0]][1]
            label = _EXTRA_PROJECTS.get(code, f"{sector.object}业务自筹经费")
            seats.append(_seat(rng, (label, code), purse, rng.choice(units)))
    return tuple(seats)


def _seat(rng: Random, project: tuple[str, str], purse: Purse, unit: str) -> ProjectSeat:
    economy = rng.sample(("30201", "30213", "30226", "30227", "30299", "31002", "31007"), 2)
    scales = (3, 8, 15, 40, 120) + ((600, 4500) if purse in (Purse.GENERAL, Purse.FUND) else ())
    scale = rng.choice(scales)
    return ProjectSeat(project[0], project[1], purse, tuple(economy), unit, scale)
