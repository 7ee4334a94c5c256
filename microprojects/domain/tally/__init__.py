"""Counting residents' votes: exact rules on weighted distinct ballots, and the words that explain them."""
