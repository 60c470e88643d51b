"""Texts and questions as terms, pure: pairs of neighbouring Chinese characters, Latin words whole.

A run of Chinese becomes its overlapping pairs and, at its end, its last character alone: so every
character begins a term, and a question of one character is the beginning of a term. No dictionary
decides where words end, which keeps names, slang and new words findable.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# What follows the first is a run of one script: Latin letters and digits, or everything else.
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
# Longer Latin words are cut, in texts and questions alike: a database bounds the length of a term.
LONGEST_WORD = 40
LONGEST_QUESTION = 100


def runs_of(text: str) -> list[str]:
    """The text in one spelling (half-width, lower case), cut where the script changes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [run[:LONGEST_WORD] if run.isascii() else run for run in _RUN.findall(plain)]


def pairs_of(run: str) -> list[str]:
    """The overlapping pairs of a run: 营商环境 -> 营商, 商环, 环境."""
    return [run[n : n + 2] for n in range(len(run) - 1)]


def terms_of(*texts: str) -> str:
    """The terms of the texts in their order, a space on both sides of each; empty without any."""
    terms = [term for text in texts for run in runs_of(text) for term in _terms(run)]
    return f" {' '.join(terms)} " if terms else ""


def _terms(run: str) -> Iterator[str]:
    if run.isascii():
        yield run
    else:
        yield from pairs_of(run)
        yield run[-1]


@dataclass(frozen=True)
class Question:
    """What somebody asked for: every term of ``whole`` and a beginning as each of ``starts``.

    ``phrases`` are rows of terms that must stand together, for pairs alone do not say so;
    ``first`` is the row by whose place the answers are ranked. Both as :func:`terms_of` writes.
    """

    whole: tuple[str, ...]
    starts: tuple[str, ...]
    phrases: tuple[str, ...]
    first: str

    def __bool__(self) -> bool:
        return bool(self.whole or self.starts)


def question_of(words: str) -> Question:
    """The question in words as typed; empty where they hold no letter or character at all.

    Whatever a database's own language of questions means by a sign is not a letter, so nothing
    of it is left. Words beyond the first ``LONGEST_QUESTION`` characters are not looked at.
    """
    whole: list[str] = []
    starts: list[str] = []
    phrases: list[str] = []
    first = ""
    for run in dict.fromkeys(runs_of(words[:LONGEST_QUESTION])):
        pairs = [] if run.isascii() else pairs_of(run)
        if pairs:
            whole += pairs
            phrases.append(f" {' '.join(pairs)} ")
        else:
            starts.append(run)
        first = first or (phrases[0] if pairs else f" {run}")
    return Question(_once(whole), _once(starts), tuple(phrases), first)


def _once(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
