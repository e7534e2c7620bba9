"""``python -m dhrgraph`` is the same as ``dhrgraph``."""

from dhrgraph.cli import main

if __name__ == "__main__":
    main()
