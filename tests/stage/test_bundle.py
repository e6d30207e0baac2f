"""The one script with all modules: it does what they do, and what cannot be bundled is refused."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lossviz.alone.page import START as ALONE
from lossviz.stage.bundle import DIGITS, JS, bundle, imports, sources
from lossviz.web.modules import SCRIPT, START, bundled

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "js"
# what the window of who presents starts
NOTES = "lectern/notes.js"


def deno(folder: Path, *command: str) -> str:
    """What a deno command says that is run in this folder; it must succeed."""
    program = shutil.which("deno", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    own = {"DENO_DIR": str(folder / "deno"), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, *command], cwd=folder, env=os.environ | own, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def written(folder: Path, script: str, name: str = "site.js") -> Path:
    (folder / "deno.json").write_text("{}", "utf-8")
    (folder / name).write_text(script, "utf-8")
    return folder / name


def run(folder: Path, modules: dict[str, str], code: str) -> object:
    """What the code says, as JSON, that has `module` of the bundle of these modules."""
    written(folder, bundle(modules, SCRIPT).script)
    program = f'import {{ module }} from "./site.js";\nconsole.log(JSON.stringify({code}));\n'
    return json.loads(deno(folder, "run", "--quiet", str(written(folder, program, "main.js"))))


def test_every_module_exports_the_same_in_the_bundle(tmp_path):
    # three need a page as soon as they run
    names = [name for name in sources() if name not in (START, ALONE, NOTES)]
    pairs = ",".join(f'["{name}", await import("file://{JS / name}")]' for name in names)
    written(tmp_path, bundle(sources(), SCRIPT).script)
    program = f"""
import {{ module }} from "./site.js";
const kinds = (all) => Object.keys(all).sort().map((key) => [key, typeof all[key]]);
const found = [{pairs}].map(([name, all]) => [name, kinds(all), kinds(module(name))]);
console.log(JSON.stringify(found));
"""
    asked = ("run", "--quiet", "--allow-read", "--no-check")
    found = json.loads(deno(tmp_path, *asked, str(written(tmp_path, program, "main.js"))))
    assert [name for name, *_ in found] == names
    assert [name for name, plain, made in found if plain != made or not plain] == []


def test_the_modules_pass_their_tests_in_the_bundle(tmp_path):
    """The tests of the modules, with modules that only hand on what the bundle has."""
    place = tmp_path / "lossviz" / "web" / "js"
    (place / "bundle").mkdir(parents=True)
    script = bundle(sources(), SCRIPT).script
    written(tmp_path, script)
    (place / SCRIPT).write_text(script, "utf-8")
    for name, text in sources().items():
        names = re.findall(r"^export (?:async )?(?:const|class|function)\*? (\w+)", text, re.M)
        (place / name).parent.mkdir(exist_ok=True, parents=True)
        up = "../" * name.count("/")
        (place / name).write_text(
            f'import {{ module }} from "{up}{SCRIPT}";\n'
            f'export const {{ {", ".join(names)} }} = module("{name}");\n', "utf-8"
        )  # fmt: skip
    shutil.copytree(TESTS, tmp_path / "tests" / "js")
    said = deno(tmp_path, "test", "--no-check", "--allow-read", "tests/js")
    passed = int(re.search(r"(\d+) passed", said)[1])
    written_down = sum(path.read_text("utf-8").count("Deno.test(") for path in TESTS.glob("*.js"))
    assert passed >= written_down > 50


def test_the_site_s_script_starts_the_front_page_s_module():
    assert bundled() == bundle(sources(), SCRIPT, START)
    assert bundled().script.endswith(f"//# sourceMappingURL={Path(SCRIPT).name}.map\n")


def test_a_second_version_of_the_script_does_not_start_it_again(tmp_path):
    for name, said in (("site.js", "one"), ("next.js", "two")):
        modules = {
            "a/a.js": f'(globalThis.log ??= []).push("{said}");\n',
            "b/b.js": f'export const version = "{said}";\n',
        }
        written(tmp_path, bundle(modules, SCRIPT, "a/a.js").script, name)
    program = """
