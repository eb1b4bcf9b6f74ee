"""Changes made to values as they are read, to compare with what a change of the text gives."""

from __future__ import annotations

from typing import Any

from brief_cli.files.build import Inside, Value


def entries(value: Value | None) -> list[Value]:
    """The entries of a list, of which one may stand alone; of nothing none."""
    return value if isinstance(value, list) else [value] if value else []


def at_place(tree: Any, at: Inside) -> Any:
    """What stands at a place."""
    for part in at:
        tree = tree if part == 0 and not isinstance(tree, list | dict) else tree[part]
    return tree


def set_value(tree: dict[str, Value], at: Inside, value: Value) -> None:
    """Put a value at a place."""
    holder, last = _holder(tree, at)
    if isinstance(holder, dict) and last not in holder:
        holder[str(last)] = value
    else:
        holder[last] = value


def in_same_order(old: Value, new: Value) -> bool:
    """Whether keys that are in both stand in the same order, all the way down."""
    if isinstance(old, dict) and isinstance(new, dict):
        if [key for key in old if key in new] != [key for key in new if key in old]:
            return False
        return all(in_same_order(value, new[key]) for key, value in old.items() if key in new)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(map(in_same_order, old, new))
    return True


def _holder(tree: dict[str, Value], at: Inside) -> tuple[Any, Any]:
    """The list or mapping that a value stands in, and its key there."""
    while at[-1] == 0 and not isinstance(at_place(tree, at[:-1]), list):
        at = at[:-1]
    return at_place(tree, at[:-1]), at[-1]


def pop(tree: dict[str, Value], at: Inside) -> None:
    """Take away what stands at a place."""
    holder, last = _holder(tree, at)
    if isinstance(holder, list):
        del holder[last]
    else:
        holder.pop(last, None)  # what has no value is in no tree


def rename(tree: dict[str, Value], at: Inside, key: str) -> None:
    """Give a key another name, at its place among the others."""
    holder, last = _holder(tree, at)
    pairs = [(key if name == last else name, value) for name, value in holder.items()]
    holder.clear()
    holder.update(pairs)
