"""The law of the house: rules as plain values and pure functions."""
