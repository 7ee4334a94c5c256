"""How the words of a project read today on every page: what was corrected or blacked out in its disclosures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from microprojects.domain.corrections import Reworded, joined, reworded
from microprojects.domain.disclosures import Body

# One payment reads much like another, so its purpose is known by its row and not by its words.
_BY_ROW = "payments."


@dataclass(frozen=True)
class Wording:
    """What stands instead of a text that was corrected: by the way to its row, else by the text itself."""

    ways: Mapping[str, Reworded] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str, way: str = "") -> str:
        """Return a text as it reads today; `way` leads to its row, such as payments.#7.purpose."""
        changed = self.ways.get(way)
        if changed is not None and changed.before == text:
            return changed.after
        return self.texts.get(text, text)


def wording(versions: Iterable[tuple[Body, Body]]) -> Wording:
    """Return how texts read after some corrections, each the body before and after it, oldest first."""
    words: list[Reworded] = []
    for before, after in versions:
        words = joined(words, reworded(before, after))
    return Wording(
        ways={each.way: each for each in words},
        texts={each.before: each.after for each in words if not each.way.startswith(_BY_ROW)},
    )
