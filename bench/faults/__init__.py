"""Plant faults in a package, run its tests, and label each failure with the fault that breaks it."""
