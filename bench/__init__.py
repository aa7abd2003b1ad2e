"""Side-by-side measurements of Trishul SNMP and real peers, in turns, in one run. Not part of the product.

Start with `python bench/run.py --help`; `suite.py` owns the order of the parts, `measure.py` the rounds and medians,
`report.py` what is printed and kept. A part is one file in `parts/` and returns contests.
"""
