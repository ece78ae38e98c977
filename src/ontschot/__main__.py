"""`python -m ontschot` is the same as `./ontschot`."""

import sys

from ontschot.server.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
