"""The only package that speaks to GitHub; one function is one endpoint."""
