"""Report files to passages.

`read` takes a PDF, a Word file, a web page or a text and gives a `Document`:

- ``document.passages``: the passages in the order of the report (`TextPassage`). They do not overlap: a bullet or a
  row of a table is a passage beside the paragraph that it stands in, not a part of its text.
- ``passage.number`` is the passage's own; ``passage.cite`` is the number by which a record cites it. The two differ
  for bullets, captions and rows of flattened tables, which are cited by the passage that they are part of. A heading
  is not cited.
- ``document.texts()``: the whole text under each number that can be cited, bullets and rows included.
- ``document.index()``: the rows of ``passages.csv``.
- ``document.warnings``: what was read with doubt. What cannot be read raises `dhrgraph.errors.ProblemsError`.

The way of the data, a module a step:

1. `kinds` tells the kind of file by its content, and the limits of size.
2. `pdf` (by `fragments`, `edges`, `grids`, `aligned` and `layout`), `word` (by `word_text`, `word_lists` and
   `word_styles`), `web` and `text` (by `columns`, `plain_tables` and `plain_notes`) make `lines.Line` of it, without
   headers and footers. `plain_tables` finds `column_names`, asks `table_bounds` (by `row_openings` and `furniture`)
   where the table ends, and lets `plain_grid` cut its cells or `cell_fit` share them out by `cell_costs`.
3. `running` drops page numbers and the table of contents; `paragraphs` joins what a page's width has cut; `columns`
   and `tables` make tables whole.
4. `numbering` makes the passages, which grow in `drafts`, asking `scheme` (by `survey`) what a number is, `headings`
   what a heading is, and `letters` where a sub-paragraph stands.
"""

from dhrgraph.documents.model import Document, TextPassage
from dhrgraph.documents.reading import read

__all__ = ["Document", "TextPassage", "read"]
