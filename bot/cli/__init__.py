"""The command line: each verb parses its arguments, calls one function, says what came of it.

What only a server needs is imported by the verbs that start one: it takes two seconds.
"""
