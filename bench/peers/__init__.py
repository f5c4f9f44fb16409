"""What the site is measured against, each in its fastest honest setting."""
