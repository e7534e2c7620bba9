"""The words and dates of reports, each in one place: what records, drafting and exchange look for in a text."""
