"""The canon's skeleton: tracks, levels, functions, focuses, guidelines, skills, classifications, pay baselines."""
