"""What Jinja made of each template, kept for every app of this process: tests make hundreds of apps."""

from __future__ import annotations

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Kept(BytecodeCache):
    """Compiled templates by their name and place; a template whose source is another is compiled anew."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.made.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.made[bucket.key] = bucket.checksum, bucket.code


def keep_for_every_app() -> None:
    """Let every app that is made from now on look there first."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Kept()}
