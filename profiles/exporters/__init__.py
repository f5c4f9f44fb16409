"""Files out: the canon as it is approved, and – for the operator – whole."""
