"""Launch sanccheck from a checkout: `python cli.py screen "SenseTime Group"`."""

from sanccheck.commands import main

if __name__ == "__main__":
    main()
