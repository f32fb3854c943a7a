"""Pictures made fit to stand inside an HTML page: no style attributes, unique ids, a name for those who cannot see."""

from __future__ import annotations

import re
from xml.etree import ElementTree

__all__ = ["inlined"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_STYLED = {
    "clip-rule",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
}
_LOCAL = re.compile(r"url\(#([^)]+)\)")


def inlined(picture: bytes, anchor: str, alt: str) -> str:
    """An SVG file as an element of a page.

    A strict policy forbids style attributes, so each becomes the presentation attributes that it stands for; ids get
    the figure's anchor before them; what is no drawing (metadata, style sheets) goes.
    """
    root = ElementTree.fromstring(picture)
    for parent in root.iter():
        for child in list(parent):
            if child.tag in {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style", f"{{{_SVG}}}title"}:
                parent.remove(child)
    for element in root.iter():
        for declaration in element.attrib.pop("style", "").split(";"):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name in _STYLED:
                element.set(name, value)
        if element.tag == f"{{{_SVG}}}text":
            element.attrib.pop("font-family", None)  # the page's own
        if "id" in element.attrib:
            element.set("id", f"{anchor}-{element.get('id')}")
        for name, value in element.attrib.items():
            element.set(name, _LOCAL.sub(rf"url(#{anchor}-\1)", value))
        if (link := element.attrib.pop(_XLINK, "")).startswith("#"):
            element.set("href", f"#{anchor}-{link[1:]}")
    for empty in [part for part in root.findall(f"{{{_SVG}}}defs") if not len(part)]:
        root.remove(empty)
    points = float(root.attrib.pop("width", "0pt").removesuffix("pt"))
    root.attrib.pop("height", None)
    root.attrib.pop("version", None)
    root.set("width", f"{points * 4 / 3:.0f}")  # CSS pixels, of which there are 96 to the inch
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("focusable", "false")
    root.set("stroke-linejoin", "round")
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode")
