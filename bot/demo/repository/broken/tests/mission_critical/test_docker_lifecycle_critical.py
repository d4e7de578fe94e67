from dataclasses import dataclass


@dataclass
class Container:
    name: str
    image: Optional[str] = None


def test_container_has_a_name() -> None:
    assert Container("db").name == "db"
