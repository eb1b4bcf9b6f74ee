"""The JSON parsing suite, read as YAML: JSON is YAML, so what is right there is read and means the same."""

from __future__ import annotations

import json
import time

import pytest
from conftest import MakeBook, Run, a_brief
from corpora.events import Value, as_text
from corpora.inert import (
    FORMATS,
    SOME,
    assert_checked,
    assert_inert,
    assert_sound,
    ids,
    in_every_format,
    on_a_screen,
)
from corpora.packages import BYTES, JsonCase, json_suite
from corpora.whole import assert_settings_survive, assert_told_by_the_program_itself

from brief_cli.files.read import Document, read_text

LIMIT = 2.0
"""Seconds for one document; the largest holds 100,000 brackets and takes a hundredth of it."""

REFUSED = {
    "a key twice": "object_duplicated_key object_duplicated_key_and_value",
    "a key that is empty, or that holds a control character": "object_empty_key object_escaped_null_in_key",
    "half a character as an escape; YAML writes the whole one": """
        string_accepted_surrogate_pair string_accepted_surrogate_pairs string_last_surrogates_1_and_2
        string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF string_unicode_U+10FFFE_nonchar
        string_unicode_U+1FFFE_nonchar""",
    "a control character, or a line break that editors do not show": """
        string_nonCharacterInUTF-8_U+FFFF string_u+2028_line_sep string_u+2029_par_sep
        string_unescaped_char_delete string_with_del_character""",
}
"""Documents that are right JSON and are refused, by reason."""

READ = {
    "plain text needs no quotes, and is text whatever it looks like": """
        array_1_true_without_comma array_items_separated_by_semicolon array_just_minus incomplete_false
        incomplete_null incomplete_true number_++ number_+1 number_+Inf number_-01 number_-1.0. number_-2.
        number_-NaN number_.-1 number_.2e-3 number_0.1.2 number_0.3e+ number_0.3e number_0.e1
        number_0_capital_E+ number_0_capital_E number_0e+ number_0e number_1.0e+ number_1.0e- number_1.0e
        number_1_000 number_1eE2 number_2.e+3 number_2.e-3 number_2.e3 number_9.e+ number_Inf number_NaN
        number_U+FF11_fullwidth_digit_one number_expression number_hex_1_digit number_hex_2_digits
        number_infinity number_invalid+- number_invalid-negative-real number_minus_infinity
        number_minus_sign_with_trailing_garbage number_neg_int_starting_with_zero
        number_neg_real_without_int_part number_neg_with_garbage_at_end number_real_garbage_after_e
        number_real_without_fractional_part number_starting_with_dot number_with_alpha number_with_alpha_char
        number_with_leading_zero object_bad_value string_single_string_no_double_quotes
        string_accentuated_char_no_quotes
        string_leading_uescaped_thinspace string_no_quotes_with_bad_escape structure_U+2060_word_joined
        structure_UTF8_BOM_no_data structure_angle_bracket_. structure_angle_bracket_null
        structure_ascii-unicode-identifier structure_capitalized_True structure_close_unopened_array
        structure_number_with_trailing_garbage structure_object_with_comment structure_uescaped_LF_before_string
        structure_unicode-identifier structure_whitespace_U+2060_word_joiner""",
    "a list or mapping may end in a comma": """
        array_extra_comma array_number_and_comma object_trailing_comma""",
    "single quotes, and none around a key, are YAML": """
        object_key_with_single_quotes object_single_quote object_unquoted_key string_single_quote""",
    "a comment": """
        object_with_trailing_garbage structure_trailing_#""",
    "a field without a value": """
        single_space structure_no_data""",
    "YAML knows more escapes than JSON": """
        string_escape_x string_escaped_ctrl_char_tab string_invalid_backslash_esc""",
    "a line break or a tab in quotes is white space": """
        string_unescaped_newline string_unescaped_tab""",
}
"""Documents that are wrong JSON and that are read as the field of a brief, by reason."""


def named(table: dict[str, str], sort: str) -> set[str]:
    return {f"{sort}_{name}.json" for names in table.values() for name in names.split()}


@pytest.fixture(scope="module")
def suite() -> list[JsonCase]:
    return json_suite()


