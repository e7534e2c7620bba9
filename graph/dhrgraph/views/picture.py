"""From a board to a picture: what is drawn where, and what is drawn together because there is too much of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from dhrgraph.views.board import Board, Entity
from dhrgraph.views.drawing import Line, Mark, Picture, View
from dhrgraph.views.layout import columns, height, ring, wrapped

__all__ = ["MOST_LINES", "MOST_MARKS", "picture"]

#: More than this, and a browser would be slow and a reader lost.
MOST_MARKS, MOST_LINES = 1500, 6000
_MOST_IN_RING = 44
#: How far lines of a ring bend inwards, and lines between the same two marks away from each other.
_INWARDS, _APART = 0.3, 0.14


def picture(board: Board) -> Picture:
    """The picture of a board; where it has too many things, those of one group are drawn as one."""
    stands_for = _groups(board)
    labels: dict[str, str] = {}
    members: dict[str, list[int]] = defaultdict(list)
    for number, entity in enumerate(board.entities):
        mark = stands_for[entity.id]
        members[mark].append(number)
        labels.setdefault(mark, entity.label if mark == entity.id else entity.group_label)
    labels = {
        mark: f"{label} ({len(members[mark])})" if label and mark not in stands_for else label
        for mark, label in labels.items()
    }
    styles = {mark: board.entities[held[0]].style for mark, held in members.items()}
    boxes = {mark: wrapped(f"{styles[mark].sign} {label}") for mark, label in labels.items()}
    places = _places(board, stands_for, boxes)
    order = {mark: place for place, mark in enumerate(labels)}
    marks = tuple(
        Mark(boxes[mark], styles[mark].form, styles[mark].dashed, *places[mark], styles[mark].key, tuple(members[mark]))
        for mark in labels
    )
    lines = _lines(board, stands_for, order, marks)
    grouped = len(marks) < len(board.entities)
    return Picture(marks, lines, {} if grouped else _by_review(board, order, lines), grouped=grouped)


def _by_review(board: Board, order: dict[str, int], lines: tuple[Line, ...]) -> dict[int, View]:
    """How each review alone is drawn, by its place among the reviews; what is left out stays where it was."""
    if len(board.reviews) < 2:
        return {}
    numbers = {(line.start, line.end, line.kind): number for number, line in enumerate(lines)}
    views = {}
    for place, review in enumerate(board.reviews):
        part = _part(board, review)
        ids = [order[entity.id] for entity in part.entities]
        drawn = picture(part)
        views[place] = View(
            {mark: (told.x, told.y) for mark, told in zip(ids, drawn.marks, strict=True)},
            {numbers[ids[line.start], ids[line.end], line.kind]: line.bend for line in drawn.lines},
        )
    return views


def _part(board: Board, review: str) -> Board:
    """What a board has of one review."""
    of = {fact.id for fact in board.facts if fact.review == review}
    pairs = tuple(pair for pair in board.pairs if of.intersection(pair.facts))
    things = {end for pair in pairs for end in (pair.one, pair.other)}
    return replace(
        board,
        reviews={},
        pairs=pairs,
        entities=tuple(entity for entity in board.entities if entity.id in things),
        columns=tuple(tuple(thing for thing in column if thing in things) for column in board.columns),
    )


def _groups(board: Board) -> dict[str, str]:
    """What each thing is drawn as: itself, or its group; the largest sort of groups is drawn together first."""
    stands_for = {entity.id: entity.id for entity in board.entities}
    sorts = Counter(_sort(entity) for entity in board.entities if entity.group)
    for sort, _ in sorted(sorts.items(), key=lambda item: (-item[1], item[0])):
        lines = {(stands_for[pair.one], stands_for.get(pair.other), pair.kind) for pair in board.pairs}
        if len(set(stands_for.values())) <= MOST_MARKS and len(lines) <= MOST_LINES:
            break
        stands_for |= {entity.id: entity.group for entity in board.entities if _sort(entity) == sort}
    return stands_for


def _sort(entity: Entity) -> str:
    return entity.group.partition(" ")[0]


def _places(board: Board, stands_for: dict[str, str], boxes: dict[str, str]) -> dict[str, tuple[int, int]]:
    heights = {mark: height(box) for mark, box in boxes.items()}
    joined = sorted({(stands_for[pair.one], stands_for[pair.other]) for pair in board.pairs if pair.other})
    members: list[list[str]] = [list(dict.fromkeys(stands_for[i] for i in column)) for column in board.columns]
    if not members and len(boxes) <= _MOST_IN_RING:
        return ring(list(boxes), heights)
    if not members:
        by_style: dict[str, list[str]] = defaultdict(list)
        for entity in board.entities:
            by_style[entity.style.key].append(stands_for[entity.id])
        members = [list(dict.fromkeys(column)) for column in by_style.values()]
    seen: set[str] = set()  # a group whose things stand in several columns stands in the first
    for column in members:
        column[:] = [mark for mark in column if mark not in seen]
        seen.update(column)
    return columns(members, joined, heights)


def _lines(
    board: Board, stands_for: dict[str, str], order: dict[str, int], marks: tuple[Mark, ...]
) -> tuple[Line, ...]:
    arrows = {kind.key: kind.arrow for kind in board.kinds}
    found: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for number, pair in enumerate(board.pairs):
        if pair.other and stands_for[pair.one] != stands_for[pair.other]:
            found[order[stands_for[pair.one]], order[stands_for[pair.other]], pair.kind].append(number)
    between: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
    for ends in sorted(found):
        between[min(ends[:2]), max(ends[:2])].append(ends)
    lines = []
    for (one, other), beside in between.items():
        inwards = 0.0 if board.columns else _inwards(marks[one], marks[other])
        for place, (start, end, kind) in enumerate(beside):
            bend = inwards + _APART * (place - (len(beside) - 1) / 2)
            bend = round(bend if start == one else -bend, 3)
            lines.append(Line(start, end, kind, arrows[kind], bend, tuple(found[start, end, kind])))
    return tuple(lines)


def _inwards(one: Mark, other: Mark) -> float:
    """How a line between marks of one side of a ring bends towards the ring's middle."""
    if one.x * other.x <= 0:
        return 0.0
    across, down = other.x - one.x, other.y - one.y
    left = down * -(one.x + other.x) - across * -(one.y + other.y)
    return _INWARDS if left > 0 else -_INWARDS
