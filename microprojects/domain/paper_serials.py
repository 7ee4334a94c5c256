"""The numbers of paper ballots: as they are printed, as people type them, and a stretch of them in one word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from microprojects.domain.errors import N_, BadValue


def serial(batch: int, number: int) -> str:
    """Return the number of a sheet: A-0007 is the seventh of the first batch."""
    return f"{letter(batch)}-{number:04d}"


def letter(batch: int) -> str:
    """Return the letter of a batch, the first being 1."""
    return chr(ord("A") + batch - 1)


_TYPED = re.compile(r"([A-Z])-?(\d{1,4})", re.ASCII)


def read_serial(text: str) -> str:
    """Return a number as it is printed, from a7, A0007 or a full-width A－０００７; what is none of these as it is."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper().replace("—", "-")
    found = _TYPED.fullmatch(bare)
    return f"{found[1]}-{int(found[2]):04d}" if found else bare[:20]


def read_serials(text: str) -> list[str]:
    """Return the numbers in a line such as "A-0101~A-0300, B-0007", in order and each once.

    Raises:
        BadValue: a part is not a number, or a stretch runs backwards or from one batch to another.
    """
    found: dict[str, None] = {}
    plain = re.sub(r"\s*(~|到|至)\s*", "~", unicodedata.normalize("NFKC", text))
    for part in filter(None, re.split(r"[\s,、;]+", plain)):
        ends = [read_serial(end) for end in part.split("~")]
        if len(ends) > 2 or not all(_TYPED.fullmatch(end) for end in ends):
            raise BadValue(
                field=N_("票号"), why=N_("请写 A-0101~A-0300 这样的一段，或一个一个的号，中间空格")
            )
        first, last = ends[0], ends[-1]
        if first[0] != last[0] or first > last:
            raise BadValue(field=N_("票号"), why=N_("一段要在同一批里，从小到大"))
        for number in range(int(first[2:]), int(last[2:]) + 1):
            found[f"{first[0]}-{number:04d}"] = None
    if not found:
        raise BadValue(field=N_("票号"), why=N_("请写票号"))
    return list(found)


def stretches(serials: Sequence[str]) -> list[str]:
    """Return sorted numbers in as few words as can be: A-0003, A-0005~A-0007; they can be typed back so."""
    runs: list[list[str]] = []
    for each in serials:
        if runs and _follows(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [run[0] if len(run) == 1 else f"{run[0]}~{run[-1]}" for run in runs]


def _follows(first: str, second: str) -> bool:
    return first[0] == second[0] and int(first[2:]) + 1 == int(second[2:])
