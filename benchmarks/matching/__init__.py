"""A synthetic benchmark of matching bank credits to orders: `python -m benchmarks.matching --help`. Everybody in it is made up."""
