"""Tokens from the auth service."""


class AuthError(Exception):
    pass


class AuthClient:
    def connect(self) -> None:
        return None

    def create_token(self, user: str) -> str:
        try:
            self.connect()
        except OSError as error:
            raise AuthError("Token creation failed: All connection attempts failed") from error
        return f"token-of-{user}"

    def decode(self, token: str) -> str:
        return token.removeprefix("token-of-")
