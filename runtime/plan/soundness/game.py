"""Knows how tokens move in a region, one step after the other. Must not know how they are searched.

It is the kernel's game without data: what a step works out may be anything. What the kernel does in
one decision happens here in one move, in the same order. Where that order depends on who came
first, each order is a move of its own, because nobody here knows who did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from runtime.plan.soundness.places import Ambiguous

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.plan.soundness.net import Net
    from runtime.plan.soundness.places import Meeting, Place, Way

ROUNDS = 4
"""How often one move may come to each place, before it counts as going round for ever."""

MOST_ORDERS = 200
"""In how many orders those that wait for each other may go on in one move."""

State: TypeAlias = tuple[int, tuple[tuple[int, int, int], ...]]
"""What has been done, as bits, and the tokens, sorted: place, joins that went on without, race."""


@dataclass(slots=True, eq=False)
class Token:
    """A token while a move is made.

    Attributes:
        place: where it is; `came` while it has just come there.
        late: joins that have gone on without it, as bits.
        race: the race it takes part in, 0 for none.
    """

    place: int
    late: int = 0
    race: int = 0
    came: bool = True


@dataclass(slots=True)
class Board:
    """All tokens while a move is made.

    Attributes:
        done: the steps that were done, as far as that counts.
        queue: those that have just come, in order.
    """

    done: int
    tokens: list[Token]
    queue: list[Token] = field(default_factory=list[Token])
    over: bool = False
    arrivals: int = 0

    def copy(self) -> Board:
        """Return a board on which another thing may happen."""
        same = {t: Token(t.place, t.late, t.race, t.came) for t in self.tokens}
        queue = [same[t] for t in self.queue if t in same]
        return Board(self.done, list(same.values()), queue, self.over, self.arrivals)

    def remove(self, token: Token) -> None:
        """End a token, if it has not ended."""
        if token in self.tokens:
            self.tokens.remove(token)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A step at which the case stands for ever: a join that is short, a milestone too late.

    Attributes:
        circles: it does not stand there but goes round and round, without anything to wait for.
    """

    step: str
    circles: bool = False


