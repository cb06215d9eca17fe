"""The third family, `fresh`: content written by somebody who had not seen the reading rules, for figures that nothing was tuned to.

Machinery (sheet, seals, lens, light, wear) is the other families'; places, people, firms, wordings, banks and layouts are its own.
"""
