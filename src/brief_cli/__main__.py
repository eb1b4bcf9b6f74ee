"""``python -m brief_cli``."""

from brief_cli.cli.main import main

main()
