"""What each command of `newsdigest` does beyond a build that Pelican runs."""