def as_field(case: JsonCase) -> bytes:
    """A document as the value of the field `x_case`."""
    return b"x_case:\n " + case.data.replace(b"\n", b"\n ") + b"\n"


def in_time(data: bytes, kind: str = "brief") -> Document:
    started = time.perf_counter()
    document = read_text("note.yaml", data, kind=kind)
    assert time.perf_counter() - started < LIMIT
    return document


def right(suite: list[JsonCase]) -> dict[str, tuple[bytes, Value]]:
    """The documents that are right JSON, each as a field, and as a file where it is an object; with their values."""
    found: dict[str, tuple[bytes, Value]] = {}
    for case in suite:
        if case.name.startswith("y_"):
            value = as_text(json.loads(case.data, parse_int=str, parse_float=str))
            found[case.name] = as_field(case), {} if value is None else {"x_case": value}
            if isinstance(value, dict):
                found[f"{case.name} whole"] = case.data, value
    return found


def test_the_suite_is_there_whole(suite: list[JsonCase]) -> None:
    assert len(suite) == 318
    assert set(BYTES) <= {case.name for case in suite}
    assert not any("\ufffd".encode() in case.data for case in suite)


@pytest.mark.parametrize("kind", ["brief", "register", "book"])
def test_any_document_is_read_to_a_value_or_to_problems_with_places(kind: str, suite: list[JsonCase]) -> None:
    for case in suite:
        for data in (case.data, as_field(case)):
            document = in_time(data, kind)
            assert document.problems or not document.fatal, case.name
            for problem in document.problems:
                assert_sound(problem, data)


def test_what_is_right_json_is_read_as_that_or_listed(suite: list[JsonCase]) -> None:
    refused = set()
    for name, (data, value) in right(suite).items():
        document = in_time(data)
        if document.problems:
            refused.add(name.removesuffix(" whole"))
        else:
            assert document.value == value, name
    assert refused == named(REFUSED, "y")


def test_what_is_wrong_json_is_refused_or_listed(suite: list[JsonCase]) -> None:
    wrong = [case for case in suite if case.name.startswith("n_")]
    read = {case.name for case in wrong if not in_time(as_field(case)).problems}
    assert read == named(READ, "n")
    assert {case.name for case in wrong if not in_time(case.data).problems} < read


@pytest.mark.parametrize("folder", ["", "entities/", "sources/"])
def test_a_book_of_the_whole_suite_is_told_in_every_format(
    folder: str, suite: list[JsonCase], make_book: MakeBook, run: Run
) -> None:
    cases = {case.name: case for case in suite}
    names = ids(cases)
    book = make_book({f"{folder}{id_}.yaml": cases[name].data for id_, name in names.items()})
    (book / "sound.yaml").write_text(a_brief("Sound"))
    for command in (["list"], ["search", "sound"], ["stats"]):
        in_every_format(book, *command, formats=SOME if folder else FORMATS)
    assert run("list", "--fields", "id", book=book).out == "sound\n"
    assert_inert(on_a_screen("show", *([] if folder else names), "sound", book=book))
    assert_checked(book, run)


def test_a_book_of_the_whole_suite_is_told_by_the_program_itself(
    suite: list[JsonCase], make_book: MakeBook, spawn: Run
) -> None:
    assert_told_by_the_program_itself([case.data for case in suite], make_book, spawn)


def test_the_settings_of_a_book_survive_any_document(suite: list[JsonCase], make_book: MakeBook) -> None:
    assert_settings_survive([case.data for case in suite], make_book)


def test_what_a_brief_keeps_for_its_user_is_printed_as_it_was_written(
    suite: list[JsonCase], make_book: MakeBook, run: Run
) -> None:
    due = {name: (data, value) for name, (data, value) in right(suite).items() if "whole" not in name}
    names = ids(set(due) - named(REFUSED, "y"))
    book = make_book({f"{id_}.yaml": a_brief().encode() + due[name][0] for id_, name in names.items()})
    for id_, brief in {b["id"]: b for b in json.loads(in_every_format(book, "list")["json"].out)}.items():
        value = due[names[id_]][1]
        assert isinstance(value, dict)
        assert brief.get("x_case") == value.get("x_case"), id_
    in_every_format(book, "show", *names)
