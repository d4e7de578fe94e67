"""`python -m bot` is `gardener`."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
