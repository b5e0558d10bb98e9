"""One year of one portal, watched by the real program while its feed, its listing or its articles fail in one of some forty ways.

Here live the portal and its server, the faults, and the judging of one of them (a cell). Tests that use them lie elsewhere: a slice in
`tests/services/test_fault_matrix.py`, the whole matrix in `tests/heavy/faults.py`.
"""
