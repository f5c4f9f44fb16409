"""Answers readers' pages from bytes that are kept, ahead of all middleware, as whitenoise does for files.

The pages are those of `profiles.views.keeping`. The door gives them to whoever is not signed in, with the headers that
all middleware gave them once; whoever is signed in passes it, and gets the same bytes from behind the middleware.
"""

from .door import Door

__all__ = ["Door"]
