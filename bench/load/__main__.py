"""Measure what takes whole bots, then what one App could do on paper.

    python -m bench.load --repositories 100 --workers 1 2 4
    python -m bench.load --paper

Deliveries a second are measured by `python -m bench.speed_webhook`.
"""

import argparse
import asyncio

from bench.load import analyses, paper


def main() -> None:
    """Both, or the paper alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repositories", type=int, default=100)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--paper", action="store_true", help="measure nothing")
    asked = parser.parse_args()
    if not asked.paper:
        asyncio.run(analyses.main(asked.repositories, tuple(asked.workers)))
        print()
    print(paper.table())


if __name__ == "__main__":
    main()
