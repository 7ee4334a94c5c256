"""A ballot of nobody's, sealed and opened again before anybody may vote: keys that do not open what they seal start no poll."""

from __future__ import annotations

import secrets

from microprojects.domain.commitments import NONCE_BYTES, Opening
from microprojects.domain.polls import RehearsalFailed
from microprojects.store import box_keys
from microprojects.store.box_keys import BoxBroken, BoxKeys
from microprojects.store.polls import Poll

WORD = "TEST"


def rehearse(poll: Poll, keys: BoxKeys) -> str:
    """Seal a ballot with all projects by new keys, open it by the keys as they are kept, and return its commitment.

    It goes into no box and counts for nothing.

    Raises:
        RehearsalFailed: it did not come back as it was.
        KeyGone: a key was not kept.
    """
    choices = dict.fromkeys(poll.rule.costs, 1)
    nonce = secrets.token_bytes(NONCE_BYTES)
    ballot = Opening(choices=choices, nonce=nonce, poll=poll.name, spec=poll.spec_hash, word=WORD)
    sealed = keys.seal(ballot.padded())
    try:
        came_back = Opening.from_bytes(box_keys.of(poll.id, poll.name).open(sealed))
    except BoxBroken as broken:
        raise RehearsalFailed from broken
    if came_back != ballot:
        raise RehearsalFailed
    return ballot.commitment
