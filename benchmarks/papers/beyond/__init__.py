"""The family `beyond`: papers of enterprises in and around Huzhou, drawn by one more hand that had read no rule of the reading.

It uses the page and the slips' helpers of `outside`; its enterprises, banks, sentences, labels and layouts are its own.
"""
