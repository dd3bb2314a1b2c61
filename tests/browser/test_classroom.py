"""A lesson's first minutes in real browsers: a teacher, two students, a second teacher, and all that a room can do."""

import re
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

WRONG = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"


class Teacher:
    """A teacher's page of a room."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.members = page.locator("nn-members .member")
        self.count = page.locator(".class-count")

    @classmethod
    def opening(cls, page: Page) -> "Teacher":
        """Open a room by the front door."""
        page.goto("/classroom")
        page.get_by_role("button", name="Open a room").click()
        page.wait_for_url("**/teach")
        expect(page.locator(".join-code").first).to_be_visible()
        return cls(page)

    @property
    def code(self) -> str:
        return self.page.locator(".join-code").first.inner_text()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer(self, name: str) -> None:
        """Press a button of the question that is asked."""
        self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()

    def member(self, name: str) -> Any:
        return self.members.filter(has_text=name)


class Student:
    """A student's page: a playground with the bar of the room above it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bar = page.locator("nn-room-bar")

    @classmethod
    def typing(cls, page: Page, code: str) -> "Student":
        page.goto("/join")
        page.get_by_label("Code").fill(code.lower().replace("-", " "))
        page.keyboard.press("Enter")
        return cls(page).arrived()

    @classmethod
    def scanning(cls, page: Page, code: str) -> "Student":
        """What the QR code opens."""
        page.goto(f"/join#{code}")
        return cls(page).arrived()

    def arrived(self) -> "Student":
        self.page.wait_for_url(re.compile(r"/rooms/\w+(#.*)?$"))
        expect(self.bar.locator(".seat-name")).not_to_be_empty()
        return self

    @property
    def name(self) -> str:
        return self.bar.locator(".seat-name").inner_text()

    def press(self, name: str | re.Pattern[str]) -> None:
        self.bar.get_by_role("button", name=name).click()

    def pause(self) -> None:
        """Take no time from the next test."""
        self.page.evaluate(
            "document.dispatchEvent(new CustomEvent('chalknet:command', {detail: {type: 'pause'}}))",
        )


def test_a_class_comes_in_is_seen_and_raises_hands(new_page: OpenPage) -> None:
    teacher = Teacher.opening(new_page())
    expect(teacher.page.get_by_text("Nobody has joined yet.")).to_be_visible()
    ann = Student.typing(new_page(width=1024, height=768), teacher.code)
    ben = Student.scanning(new_page(width=390, height=844), teacher.code)
    assert teacher.code not in ben.page.url
    expect(teacher.members).to_have_count(2)
    expect(teacher.count).to_have_text("2 here")
    expect(ann.bar).to_contain_text("2 here")
    expect(ann.page.locator("nn-network .nn-head").first).to_be_visible()

    ben.press("Raise hand")
    expect(teacher.count).to_have_text("2 here · hands up: 1")
    expect(teacher.members.first).to_contain_text(ben.name)
    teacher.press(f"{ben.name} has a hand up. Take it down")
    expect(ben.bar.get_by_role("button", name="Raise hand")).to_have_attribute("aria-pressed", "false")

    before = ann.name
    ann.press(re.compile("Draw another name"))
    expect(ann.bar.locator(".seat-name")).not_to_have_text(before)
    expect(teacher.member(ann.name)).to_have_count(1)
    expect(teacher.member(before)).to_have_count(0)

    named = ann.name
    ann.page.reload()
    ann.arrived()
    assert ann.name == named
    teacher.page.reload()
    expect(teacher.members).to_have_count(2)
    ann.pause()
    ben.pause()


def test_a_room_is_locked_gets_another_code_and_sends_one_away(new_page: OpenPage, complaints: list[str]) -> None:
    teacher = Teacher.opening(new_page())
    ann = Student.scanning(new_page(), teacher.code)
    old = teacher.code
    teacher.press("New code")
    expect(teacher.page.locator(".join-code").first).not_to_have_text(old)
    teacher.press("Lock")
    expect(teacher.page.get_by_text("Locked: nobody new gets in.")).to_be_visible()
    late = new_page()
    for code in (old, teacher.code):
        late.goto(f"/join#{code}")
        expect(late.get_by_text("This code opens no room.")).to_be_visible()
    assert complaints == [f"error: {WRONG}"] * 2  # the browser's own word for a refusal
    complaints.clear()
    teacher.press("Unlock")
    Student.typing(late, teacher.code).pause()

    teacher.press(f"Send {ann.name} away")
    teacher.answer("Send away")
    expect(ann.bar).to_contain_text("You are no longer in this room.")
    expect(teacher.members).to_have_count(1)
    ann.page.get_by_role("link", name="Keep working").click()
    expect(ann.page.locator("nn-network .nn-head").first).to_be_visible()
    assert "/rooms/" not in ann.page.url
    ann.pause()


