"""Who may command: GitHub's roles in their order."""

ROLES = ("none", "read", "triage", "write", "maintain", "admin")


def is_allowed(permission: str, least: str) -> bool:
    """Whether `permission` reaches `least`; an unknown role does not.

    https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories
    """
    return permission in ROLES and ROLES.index(permission) >= ROLES.index(least)
