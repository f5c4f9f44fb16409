"""The usual way: normalised tables, the ORM's own ways to fetch them, and a page that is rendered at each request."""
