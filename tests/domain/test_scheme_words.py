"""Every word of a scheme or a kind of gathering that a page shows can be translated."""

from __future__ import annotations

from microprojects.gathering_kinds.words import WORDS as GATHERED
from microprojects.schemes.words import WORDS
from microprojects.store import packaged


def test_every_mark_title_and_label_of_every_scheme_is_gathered():
    shown = set()
    for name in packaged.scheme_names():
        scheme = packaged.scheme(name)
        shown.add(scheme.title)
        for step in (*scheme.deliberations, *scheme.reviews, *scheme.disclosures):
            shown |= {step.mark, step.title, step.label}
    assert shown == set(WORDS)


def test_every_title_meaning_ending_and_level_of_every_kind_is_gathered():
    shown = set()
    for kind in packaged.gathering_kinds():
        shown |= {kind.title, kind.meaning}
        shown |= {each.label for each in (*kind.endings, *kind.levels)}
    assert shown == set(GATHERED)
