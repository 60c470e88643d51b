"""How texts and questions become terms."""

import pytest

from coordination.search.terms import LONGEST_WORD, question_of, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("营商环境", " 营商 商环 环境 境 "),
        ("税", " 税 "),
        ("推进5G网络", " 推进 进 5g 网络 络 "),
        ("ＧＢ／Ｔ 9704", " gb t 9704 "),
        ("一、二", " 一 二 "),
        ("", ""),
        ("，。！_\n", ""),
    ],
)
def test_a_text_becomes_pairs_and_latin_words(text: str, terms: str) -> None:
    assert terms_of(text) == terms


def test_a_pair_never_reaches_over_two_texts() -> None:
    assert terms_of("医保", "基金") == " 医保 保 基金 金 "


def test_a_long_latin_word_is_cut_alike_in_text_and_question() -> None:
    word = "a" * 3_000
    assert terms_of(word) == f" {'a' * LONGEST_WORD} "
    assert question_of(word).starts == ("a" * LONGEST_WORD,)


@pytest.mark.parametrize("words", ["", "   ", "，。", "\"'*^():&|!<->", "\x00", "___"])
def test_signs_alone_are_no_question(words: str) -> None:
    assert not question_of(words)


def test_a_question_asks_for_pairs_phrases_and_beginnings() -> None:
    question = question_of("营商环境 税 GB")
    assert question.whole == ("营商", "商环", "环境")
    assert question.starts == ("税", "gb")
    assert question.phrases == (" 营商 商环 环境 ",)
    assert question.first == " 营商 商环 环境 "


def test_the_operators_of_the_databases_are_words_like_others() -> None:
    assert question_of('a OR b* NEAR("c")').starts == ("a", "or", "b", "near", "c")


def test_only_the_beginning_of_an_endless_question_is_asked() -> None:
    assert len(question_of("甲乙" * 5_000).whole) == 2
