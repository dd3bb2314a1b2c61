"""A page names every module that it will need, so that none is discovered only when another has come."""

from pathlib import Path

from app.modules import modules_of


def test_what_is_imported_is_followed(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    (tmp_path / "page.js").write_text('import { a } from "./views/a.js";\nimport "./side.js";\nconst x = 1;\n')
    (tmp_path / "views/a.js").write_text('export { b } from "../b.js";\nimport {\n  c,\n} from "../page.js";\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    (tmp_path / "side.js").write_text('// import "./never.js"\nconst late = () => import("./late.js");\n')
    assert modules_of(tmp_path, ["page.js"]) == ("b.js", "page.js", "side.js", "views/a.js")
