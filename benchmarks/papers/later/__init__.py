"""The fourth family, `later`: firms, letters and slips by somebody who knew no reading rule, for final figures after `fresh` was studied.

Licences and certificates are printed by the forms of `fresh`, with this family's own enterprises. Sheet, seals, lens, light and wear are
everybody's.
"""
