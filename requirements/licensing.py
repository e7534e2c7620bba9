"""Which licences what is installed may be under."""

from __future__ import annotations

from functools import cache
from typing import Any

from license_expression import ExpressionError, Licensing, ParseError, get_spdx_licensing

__all__ = ["ALLOWED", "REPLACEABLE", "parsed", "refused"]

#: Licences that a package, or a part in one, may be under.
ALLOWED = frozenset(
    [
        *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause"),
        *("BSD-3-Clause-Open-MPI", "BSL-1.0", "CC0-1.0", "CDLA-Permissive-2.0", "FTL", "HPND", "IJG", "ISC"),
        *("libpng-2.0", "libtiff", "MIT", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unicode-3.0", "Unicode-DFS-2016"),
        *("Unlicense", "W3C-20150513", "Zlib", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ]
)
#: Parts under another licence that are libraries of their own, which a user may replace.
REPLACEABLE = {"libiconv": "LGPL-2.1-only", "libquadmath": "LGPL-2.1-or-later"}


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def parsed(expression: str) -> Any:
    """A licence in the form of SPDX, parsed; None where it is in another form or of unknown licences."""
    try:
        return _spdx().parse(expression, validate=True, strict=True)
    except (ExpressionError, ParseError):
        return None


@cache
def refused(expression: str, part: str = "") -> str:
    """Why a licence may not be used; empty where it may.

    Parameters
    ----------
    expression : str
        In the form of SPDX.
    part : str
        The part that is under it, where it is one inside a package.

    Examples
    --------
    >>> refused("MIT OR GPL-2.0-only")
    ''
    >>> refused("MIT AND GPL-2.0-only")
    'GPL-2.0-only is not among the licences that are allowed'
    """
    licence = parsed(expression)
    if licence is None:
        return f"{expression or 'nothing'} is no licence in the form of SPDX"
    bad = [] if REPLACEABLE.get(part) == expression else _not_allowed(licence)
    return f"{', '.join(bad)} is not among the licences that are allowed" if bad else ""


def _not_allowed(licence: Any) -> list[str]:
    """What of a parsed licence is not allowed: of a choice nothing, where one can be chosen that is."""
    parts = [_not_allowed(each) for each in licence.args]
    if not parts:
        return [] if str(licence) in ALLOWED else [str(licence)]
    return [] if licence.operator.strip() == "OR" and [] in parts else [each for part in parts for each in part]
