"""Conversation over HTTP: parse, call a deed or a query, render."""
