"""Date expressions in ten languages → `PartialDate`."""
