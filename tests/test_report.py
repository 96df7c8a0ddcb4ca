"""report.py: the page is safe, the same on every run, and works when a person clicks in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translit.adapters.report import html_page
from translit.model import Canonical, Entity, Evidence, Kind, Mention

EN = (
    "MOSCOW, November 8. /TASS/. Viktor Goremykin has met with North Korean Defense Minister No Kwang-chol during a visit "
    "to Pyongyang.\n\nGoremykin held talks with Lieutenant General Pak Yong-il. <script>alert(1)</script> & so\u200b on."
)
RU = "Горемыкин встретился с Но Гван Чхолем, министром обороны КНДР, в Пхеньяне."
KO = "로씨야련방 국방성 부상 빅토르 고레미낀이 노광철 국방상을 만났다."
DOCUMENTS = {"news/tass.txt": EN, "news/ria.txt": RU, "news/kcna.txt": KO}


def made(name: str, native: str, label: str, kind: Kind, surfaces: list[str], **more: Any) -> Entity:
    """An entity with a mention wherever one of the surfaces stands in the documents."""
    mentions = tuple(
        Mention(surface, found.start(), found.end(), source, kind)
        for source, text in DOCUMENTS.items()
        for surface in surfaces
        for found in re.finditer(re.escape(surface), text)
    )
    counts = {surface: sum(mention.text == surface for mention in mentions) for surface in surfaces}
    variants = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    documents = tuple(source for source in DOCUMENTS if any(mention.source == source for mention in mentions))
    canonical = Canonical(native, label, more.pop("language", ""), 0.97, more.pop("alternatives", ()))
    return Entity(name, canonical, (), variants, kind, documents, mentions, **more)


ENTITIES = (
    made(
        "tl-7f3a9c01",
        "노광철",
        "No Kwang Chol",
        Kind.PERSON,
        ["No Kwang-chol", "Но Гван Чхолем", "노광철"],
        why=(
            Evidence("노광철 is the cheapest form behind all three spellings", 6.2, ("ko/kontsevich#14",)),
            Evidence("the family names agree: 노", 2.1),
            Evidence("'Чхолем' needs a case ending undone", -0.7),
        ),
    ),
    made(
        "tl-11aa22bb",
        "Горемыкин",
        "Viktor Goremykin",
        Kind.PERSON,
        ["Viktor Goremykin", "Горемыкин", "빅토르 고레미낀"],
        possible=(("tl-7f3a9c01", 0.04), ("tl-gone", 0.2)),
    ),
    made(
        "tl-0b0b0b0b", "박영일", "Pak Yong Il", Kind.PERSON, ["Pak Yong-il"], alternatives=(("박용일", 0.44),)
    ),
    made("tl-55555555", "평양", "Pyongyang", Kind.PLACE, ["Pyongyang", "Пхеньяне"]),
    made("tl-66666666", "ТАСС", "TASS", Kind.ORGANISATION, ["TASS"]),
)


class Checker(HTMLParser):
    """Collects tags, and refuses markup that does not nest."""

    void = frozenset({"meta", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.said.append(data)


def parsed(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert checker.open == []
    return checker


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = html_page(DOCUMENTS, ENTITIES)
    checker = parsed(page)
    tags = [tag for tag, _ in checker.seen]
    assert tags.count("script") == 1
    assert not {"link", "img", "iframe", "object", "form"} & set(tags)
    assert not any(
        name in attributes for _, attributes in checker.seen for name in ("src", "onclick", "style")
    )
    assert all(str(attributes["href"]).startswith("#") for tag, attributes in checker.seen if tag == "a")
    policy = next(attributes["content"] for _, attributes in checker.seen if "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    ids = [attributes["id"] for _, attributes in checker.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"])[1:] for tag, attributes in checker.seen if tag == "a"}
    assert targets <= set(ids)


def test_text_is_escaped_and_hidden_code_points_show() -> None:
    page = html_page(DOCUMENTS, ENTITIES)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so" in page
    assert '<span class="cp" title="ZERO WIDTH SPACE">U+200B</span>' in page
    assert "\u200b" not in page


def test_the_same_bytes_from_any_order() -> None:
    page = html_page(DOCUMENTS, ENTITIES)
    assert html_page(DOCUMENTS, ENTITIES[::-1]) == page
    assert html_page({}, ()) == html_page({}, ())


def test_spans_out_of_place_are_listed_and_not_marked() -> None:
    inside = Mention("Kim Il Sung", 0, 11, "a")
    odd = Mention("gone", 90, 94, "a")
    school = Mention("Kim Il Sung University", 0, 22, "a", Kind.ORGANISATION)
    entities = [
        Entity(
            "p",
            Canonical("", "Kim Il Sung", "", 0.5),
            (),
            (("Kim Il Sung", 1), ("gone", 1)),
            mentions=(inside, odd),
        ),
        Entity(
            "o",
            Canonical("", "University", "", 0.5),
            (),
            (("Kim Il Sung University", 1),),
            mentions=(school,),
        ),
    ]
    checker = parsed(html_page({"a": "Kim Il Sung University"}, entities))
    marks = [
        attributes for tag, attributes in checker.seen if str(attributes.get("class", "")).startswith("m ")
    ]
    assert len(marks) == 1
    assert "gone" in checker.said


@settings(max_examples=60)
@given(st.text(max_size=60), st.data())
def test_any_text_comes_back_as_it_was(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    mention = Mention(text[start:end], start, end, "d")
    entity = Entity(
        "<&>\"'", Canonical(text, text, "", 1.0), (), ((text, 1),), mentions=(mention,), documents=("d",)
    )
    checker = parsed(html_page({"d": text}, [entity], title=text))
    shown = [attributes.get("class") for _, attributes in checker.seen]
    assert shown.count("cp") >= sum(c in "\u200b\u202e\u3164" for c in text)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (extra: test)")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip(
            "no Chromium with its driver on this machine (Debian: apt-get install chromium chromium-driver)"
        )
    options = webdriver.ChromeOptions()
    options.binary_location = program
    profile = tmp_path_factory.mktemp("profile")
    for flag in (
        "--headless=new",
        "--no-sandbox",  # the tests may run as root, where Chromium has no sandbox
        "--disable-dev-shm-usage",
        "--window-size=1360,900",
        "--force-prefers-reduced-motion",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
    yield found
    found.quit()


@pytest.mark.slow
def test_clicking_through_the_page(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(html_page(DOCUMENTS, ENTITIES, title="Three texts, five names"), "utf-8")
    browser.get(path.as_uri())

    def css(what: str) -> list[Any]:
        found: list[Any] = browser.find_elements("css selector", what)
        return found

    def texts(what: str) -> list[str]:
        return [item.text for item in css(what)]

    assert css("h1")[0].text == "Three texts, five names"
    assert len(css(".m")) == 10
    assert css("details[open]") == []

    # A click on a mention opens its entity, marks all its mentions in every document, and fades the others.
    next(mark for mark in css(".m") if mark.text == "Но Гван Чхолем").click()
    assert texts(".m.on") == ["No Kwang-chol", "Но Гван Чхолем", "노광철"]
    (card,) = css("details[open]")
    assert "No Kwang Chol" in card.text
    assert "the family names agree: 노" in card.text
    assert "+6.2" in card.text
    assert card.is_displayed()
    colours = {mark.value_of_css_property("background-color") for mark in css(".m.on")}
    assert len(colours) == 1

    # A click on a variant goes to where it stands; n goes to the next mention.
    next(link for link in css("details[open] .v") if link.text == "노광철").click()
    assert texts(".m.here") == ["노광철"]
    browser.find_element("css selector", "body").send_keys("n")
    assert texts(".m.here") == ["No Kwang-chol"]

    # A second click on the same mention closes it again.
    next(mark for mark in css(".m") if mark.text == "Но Гван Чхолем").click()
    assert css("details[open]") == []
    assert css(".m.on") == []

    # A click on an entity in the list opens it; what is left open is said; a link leads to a possible namesake.
    next(item for item in css("summary") if "Pak Yong Il" in item.text).click()
    assert "박용일 44%" in css("details[open]")[0].text
    next(item for item in css("summary") if "Viktor Goremykin" in item.text).click()
    browser.find_element("link text", "No Kwang Chol").click()
    assert "No Kwang Chol" in css("details[open] summary")[0].text

    # The filter finds by any variant in any script, and a kind can be chosen.
    css("#filter")[0].send_keys("горем")
    assert [item.text.split("\n")[0] for item in css(".e") if item.is_displayed()] == [
        "Viktor Goremykin Горемыкин"
    ]
    css("#filter")[0].clear()
    css("#filter")[0].send_keys("x")
    assert css(".none")[0].is_displayed()
    css("#filter")[0].send_keys("\ue003")  # backspace
    next(button for button in css(".kinds button") if button.text == "Places").click()
    assert sum(item.is_displayed() for item in css(".e")) == 1

    # A mention of an entity that the filter hides brings it back.
    next(mark for mark in css(".m") if mark.text == "Pak Yong-il").click()
    assert "Pak Yong Il" in css("details[open] summary")[0].text

    # Nothing was fetched, nothing complained, and the text of the document is the text as given.
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert "<script>alert(1)</script>" in css("#d0 .text")[0].text
