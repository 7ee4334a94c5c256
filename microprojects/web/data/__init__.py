"""The counter of whoever takes the data home."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
