"""Everything about one module."""

from __future__ import annotations

import zipfile
from pathlib import Path

from trishul.library.building import build_library
from trishul.library.library import Library
from trishul.library.module_facts import Revision, facts_of
from trishul.library.sources import LibraryPlaces

TEXT = """OLD-MIB DEFINITIONS ::= BEGIN
IMPORTS enterprises FROM RFC1155-SMI thing FROM NOWHERE-MIB;
old OBJECT IDENTIFIER ::= { enterprises 99998 }
END
NEW-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, enterprises FROM SNMPv2-SMI;
new MODULE-IDENTITY LAST-UPDATED "202601020000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    REVISION "202601020000Z" DESCRIPTION "Second."
    REVISION "202501020000Z" DESCRIPTION "First." ::= { enterprises 99997 }
END
"""


def test_modules_of_both_languages_are_told(tmp_path: Path) -> None:
    places = LibraryPlaces(tmp_path, tmp_path / "empty.zip")
    zipfile.ZipFile(places.standard_archive, "w").close()
    places.uploads.mkdir()
    (places.uploads / "two.mib").write_text(TEXT)
    build_library(places, on_progress=lambda _progress: None, processes=1)
    library = Library.open(places.index, places.standard_archive)
    records = {record.name: record for record in library.modules()}
    old, new = (facts_of(library, records[name]) for name in ("OLD-MIB", "NEW-MIB"))
    library.close()
    assert (old.is_smiv2, old.identity, old.root, old.revisions) == (False, "", "", ())
    assert "NOWHERE-MIB" in old.missing
    assert (new.is_smiv2, new.identity, new.file, new.origin) == (True, "new", "two.mib", "uploaded")
    assert new.revisions == (Revision("202601020000Z", "Second."), Revision("202501020000Z", "First."))
    assert (new.description, new.contact) == ("d", "c")