def test_two_teachers_one_room_and_its_end(new_page: OpenPage) -> None:
    owner = Teacher.opening(new_page())
    ann = Student.scanning(new_page(), owner.code)
    owner.press("Invite a second teacher")
    link = owner.page.get_by_label("Invitation").input_value()
    colleague = new_page()
    colleague.goto(link)
    second = Teacher(colleague)
    expect(second.members).to_have_count(1)
    assert "#" not in colleague.url
    expect(owner.page.locator(".teachers li")).to_have_count(2)
    owner.press("Send this teacher away")
    owner.answer("Send away")
    colleague.wait_for_url("**/classroom")

    owner.page.get_by_label("Keep it from now on for").select_option(label="2 hours")
    expect(owner.page.locator("nn-room-end")).to_contain_text(re.compile(r"Ends \d+:\d\d"))
    ann.press("Leave")
    ann.page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    ann.page.wait_for_url(re.compile(r"/(#.*)?$"))
    expect(owner.members).to_have_count(0)
    ann.page.goto("/classroom")
    expect(ann.page.locator(".door-back")).to_be_hidden()

    owner.page.goto("/classroom")
    owner.page.get_by_role("link", name=re.compile("Your room")).click()
    owner.press("End the room")
    owner.answer("End and delete")
    owner.page.wait_for_url("**/classroom")
    ann.pause()


def test_a_student_is_told_when_the_room_is_over(new_page: OpenPage) -> None:
    teacher = Teacher.opening(new_page())
    ann = Student.scanning(new_page(), teacher.code)
    teacher.press("End the room")
    teacher.answer("End and delete")
    expect(ann.bar).to_contain_text("The room is over. Your network is still here.")
    ann.pause()


def test_a_class_votes_twice_and_sees_what_was_right(new_page: OpenPage) -> None:
    teacher = Teacher.opening(new_page())
    ann = Student.scanning(new_page(width=1024, height=768, theme="dark"), teacher.code)
    ben = Student.scanning(new_page(width=390, height=844), teacher.code)
    ask = teacher.page.locator("nn-ask")
    ask.get_by_text("Ask the class").click()
    ask.get_by_label("Question", exact=True).fill("The slope is positive. Where does the weight go?")
    for letter, words in (("A", "up"), ("B", "down")):
        ask.get_by_label(f"Answer {letter}", exact=True).fill(words)
    ask.get_by_label("Answer B is right").check()
    teacher.press("Ask")

    expect(ann.page.locator(".answer-choice")).to_have_count(2)
    ann.page.keyboard.press("1")
    ben.page.get_by_role("button", name="down").click()
    expect(ask.get_by_text("2 of 2 have answered")).to_be_visible()
    expect(ask.locator(".poll-count")).to_have_text(["1 · 50 %", "1 · 50 %"])
    for page in (teacher.page, ann.page, ben.page):
        assert violations(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    teacher.press("Close the vote")
    expect(ann.page.locator(".answer-choice").first).to_be_disabled()
    teacher.press("Vote again")
    expect(ann.page.locator("nn-answer")).to_contain_text("The first time you answered: up")
    ann.page.reload()
    expect(ann.page.locator("nn-answer")).to_contain_text("The first time you answered: up")
    ann.page.keyboard.press("2")
    expect(ask.get_by_text("1 of 2 have answered")).to_be_visible()
    assert ben.page.locator(".poll-bars").count() == 0

    ask.get_by_role("button", name="Enlarge").click()
    expect(ask.locator(".poll-fill").first).to_be_hidden()
    assert violations(teacher.page) == ""
    teacher.press("Close the vote")
    teacher.press("Reveal")
    expect(ask.locator(".poll-fill").last).to_be_visible()
    teacher.page.keyboard.press("Escape")
    expect(ann.page.locator(".own-wrong")).to_contain_text("Your first answer: up")
    expect(ann.page.locator(".own-right")).to_contain_text("Your second answer: down")
    expect(ben.page.locator(".poll-row.right")).to_contain_text("down")
    teacher.page.reload()
    expect(ask.locator(".poll-count")).to_have_text(["1 · 50 %", "0 · 0 %", "1 · 50 %", "1 · 100 %"])
    for page in (teacher.page, ann.page, ben.page):
        assert violations(page) == ""
    with teacher.page.expect_download() as download:
        ask.get_by_role("link", name="Results as CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 3
    assert any(line.startswith(ann.name) and ",up,no," in line and ",down,yes," in line for line in lines)
    ann.pause()
    ben.pause()


def violations(page: Page) -> str:
    results: dict[str, Any] = Axe().run(page).response
    return "\n".join(
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in results["violations"]
        for node in found["nodes"]
    )


@pytest.mark.parametrize(("width", "height", "theme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: OpenPage, width: int, height: int, theme: Literal["light", "dark"]
) -> None:
    size = {"width": width, "height": height, "theme": theme}
    door = new_page(**size)
    door.goto("/classroom")
    assert violations(door) == ""
    teacher = Teacher.opening(new_page(**size))
    assert violations(teacher.page) == ""
    ann = Student.scanning(new_page(**size), teacher.code)
    ann.press("Raise hand")
    expect(teacher.members).to_have_count(1)
    teacher.press("Invite a second teacher")
    expect(teacher.page.get_by_label("Invitation")).to_be_visible()
    ann.pause()
    for page in (door, teacher.page, ann.page):
        assert violations(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    teacher.press("Enlarge")
    assert violations(teacher.page) == ""
    assert teacher.page.evaluate("document.querySelector('.join-large').scrollWidth <= innerWidth")
    teacher.page.keyboard.press("Escape")
    teacher.press(f"Send {ann.name} away")
    assert violations(teacher.page) == ""
    teacher.answer("Cancel")
