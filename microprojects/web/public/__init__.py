"""The counter of anyone."""

from flask import Blueprint

from microprojects.web.public import health

blueprints: tuple[Blueprint, ...] = (health.bp,)
