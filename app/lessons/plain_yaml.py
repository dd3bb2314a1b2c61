"""YAML as strangers may send it: mappings, lists, texts, numbers, true and false. Nothing that points, tags or guesses.

No loader builds the values: they are read off the nodes, so that `yes` stays a text and a date is no object. Every
value's line is known.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.lessons.errors import refuse

DEEPEST = 12
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?")

Place = tuple[str | int, ...]


@dataclass
class PlainYaml:
    """A value, and the line of each thing in it by the way that leads there."""

    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """The line of a thing, or of the nearest that holds it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


def read_yaml(text: str, line: int) -> PlainYaml:
    """The value of a text whose first line is that `line` of a file; LessonError says what is wrong, and where."""
    try:
        _check_events(text, line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        refuse("lesson_yaml", line + (mark.line if mark else 0), received=error.problem or "")
    except yaml.YAMLError:  # a character that YAML does not have
        refuse("lesson_yaml", line, received="a character that cannot stand there")
    read = PlainYaml(None, {(): line})
    if node is not None:
        read.value = _value(node, (), line, read.lines)
    return read


def _check_events(text: str, line: int) -> None:
    """Before anything is built: no anchors, no tags, no second document, no deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        at = line + event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            refuse("lesson_yaml_pointer", at)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            refuse("lesson_yaml_deep", at, expected=str(DEEPEST))


def _value(node: yaml.Node, place: Place, first: int, lines: dict[Place, int]) -> Any:
    lines[place] = first + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, inner in node.value:
            at = first + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                refuse("lesson_yaml", at, received="a name that is no text")
            if key.value in found:
                refuse("lesson_yaml_twice", at, received=key.value)
            found[key.value] = _value(inner, (*place, key.value), first, lines)
            lines[(*place, key.value)] = at
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, (*place, index), first, lines) for index, inner in enumerate(node.value)]
    return node.value if node.style else _plain(node.value)


def _plain(text: str) -> Any:
    """What an unquoted word means."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
