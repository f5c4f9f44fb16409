"""Answers readers' pages from bytes that are kept, ahead of all middleware, as whitenoise does for files.

A page is kept as it was answered to somebody who is not signed in, together with when it was made: how often what
stands had changed by then (the clock of the listings), and the day. The clock moves in the very transaction of a
decision and is asked at each request, where the page was read from, so that no process ever answers with a page that
is older than the last decision. Which pages depend on nothing else is said by their views (`profiles.views.keeping`).
"""

from .door import Door

__all__ = ["Door"]
