"""Base classes of the admin; which rows are registered, and how they change, is the profiles' matter."""
