"""The program `microprojects`, which answers to Ctrl-C from its first moment."""

import os
import sys

from microprojects import stopping

# Before the imports below, which take a second. A stop is what one asks of a server; of a check, it is no answer.
stopping.at_once(0 if {"demo", "serve"} & set(sys.argv[1:2]) else 2)

# Nor may another thread hear a signal before `stopping.hand_over` keeps them all from everyone: numpy would start some.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from microprojects.cli import main  # noqa: E402 - after the line above, which must come first

if __name__ == "__main__":
    main()
