"""The company's sign-in by OpenID Connect: the way there, what comes back, and whom it stands for here."""
