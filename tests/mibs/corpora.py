"""The corpora in ../shared/mibs: archives of real modules, and a list of those that well-known compilers reject.

The ordinary run takes a sample of them; TRISHUL_FULL_CORPORA=1 takes all.
"""

from __future__ import annotations

import csv
import os
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source
from trishul.smi.syntax import ParsedSource

SAMPLE = 1 if os.environ.get("TRISHUL_FULL_CORPORA") == "1" else 12
MAX_PARSE_S = 2.0
"""No file may hold up the others longer."""


def files_of(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Names and octets of all files in an archive, one after the other."""
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield Path(member.name).name, file.read()


@dataclass(frozen=True)
class Texts:
    """All texts of an archive as files, as other compilers want them: to unpack it takes seconds."""

    folder: Path
    names: list[str]
    """In the order of the archive."""

    @classmethod
    def unpacked(cls, archive: Path, folder: Path) -> Texts:
        """Writes the files into a folder."""
        texts = cls(folder, [])
        for name, data in files_of(archive):
            (folder / name).write_bytes(data)
            texts.names.append(name)
        return texts

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Names and octets, one after the other."""
        return ((name, (self.folder / name).read_bytes()) for name in self.names)


def rejected(mibs: Path) -> list[tuple[str, str]]:
    """Corpus and module of everything that some compiler rejects."""
    with (mibs / "rejected.tsv").open() as file:
        return [(row["corpus"], row["module"]) for row in csv.DictReader(file, delimiter="\t")]


class RejectedTexts:
    """The texts that some well-known compiler rejects, each parsed when it is first asked for."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, str], ParsedSource] = {}

    def parsed(self, corpus: str, name: str, data: bytes) -> ParsedSource:
        """The text of this name in a corpus."""
        if (corpus, name) not in self._parsed:
            self._parsed[corpus, name] = parse_source(decode_source(name, data))
        return self._parsed[corpus, name]


class Corpus(NamedTuple):
    """Every n-th text of an archive, and all that some well-known compiler rejects, parsed."""

    name: str
    parsed: list[ParsedSource]
    slow: list[str]
    """Texts that held up the others."""


def read_corpus(name: str, mibs: Path, texts: Texts, rejected_texts: RejectedTexts) -> Corpus:
    """Parses the share of an archive that is looked at; those that compilers reject are remembered for others."""
    corpus = Corpus(name, [], [])
    wanted = {module for home, module in rejected(mibs) if home == name}
    for number, (file, data) in enumerate(texts):
        begun = time.process_time()
        if file in wanted:
            corpus.parsed.append(rejected_texts.parsed(name, file, data))
        elif number % SAMPLE == 0:
            corpus.parsed.append(parse_source(decode_source(file, data)))
        if time.process_time() - begun > MAX_PARSE_S:
            corpus.slow.append(file)
    return corpus
