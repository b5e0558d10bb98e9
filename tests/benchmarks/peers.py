"""Other watchers over the same addresses, for `bench_farm`: bare fetching, urlwatch, and Scrapy with its HTTP cache.

urlwatch and Scrapy live in an environment of their own: `python3 -m venv peers && peers/bin/pip install urlwatch scrapy`.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BARE = """
import json, sys, requests
with requests.Session() as session:
    for url, tag in json.load(open(sys.argv[1])):
        session.get(url, headers={"If-None-Match": tag} if tag else {}, timeout=10).content
"""
SPIDER = """
import json, logging, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Lists(scrapy.Spider):
    name = "lists"
    start_urls = json.load(open(sys.argv[1]))

    async def start(self):
        for url in self.start_urls:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response):
        for entry in response.css("div.danh-sach > div.tin") or response.xpath("//item"):
            yield {"title": entry.css("a.tieu-de::text, title::text").get(), "day": entry.css("span.ngay::text, pubDate::text").get()}

process = CrawlerProcess({
    "HTTPCACHE_ENABLED": True, "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy", "HTTPCACHE_DIR": sys.argv[2],
    "CONCURRENT_REQUESTS": 8, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Lists)
process.start()
"""
URLWATCH = """
report:
  stdout: {enabled: true, color: false}
  text: {line_length: 75, details: false, footer: false, minimal: true}
display: {new: false, error: true, unchanged: false}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time and the peak of memory in MiB of one process with its children."""

    cpu: float
    peak: float


def measured(*command: str) -> Cost:
    """Runs a command to its end, its output thrown away, and gives what it used."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{command[:2]} failed")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def bare(folder: Path, asked: Sequence[Sequence[str]]) -> Cost:
    """The same requests with requests alone: address and ETag of each."""
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return measured(sys.executable, "-c", BARE, str(folder / "asked.json"))


class Peers:
    """urlwatch and Scrapy over the lists of a farm; `place` is the folder of their programs. Their first run fills their stores."""

    def __init__(self, place: Path, folder: Path, lists: Sequence[str]) -> None:
        self.place, self.folder = place, folder
        (folder / "lists.json").write_text(json.dumps(list(lists)), encoding="utf-8")
        (folder / "urlwatch.yaml").write_text(URLWATCH, encoding="utf-8")
        (folder / "urls.yaml").write_text("---\n".join(map(_job, lists)), encoding="utf-8")

    def run(self) -> dict[str, Cost]:
        """Each peer's cost of one visit to all lists, by its name."""
        return {"urlwatch": self._urlwatch(), "Scrapy with cache": self._scrapy()}

    def _urlwatch(self) -> Cost:
        at = {name: str(self.folder / name) for name in ("urls.yaml", "urlwatch.yaml", "urlwatch.db")}
        options = ("--urls", at["urls.yaml"], "--config", at["urlwatch.yaml"], "--cache", at["urlwatch.db"], "--hooks", "/nonexistent")
        return measured(str(self.place / "python"), str(self.place / "urlwatch"), *options)

    def _scrapy(self) -> Cost:
        return measured(str(self.place / "python"), "-c", SPIDER, str(self.folder / "lists.json"), str(self.folder / "scrapy"))


def _job(url: str) -> str:
    """A list is told by its entries, as a watcher must where a page has a counter; a feed by its items."""
    chosen = "xpath: {path: //item, method: xml}" if url.endswith("/rss") else "css: div.danh-sach"
    return f"url: {url}\nname: {url}\nfilter:\n  - {chosen}\n"
