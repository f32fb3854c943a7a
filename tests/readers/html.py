"""The words of a page, with those that only open on demand."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["words"]


def words(content: bytes) -> str:
    """The text of the page's body, its pictures left out."""
    page = _Page(convert_charrefs=True)
    page.feed(content.decode("utf-8"))
    page.close()
    return page.text


class _Page(HTMLParser):
    text = ""
    unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in {"style", "script", "svg", "head"}

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in {"style", "script", "svg", "head"}

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text += data
