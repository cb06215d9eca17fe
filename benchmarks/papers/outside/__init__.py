"""The family `outside`: papers as enterprises of many places hand them in, drawn by a hand that knew no rule of the reading.

Its places, words, sentences and layouts are its own; fonts are of all packages, as real papers share designs.
"""
