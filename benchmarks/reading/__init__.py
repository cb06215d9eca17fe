"""How well and how fast papers are read: the program's reader beside plain engines, on papers drawn by `benchmarks.papers`."""
