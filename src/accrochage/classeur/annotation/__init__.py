"""The annotated copy: the user's own workbook, its faulty cells coloured and commented, with the list of them on a sheet of its own.

The package of an .xlsx is edited part by part, so that nothing else of it changes; any other file is first rewritten as a plain .xlsx
that holds its values.
"""
