"""Whose a program is, by what osslsigncode said of it."""

import re
import shutil
from pathlib import Path

import pytest
from hotich_bundle import signatures
from hotich_bundle.errors import CannotBuild
from hotich_bundle.signatures import check_signatures, judge

SAID = """\
Current message digest    : 03A6DEA9
Calculated message digest : 03A6DEA9
Signer's certificate:
\tSigner #0:
\t\tSubject: /C=US/ST=Oregon/L=Beaverton/O=Python Software Foundation/CN=Python Software Foundation
\t\tIssuer : /C=US/O=DigiCert, Inc./CN=DigiCert Trusted G4 Code Signing RSA4096 SHA384 2021 CA1
"""


def faults(said: str = SAID, code: int = 0, *, runtime: bool = False) -> str:
    return "; ".join(judge("x.dll", said, code, runtime=runtime))


def test_what_the_foundation_signed_is_python() -> None:
    assert faults() == ""


def test_what_was_changed_afterwards_is_not() -> None:
    assert "not what was signed" in faults(
        SAID.replace("Calculated message digest : 03", "Calculated message digest : 04")
    )


def test_what_bears_no_signature_is_not() -> None:
    assert "not what was signed" in faults("No signature found\n", 1)


def test_what_somebody_else_signed_is_not() -> None:
    assert "not signed by Python Software Foundation" in faults(SAID.replace("/O=Python Software", "/O=Some Software"))


def test_the_name_counts_only_as_the_signers_own() -> None:
    """Not in what the issuer or a countersignature is called."""
    other = SAID.replace("/O=Python Software Foundation/CN=Python Software Foundation", "/O=X/CN=/O=PSF")
    assert "not signed" in faults(f"{other}Issuer: /O=Python Software Foundation/\n")


def test_a_chain_that_leads_nowhere_is_refused() -> None:
    assert "root certificate" in faults(code=1)


def test_the_runtime_is_microsofts_by_name_and_digest() -> None:
    said = re.sub("/O=Python Software Foundation.*", "/O=Microsoft Corporation/CN=Microsoft Windows", SAID)
    assert faults(said, 1, runtime=True) == ""
    assert faults(said, 1) != ""
    assert faults(SAID, 0, runtime=True) != ""


def test_without_the_tool_nothing_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures.shutil, "which", lambda name: None)
    with pytest.raises(CannotBuild, match="apt install osslsigncode"):
        check_signatures(tmp_path)


@pytest.mark.skipif(not shutil.which("osslsigncode"), reason="osslsigncode is not here")
def test_a_file_that_is_no_program_is_named(tmp_path: Path) -> None:
    (tmp_path / "python.exe").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "LICENSE.txt").write_text("no program", encoding="ascii")
    with pytest.raises(CannotBuild, match=r"python\.exe is not what was signed"):
        check_signatures(tmp_path)
