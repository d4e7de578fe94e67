"""What people do to issues: by hand, by command, and to issues of their own."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from bot.demo.github.state.issues import Issue
from tests.stories.machine_base import Grounded
from tests.stories.machine_ground import FILES, Theirs

PICK = st.integers(0, 30)
ACTS = ("title", "severity", "label", "unlabel", "assign", "lock")
COMMANDS = (
    *("reclassify p0", "reclassify p3", "reclassify auto", "mute 2d", "unmute", "why", "help"),
    *("nonsense", "close", "close not planned", "reopen", "assign @alice", "rescan"),
)
#: These name another issue, or change which issue holds a cause.
GRAPH = ("duplicate", "merge", "relate", "unduplicate", "split", "adopt")


class People(Grounded):
    """Maintainers, a reader who may not command, and reporters."""

    @precondition(lambda self: self.ground.kept)
    @rule(
        pick=PICK,
        reason=st.sampled_from(["completed", "not_planned", "duplicate"]),
        late=st.booleans(),
    )
    def close(self, pick: int, reason: str, late: bool) -> None:
        """A person closes an issue."""
        issue = self.issue(pick)
        if issue.state == "closed":
            return
        world, repo = self.ground.place.github.world, self.ground.place.repo
        self.ground.wish(issue.number).state = ""
        self.do(world.close(repo, issue.number, reason=reason))
        state = "" if reason == "completed" else "closed"
        self.told(issue.number, {"state": state}, late=late)

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, late=st.booleans())
    def reopen(self, pick: int, late: bool) -> None:
        """A person reopens an issue."""
        issue = self.issue(pick)
        if issue.state == "open":
            return
        self.ground.wish(issue.number).has_reopened = True
        self.ground.wish(issue.number).state = ""
        self.do(self.ground.place.github.world.reopen(self.ground.place.repo, issue.number))
        self.told(issue.number, {"state": "open"}, late=late)

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, act=st.sampled_from(ACTS))
    def change_by_hand(self, pick: int, act: str) -> None:
        """A person changes a field of an issue."""
        issue, world = self.issue(pick), self.ground.place.github.world
        repo, number = self.ground.place.repo, issue.number
        wish = self.ground.wish(number)
        if act == "title":
            self.do(world.edit_issue_title(repo, number, f"Ours now {pick}"))
            self.told(number, {"title": f"Ours now {pick}"})
        elif act == "severity":
            ours = next((n for n in issue.labels if "-test-" in n), "failing-test-new-p2")
            chosen = ours[:-1] + str(pick % 4)
            self.do(world.label(repo, number, chosen))
            if chosen != ours:
                self.told(number, {"severity": f"p{pick % 4}", "unwanted": set()})
            else:
                self.told(number, {"unwanted": wish.unwanted - {chosen}})
        elif act == "label":
            self.do(world.label(repo, number, "help wanted"))
            self.told(number, {"labels": {*wish.labels, "help wanted"}})
        elif act == "unlabel" and any("-test-" in name for name in issue.labels):
            name = next(name for name in issue.labels if "-test-" in name)
            self.do(world.unlabel(repo, number, name))
            self.told(number, {"unwanted": {*wish.unwanted, name}})
        elif act == "lock":
            self.ground.locked.add(number)
            self.do(world.lock(repo, number))
        elif act == "assign":
            self.do(world.assign(repo, number, "alice"))
            self.told(number, {"assignee": "alice"})

    @precondition(lambda self: self.ground.kept)
    @rule(
        pick=PICK,
        text=st.sampled_from(COMMANDS),
        by=st.sampled_from(["alice", "alice", "reader"]),
        dies_after=st.sampled_from([0, 0, 0, 1, 2, 3]),
    )
    def command(self, pick: int, text: str, by: str, dies_after: int) -> None:
        """A person writes a command; a reader's changes nothing."""
        self._write(self.issue(pick), text, by, dies_after)

    @precondition(lambda self: self.ground.kept)
    @rule(
        pick=PICK,
        other=PICK,
        verb=st.sampled_from(GRAPH),
        by=st.sampled_from(["alice", "alice", "alice", "reader"]),
        dies_after=st.sampled_from([0, 0, 0, 0, 1, 2, 3]),
    )
    def command_on_two(self, pick: int, other: int, verb: str, by: str, dies_after: int) -> None:
        """A person says which issue a failure belongs to."""
        here = self.picked(self.ground.all_issues, pick)
        far = self.picked(self.ground.all_issues, other)
        text = f"{verb} #{far.number}" if verb in ("duplicate", "merge", "relate") else verb
        self._write(here, text, by, dies_after)

    @rule(test=st.sampled_from(sorted(FILES)), by=st.sampled_from(["alice", "reader"]))
    def complain(self, test: str, by: str) -> None:
        """A person opens an issue that names a test."""
        if len(self.ground.theirs) > 2:
            return
        title, text = f"{test} is red again", f"`{FILES[test]}::{test}` fails on my machine."
        world = self.ground.place.github.world
        issue = self.do(world.open_issue(self.ground.place.repo, by=by, title=title, body=text))
        self.ground.theirs[issue.number] = Theirs(title=title, text=text)
        self.told(issue.number, {})

    @precondition(lambda self: self.ground.kept)
    @rule(pick=PICK, late=st.booleans(), how=st.sampled_from(["delete", "transfer", "convert"]))
    def remove(self, pick: int, late: bool, how: str) -> None:
        """A person deletes an issue, moves it away, or makes it a discussion."""
        number, place = self.issue(pick).number, self.ground.place
        world = place.github.world
        if how == "delete":
            self.do(world.delete_issue(place.repo, number))
        elif how == "transfer":
            self.do(world.transfer(place.repo, number, self.ground.attic))
        else:
            self.do(world.convert(place.repo, number))
        self.told(number, {}, late=late)

    @precondition(lambda self: self.ground.locked)
    @rule()
    def unlock(self) -> None:
        """A person unlocks every issue that is still here."""
        place = self.ground.place
        for number in sorted(self.ground.locked & place.repo.issues.keys()):
            self.do(place.github.world.unlock(place.repo, number))
            self.ground.was_locked.add(number)
            self.told(number, {})
        self.ground.locked.clear()

    def _write(self, issue: Issue, text: str, by: str, dies_after: int) -> None:
        number = issue.number
        if number in self.ground.locked:
            return
        place, was = self.ground.place, issue.state
        states = self.ground.states()
        self.do(place.github.world.comment(place.repo, number, by=by, body=f"/gardener {text}"))
        if by != "alice":
            self.told(number, {}, dies_after=dies_after)
            return

        def wish() -> None:
            for turned, state in self.ground.states().items():
                if states.get(turned) != state:
                    self.ground.wish(turned).state = ""
            self._wished(number, text, was)

        self.told_of(wish, dies_after=dies_after)

    def _wished(self, number: int, text: str, was: str) -> None:
        """What a command means for what the bot must leave."""
        wish, verb = self.ground.wish(number), text.partition(" ")[0]
        issue = self.ground.place.repo.issues.get(number)
        if issue is None or number not in {i.number for i in self.ground.kept}:
            return
        if text in ("reclassify p0", "reclassify p3"):
            wish.severity, wish.unwanted = text[-2:], set()
        elif text == "reclassify auto":
            wish.severity, wish.unwanted, wish.title, wish.state = "", set(), "", ""
        elif verb == "mute":
            wish.muted_until = self.ground.place.github.clock() + timedelta(days=2)
        elif verb == "unmute":
            wish.muted_until = None
        elif verb == "assign":
            wish.assignee = "alice"
        elif text == "close not planned" and was == "open":
            wish.state = "closed"
        elif verb == "reopen" and was == "closed" and issue.state == "open":
            wish.state, wish.has_reopened = "open", True
