"""How passwords are kept: by Argon2, with figures that many sign-ins at once can afford."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: the least that OWASP's cheat sheet on passwords takes.

    Django's own 100 MiB a try would let eight tries at once take 800 MiB.
    """

    time_cost, memory_cost, parallelism = 2, 19_456, 1
