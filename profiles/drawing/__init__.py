"""The drawing room: geometry in, numbers out. What is drawn, and in which words, is decided above it."""
