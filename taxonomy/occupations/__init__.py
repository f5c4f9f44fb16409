"""Occupations of the outside world as pages and pay read them: found by words, and put together from their sources."""
