"""Files that anybody may have made: opened within limits, and told of by file, line and column where they are wrong."""
