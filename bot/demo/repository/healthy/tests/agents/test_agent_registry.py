import pytest
from app.agents.registry import AgentRegistry, AgentWebSocketBridge


class TestAgentRegistry:
    @pytest.mark.parametrize("name", ["triage", "data", "report", "search", "plan"])
    def test_agent_is_registered(self, name: str) -> None:
        registry = AgentRegistry()
        registry.add(name, object())
        assert registry.names() == [name]

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_names_are_sorted(self, count: int) -> None:
        registry = AgentRegistry()
        for n in reversed(range(count)):
            registry.add(f"agent{n}", object())
        assert registry.names() == [f"agent{n}" for n in range(count)]

    def test_double_registration_is_refused(self) -> None:
        registry = AgentRegistry()
        registry.add("triage", object())
        with pytest.raises(ValueError, match="is registered"):
            registry.add("triage", object())

    def test_empty_registry_has_no_names(self) -> None:
        assert AgentRegistry().names() == []

    def test_registry_starts_without_bridge(self) -> None:
        assert AgentRegistry().bridge is None

    def test_websocket_manager_to_bridge_conversion(self) -> None:
        bridge = AgentRegistry().attach(object())
        assert isinstance(bridge, AgentWebSocketBridge)

    def test_parent_interface_compatibility(self) -> None:
        assert AgentRegistry(object()).bridge is not None
