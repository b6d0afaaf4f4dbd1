"""`python -m tealeaves`: the command line, for whatever knows the interpreter and not the script."""

import sys

from tealeaves.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
