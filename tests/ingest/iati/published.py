"""The standard's own files, where a folder with them stands beside the project; and their schemas in our notation."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "iati"
X = "{http://www.w3.org/2001/XMLSchema}"
COUNTS = {("1", "1"): "", ("0", "1"): "?", ("1", "unbounded"): "+", ("0", "unbounded"): "*"}
SCHEMAS = {
    "common": "iati-common", "activities": "iati-activities-schema", "organisations": "iati-organisations-schema",
    "registry": "iati-registry-record-schema",
}  # fmt: skip


@cache
def members(archive: str) -> dict[str, bytes]:
    """The files of one of the publisher's archives by name; none where the archive is not there."""
    path = SHARED / f"{archive}.tar.xz"
    if not path.is_file():
        return {}
    with tarfile.open(path, "r:xz") as tar:
        files = ((one.name, tar.extractfile(one)) for one in tar if one.isfile())
        return {name: file.read() for name, file in files if file is not None}


def standard() -> dict[str, bytes]:
    return members("iati_schemas_codelists_rulesets_examples")


def own_tests() -> dict[str, bytes]:
    """The standard's tests of its schemas: documents that should pass and that should fail."""
    found = members("iati_schema_tests_2.03")
    return {name: content for name, content in found.items() if "/should-" in name}


def real_files() -> dict[str, bytes]:
    return {n: c for n, c in members("iati_real_activities_dportal_2021").items() if n.endswith(".xml")}


def official_schema(version: str, part: str) -> Any:
    """The publisher's schema itself."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Beside(version))
    tree = etree.parse(io.BytesIO(standard()[f"schemas/{version}/{SCHEMAS[part]}.xsd"]), parser)
    return etree.XMLSchema(tree)


class _Beside(etree.Resolver):
    def __init__(self, version: str) -> None:
        self.version = version

    def resolve(self, url: str, _: str, context: Any) -> Any:
        return self.resolve_string(standard()[f"schemas/{self.version}/{Path(url).name}"], context)


def notation(version: str) -> str:
    """The publisher's schemas in the notation of ``ingest/iati/standard``, without its comments."""
    lines: list[str] = []
    for part, name in SCHEMAS.items():
        found = _Notation(etree.fromstring(standard()[f"schemas/{version}/{name}.xsd"]))
        lines += [f"[{part}]", f"elements: {' '.join(found.elements)}"]
        lines += [f"{kind} = {said}".rstrip() for kind, said in sorted(found.types.items())]
    return "\n".join(lines)


class _Notation:
    """One schema, read into our notation; it knows just what the publisher uses and stops at anything else."""

    def __init__(self, root: Any) -> None:
        self.types: dict[str, str] = {}
        self.elements: list[str] = []
        for one in root.iterchildren(X + "element"):
            kind = self.type_of(one, "")
            self.elements.append(one.get("name") + ("" if kind == one.get("name") else f":{kind}"))
        for one in root.iterchildren(X + "complexType"):
            self.describe(one, one.get("name"))

    def type_of(self, element: Any, owner: str) -> str:
        inner = element.find(X + "complexType")
        if element.get("type") or inner is None:
            return str(element.get("type", "anyType")).removeprefix("xsd:")
        name = f"{owner}/{element.get('name')}".lstrip("/")
        self.describe(inner, name)
        return name

    def describe(self, kind: Any, name: str) -> None:
        assert set(kind.attrib) <= {"name"}
        extension = kind.find(f"*/{X}extension")
        whole = kind if extension is None else extension
        said = list(self.particles(whole, name))
        if extension is not None:
            mark = "<" if extension.getparent().tag == X + "simpleContent" else "<<"
            said.insert(0, mark + extension.get("base").removeprefix("xsd:"))
        self.types[name] = " ".join([*said, "|", *self.attributes(whole)])

    def particles(self, whole: Any, owner: str) -> Iterator[str]:
        for group in whole.iterchildren(X + "sequence", X + "choice"):
            for one in group.iterchildren(X + "element", X + "any"):
                count = group if group.tag == X + "choice" else one
                often = COUNTS[count.get("minOccurs", "1"), count.get("maxOccurs", "1")]
                yield self.particle(one, owner) + often

    def particle(self, one: Any, owner: str) -> str:
        if one.tag == X + "any":
            assert (one.get("namespace"), one.get("processContents")) == ("##other", "lax")
            return "~"
        if one.get("ref"):
            return str(one.get("ref"))
        name, kind = one.get("name"), self.type_of(one, owner)
        return f"{name}/" if kind == f"{owner}/{name}" else f"{name}:{kind}"

    def attributes(self, whole: Any) -> Iterator[str]:
        for one in whole.iterchildren(X + "attribute", X + "anyAttribute"):
            if one.tag == X + "anyAttribute":
                assert (one.get("namespace"), one.get("processContents")) == ("##other", "lax")
                yield "~"
                continue
            assert not set(one.attrib) - {"name", "ref", "type", "use"}
            name = one.get("name") or one.get("ref")
            kind = "date" if one.get("ref") == "value-date" else (one.get("type") or "xsd:string").removeprefix("xsd:")
            yield name + ("!" if one.get("use") == "required" else "") + ("" if kind == "string" else f":{kind}")