import { module } from "./site.js";
import { module as next } from "./next.js";
const versions = [module, next].map((from) => from("b/b.js").version);
console.log(JSON.stringify([globalThis.log, versions]));
"""
    found = deno(tmp_path, "run", "--quiet", str(written(tmp_path, program, "main.js")))
    assert json.loads(found) == [["one"], ["one", "two"]]


def test_a_module_runs_once_and_when_it_is_first_needed(tmp_path):
    modules = {
        "a/one.js": 'globalThis.log.push("one");\nexport const list = [1];\n',
        "a/two.js": 'import { list } from "./one.js";\nglobalThis.log.push("two");\n'
                    "export function grow() {\n  return list.push(2);\n}\n",
        "b/three.js": 'import { list as kept } from "../a/one.js";\n'
                      'import {\n  grow,\n} from "../a/two.js";\n'
                      "export class Grown {\n  #at = grow();\n  get seen() {\n"
                      "    return [this.#at, ...kept];\n  }\n}\n",
    }  # fmt: skip
    code = '[globalThis.log = [], new (module("b/three.js").Grown)().seen, log, module("a/two.js") '
    code += '=== module("a/two.js")]'
    assert run(tmp_path, modules, code)[1:] == [[2, 1, 2], ["one", "two"], True]


@pytest.mark.parametrize("form, value", [
    ("export default function (x) {\n  return x + 1;\n}\n", 2),
    ("export default function named(x) {\n  return x + 1;\n}\nexport const other = named(1);\n", 2),
    ("const twice = (f) => (x) => f(f(x));\nexport default twice((x) => x + 1);\n", 3),
])  # fmt: skip
def test_every_form_of_a_default_export_is_known(tmp_path, form, value):
    assert run(tmp_path, {"a/b.js": form}, 'module("a/b.js").default(1)') == value


PUZZLES = r"""
/** A comment with `one tick, and
import { a } from "./b.js"; */
export const all = [
  "a  // no comment",   // a comment with a ` tick and its twin `
  `b  /* none */ ${[1, 2].map((x) => `${x}  // ${"c"}`)}  `,
  /\/\/  [/*]  "/.source,
  4 /2/ 1, "/* none */",  // import { b } from "./b.js";
  function() { return 1 }
  .name,
];
  // the last
"""


def test_strings_patterns_and_templates_stay_as_they_are(tmp_path):
    written(tmp_path, PUZZLES, "plain.js")
    plain = f'(await import("file://{tmp_path / "plain.js"}")).all'
    made, asked = run(tmp_path, {"a/b.js": PUZZLES}, f'[module("a/b.js").all, {plain}]')
    assert made == asked and len(made) == 6


@pytest.mark.parametrize("code", [
    'import x from "./b.js";', 'import * as x from "./b.js";', 'import "./b.js";',
    'import { x } from "npm:y";', "import { x } from './b.js';",
    'import { x } from "./b.js" with { type: "json" };', 'const x = await import("./b.js");',
    "export { x };", 'export { x } from "./b.js";', 'export * from "./b.js";', "export let x = 1;",
    "export var x = 1;", "export const { x } = y;", "export const [x] = y;", "export default 1;",
    "export default x;", "export default { x };", "export default (x) => x;",
    "export default async (x) => x;",
])  # fmt: skip
def test_a_form_that_is_not_known_is_refused(code):
    modules = {"a/a.js": f"const a = 1;\n{code}\n", "a/b.js": "export const x = 1;\n"}
    with pytest.raises(ValueError, match=r"a/a\.js: not a form that can be bundled: "):
        bundle(modules, SCRIPT)


def test_a_template_over_several_lines_is_refused():
    with pytest.raises(ValueError, match=r"a/a\.js:2: a template must stay on one line"):
        bundle({"a/a.js": "const a = 1;\nconst b = `c\n  // d\n`;\n"}, SCRIPT)


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"a/a\.js imports b/b\.js, which is not there"):
        bundle({"a/a.js": 'import { b } from "../b/b.js";\n'}, SCRIPT)


def test_modules_that_import_each_other_are_refused():
    modules = {
        "a/a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "a/b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(ValueError, match=r"each other: a/a\.js → a/b\.js → a/a\.js"):
        bundle(modules, SCRIPT)


def test_imports_in_comments_are_none():
    text = '// import { a } from "./a.js";\n/*\nimport { b } from "./b.js";\n*/\n'
    assert imports("x/y.js", text + 'import { c } from "../z/c.js";\n') == ["z/c.js"]


def test_the_source_map_leads_to_the_line_that_a_line_comes_from():
    script, text = bundled()
    found = json.loads(text)
    names = [name.removeprefix("../") for name in found["sources"]]
    assert found["version"] == 3 and names == list(sources())
    lines = {name: text.split("\n") for name, text in sources().items()}
    at, same, shown = [0, 0, 0], 0, script.split("\n")
    for number, group in enumerate(found["mappings"].split(";")):
        if not group:
            continue
        column, *moves = decoded(group)
        at = [was + move for was, move in zip(at, moves, strict=True)]
        assert column == 0
        original = lines[names[at[0]]][at[1]][at[2] :].rstrip()
        made = shown[number]
        if made == original:
            same += 1
        else:
            assert made.startswith(("const {", "return {")) or original.startswith("export "), made
    assert same > 5000


def decoded(group: str) -> list[int]:
    """The numbers of one segment of a source map."""
    numbers, value, shift = [], 0, 0
    for digit in map(DIGITS.index, group):
        value += (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers
