"""One module a command; its name is the name of the module."""
