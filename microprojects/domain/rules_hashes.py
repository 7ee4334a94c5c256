"""The fingerprint of a rulebook, by which everybody knows under which rules something was decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def rules_hash(data: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of a rulebook's data.

    All keys are ASCII and all numbers whole, so sorting by code point and by
    UTF-16 unit agree and this equals RFC 8785.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
