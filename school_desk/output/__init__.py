"""Gathers what papers and workbooks for others say: queries and files from the store become the plain values that adapters print."""
