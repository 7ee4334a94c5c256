"""The official schemas of the Open Contracting Data Standard 1.1.5, by which what leaves the house is checked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

FOLDER = Path(__file__).parent / "data" / "ocds"


def complaints(kind: str, document: Any) -> list[str]:
    """Return what a schema says against a document, with the place: `kind` is release-package or record-package."""
    return [
        f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in _validator(kind).iter_errors(document)
    ]


@cache
def _validator(kind: str) -> Draft4Validator:
    schemas = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    known = [(schema["id"], Resource(schema, DRAFT4)) for schema in schemas.values()]
    return Draft4Validator(
        schemas[f"{kind}-schema"],
        registry=Registry().with_resources(known),
        format_checker=Draft4Validator.FORMAT_CHECKER,
    )
