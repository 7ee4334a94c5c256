"""Deeds: one function is one act, one transaction and one journal line."""
