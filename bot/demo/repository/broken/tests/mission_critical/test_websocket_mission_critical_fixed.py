# REMOVED_SYNTAX_ERROR: import asyncio
# REMOVED_SYNTAX_ERROR: class TestWebSocketMissionCritical:
# REMOVED_SYNTAX_ERROR:     async def test_events_reach_the_user(self):
# REMOVED_SYNTAX_ERROR:         assert await self.journey() == 5
