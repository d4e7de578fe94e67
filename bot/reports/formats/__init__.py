"""The formats of test reports: one file each, none knows another."""
