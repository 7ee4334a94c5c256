"""Lives that go on with personal data in every word that a deed takes as it is, and in every file."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from itertools import cycle
from typing import Any

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.attachments import PROPOSAL, PURPOSES
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen
from microprojects.domain.proposal_words import EstimateWords, ProposalWords
from microprojects.domain.uploads import PHOTOS, Media, sniff
from microprojects.services import comments, files, minutes, proposals, residents, screening
from microprojects.services.residents import Seen, WalkIn
from microprojects.store import looks
from microprojects.store.db import db
from tests.first_deliberation import ALL_CLEAR, draft
from tests.lives import TODAY, Lives
from tests.planted import WORDS
from tests.planting import deeds, leaves
from tests.telling_files import telling_files
from tests.world import World

# What deeds take as it is typed, because only its handlers read it, or because it is masked when it is published;
# drafts too, which are told at the end because what is handed in is looked through.
INWARD = frozenset(
    {
        "comments.report.reason", "files.attach.name", "inspections.record_inspection.panel[].name",
        "kept_minutes.attach_scan.name", "minutes.edit.text", "objections.file.contact", "objections.file.facts",
        "objections.file.wish", "observers.invite.name", "paper_readings.add_photo.name", "postings.record_post.name",
        "screening.return_for_fixing.items[]", "screening.return_for_fixing.reason", "screening.screen.answers[][]",
        "votes.close_vote.witnesses",
    }
)  # fmt: skip
# Every file that somebody hands in and that is no table.
FILES = frozenset(
    {
        "files.attach.upload", "kept_minutes.attach_scan.upload", "paper_readings.add_photo.upload",
        "postings.record_post.photo",
    }
)  # fmt: skip
ALL = "、".join(WORDS.values())
SHORT = f"{WORDS['mobile']} {WORDS['name']}"  # for what holds a line


@dataclass
class Sower:
    """Does each deed with planted words and files where it takes them, else as it was told."""

    sown: Counter[str] = field(default_factory=Counter)
    photos: Iterator[bytes] = field(
        default_factory=lambda: cycle([file for media in PHOTOS for file in telling_files(media).values()])
    )

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Let every call of a deed that takes such words be done with them."""
        ours = {place.split(".")[0] + "." + place.split(".")[1] for place in INWARD | FILES}
        for name, deed in deeds().items():
            if name in ours:
                module = importlib.import_module(deed.__module__)
                patch.setattr(module, deed.__name__, self._sowing(name, deed))

    def _sowing(self, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        shape = inspect.signature(deed)

        @wraps(deed)
        def sowed(*args: Any, **given: Any) -> Any:
            told = shape.bind(*args, **given)
            told.apply_defaults()
            for words in (ALL, SHORT):
                planted = {
                    key: self._planted(f"{name}.{key}", value, words) for key, value in told.arguments.items()
                }
                try:
                    done = deed(**planted)
                except Refusal:
                    continue
                self.sown.update(
                    place for key in planted for place in self._places(f"{name}.{key}", planted[key])
                )
                return done
            return deed(*args, **given)

        return sowed

    def _planted(self, path: str, value: Any, words: str) -> Any:
        """Return a value with words and files planted wherever they are taken."""
        for number in range(sum(1 for _leaf in leaves(value, path))):
            place, old, put = list(leaves(value, path))[number]
            if place in INWARD and isinstance(old, str):
                value = put(f"{old}，{words}")
            elif place in FILES and sniff(old):
                value = put(next(self.photos))
        return value

    def _places(self, path: str, value: Any) -> Iterator[str]:
        yield from (place for place, _old, _put in leaves(value, path) if place in INWARD | FILES)


def sow_more(lives: Lives) -> frozenset[str]:
    """Tell what no life tells, and return into which words: files that everybody may see for every purpose, a draft,
    minutes that are approved, and a neighbour at the desk.
    """
    world, upload = lives.world, cycle([file for media in Media for file in telling_files(media).values()])
    number, office = lives.numbers["implementing"], {"at": TODAY}
    for purpose in sorted(set(PURPOSES) - {PROPOSAL}):
        by = {Action.PAYMENT_ENTER: "zheng", Action.MINUTES_DRAFT: "guo"}.get(PURPOSES[purpose][1], "zhao")
        named = f"{SHORT}.jpg"
        added = files.attach(
            number, purpose=purpose, upload=next(upload), name=named, actor=world[by], **office
        )
        if looks.is_waiting(db.session(), added):
            files.look(added, shows=True, is_clear=True, actor=world["qian"], **office)
    written = minutes.draft(lives.ids["第二次会议"], actor=world["guo"], **office)
    told = f"林女士到会。{ALL}。会议到此结束。"
    minutes.edit(written, text=told, actor=world["guo"], **office)
    minutes.approve(written, actor=world["liu"], **office)
    lines = (EstimateWords(label=f"灯 {SHORT}", quantity=SHORT, amount_fen=Fen(100)),)
    words = ProposalWords(
        title=f"路灯 {SHORT}", type="goods", theme="convenience", place=SHORT, problem=ALL, content=ALL, nature="new",
        beneficiaries=260, beneficiary_group=SHORT, own_contribution_note=SHORT, over_cap_note=SHORT, lines=lines,
    )  # fmt: skip
    kept = proposals.start_draft("lizhi", title=words.title, actor=world["chen"], **office)
    proposals.save_draft(kept, words=words, actor=world["chen"], **office)
    _propose_with_photos(world)
    said = f"听{WORDS['name']}说，家门口也黑。"
    comments.write(lives.numbers["accepted"], text=said, stance="for", actor=world["chen"], **office)
    comments.report(lives.ids["comment_id"], reason=SHORT, actor=world["xu"], **office)
    walked_in = WalkIn(
        name=f"{WORDS['name']}梅",
        community="lizhi",
        seen=Seen.ID_CARD,
        building=WORDS["door"],
        of_age=True,
        consents=True,
    )
    residents.enroll(walked_in, actor=world["zhao"], **office)
    db.session.rollback()
    return frozenset({"comments.report.reason", "files.attach.name", "minutes.edit.text"})


def _propose_with_photos(world: World) -> None:
    """Hand in a proposal with a telling photo of every kind, which another person looks at and lets through."""
    begun, office = draft(world, by="xu", at=TODAY, title="四巷路灯"), {"actor": world["qian"], "at": TODAY}
    photos = [next(iter(telling_files(media).values())) for media in PHOTOS]
    named = {"purpose": PROPOSAL, "name": f"{SHORT}.jpg", "actor": world["xu"], "at": TODAY}
    added = [files.attach(begun, upload=photo, **named) for photo in photos]
    number = proposals.submit(begun, consent=True, actor=world["xu"], at=TODAY)
    for each in added:
        files.look(each, shows=True, is_clear=True, **office)
    screening.screen(number, answers=ALL_CLEAR, **office)
    screening.accept(number, **office)
