"""A fictional district, told by running the deeds."""

from microprojects.demo.telling import load

__all__ = ["load"]
