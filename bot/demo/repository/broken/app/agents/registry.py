"""Agents by name, with the bridge that carries their events."""


class AgentWebSocketBridge:
    def __init__(self, manager: object) -> None:
        self.manager = manager


class AgentRegistry:
    def __init__(self, bridge: object = None) -> None:
        self.agents: dict[str, object] = {}
        self.bridge = None
        if bridge is not None:
            self.attach(bridge)

    def attach(self, manager: object) -> AgentWebSocketBridge:
        if not isinstance(manager, AgentWebSocketBridge):
            raise TypeError("Parent expects AgentWebSocketBridge, Child expects WebSocketManager")
        self.bridge = manager
        return self.bridge

    def add(self, name: str, agent: object) -> None:
        if name in self.agents:
            raise ValueError(f"{name} is registered")
        self.agents[name] = agent

    def names(self) -> list[str]:
        return sorted(self.agents)
