"""Nothing in this project can turn bytes or text into running code: no unpickling, no eval, no shell (promise S14)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import dotted, imports, name_of, own_files

MODULES = {"_pickle", "cloudpickle", "dill", "joblib", "marshal", "pickle", "pickletools", "shelve"}
CALLS = {"eval", "exec", "builtins.eval", "builtins.exec", "os.popen", "os.system", "pty.spawn"}
LOADERS = {"np.load", "numpy.load"}
YAML = {"yaml.full_load", "yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.unsafe_load_all"}
SHELLS = {"subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell"}


def unsafe(text: str, path: str) -> Iterator[str]:
    """Each unsafe loader in a Python source, in words."""
    for found in imports(text, path):
        if MODULES & set(found.module.split(".")):
            yield f"{path}:{found.line} imports {found.module}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (what := _unsafe_call(node)):
            yield f"{path}:{node.lineno} calls {what}"


def _unsafe_call(call: ast.Call) -> str:
    name = dotted(call.func)
    options = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in CALLS | YAML | SHELLS:
        return name
    if name in LOADERS and not _is(options.get("allow_pickle"), False):
        return f"{name} without allow_pickle=False"
    if name.endswith("torch.load") and not _is(options.get("weights_only"), True):
        return f"{name} without weights_only=True"
    if "allow_pickle" in options and not _is(options["allow_pickle"], False):
        return f"{name} with allow_pickle"
    if "shell" in options and not _is(options["shell"], False):
        return f"{name} with a shell"
    return ""


def _is(node: ast.expr | None, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@pytest.mark.parametrize("path", own_files(".py"), ids=name_of)
def test_no_file_holds_an_unsafe_loader(path: Path) -> None:
    assert list(unsafe(path.read_text(), name_of(path))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "def late():\n    from pickle import loads",
        "import sklearn.externals.joblib",
        "from sklearn.externals import joblib",
        "import marshal",
        "import shelve",
        "eval('1 + 1')",
        "exec(text)",
        "import builtins\nbuiltins.exec(text)",
        "np.load(path)",
        "numpy.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=trusted)",
        "format.read_array(file, allow_pickle=True)",
        "torch.load(path)",
        "yaml.load(text)",
        "subprocess.run('ls', shell=True)",
        "subprocess.run('ls', shell=flag)",
        "os.system('ls')",
    ],
)
def test_an_unsafe_loader_is_noticed(text: str) -> None:
    assert len(list(unsafe(text, "app/offender.py"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "np.load(path, allow_pickle=False)",
        "subprocess.run(['ls'], shell=False)",
        "model.eval()",
        "re.compile('a')",
        "json.loads(text)",
        "torch.load(path, weights_only=True)",
    ],
)
def test_what_is_safe_passes(text: str) -> None:
    assert list(unsafe(text, "app/innocent.py")) == []
