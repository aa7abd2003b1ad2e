"""TLS by files: what is wrong with them is said in words, and a renewed pair is taken up without a restart."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.web.tls import TlsFiles

OPENSSL = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs, `one` and `other`, and the key of the first encrypted."""
    folder = tmp_path_factory.mktemp("tls")
    for name in ("one", "other"):
        files = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-nodes", "-subj", f"/CN={name}.example")
        subprocess.run([*OPENSSL, *files], cwd=folder, check=True, capture_output=True, timeout=60)
    words = ("openssl", "pkey", "-in", "one.key", "-out", "locked.key", "-aes256", "-passout", "pass:secret")
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=60)
    both = (folder / "one.pem").read_text() + (folder / "one.key").read_text()
    (folder / "both.pem").write_text(both)
    (folder / "cut.pem").write_text((folder / "one.pem").read_text()[:200])
    return folder


def test_a_pair_or_one_file_with_both_is_taken(pairs: Path) -> None:
    TlsFiles(pairs / "one.pem", pairs / "one.key").open()
    TlsFiles(pairs / "both.pem", None).open()


@pytest.mark.parametrize(
    ("certificate", "key", "words"),
    [
        ("none.pem", "one.key", "TRISHUL_TLS_CERTIFICATE: .*none.pem cannot be read: No such file"),
        ("one.pem", "none.key", "TRISHUL_TLS_KEY: .*none.key cannot be read"),
        ("one.key", "one.key", "TRISHUL_TLS_CERTIFICATE: .*one.key holds no certificate"),
        ("one.pem", "one.pem", "TRISHUL_TLS_KEY: .*one.pem holds no private key"),
        ("one.pem", "other.key", "other.key is not that of the certificate in .*one.pem"),
        ("one.pem", "locked.key", "locked.key is encrypted"),
        ("cut.pem", "one.key", "cannot be used for TLS"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(pairs: Path, certificate: str, key: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        TlsFiles(pairs / certificate, pairs / key).open()


def common_name(context: ssl.SSLContext) -> bytes:
    """Of the certificate that a client sees; two ends are joined in memory."""
    asker = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asker.check_hostname, asker.verify_mode = False, ssl.CERT_NONE
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = asker.wrap_bio(to_client, to_server)
    server = context.wrap_bio(to_server, to_client, server_side=True)
    for end in (client, server, client):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return client.getpeercert(binary_form=True) or b""


def test_a_renewed_pair_is_taken_up_and_a_broken_one_is_not(pairs: Path, tmp_path: Path) -> None:
    certificate, key = tmp_path / "live.pem", tmp_path / "live.key"

    def put(name: str, key_name: str, changed_at: int) -> None:
        shutil.copy(pairs / f"{name}.pem", certificate)
        shutil.copy(pairs / f"{key_name}.key", key)
        os.utime(certificate, (changed_at, changed_at))

    put("one", "one", 1)
    files = TlsFiles(certificate, key)
    files.open()
    assert files.read_again() is False
    assert b"one.example" in common_name(files.context)
    put("other", "one", 2)
    with pytest.raises(InvalidInput, match="is not that of"):
        files.read_again()
    assert b"one.example" in common_name(files.context)
    put("other", "other", 3)
    assert files.read_again() is True
    assert b"other.example" in common_name(files.context)
