"""Conversation over a terminal."""
