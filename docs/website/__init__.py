"""What is generated of the docs: the offline pages that a browser shows, and the answers on the page of recipes."""

from website.recipes import answered, recipes
from website.site import pages

__all__ = ["answered", "pages", "recipes"]
