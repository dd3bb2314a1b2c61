"""The wall in real browsers: two students' networks on it, the class paused and let go, a note to one of them."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_classroom import Student, Teacher, violations

COLOURS = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(data.buffer)).size;
}"""


def steps(page: Page) -> str:
    return page.evaluate("document.querySelector('nn-toolbar').textContent")


def test_a_class_on_the_wall_is_paused_let_go_and_sent_a_note(new_page: OpenPage) -> None:
    teacher = Teacher.opening(new_page())
    ann = Student.scanning(new_page(width=1024, height=768), teacher.code)
    ben = Student.scanning(new_page(width=390, height=844, theme="dark"), teacher.code)
    for student in (ann, ben):
        tile = teacher.member(student.name)
        expect(tile.locator(".tile-score")).to_contain_text("%")
        expect(tile.locator(".tile-picture")).to_have_attribute("data-kind", "surface")
        assert tile.locator(".tile-picture").evaluate(COLOURS) > 10
    teacher.page.get_by_label("Find a name").fill(ann.name)
    expect(teacher.members).to_have_count(1)
    teacher.page.get_by_label("Find a name").fill("")
    teacher.page.get_by_label("Sort by").select_option(label="loss, highest first")
    expect(teacher.members).to_have_count(2)

    teacher.press("Pause all")
    for student in (ann, ben):
        expect(student.bar).to_contain_text("Your teacher has paused the class.")
    ann.page.wait_for_timeout(500)
    before = [steps(student.page) for student in (ann, ben)]
    ann.page.evaluate("document.dispatchEvent(new CustomEvent('chalknet:command', {detail: {type: 'play'}}))")
    expect(ann.page.locator(".notices")).to_contain_text("Your teacher has paused the class.")
    assert [steps(student.page) for student in (ann, ben)] == before
    assert violations(teacher.page) == ""
    assert violations(ann.page) == ""

    teacher.press("Paused. Let all go on")
    expect(ann.bar).not_to_contain_text("Your teacher has paused")
    ann.page.wait_for_timeout(500)
    assert steps(ann.page) != before[0]

    teacher.press(f"Send {ben.name} a note")
    assert violations(teacher.page) == ""
    teacher.answer("Try a smaller learning rate.")
    expect(ben.bar).to_contain_text("Try a smaller learning rate.")
    expect(ann.bar).not_to_contain_text("Try a smaller")
    assert ben.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ben.bar.get_by_role("button", name="Put the note away").click()
    expect(ben.bar).not_to_contain_text("Try a smaller")
    ann.pause()
    ben.pause()
