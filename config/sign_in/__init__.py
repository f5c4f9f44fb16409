"""How people come in: their own password here, the company's sign-in, and the bounds on trying."""
