"""The barest ballot: a Flask view that adds one row by SQLAlchemy and commits it, as the measure for the real one."""

from __future__ import annotations

import os
import secrets

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from microprojects.store import engines

URL = "BARE_INSERT_DATABASE_URL"


class Base(DeclarativeBase):
    """The base of the one table."""


class Ballot(Base):
    """Seven columns, a primary key, a unique constraint and an index, as a ballot would have at the least."""

    __tablename__ = "bare_ballots"

    tag: Mapped[str] = mapped_column(String(64), primary_key=True)
    poll_id: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    sealed: Mapped[str] = mapped_column(String(1024))
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    once: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))


def make() -> Flask:
    """Return an app with one address, which takes a form and answers after the commit."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ[URL]
    db = SQLAlchemy(app, model_class=Base)
    with app.app_context():
        engines.prepare(db.engine)

    @app.post("/")
    def add() -> str:
        with engines.turn_to_write(db.engine):
            db.session.connection(execution_options={engines.WRITES: True})
            db.session.add(Ballot(**values(request.form["choices"])))
            db.session.commit()
        return "accepted"

    return app


def create(url: str) -> None:
    """Make the one table, once and before several processes serve it."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def values(choices: str) -> dict[str, object]:
    """Return the columns of one ballot."""
    return {
        "tag": secrets.token_hex(32),
        "poll_id": 1,
        "version": 1,
        "sealed": choices.ljust(1024),
        "commitment": secrets.token_hex(32),
        "once": secrets.token_hex(32),
        "channel": "online",
    }
