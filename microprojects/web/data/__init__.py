"""The counter of whoever takes the data home."""

from flask import Blueprint

from microprojects.web.data import ocds

blueprints: tuple[Blueprint, ...] = (ocds.bp,)
