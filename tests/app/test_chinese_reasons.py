"""Every reason why a check could not be made is told in Chinese."""

import importlib
import pkgutil
import re

from app.chinese import ZH
from extraction import audit, crosssums, rowsums, rowtrees, tablesums

_REASON = re.compile(r"[a-z]+(?: [^ ]+){2,}")


def test_every_reason_is_told_in_chinese() -> None:
    modules = [crosssums, rowsums, rowtrees, tablesums]
    for found in pkgutil.walk_packages(audit.__path__, f"{audit.__name__}."):
        modules.append(importlib.import_module(found.name))
    reasons = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and _REASON.fullmatch(value)
    }
    assert "the figure stands in a reason" in reasons
    assert reasons - set(ZH.remarks) == set()
