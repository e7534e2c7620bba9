"""What goes out of a collection and comes in: tables, workbooks, folders for own reviews."""
