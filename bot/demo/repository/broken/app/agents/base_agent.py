"""The agent every other agent is made from."""


class SessionManager:
    def __init__(self, user: str) -> None:
        self.user = user


class UserExecutionContext:
    def __init__(self, user: str, metadata: dict | None = None) -> None:
        self.user = user
        self.metadata = metadata or {}
        self.session = SessionManager(user)


class BaseAgent:
    def __init__(self, name: str, context: UserExecutionContext | None = None) -> None:
        self.name = name
        self.context = context
        self.state = "ready"

    @classmethod
    def create_with_context(cls, name: str, context: object) -> "BaseAgent":
        agent = cls(name)
        agent.bind(context)
        return agent

    def bind(self, context: object) -> None:
        self.context = context
        self.session_manager(context)

    def session_manager(self, context) -> SessionManager:
        return context.session_manager

    def execute(self, context) -> str:
        manager = self.session_manager(context)
        self.state = "done"
        return f"{self.name} ran for {manager.user}"

    def send_status(self, status: str, context) -> str:
        return f"{status}:{self.session_manager(context).user}"

    def metadata(self, key: str, context, default: str = "") -> str:
        self.session_manager(context)
        return context.metadata.get(key, default)

    def label(self, kind: str) -> str:
        return f"{self.name}/{kind}"
