"""The client of the other room, for collecting what a run left behind."""

from tests.github.conftest import bench

__all__ = ["bench"]
