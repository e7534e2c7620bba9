"""Invented reports: two stories, five house styles, four kinds of file, and the passages that each must give."""
