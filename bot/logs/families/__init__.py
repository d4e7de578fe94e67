"""The rows of the rule table, one file for each family of causes."""
