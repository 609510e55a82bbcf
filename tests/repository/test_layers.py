"""The engine and its command import where Django is not installed; lint-imports holds the rest."""

import subprocess
import sys

import pytest

REFUSE_DJANGO = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
"""

NO_DJANGO_LOADED = """
loaded = sorted(name for name in sys.modules if name.partition(".")[0] == "django")
assert not loaded, loaded
"""


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["quorate.procedure.position", "quorate.cli"])
def test_imports_where_django_is_not_installed(module):
    ended = run_python(f"{REFUSE_DJANGO}\nimport {module}\n{NO_DJANGO_LOADED}")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_refusal_itself_works():
    ended = run_python(f"{REFUSE_DJANGO}\nimport django.db")
    assert ended.returncode == 1
    assert "No module named 'django'" in ended.stderr


def test_the_look_at_what_is_loaded_works():
    ended = run_python(f"import sys\nsys.modules['django.conf'] = sys\n{NO_DJANGO_LOADED}")
    assert ended.returncode == 1
    assert "['django.conf']" in ended.stderr
