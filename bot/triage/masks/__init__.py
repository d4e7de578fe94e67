"""What changes from run to run is masked, so that the same failure reads the same every time."""
