from app.websocket.server import start


class TestWebSocketFiveCriticalEventsBusinessValue:
    def setup_method(self) -> None:
        start(self)

    def events(self, journey: str) -> list[str]:
        return self.event_tester.record(journey)

    def test_all_five_critical_events_complete_business_journey_mission_critical(self) -> None:
        assert len(self.events("journey")) == 5

    def test_agent_started_event_builds_user_confidence_business_critical(self) -> None:
        assert "agent_started" in self.events("start")

    def test_agent_thinking_event_drives_user_engagement_business_critical(self) -> None:
        assert "agent_thinking" in self.events("think")

    def test_tool_executing_and_completed_show_ai_capabilities_business_critical(self) -> None:
        assert {"tool_executing", "tool_completed"} <= set(self.events("tool"))

    def test_agent_completed_delivers_actionable_business_value_business_critical(self) -> None:
        assert "agent_completed" in self.events("complete")

    def test_missing_critical_events_breaks_business_value(self) -> None:
        assert self.events("missing") != []

    def test_events_with_no_business_context_fail_value_delivery(self) -> None:
        assert self.events("no context") == []

    def test_event_delivery_performance_under_load(self) -> None:
        assert len(self.events("load")) >= 5
