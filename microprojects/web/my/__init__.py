"""The counter of a resident."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
