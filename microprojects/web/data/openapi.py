"""The document of the read API (OpenAPI 3.1), made of the same tables and columns that its answers are made of."""

from __future__ import annotations

from functools import cache
from typing import Any

from microprojects.domain.open_data import asking
from microprojects.domain.open_data.catalogue import NOUNS, terms
from microprojects.domain.open_data.columns import Column, Type
from microprojects.domain.open_data.nouns import Noun

PREFIX = "/api/v1"
Json = dict[str, Any]

_SHAPES: dict[Type, Json] = {
    Type.ID: {"type": "string"},
    Type.TEXT: {"type": "string"},
    Type.CODE: {"type": "string"},
    Type.COUNT: {"type": "integer"},
    Type.FEN: {"type": "integer"},
    Type.YUAN: {"type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$"},
    Type.FLAG: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.MOMENT: {"type": "string", "format": "date-time"},
    Type.HASH: {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
_PROBLEM: Json = {
    "type": "object",
    "description": "What is so, what the limit is, and what to do now (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request": {"type": "string"},
    },
}
_REFUSED: Json = {
    "description": "It cannot be answered; the sentence says why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_HEADERS: Json = {
    "ETag": {"description": "Send it back in If-None-Match.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "For how long the answer may be kept.", "schema": {"type": "string"}},
}


@cache
def document(license_url: str) -> Json:
    """Return the document, for data under that licence."""
    said = terms(license_url)
    paths: Json = {f"{PREFIX}/": {"get": _operation("tables", "Every table", [], {"$ref": _ref("Tables")})}}
    for noun in NOUNS.values():
        paths |= _paths(noun)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "microprojects: open data",
            "version": "1",
            "description": f"{said['en']}\n\n{said['zh']}",
            "license": {"name": "Terms of use", "url": license_url},
        },
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM, "Tables": _tables(), **_rows()}},
    }


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _paths(noun: Noun) -> Json:
    listed: Json = {
        "type": "object",
        "required": ["data", "next"],
        "properties": {
            "data": {"type": "array", "maxItems": asking.MOST, "items": {"$ref": _ref(noun.name)}},
            "next": {
                "type": ["string", "null"],
                "description": "The address of the next page; null on the last one.",
            },
        },
        "additionalProperties": False,
    }
    single: Json = {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"$ref": _ref(noun.name)}},
        "additionalProperties": False,
    }
    number = {"name": "number", "in": "path", "required": True, "schema": _number(noun.key)}
    return {
        f"{PREFIX}/{noun.name}": {
            "get": _operation(f"list_{noun.name}", noun.holds_en, _parameters(noun), listed)
        },
        f"{PREFIX}/{noun.name}/{{number}}": {
            "get": _operation(f"one_{noun.name}", noun.holds_en, [number], single)
        },
    }


def _operation(name: str, summary: str, parameters: list[Json], schema: Json) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "As it stands now.",
                "headers": _HEADERS,
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "Nothing has changed since the ETag that was sent."},
            "default": _REFUSED,
        },
    }


def _parameters(noun: Noun) -> list[Json]:
    shapes: Json = {
        asking.LIMIT: {"type": "integer", "minimum": 1, "maximum": asking.MOST, "default": asking.USUAL},
        asking.CURSOR: {"type": "string", "pattern": asking.TOKEN},
        "community": {"type": "string", "pattern": asking.SLUG},
        "year": {"type": "integer", "minimum": asking.FIRST_YEAR, "maximum": asking.LAST_YEAR},
        "state": {"type": "string", "enum": list(noun.states)},
    }
    words = {
        asking.LIMIT: "How many rows at most.",
        asking.CURSOR: "Where the page begins; take it from `next`, unchanged.",
    }
    return [
        {
            "name": name,
            "in": "query",
            "description": words.get(name) or noun.by_name[name].en,
            "schema": shapes[name],
        }
        for name in asking.allowed(noun)
    ]


def _number(key: Column) -> Json:
    if key.type is Type.COUNT:
        return {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    return {"type": "string", "pattern": "^[A-Za-z0-9-]{1,60}$"}


def _rows() -> Json:
    return {
        noun.name: {
            "type": "object",
            "description": f"{noun.holds_en}\n\n{noun.holds_zh}",
            "required": [column.name for column in noun.columns],
            "properties": {column.name: _schema(column) for column in noun.columns},
            "additionalProperties": False,
        }
        for noun in NOUNS.values()
    }


def _schema(column: Column) -> Json:
    shape = dict(_SHAPES[column.type])
    if column.type is Type.CODE:
        shape["enum"] = [*column.codes, *([None] if column.null else [])]
    if column.null:
        shape["type"] = [shape["type"], "null"]
    return {**shape, "description": f"{column.en}. {column.zh}"}


def _tables() -> Json:
    words = {name: {"type": "string"} for name in ("name", "zh", "en", "url", "csv", "json")}
    table = {"type": "object", "required": list(words), "properties": words, "additionalProperties": False}
    return {
        "type": "object",
        "required": ["tables"],
        "properties": {"tables": {"type": "array", "items": table}},
        "additionalProperties": False,
    }
