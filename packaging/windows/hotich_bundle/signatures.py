"""Whose the programs are: each .exe, .dll and .pyd of Python bears the Python Software Foundation's signature.

The package that carries them on the index is a third party's; its hash only says that it is the one we once looked at.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hotich_bundle.errors import CannotBuild

SIGNED = (".exe", ".dll", ".pyd")
_OWNER = "Python Software Foundation"
_RUNTIME = re.compile(r"vcruntime140(_\d)?\.dll")
_RUNTIME_OWNER = "Microsoft Corporation"
"""The C runtime is Microsoft's. Its root certificate is in no Linux system's store, so of it the digest and the name
are checked, not the chain."""


def check_signatures(folder: Path) -> int:
    """Check all programs of a Python; returns how many. Raises CannotBuild, also without osslsigncode."""
    if not shutil.which("osslsigncode"):
        raise CannotBuild(
            "osslsigncode is missing, and without it nobody knows whose Python this is: apt install osslsigncode"
        )
    programs = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SIGNED]
    if faults := [fault for path in programs for fault in _faults(path)]:
        raise CannotBuild("not Python's own: " + "; ".join(faults))
    return len(programs)


def _faults(path: Path) -> Iterator[str]:
    """What is wrong with one program's signature."""
    command = ["osslsigncode", "verify", *_offline(), "-in", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runtime = _RUNTIME.fullmatch(path.name.lower())
    yield from judge(path.name, said.stdout, said.returncode, runtime=bool(runtime))


@cache
def _offline() -> tuple[str, ...]:
    """Options that keep it from the network: lists of revoked certificates come from there, and a build is to say the
    same without. Older versions (Debian 12: 2.5) ask for no such lists, and refuse the options."""
    known = subprocess.run(["osslsigncode", "verify", "--help"], capture_output=True, text=True, check=False)
    return tuple(option for option in ("-ignore-cdp", "-ignore-crl") if option in known.stdout + known.stderr)


def judge(name: str, said: str, code: int, *, runtime: bool) -> Iterator[str]:
    """What is wrong by what osslsigncode said."""
    digests = [
        re.search(rf"^{which} message digest *: *([0-9A-F]+)", said, re.MULTILINE)
        for which in ("Current", "Calculated")
    ]
    if not all(digests) or len({found[1] for found in digests if found}) != 1:
        yield f"{name} is not what was signed"
        return
    owner = _RUNTIME_OWNER if runtime else _OWNER
    signer = re.search(r"Signer's certificate:.*?Subject: (.*)", said, re.DOTALL)
    if signer is None or f"/O={owner}/" not in signer[1].splitlines()[0] + "/":
        yield f"{name} is not signed by {owner}"
    elif not runtime and code:
        yield f"{name}: its signature leads to no root certificate that this machine trusts"
