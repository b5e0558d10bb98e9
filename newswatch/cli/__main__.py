"""`python -m newswatch.cli`: the console script, where only the interpreter is at hand."""

from newswatch.cli import main

main()
