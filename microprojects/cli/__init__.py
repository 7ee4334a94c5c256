"""Conversation over a terminal."""

from microprojects.cli.main import main

__all__ = ["main"]
