"""Kinds of gatherings, as data: what a talk day, a hearing or a review is made of."""
