"""The counter of community, street, finance, supervisors and district."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
