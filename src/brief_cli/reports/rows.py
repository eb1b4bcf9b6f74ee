"""The rows of an answer, made when they are asked for: a list of ten thousand costs no more memory than one of ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

R = TypeVar("R")
K = TypeVar("K")
AT_ONCE = 400  # rows read with one question to the index


class Rows(Sequence[R], Generic[R, K]):
    """Rows known by their keys; ``load`` makes the rows of some of them, in order."""

    def __init__(self, keys: Sequence[K], load: Callable[[Sequence[K]], Sequence[R]]) -> None:
        self._keys = keys
        self._load = load

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[R, K]: ...
    def __getitem__(self, index: int | slice) -> R | Rows[R, K]:
        if isinstance(index, slice):
            return Rows(self._keys[index], self._load)
        return self._load([self._keys[index]])[0]

    def sorted(self, key: Callable[[R], Any], *, reverse: bool) -> Rows[R, K]:
        """The same rows in another order; only what they are sorted by is held."""
        order = sorted(zip((key(row) for row in self), self._keys, strict=True), key=lambda p: p[0], reverse=reverse)
        return Rows([k for _, k in order], self._load)

    def __iter__(self) -> Iterator[R]:
        for n in range(0, len(self._keys), AT_ONCE):
            yield from self._load(self._keys[n : n + AT_ONCE])
