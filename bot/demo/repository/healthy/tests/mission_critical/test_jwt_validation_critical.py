import pytest
from app.auth.client import AuthClient


@pytest.fixture
def auth() -> AuthClient:
    return AuthClient()


class TestJWTValidationCritical:
    def test_mission_critical_jwt_token_creation_validation_cycle(self, auth) -> None:
        assert auth.decode(auth.create_token("user-a")) == "user-a"

    def test_mission_critical_refresh_token_flow(self, auth) -> None:
        assert auth.create_token("user-a") == auth.create_token("user-a")

    def test_mission_critical_golden_path_vs_actual_jwt_architecture(self, auth) -> None:
        assert auth.create_token("user-b").startswith("token-of-")

    def test_mission_critical_jwt_performance_requirements(self, auth) -> None:
        assert all(auth.create_token(f"user-{n}") for n in range(100))

    @pytest.mark.parametrize("user", ["user-a", "user-b", "user-c", "user-d"])
    def test_decode_known_token(self, auth, user: str) -> None:
        assert auth.decode(f"token-of-{user}") == user
