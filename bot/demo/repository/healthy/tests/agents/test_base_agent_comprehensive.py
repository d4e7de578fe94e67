import pytest
from app.agents.base_agent import BaseAgent, SessionManager, UserExecutionContext


@pytest.fixture
def context() -> UserExecutionContext:
    return UserExecutionContext("user-a", {"tone": "dry"})


class TestBaseAgentSession:
    def test_get_session_manager_success(self, context) -> None:
        assert isinstance(BaseAgent("a").session_manager(context), SessionManager)

    def test_execute_with_user_execution_context(self, context) -> None:
        assert BaseAgent("a").execute(context) == "a ran for user-a"

    def test_execute_with_context_method_directly(self, context) -> None:
        agent = BaseAgent("a")
        agent.execute(context)
        assert agent.state == "done"


class TestBaseAgentFactory:
    def test_create_with_context_factory_method(self, context) -> None:
        assert BaseAgent.create_with_context("a", context).context is context

    def test_create_with_context_invalid_context_type(self, context) -> None:
        agent = BaseAgent.create_with_context("a", context)
        with pytest.raises(AttributeError):
            agent.bind("not a context")

    def test_create_agent_with_context_factory(self, context) -> None:
        assert BaseAgent.create_with_context("b", context).name == "b"


class TestBaseAgentExecution:
    def test_execute_with_execution_failure(self, context) -> None:
        agent = BaseAgent("a")
        agent.execute(context)
        assert agent.state != "failed"

    def test_execute_modern_legacy_compatibility(self, context) -> None:
        assert "ran" in BaseAgent("legacy").execute(context)

    def test_send_status_update_variants(self, context) -> None:
        assert BaseAgent("a").send_status("started", context) == "started:user-a"


class TestBaseAgentMetadata:
    def test_get_metadata_value_with_agent_context_fallback(self, context) -> None:
        assert BaseAgent("a").metadata("tone", context) == "dry"


class TestBaseAgentLabels:
    @pytest.mark.parametrize("kind", ["run", "plan", "log", "trace"])
    @pytest.mark.parametrize("name", [f"agent-{n:02}" for n in range(14)])
    def test_label_names_agent_and_kind(self, name: str, kind: str) -> None:
        assert BaseAgent(name).label(kind) == f"{name}/{kind}"
