"""A random hand that writes into a book with the commands, and what each of its strokes should have done.

What is expected is worked out here anew, on the values as another reader of YAML gives them, with rules of its own.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from authoring.strange import FILES, LISTED, NAUGHTY, PARTS, REFERENCES, TEXTS
from conftest import Result

Tree = Any
Trees = dict[str, Tree]


def read(data: bytes) -> Tree:
    """A file as another reader of YAML has it, every scalar as text without white space at its end."""
    return _stripped(yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader)) or {}


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: made for key, one in value.items() if (made := _stripped(one)) != ""}
    if isinstance(value, list):
        return [made for one in value if (made := _stripped(one)) != ""]
    return value.rstrip() if value is not None else ""


def remarks(data: bytes) -> Counter[str]:
    """The remarks that a file's comments hold."""
    return Counter(re.findall(r"# remark \d+", data.decode()))


class Hand:
    """One book, and the strokes made in it."""

    def __init__(self, root: Path, run: Callable[..., Result], seed: int) -> None:
        self.root = root
        self.run = run
        self.chance = random.Random(seed)
        self.log: list[str] = []
        self.refused = 0
        self.editor = "true"
        for name, text in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def files(self) -> dict[str, bytes]:
        """Every file of the book by path."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def step(self) -> None:
        """One stroke, and everything that must hold after it."""
        before = self.files()
        stroke = self.chance.choice(STROKES)
        words, expect = stroke(self, {path: read(data) for path, data in before.items()})
        self.log.append(" ".join(map(repr, words)))
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("EDITOR", self.editor)
            done = self.run(*words, book=self.root)
        after = self.files()
        assert "Traceback" not in done.err
        assert not [path for path in after if ".brief" in path]
        if done.code:
            self.refused += 1
            assert done.err
            assert after == before, "what is refused changes nothing"
            return
        for path, data in after.items():
            if path not in before:
                continue
            old = before[path]
            assert data.startswith(b"\xef\xbb\xbf") == old.startswith(b"\xef\xbb\xbf")
            assert (b"\r\n" in old) == (b"\r\n" in data)
            assert b"\r\n" not in data or data.count(b"\n") == data.count(b"\r\n")
        expect(before, after, done)

    # -- what there is --------------------------------------------------------------------------------------------

    def briefs(self, trees: Trees) -> dict[str, str]:
        return {Path(path).stem: path for path in trees if not path.startswith(("entities", "sources", "book"))}

    def records(self, trees: Trees, folder: str) -> dict[str, str]:
        return {id_: path for path, tree in trees.items() if path.startswith(folder) for id_ in tree or {}}

    def items(self, trees: Trees) -> dict[str, tuple[str, str, int]]:
        """Each item that has an id: its file, its list, its number."""
        out = {}
        for brief, path in self.briefs(trees).items():
            for part in PARTS:
                found = trees[path].get(part, [])
                for n, item in enumerate(found if isinstance(found, list) else [found]):
                    if isinstance(item, dict) and "id" in item:
                        out[f"{brief}#{item['id']}"] = (path, part, n)
        return out


def on_one_line(text: str) -> str:
    """A name or a title: reading makes one line of it, and so does writing."""
    return " ".join(text.split("\n")).strip()


Expectation = Callable[[dict[str, bytes], dict[str, bytes], Result], None]
Stroke = Callable[[Hand, Trees], tuple[list[str], Expectation]]


def one_place(before: bytes, after: bytes, most: int) -> None:
    """All lines stay but in one place, in which at most so many old ones go."""
    old, new = before.splitlines(), after.splitlines()
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    assert len(old) - head - tail <= most, (old[head : len(old) - tail], new[head : len(new) - tail])


def only(path: str, before: dict[str, bytes], after: dict[str, bytes], *, less: bool = False) -> None:
    """No other file differs, and no remark is lost but that behind something which is taken away."""
    assert {p for p in {*before, *after} if before.get(p) != after.get(p)} <= {path}
    old, new = remarks(before.get(path, b"")), remarks(after[path])
    assert old == new or (less and (old - new).total() == 1 and not new - old)


# -- the strokes --------------------------------------------------------------------------------------------------


def add_item(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    brief, path = hand.chance.choice(sorted(hand.briefs(trees).items()))
    text = hand.chance.choice(NAUGHTY)
    kind, part, words = hand.chance.choice((
        ("point", "key_points", [text]), ("gap", "gaps", [text]), ("event", "events", [_date(hand), text]),
        ("judgment", "judgments", ["likely", text]), ("indicator", "indicators", [text]),
    ))  # fmt: skip
    more = ["--said-by", "maria"] if kind == "point" and hand.chance.random() < 0.5 else []

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after)
        one_place(before[path], after[path], 2)
        id_ = done.out.strip().partition("#")[2]
        now = read(after[path])
        found = [item for item in now[part] if isinstance(item, dict) and item.get("id") == id_]
        assert len(found) == 1
        assert found[0].get("text", found[0].get("title")) == (text.rstrip() if kind != "event" else on_one_line(text))
        assert ("said_by" in found[0]) == bool(more)
        now[part].remove(found[0])
        old = trees[path].get(part, [])
        assert now[part] == (old if isinstance(old, list) else [old])
        assert {**now, part: 0} == {**trees[path], part: 0}

    return ["add", kind, brief, *more, "--", *words], expect


def _date(hand: Hand) -> str:
    return hand.chance.choice(("2025-09-12", "2024", "2025-09-20/2025-09-22", "2026-01~", "../2023"))


def add_record(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    name = hand.chance.choice(NAUGHTY)
    id_ = f"r{hand.chance.randrange(10**6)}"
    entity = hand.chance.random() < 0.5
    words = (
        ["add", "entity", "--id", id_, "--", "person", name] if entity else ["add", "source", "--id", id_, "--", name]
    )

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        assert done.out == f"{id_}\n"
        path = next(p for p in after if before.get(p) != after[p])
        only(path, before, after)
        if path in before:
            one_place(before[path], after[path], 1)
        now = read(after[path])
        record = now.pop(id_)
        assert record["name" if entity else "title"] == on_one_line(name)
        assert now == (trees.get(path) or {})
        ids = list(read(after[path]))
        assert ids.index(id_) == len([other for other in trees.get(path) or {} if other < id_]) or ids != sorted(ids)

    return words, expect


def set_field(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    items = hand.items(trees)
    if items and hand.chance.random() < 0.6:
        address, (path, part, n) = hand.chance.choice(sorted(items.items()))
        field = hand.chance.choice(("text", "x_note", "detail", "said_by", "title", "basis"))
        at: list[Any] = [part, n] if isinstance(trees[path][part], list) else [part]
    else:
        address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))
        field, at = hand.chance.choice(("title", "bottom_line", "summary", "author", "x_own", "source_summary")), []
    value = hand.chance.choice((*NAUGHTY, "")) if field != "said_by" else hand.chance.choice(("maria", "minsk", ""))

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after, less=not value.strip())
        holder = trees[path]
        for step in at:
            holder = holder[step]
        size = len(str(holder.get(field, "")).splitlines()) + 8
        one_place(before[path], after[path], size)
        if value.strip():
            holder[field] = on_one_line(value) if field in ("title", "author") else value.rstrip()
        else:
            holder.pop(field, None)
        assert read(after[path]) == trees[path]

    return ["set", address, field, "--", value], expect


def set_list(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))
    tag = hand.chance.choice(("nato", "two words", "new: one", "#x", "a, b"))
    found = trees[path].get("tags", [])
    tags = found if isinstance(found, list) else [found]
    how = "--remove" if tag in tags else "--add"

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        assert {p for p in {*before, *after} if before.get(p) != after.get(p)} == {path}
        now = read(after[path])
        left = [one for one in tags if one != tag] if how == "--remove" else [*tags, tag]
        got = now.pop("tags", [])
        assert (got if isinstance(got, list) else [got]) == left
        assert now == {key: value for key, value in trees[path].items() if key != "tags"}

    return ["set", address, "tags", how, tag], expect


def touch(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after)
        one_place(before[path], after[path], 1)
        assert read(after[path]) == trees[path] | {"reviewed": "2026-03-24"}

    return ["touch", address], expect


def rename(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    known = {**hand.briefs(trees), **hand.records(trees, "entities"), **hand.records(trees, "sources")}
    old = hand.chance.choice(sorted([*known, *hand.items(trees)]))
    brief, _, item = old.partition("#")
    new = hand.chance.choice((f"n{hand.chance.randrange(10**6)}", f"0{hand.chance.randrange(100)}"))
    if not item and hand.chance.random() < 0.3:
        new = hand.chance.choice(("maria", "null"))

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        for path, data in before.items():
            moved = path if item or path != known.get(old) or path not in hand.briefs(trees).values() else (
                str(Path(path).with_name(f"{new}.yaml"))
            )  # fmt: skip
            was, now = data.splitlines(), after[moved].splitlines()
            assert len(was) == len(now)
            for line, made in zip(was, now, strict=True):
                if line != made:
                    assert _without(made, new, item or old) == _without(line, new, item or old)
            own = item != "" and path == hand.briefs(trees)[brief]
            wanted = renamed(trees[path], old, f"{brief}#{new}" if item else new, own=own, path=known.get(old, ""))
            if path == "entities/people.yaml" or not item:
                wanted = {new if key == old and path.startswith(("entities", "sources")) else key: v
                          for key, v in (wanted or {}).items()}  # fmt: skip
            got = read(after[moved])
            assert got == wanted, (
                path,
                [(key, got.get(key), wanted.get(key)) for key in {**got, **wanted} if got.get(key) != wanted.get(key)],
            )

    return ["rename", old, new], expect


def _without(line: bytes, *words: str) -> bytes:
    """A line with some words left out, wherever they stand."""
    known = "|".join(re.escape(word) for word in words)
    return re.sub(rf"(?<![a-z0-9-])(?:{known})(?![a-z0-9-])".encode(), b"", line)


def renamed(tree: Tree, old: str, new: str, *, own: bool, path: str, key: str = "") -> Tree:
    """The values with every naming of a record or an item changed."""
    again: Callable[[Tree, str], Tree] = lambda one, name: renamed(one, old, new, own=own, path=path, key=name)  # noqa: E731
    if isinstance(tree, dict):
        made = {name: one if name.startswith("x_") else again(one, name) for name, one in tree.items()}
        if key in PARTS and "id" in tree:  # its own, and no naming
            made["id"] = new.partition("#")[2] if own and tree["id"] == old.partition("#")[2] else tree["id"]
        return made
    if isinstance(tree, list):
        return [again(one, key) for one in tree]
    return _naming(tree, old, new, own=own, path=path, key=key)


def _naming(text: str, old: str, new: str, *, own: bool, path: str, key: str) -> str:
    item = "#" in old
    if key in TEXTS:
        return text
    if key in (*REFERENCES, *LISTED, "id"):
        head, gap, rest = text.partition(" ") if key == "sources" else (text, "", "")
        bare = key in ("contradicts", "same_as", "for", "holds", "at")
        if head == old and not (key == "id" and own):
            head = new
        elif not item and head.startswith(f"{old}#"):
            head = new + head[len(old) :]
        elif item and own and bare and head == old.partition("#")[2]:
            head = new.partition("#")[2]
        elif key == "at" and head == path and not item:
            head = str(Path(path).with_name(f"{new}.yaml"))
        return f"{head}{gap}{rest}"
    pieces = re.split(r"(`[^`]*`)", text)
    for n in range(0, len(pieces), 2):
        if item:
            pieces[n] = re.sub(rf"(\[\[\s*){re.escape(old)}(?=\s*[|\]])", rf"\g<1>{new}", pieces[n])
            if own:
                short, now = old.partition("#")[2], new.partition("#")[2]
                pieces[n] = re.sub(rf"(\[\[\s*)#{short}(?=\s*[|\]])", rf"\g<1>#{now}", pieces[n])
        else:
            pieces[n] = re.sub(rf"(\[\[\s*){re.escape(old)}(?=\s*[#|\]])", rf"\g<1>{new}", pieces[n])
    return "".join(pieces)


def spoken(tree: Tree, key: str = "") -> Iterator[str]:
    """The texts of a file in which something may be named."""
    if isinstance(tree, dict):
        for name, one in tree.items():
            yield from () if name.startswith("x_") else spoken(one, name)
    elif isinstance(tree, list):
        for one in tree:
            yield from spoken(one, key)
    elif key not in TEXTS:
        yield tree


def merge(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    entities, sources = hand.records(trees, "entities"), hand.records(trees, "sources")
    known = hand.chance.choice(
        [sorted(some) for some in (entities, sources, hand.briefs(trees), hand.items(trees)) if some]
    )
    old, into = hand.chance.choice(known), hand.chance.choice(known)

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        assert done.out == f"{into}\n"
        if any(address.endswith(f"#{old}") for address in hand.items(trees)):
            return  # an item of this id may be named in short
        text = re.sub("`[^`]*`", "", "\n".join(repr(one) for data in after.values() for one in spoken(read(data))))
        assert not (found := re.search(rf"'{re.escape(old)}( [1-6])?'|\[\[ ?{re.escape(old)}[#|\]]", text)), (
            old,
            found and text[found.start() - 200 : found.end() + 60],
        )
        for path, data in after.items():
            if path in before and re.search(re.escape(old.partition("#")[2] or old).encode(), before[path]) is None:
                assert data == before[path] or path in (
                    hand.briefs(trees).get(into.partition("#")[0]),
                    *_at(trees, into),
                )

    return ["merge", old, into], expect


def _at(trees: Trees, id_: str) -> list[str]:
    return [path for path, tree in trees.items() if isinstance(tree, dict) and id_ in tree]


def fmt(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after)
        assert read(after[path]) == trees[path]
        assert hand.run("fmt", address, "--check", book=hand.root).code == 0

    return ["fmt", address], expect


def edit(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))
    day = f"2026-02-{hand.chance.randrange(10, 40)}"  # of which some are none

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after)
        one_place(before[path], after[path], 1)
        assert read(after[path]) == trees[path] | {"as_of": day}

    hand.editor = f"sed -i 's/^as_of: [-0-9]*/as_of: {day}/'"
    return ["edit", address], expect


def bring(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    address, path = hand.chance.choice(sorted(hand.briefs(trees).items()))
    table = hand.root.parent / f"{hand.root.name}.csv"
    title = f"Imported: {hand.chance.randrange(50)}"
    table.write_text(f'date,title,who\n2025-09-13,"{title}",Maria Kalesnikava\n')

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        only(path, before, after)
        one_place(before[path], after[path], 2)
        now, old = read(after[path]), trees[path].get("events", [])
        events = now.pop("events", [])
        there = [one for one in events if one.get("title") == title]
        assert len(there) == 1
        assert [one for one in events if one["title"] != title] == [one for one in old if one["title"] != title]
        assert now == {key: value for key, value in trees[path].items() if key != "events"}

    return ["import", str(table), "--into", address], expect


def new(hand: Hand, trees: Trees) -> tuple[list[str], Expectation]:
    id_ = f"b{hand.chance.randrange(10**6)}"
    text = hand.chance.choice(NAUGHTY)

    def expect(before: dict[str, bytes], after: dict[str, bytes], done: Result) -> None:
        assert {p for p in {*before, *after} if before.get(p) != after.get(p)} == {f"{id_}.yaml"}
        found = read(after[f"{id_}.yaml"])
        assert found == {"title": "New", "bottom_line": text.rstrip(), "as_of": "2026-03-24"}

    return ["new", id_, "--title", "New", f"--bottom-line={text}"], expect


STROKES: tuple[Stroke, ...] = (
    edit, bring, add_item,
    add_item, add_record, set_field, set_field, set_field, set_list, touch, rename, rename, merge, fmt, new,
)  # fmt: skip
