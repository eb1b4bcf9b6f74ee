"""The sweep of a book's folder and nothing else: `sweep_alone.py DIR`."""

import sys

from brief_cli.files.walk import sweep

sweep(sys.argv[1])