class Game:
    """The moves of a region.

    Args:
        net: its places and ways.
        first: places from which a token may go first, the others after it.

    Attributes:
        came: the steps to which a token has come in any move made so far.
        taken: (step, port) of all ways that steps were left by.
        ends: whether the region came to an end other than by failing.
    """

    def __init__(self, net: Net, first: frozenset[int] = frozenset()) -> None:
        self._places = net.places
        self._first = first
        self._entries = net.entries
        self._most = ROUNDS * len(net.places)
        self.came: set[str] = set()
        self.taken: set[tuple[str, str]] = set()
        self.ends = False

    def begin(self) -> Iterator[State | Stuck]:
        """Yield how the region can stand once it has begun."""
        tokens = [Token(place) for place in self._entries]
        yield from self._settle(Board(0, tokens, [*tokens]))

    def moves(self, state: State) -> Iterator[tuple[Place, Way, Iterable[State | Stuck]]]:
        """Yield each move from a state: where, by which way, and how it can stand then."""
        numbers = [n for n, kept in enumerate(state[1]) if self._places[kept[0]].act == "rest"]
        alone = (n for n in numbers if state[1][n][0] in self._first and not state[1][n][2])
        first = next(alone, None)
        before = None
        for number in numbers if first is None else (first,):
            kept = state[1][number]
            if kept == before:
                continue
            before, place = kept, self._places[kept[0]]
            for way in place.ways:
                yield place, way, self._after(state, number, place, way)

    def _after(self, state: State, number: int, place: Place, way: Way) -> Iterable[State | Stuck]:
        """Return how it can stand once a token has gone one way."""
        done, kept = state
        if len(kept) == 1 == len(way.targets) and way.stays < 0:
            target = self._places[way.targets[0]]
            if target.act == "rest":  # what most moves are: nobody else is there to look
                self.came.add(target.step)
                self.taken.add((place.step, way.port))
                done |= place.marks if way.done else 0
                return [(done, ((way.targets[0], kept[0][1], 0),))]
        tokens = [Token(*each, came=False) for each in kept]
        board = Board(done, tokens)
        self._leave(board, tokens[number], place, way)
        return self._settle(board)

    def steps_of(self, state: State) -> list[tuple[str, Place]]:
        """Return the step of each token."""
        return [(self._places[kept[0]].step, self._places[kept[0]]) for kept in state[1]]

    # --- one move ---------------------------------------------------------------------------------

    def _settle(self, first: Board) -> Iterator[State | Stuck]:
        """Yield how it can stand when all has happened that happens at once.

        Raises:
            Ambiguous: that can be in too many orders.
        """
        boards, looked_at = [first], 0
        while boards:
            board, looked_at = boards.pop(), looked_at + 1
            if looked_at > MOST_ORDERS:
                raise Ambiguous("steps that wait for each other may go on in very many orders")
            while board.queue and not board.over:
                token = board.queue.pop(0)
                if token in board.tokens:
                    token.came = False
                    stuck = self._arrive(board, token, boards)
                    if stuck is not None:
                        yield stuck
                        break
            else:
                if board.over:
                    yield board.done, ()
                    continue
                others = self._look(board)
                if isinstance(others, Stuck):
                    yield others
                elif others:
                    boards += others
                else:
                    yield self._kept(board)

    def _arrive(self, board: Board, token: Token, boards: list[Board]) -> Stuck | None:
        place = self._places[token.place]
        self.came.add(place.step)
        board.arrivals += 1
        if board.arrivals > self._most:
            return Stuck(place.step, circles=True)
        act = place.act
        if act == "go":
            self._leave(board, token, place, place.ways[0])
        elif act == "join" and place.meeting is not None:
            self._meet(board, token, place.meeting, boards)
        elif act == "race":
            race = 1 + max(t.race for t in board.tokens)
            self._leave(board, token, place, place.ways[0], race)
        elif act == "stop":
            self._stop(board, token, place)
        elif act == "milestone":
            return self._pass(board, token, place)
        elif act == "end":
            board.remove(token)
        elif act in ("terminate", "fail"):
            board.over = True
            self.ends |= act == "terminate"
        return None

    def _leave(self, board: Board, token: Token, place: Place, way: Way, race: int = 0) -> None:
        self.taken.add((place.step, way.port))
        if way.wins and token.race:
            board.tokens = [t for t in board.tokens if t.race != token.race or t is token]
        if way.done:
            board.done |= place.marks
        made = [Token(target, token.late, race) for target in way.targets]
        if way.stays >= 0:
            token.place = way.stays
        else:
            board.remove(token)
        board.tokens += made
        board.queue += made

    # --- joins ------------------------------------------------------------------------------------

    def _meet(self, board: Board, token: Token, meeting: Meeting, boards: list[Board]) -> None:
        if token.late & meeting.bit:
            board.remove(token)
        elif meeting.join.when is not None:
            if not self._is_blocked(board, meeting):
                other = board.copy()
                self._fire(other, meeting, self._waiting(other, meeting))
                boards.append(other)
        elif not meeting.join.coming:
            self._go_on(board, meeting, token)

    def _waiting(self, board: Board, meeting: Meeting) -> list[Token]:
        places = self._places
        return [t for t in board.tokens if not t.came and places[t.place].meeting is meeting]

    @staticmethod
    def _is_blocked(board: Board, meeting: Meeting) -> bool:
        return meeting.join.blocks and any(t.late & meeting.bit for t in board.tokens)

    def _go_on(self, board: Board, meeting: Meeting, last: Token | None = None) -> bool:
        """Let a join go on if enough have come; whether it did."""
        used = self._enough(board, meeting)
        if not used or self._is_blocked(board, meeting):
            return False
        if last in used:
            used.remove(last)
            used.append(last)
        self._fire(board, meeting, used)
        return True

    def _enough(self, board: Board, meeting: Meeting) -> list[Token]:
        waiting = self._waiting(board, meeting)
        if meeting.join.need:
            return waiting if len(waiting) >= meeting.join.need else []
        first: dict[int, Token] = {}
        for token in waiting:
            first.setdefault(token.place, token)
        return list(first.values()) if len(first) >= meeting.incoming else []

    def _fire(self, board: Board, meeting: Meeting, used: list[Token]) -> None:
        """The last token goes on, the others end; what is under way is stopped, or late."""
        join, last = meeting.join, used[-1]
        rest = [
            token
            for token in board.tokens
            if meeting.region >> self._places[token.place].number & 1 and token not in used
        ]
        if join.cancel_rest:
            for token in rest:
                board.remove(token)
        elif not join.coming and len(used) < meeting.incoming:
            for token in rest:
                token.late |= meeting.bit
        for token in used[:-1]:
            board.remove(token)
        place = self._places[last.place]
        self._leave(board, last, place, place.ways[0])

    # --- looking around ---------------------------------------------------------------------------

    def _look(self, board: Board) -> list[Board] | Stuck:
        """Return what follows when nothing moves: boards on which one that waits goes on."""
        waiting: dict[int, Meeting] = {}
        for token in board.tokens:
            meeting = self._places[token.place].meeting
            if meeting is not None:
                waiting[meeting.bit] = meeting
        met = list(waiting.values())
        if met and all(self._places[t.place].meeting is not None for t in board.tokens):
            return self._all_wait(board, met)
        found = [other for m in met if (other := self._seen(board, m)) is not None]
        return found or self._held(board)

    def _seen(self, board: Board, meeting: Meeting) -> Board | None:
        """Return what follows when a join looks around; None where it does not go on."""
        join = meeting.join
        if join.coming:
            places = self._places
            if any(meeting.sources >> places[t.place].number & 1 for t in board.tokens):
                return None
            other = board.copy()
            self._fire(other, meeting, self._waiting(other, meeting))
            return other
        if join.blocks:
            other = board.copy()
            if self._go_on(other, meeting):
                return other
        return None

    def _all_wait(self, board: Board, met: list[Meeting]) -> list[Board] | Stuck:
        """Every token waits at a join: of those in each other, the inner one counts."""
        for meeting in met:
            other = board.copy()
            if meeting.join.blocks and self._go_on(other, meeting):
                return [other]
        numbers = sum(1 << meeting.number for meeting in met)
        inner = [m for m in met if not m.around & numbers & ~(1 << m.number)] or met
        free = [meeting for meeting in inner if meeting.join.coming]
        if not free:
            return Stuck(min(inner, key=lambda m: m.number).step)
        found: list[Board] = []
        for meeting in free:
            other = board.copy()
            self._fire(other, meeting, self._waiting(other, meeting))
            found.append(other)
        return found

    # --- milestones -------------------------------------------------------------------------------

    def _held(self, board: Board) -> list[Board] | Stuck:
        found: list[Board] = []
        for number, token in enumerate(board.tokens):
            place = self._places[token.place]
            if place.act == "held" and self._settled(board, token, place):
                other = board.copy()
                stuck = self._pass(other, other.tokens[number], place)
                if stuck is not None:
                    return stuck
                found.append(other)
        return found

    def _pass(self, board: Board, token: Token, place: Place) -> Stuck | None:
        """A token is at a milestone: it goes on, is too late, or waits."""
        in_time, *rest = place.ways
        late = next((way for way in rest if way.stays < 0), None)
        if self._stands(board, place):
            self._leave(board, token, place, in_time)
        elif not self._settled(board, token, place):
            self._leave(board, token, place, rest[-1])
        elif late is None:
            return Stuck(place.step)
        else:
            self._leave(board, token, place, late)
        return None

    def _settled(self, board: Board, token: Token, place: Place) -> bool:
        if self._stands(board, place) or board.done & place.wanted_bit:
            return True
        others = (t for t in board.tokens if t is not token)
        return all(not t.came and self._places[t.place].act in ("held", "join") for t in others)

    def _stands(self, board: Board, place: Place) -> bool:
        for token in board.tokens:
            at = self._places[token.place]
            if at.step == place.wanted and at.seen and not token.came:
                return True
        return False

    # --- stops ------------------------------------------------------------------------------------

    def _stop(self, board: Board, token: Token, place: Place) -> None:
        doomed = [
            other
            for other in board.tokens
            if other is not token and place.doomed >> self._places[other.place].number & 1
        ]
        self._leave(board, token, place, place.ways[0])
        complete = place.stops is not None and place.stops.complete
        for other in doomed:
            if other in board.tokens:
                self._end_one(board, other, complete=complete)

    def _end_one(self, board: Board, other: Token, *, complete: bool) -> None:
        there = self._places[other.place]
        if complete and there.complete is not None and not other.came:
            self._leave(board, other, there, there.complete)
        elif there.stopped is not None:
            self._leave(board, other, there, there.stopped)
        else:
            board.remove(other)

    # --- states -----------------------------------------------------------------------------------

    def _kept(self, board: Board) -> State:
        """Return the board as a state that is equal to all others in which the same can happen."""
        tokens = board.tokens
        self.ends |= not tokens
        if any(token.race for token in tokens):
            _number_races(tokens)
        return board.done, tuple(sorted((t.place, t.late, t.race) for t in tokens))


def _number_races(tokens: list[Token]) -> None:
    races: dict[int, list[Token]] = {}
    for token in tokens:
        if token.race:
            races.setdefault(token.race, []).append(token)
    groups = sorted(races.values(), key=lambda group: sorted((t.place, t.late) for t in group))
    number = 0
    for group in groups:
        number += len(group) > 1
        for token in group:
            token.race = number if len(group) > 1 else 0
