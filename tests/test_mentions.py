"""Names in documents: spans, kinds, lemmas, anchors; traps and others' names are left alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.mentions import find
from translit.model import Kind, Mention

EXAMPLES = sorted((Path(__file__).parents[1] / "data" / "examples").glob("*.txt"))
ALPHABET = "NoKimПутин Ынова노광철은.,-'’’()\n\t«»A.BВИ́ŏ\u200bㅎ盧\U0001f600ß&#;\r\u1102\u1169\u11a8\u3000\uff2b\u00ad\u202fCё"

# The text with the persons in ⟦…⟧: the expected spans are seen where they stand.
PERSONS = [
    # English: orders, hyphens, titles, possessives
    "Minister ⟦No Kwang-chol⟧ met ⟦Viktor Goremykin⟧. ⟦No⟧ smiled.",
    "⟦Kim Jong Un⟧, general secretary, spoke; ⟦Kim⟧'s aides left.",
    "On the list were ⟦Tae Ok Ryom⟧ and ⟦Soyeon Yi⟧.",
    "⟦KIM, Yong Bok⟧ and ⟦No, Kwang-ch'ŏl⟧, born 1956.",
    "It was ⟦Kim\nJong-un⟧ who came.",
    "⟦V. V. Putin⟧ and ⟦Lavrov S. V.⟧ signed it, ⟦Putin⟧ first.",
    "President ⟦Vladimir Vladimirovich Putin⟧ received ⟦Sergueï Lavrov⟧ and ⟦Sergej Lawrow⟧.",
    "Spokesman ⟦Peskov⟧ said so to Ms ⟦Choe⟧.",
    "The singer ⟦Viktor Tsoi⟧ and the historian ⟦German Kim⟧ are known.",
    # English: traps and others
    "No one came. No, said the guard. The Kims left. No other chief has returned.",
    "U.S. President Joe Biden, Vice President Mike Pence and China's Xi Jinping spoke.",
    "Chinese Foreign Minister Wang Yi met Bruce Lee. Song of a bird, An old man.",
    # Russian: cases, order, initials
    "Он говорил с ⟦Но Гван Чхолем⟧ о ⟦Ким Чен Ыне⟧ и с ⟦Хваном Ги Чхолем⟧.",
    "Встретили ⟦Виктора Горемыкина⟧. ⟦Горемыкин⟧ ответил; ⟦Горемыкину⟧ подарили часы.",
    "⟦Цой Пётр Семёнович⟧, ⟦П. С. Цой⟧ и ⟦Валентину Цою⟧ писали.",
    "Тренера ⟦Леонида Слуцкого⟧ хвалил ⟦Ин-Бом Хван⟧.",
    "Министр ⟦Лавров⟧ и пресс-секретарь ⟦Песков⟧ молчали.",
    # Russian: traps and others
    "Но он ушёл. Им нужна помощь. О погоде молчат. Вряд ли. Ан нет.",
    "Президент США Джо Байден и Си Цзиньпин уехали; Касым-Жомарт Токаев остался.",
    "Вьетнамский гость Чан Ван Хунг улыбнулся.",
    # Korean: particles, titles, Russian names
    "⟦노광철⟧은 ⟦빅토르 고레미킨⟧과 만났다. ⟦고레미킨⟧은 웃었다.",
    "외무상 ⟦최선희⟧동지와 ⟦쎄르게이 라브로브⟧동지가 참가하였다.",
    "⟦박영일⟧ 부국장과 ⟦윤석열⟧ 대통령이 왔다. ⟦윤⟧ 대통령은 말했다.",
    "⟦블라디미르 푸틴⟧ 러시아 대통령에게 ⟦푸틴⟧의 편지를 전했다.",
    # Korean: traps and others
    "이 문제는 장시간 논의되었다. 안 되는 일이다. 한국인 유학생이 정부에 말했다.",
    "조 바이든 미국 대통령과 중국 왕이 부장이 통화했다.",
    "정부는 안보회의 서기를 만났다.",
    # Korean: a title that is no longer held, comrades in office
    "⟦김대중⟧ 전 대통령이 말했다. ⟦김⟧ 전 대통령은 웃었다.",
    "⟦고정식⟧ 씨가 말했다. ⟦고⟧ 씨는 웃었다. 이 씨앗은 고 모양이다.",
    "로씨야련방 대통령 ⟦뿌찐⟧동지가 축전을 보내여왔다.",
    # By way of another language; once more in capitals
    "Then ⟦Tkhe Khen Chkhol⟧ spoke to ⟦Kim Song⟧. ⟦KIM SONG⟧: nonsense.",
    "Позднее ⟦Лаврову⟧ позвонили. ⟦Сергей Лавров⟧ ответил.",
    # As texts come: what does not show is not seen, and the spans are those of the text as given
    "No one met ⟦No Kwang\u200b-chol⟧, ⟦Sergei\u2009Lavrov⟧ or ⟦Kim Jong\r\nUn⟧.",
    "It was ⟦Kim Jong&nbsp;Un⟧ &amp; ⟦Sergei&#160;Lavrov⟧.",
    "⟦Ｋｉｍ Ｊｏｎｇ Ｕｎ⟧ met ⟦Kim\u3000Yong Bok⟧.",
    "Министр ⟦Лав\u00adров⟧ знает: ⟦Ceргей Лaвpoв⟧ и ⟦Но\u200b Гван Чхоль⟧.",
    unicodedata.normalize("NFD", "⟦노광철⟧은 ⟦최선희⟧ 외무상과 만났다."),
    unicodedata.normalize("NFD", "Министр ⟦Сергей Лавров⟧ и ⟦Андрей Белоусов⟧, ⟦Kim Čong-bok⟧."),
    "General ⟦O Jin U⟧'s grandson came.",
    # A surname that is also a head word, behind a given name; what is called so stays a place
    "⟦Chan Ho Park⟧ threw. Midfielder ⟦Ji-sung Park⟧ retired. ⟦Geun-hye Park⟧ was jailed.",
    "⟦Yuna Kim⟧ and ⟦Inbee Park⟧ won. Actress ⟦Grace Park⟧ watched.",
    "President ⟦Park⟧ spoke. ⟦Park Geun-hye⟧ was jailed.",
    "They walked in Gorky Park, Central Park, Victoria Park and Namsan Park.",
    "Yongsan Park and Mangyongdae Park opened. They met at Kim Il Sung Park. In Dosan Park.",
    "Hyde Park, Griffith Park, Linkin Park, Regent's Park and Albert Park are famous. So is ⟦Inbee Park⟧.",
    # A given name of many peoples before a surname that few other peoples have
    "⟦Andy Kim⟧ and ⟦Young Kim⟧ sat. ⟦Sandra Oh⟧ spoke to ⟦John J. Lee⟧. ⟦David Kim⟧ left.",
    "⟦Steven Yeun⟧, ⟦Daniel Dae Kim⟧ and others. Bruce Lee and Andy Law left; Stan Lee stayed.",
    "Michael Smith met ⟦John Kim⟧. Mary Jones left. ⟦Майкл Ким⟧ и Джон Болтон встретились.",
    "⟦마이클 김⟧ 교수와 ⟦데이비드 리⟧ 박사가 만났다. 존 스미스 대사는 마이클 폼페이오와 통화했다.",
    # A place before a surname
    "In Helsinki ⟦Lavrov⟧ spoke. ⟦Sergei Lavrov⟧ left. In London ⟦Lavrov⟧ sang.",
    "⟦Сергей Лавров⟧ ушёл. В Лондоне ⟦Лавров⟧ молчал. В Бухаресте ⟦Лавров⟧ пел.",
    # An unlisted given name before a surname of the document, and beside what says whose names stand there
    "⟦Leo Tolstoy⟧ wrote this, ⟦Alexei Tolstoy⟧ that. Pierre Martin and Peter Griffin read.",
    "The Russian writer ⟦Leo Tolstoy⟧ smiled. The actor Peter Griffin left.",
    # A comma turns a name round in a heading, not behind one who was announced or before a whole name
    "President ⟦Yoon⟧, ⟦Lee Jae-myung⟧ and ⟦Han Dong-hoon⟧ met.",
    "Defence Minister ⟦Kang⟧, ⟦Kim Yong-chol⟧; President ⟦Park⟧, ⟦Lee Myung-bak⟧.",
    "Mr. ⟦Ivanov⟧, Sergei's brother, came.",
    "⟦Lankov, Andrei⟧; ⟦Kim, Yong Chol⟧; ⟦Park, Jae-kyu⟧, 1945-.",
    # Katakana: a listed surname and units, or a listed given name; then the surname alone
    "北朝鮮の⟦キム・ジョンウン⟧（⟦金正恩⟧）総書記は⟦ウラジーミル・プーチン⟧大統領と。⟦キム⟧総書記は⟦プーチン⟧氏に。",
    "⟦セルゲイ・ラブロフ⟧外相、⟦マリア・ザハロワ⟧報道官、⟦ソン・フンミン⟧選手。⟦ゴルバチョフ⟧大統領。",
    "ドナルド・トランプ大統領、マリア・カラス、キム・カーダシアン、チェ・ゲバラ、中国のマ・リン選手、韓国・ソウル。",
    "キムチを食べ、メニュー・リストを見た。マクロン大統領、ベルルスコーニ首相。",
    # Characters: with a title that only others bear, with a nation, with the sound in brackets
    "⟦李明博⟧大統領は話した。⟦李⟧大統領と⟦李明博⟧は笑った。韓国の⟦康京和⟧外相。⟦金与正⟧（⟦キム・ヨジョン⟧）副部長。",
    "林芳正外相と中国の王毅外相、李克強首相、安倍晋三元首相。韓国大統領府、大統領選挙、韓国経済、全大統領。",
    "⟦이명박⟧(⟦李明博⟧) 대통령은 갔다. ⟦노무현⟧(⟦盧武鉉⟧)은 왔다. ⟦김정은⟧(33) 위원장도 왔다.",
    "이전(移轉)이 끝났다. 사과(沙果)를 먹었다. 안보(安保)는 중요하다.",
    # A place's name behind a role
    "소설가 ⟦한강⟧은 노벨문학상을 받았다. 서울의 한강은 흐른다. 기자 서울은 춥다. 장관 강원도 방문.",
    # A heading of a catalogue, by the years of a life
    "⟦Han, Kang⟧, 1970-",
    "⟦Kim, Hoon⟧, 1948-2020. Han, Kang",
    "He met Moon, Lee, 1970-1980. On Sunday, June, 1950 it rained. Monday, May, 1970.",
    # A name stops where a sentence does
    "В фильме играл ⟦Чхве Чхан Су⟧. Университет имени Ким Ир Сена молчит.",
]


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    plain, spans, start = "", [], 0
    for c in text:
        if c == "⟦":
            start = len(plain)
        elif c == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += c
    return plain, spans


def persons(text: str) -> list[Mention]:
    return [m for m in find(text) if m.kind is Kind.PERSON]


@pytest.mark.parametrize("case", PERSONS)
def test_persons(case: str) -> None:
    text, spans = marked(case)
    found = persons(text)
    assert [text[a:b] for a, b in spans] == [m.text for m in found]
    assert spans == [(m.start, m.end) for m in found]


@pytest.mark.parametrize(
    ("text", "name", "kind", "language"),
    [
        ("He saw Wonsan.", "Wonsan", Kind.PLACE, "ko"),
        ("Он был в Вонсане.", "Вонсане", Kind.PLACE, "ko"),
        ("대표단은 원산에서 쉬었다.", "원산", Kind.PLACE, "ko"),
        ("They fought in the Kursk region.", "Kursk region", Kind.PLACE, "ru"),
        (
            "The guests saw the Mangyongdae Revolutionary School.",
            "Mangyongdae Revolutionary School",
            Kind.ORGANISATION,
            "ko",
        ),
        ("Гости видели Мангёндэнское училище.", "Мангёндэнское училище", Kind.ORGANISATION, "ko"),
        ("대표단은 만경대혁명학원을 방문했다.", "만경대혁명학원", Kind.ORGANISATION, "ko"),
        ("MOSCOW, /TASS/. It rained.", "TASS", Kind.ORGANISATION, "ru"),
    ],
)
def test_places_and_institutions(text: str, name: str, kind: Kind, language: str) -> None:
    assert (name, kind, language) in [(m.text, m.kind, m.language) for m in find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He studied at the Kim Il Sung Military University.", "Kim Il Sung Military University"),
        ("대표단은 김일성군사종합대학을 방문했다.", "김일성군사종합대학"),
        ("Он учился в университете имени Ким Ир Сена.", "университете имени Ким Ир Сена"),
        ("Парад прошёл на площади Ким Ир Сена.", "площади Ким Ир Сена"),
    ],
)
def test_a_person_in_the_name_of_an_institution_is_not_present(text: str, name: str) -> None:
    assert persons(text) == []
    assert name in [m.text for m in find(text)]


@pytest.mark.parametrize(
    ("text", "name", "lemma", "gender"),
    [
        ("Письмо Ким Чен Ына прочли.", "Ким Чен Ына", "Ким Чен Ын", "m"),
        ("Он прощался с Но Гван Чхолем.", "Но Гван Чхолем", "Но Гван Чхоль", "m"),
        ("Мы видели Виктора Горемыкина.", "Виктора Горемыкина", "Виктор Горемыкин", "m"),
        ("Мы видели Анну Горемыкину.", "Анну Горемыкину", "Анна Горемыкина", "f"),
        ("Мы видели Елену Водорезову.", "Елену Водорезову", "Елена Водорезова", "f"),
        ("С Леонидом Слуцким говорили.", "Леонидом Слуцким", "Леонид Слуцкий", "m"),
        ("Писали Петру Семёновичу Цою.", "Петру Семёновичу Цою", "Пётр Семёнович Цой", "m"),
        # A woman's name, or a man's in the genitive: the rest of the document decides.
        ("Евгений Орлов ушёл. Книга Евгения Орлова вышла.", "Евгения Орлова", "Евгений Орлов", "m"),
        ("Книга Евгения Орлова вышла. С Евгением Орловым говорили.", "Евгения Орлова", "Евгений Орлов", "m"),
        ("Книга Евгения Орлова вышла. Орлов доволен.", "Евгения Орлова", "Евгений Орлов", "m"),
        # A surname that tells nothing by itself agrees in case with the given name.
        ("Олег Мацегора ушёл. С Олегом Мацегорой говорили.", "Олегом Мацегорой", "Олег Мацегора", "m"),
        (
            "Александр Мацегора ушёл. Встреча Александра Мацегоры длилась час.",
            "Александра Мацегоры",
            "Александр Мацегора",
            "m",
        ),
    ],
)
def test_case_endings_are_undone(text: str, name: str, lemma: str, gender: str) -> None:
    found = next(m for m in find(text) if m.text == name)
    assert found.lemmas[0] == lemma
    assert found.gender == gender


@pytest.mark.parametrize(
    ("text", "gender", "lemma"),
    [
        ("М.В. Захарова заявила.", "f", ""),
        ("Вчера М.В. Захарова заявила об этом.", "f", ""),
        ("Захарова М.В. пела.", "f", ""),
        ("Мария Захарова ушла. М.В. Захарова пела.", "f", ""),
        # a man's name in another case, where the document has a man of that name or nothing tells
        ("М.В. Захаров ушёл. М.В. Захарова видели.", "m", "М. В. Захаров"),
        ("Михаил Захаров ушёл. М.В. Захарова видели.", "m", "М. В. Захаров"),
        ("Письмо М.В. Захарова.", "", "М. В. Захарова"),
    ],
)
def test_initials_before_a_surname_that_a_woman_has_too(text: str, gender: str, lemma: str) -> None:
    found = next(m for m in find(text) if "М" in m.text and m.text.count(".") == 2 and "Захарова" in m.text)
    assert (found.gender, "".join(found.lemmas[:1])) == (gender, lemma)


@pytest.mark.parametrize(
    "text",
    [
        "Евгения Орлова пела.",
        "Евгений Орлов и Евгения Орлова пели. Евгению Орлову хвалили, с Евгенией Орловой говорили.",
        "Евгения Орлова пела. Павел Орлов слушал. Орлов доволен.",
    ],
)
def test_a_woman_stays_one_without_a_man_of_her_name(text: str) -> None:
    found = [m for m in find(text) if m.text == "Евгения Орлова"]
    assert [m.gender for m in found] == ["f"] and not any(m.lemmas for m in found)


def test_what_stands_as_written_has_no_lemmas() -> None:
    assert [m.lemmas for m in find("Виктор Горемыкин приехал. Ким Чен Ын тоже.")] == [(), ()]


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("No Kwang Chol spoke. Then No left.", [None, 0]),
        ("Лавров молчал. Сергей Лавров ушёл. О Лаврове спорили.", [1, None, 1]),
        # Two that fit in one breath: better apart than wrong.
        ("Kim Jong Un and Kim Yo Jong came. Kim spoke.", [None, None, None]),
        # Gender and roles decide between namesakes.
        ("Kim Jong Un and his sister Kim Yo Jong came. Ms Kim spoke.", [None, None, 1]),
        ("Minister Kim Tok Hun and General Kim Yong Bok came. General Kim spoke.", [None, None, 1]),
        # Another given name before the surname makes another person; words that explain themselves make none.
        ("Alexei Tolstoy wrote books. Then Leo Tolstoy came. Tolstoy left.", [None, None, 1]),
        ("Peter Verigin led them. Grigory Verigin stayed.", [None, None]),
        ("Ronald Gorbachev met Mikhail Gorbachev.", [None, None]),
        ("Andy Kim and Young Kim sat. Then Young Kim left.", [None, None, 1]),
        ("Yesterday Tolstoy wrote. Alexei Tolstoy read. On Friday Tolstoy slept.", [1, None, 1]),
        ("President Lavrov spoke. Sergei Lavrov left. In Helsinki Lavrov slept.", [1, None, 1]),
        ("Alexei Tolstoy wrote it. It was Wolfgang Tolstoy who sang.", [None, None]),
        # Initials decide.
        ("Sergei Ivanov and Igor Ivanov came. S. Ivanov spoke.", [None, None, 0]),
        # The native form in brackets.
        ("Но Гван Чхоль (노광철) прибыл.", [None, 0]),
    ],
)
def test_anchors(text: str, anchors: list[int | None]) -> None:
    assert [m.anchor for m in persons(text)] == anchors


def test_roles_are_comparable_across_languages() -> None:
    english, russian, korean = (
        next(m for m in find(text) if m.kind is Kind.PERSON).roles
        for text in (
            "Foreign Minister Choe Son Hui came.",
            "Министр иностранных дел Цой Сон Хи прибыла.",
            "최선희 외무상이 왔다.",
        )
    )
    assert english == russian == korean == ("minister-foreign",)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_documents_tell_of_their_people(path: Path) -> None:
    text = path.read_text("utf-8")
    found = find(text, source=path.name)
    assert {m.source for m in found} == {path.name}
    assert sum(m.kind is Kind.PERSON for m in found) >= 6
    assert [m.start for m in found] == sorted(m.start for m in found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("a", "a\u00ad").replace("а", "а\u200b"),
        lambda text: "\ufeff" + text.replace(" ", "&nbsp;"),
    ],
    ids=["taken apart", "two-character line ends", "hard spaces", "soft hyphens", "entities"],
)
def test_a_disguise_that_readers_do_not_see_changes_nothing(
    path: Path, disguise: Callable[[str], str]
) -> None:
    text = path.read_text("utf-8")
    worn = disguise(text)
    found = find(worn)
    assert [(m.kind, m.anchor, m.roles) for m in found] == [(m.kind, m.anchor, m.roles) for m in find(text)]
    assert all(worn[m.start : m.end] == m.text for m in found)


def test_nothing_gives_nothing() -> None:
    assert find("") == ()
    assert find("\n \n") == ()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(alphabet=ALPHABET, max_size=80), st.text(max_size=80)))
def test_no_text_raises_and_spans_equal_their_surface(text: str) -> None:
    end = 0
    for mention in find(text):
        assert mention.text == text[mention.start : mention.end]
        assert mention.start >= end
        end = mention.end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([marked(case)[0] for case in PERSONS]), min_size=1, max_size=4))
def test_finding_is_the_same_every_time(sentences: list[str]) -> None:
    text = "\n\n".join(sentences)
    found = find(text)
    assert found == find(text)
    for i, mention in enumerate(found):
        if mention.anchor is not None:
            assert mention.anchor != i
            assert found[mention.anchor].kind is Kind.PERSON
