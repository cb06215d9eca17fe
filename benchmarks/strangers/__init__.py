"""A test world for `school-desk match` made by somebody who has not seen how it decides.

    python -m benchmarks.strangers --family H --noise mid --orders 10000 --seed 1 --out DIR
    python -m benchmarks.strangers --out DIR --score PRED.csv

A generator written beside an engine shares its author's idea of what payers do, and so flatters it. This one was written from the file
formats and from what accountants do, without reading the engine or the generator it was tuned on. What its first worlds showed was
mended afterwards, and other seeds of family H train the model now; family N trains nothing.

The first form writes orders.csv, enterprises.csv, history.csv, slips.csv, the statement, truth.csv (row_no, order_no, amount) and
labels.csv (what happened to each row, for the breakdown). The second prints the figures of a prediction.
"""
