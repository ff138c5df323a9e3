"""What names a revision: the SHA-256 of a value's canonical JSON.

A revision is named by what it says and by nothing else: neither file positions, nor HTML, nor word counts, nor the
version of a library enter it, so an upgrade changes no digest.
"""

import dataclasses
import hashlib
import json
from typing import Any

from ceu.domain.content.schema import Module, Question, to_plain


def _without_derived(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _without_derived(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not field.metadata.get("derived")
            and not (field.metadata.get("added") and getattr(value, field.name) == field.default)
        }
    if isinstance(value, tuple):
        return [_without_derived(item) for item in value]
    return to_plain(value)


def canonical(value: Any) -> str:
    """Return the one JSON text that stands for `value`: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(_without_derived(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of `value`'s canonical JSON in hex (64 characters)."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def question_digest(module: Module, question: Question) -> str:
    """Return what names a question in an attempt's form: the question with its case, as they read."""
    case = next((vignette for vignette in module.quiz.vignettes if vignette.id == question.vignette), None)
    return digest((question, case))


def question_digests(module: Module) -> dict[str, str]:
    """Return the digest of each of a module's questions by its id."""
    return {question.id: question_digest(module, question) for question in module.quiz.questions}
