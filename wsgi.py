"""The WSGI entry: `flask --app wsgi`, or any WSGI server, finds `app` here."""

from microprojects.app import create_app

app = create_app()
