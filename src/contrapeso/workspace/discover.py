"""Finds packs and sources by their folders: the built-in ones, and private ones mounted beside them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import ContentError, ContrapesoError, Fault, UnknownName
from contrapeso.core.facts import FACTS
from contrapeso.core.manifest import read_mapping
from contrapeso.core.state import is_state
from contrapeso.core.text import Text

if TYPE_CHECKING:
    from contrapeso.ingest.world.manifest import Source


@dataclass(frozen=True, slots=True)
class PackFolders:
    """The folders that make up one country's pack: the first is whole, the others extend it."""

    country: str
    folders: tuple[Path, ...]


def built_in() -> Path:
    """The content folder that ships with contrapeso."""
    return Path(str(files("contrapeso.content")))


def discover(mounted: Iterable[Path] = ()) -> dict[str, PackFolders]:
    """All packs by ISO alpha-3 code.

    A mounted folder mirrors ``content/`` or is itself a pack folder. It extends the pack of the same country, unless
    its ``pack.yml`` is whole (no ``extends``), in which case it stands in its place.
    """
    found: dict[str, PackFolders] = {}
    for folder in pack_folders(built_in()):
        found[folder.name.upper()] = PackFolders(folder.name.upper(), (folder,))
    for root in mounted:
        if not root.is_dir():
            raise ContrapesoError(
                Text(es="la carpeta de contenido no existe", en="the content folder does not exist"),
                Text(es="dé a --content una carpeta que exista", en="give --content a folder that exists"),
                where=str(root),
            )
        for folder in pack_folders(root):
            country, extends = identify(folder)
            base = found.get(country)
            folders = (*base.folders, folder) if extends and base else (folder,)
            found[country] = PackFolders(country, folders)
    return found


def find(country: str, mounted: Iterable[Path] = ()) -> PackFolders:
    """The pack of a country, or ``UnknownName`` with the packs there are."""
    packs = discover(mounted)
    if country.upper() in packs:
        return packs[country.upper()]
    there = ", ".join(sorted(packs)) or "—"
    raise UnknownName(
        Text(es=f"no hay paquete para {country!r}", en=f"there is no pack for {country!r}"),
        Text(es=f"paquetes disponibles: {there}", en=f"packs available: {there}"),
    )


def country_of(name: str, countries: Sequence[str]) -> str:
    """The country that a requirement or finding id belongs to: its prefix, or the only pack in view."""
    prefix, slash, _ = name.partition("/")
    if slash and prefix.upper() in countries:
        return prefix.upper()
    if len(countries) == 1:
        return countries[0]
    raise UnknownName(
        Text(es=f"no se sabe de qué país es {name!r}", en=f"whose {name!r} is, is not known"),
        Text(es=f"anteponga el país: {countries[0].lower()}/…", en=f"put the country first: {countries[0].lower()}/…"),
    )


def indicator_folders(mounted: Iterable[Path] = ()) -> list[Path]:
    """The folders that hold indicators: the built-in one, and those of mounted content; later ones win."""
    below = (root / "indicators" for root in (built_in(), *mounted))
    return [folder for folder in below if folder.is_dir()]


def scenario_folders(mounted: Iterable[Path] = ()) -> dict[str, Path]:
    """The folders of scenarios by name: the built-in ones, and those of mounted content; later ones win."""
    found: dict[str, Path] = {}
    for root in (built_in(), *mounted):
        for manifest in sorted((root / "scenarios").glob("*/scenario.yml")):
            found[manifest.parent.name] = manifest.parent
    return dict(sorted(found.items()))


def identify(folder: Path) -> tuple[str, bool]:
    """The country of a pack folder, and whether it only extends the pack of that country."""
    manifest = folder / "pack.yml"
    faults: list[Fault] = []
    entry = read_mapping(manifest, str(manifest), faults) if manifest.is_file() else None
    if entry is None:
        return _checked(folder.name.upper(), folder), True
    extends = entry.string("extends", required=False)
    country = (extends or entry.string("country", required=False) or folder.name).upper()
    return _checked(country, folder), extends is not None


def _checked(country: str, folder: Path) -> str:
    if is_state(country):
        return country
    what = Text(
        es=f"no se sabe de qué país es este paquete ({country})", en=f"whose pack this is is not known ({country})"
    )
    mend = Text(
        es="escriba pack.yml con «extends: <iso3>» o «country: <ISO3>»",
        en="write pack.yml with `extends: <iso3>` or `country: <ISO3>`",
    )
    raise ContentError([Fault(str(folder / "pack.yml"), 0, "country", what, mend)])


def is_pack(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("pack.yml", *(fact.file for fact in FACTS)))


def pack_folders(root: Path) -> list[Path]:
    if is_pack(root):
        return [root]
    below = root / "packs" if (root / "packs").is_dir() else root
    return sorted(folder for folder in below.iterdir() if folder.is_dir() and is_pack(folder))


def sources(mounted: Iterable[Path] = ()) -> dict[str, Source]:
    """All sources of the public record by name: the built-in ones, and those of mounted folders' ``sources/``."""
    from contrapeso.ingest.world.manifest import MANIFEST, name_of, read_source

    found: dict[str, Source] = {}
    for root in (built_in(), *mounted):
        for manifest in sorted((root / "sources").glob(f"*/{MANIFEST}")):
            found[name_of(manifest.parent)] = read_source(manifest.parent)
    return found


def find_source(name: str, mounted: Iterable[Path] = ()) -> Source:
    """A source by name, or ``UnknownName`` with the sources there are."""
    there = sources(mounted)
    if name in there:
        return there[name]
    near = difflib.get_close_matches(name, there, n=1)
    hint = f" (¿{near[0]}?)" if near else ""
    listed = ", ".join(there) or "—"
    raise UnknownName(
        Text(es=f"no hay fuente {name!r}{hint}", en=f"there is no source {name!r}{hint.replace('¿', '')}"),
        Text(es=f"fuentes disponibles: {listed}", en=f"sources available: {listed}"),
    )
