"""Tests in a real JupyterLab, Notebook 7 and Voila, in a real headless Chromium.

A test asks for `notebook` and opens a copy of any notebook, or of cells given as text:

    def test_something(notebook):
        book = notebook("lessons/ko/01-three-parts.ipynb")     # or notebook(["import kwidgets as kw", ...])
        book.run_all()
        book.cell_outputs(2).get_by_role("button", name="...").click()
        assert book.evaluate("panel.epoch") == 3                # a Python literal from the kernel
        book.clean()                                            # no error in an output nor in the console

`book` also has `page` (playwright's), `cells`, `run_cell(i)`, `execute(code)`, `language("ko")`,
`theme("dark")`, `reload()`, `restart_kernel()`, `kernel_errors()`, `console_errors` and `screenshot(name)`,
which writes into the folder named by `$KWIDGETS_SCREENSHOTS` and does nothing where that is not set. `lab` is
the server, with `url` and `root`; `page` is a fresh page in a fresh profile. `i` counts code cells from 0.
The server is started once; each opened notebook has its own kernel, which ends with the test. Without a
browser these tests fail; they are never skipped.

`server(Notebook)` and `server(Voila)` are the other front ends' servers, also started once; `Book` opens a notebook
in JupyterLab and Notebook 7, `Dashboard` in Voila, where cells have run already. `test_front_ends.py` tries every
panel of the table in `tests/panels.py` in all three.
"""
