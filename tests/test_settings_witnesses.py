"""Settings of second witnesses: what fits a kind, and what doesn't."""

from pathlib import Path

import pytest

from newswatch.config import Settings, SourceKind, load
from newswatch.errors import ConfigError

LIST = '[[units.sources]]\nid = "list"\nkind = "listing"\nurl = "https://xa.example.vn/tin"\npreset = "wordpress"\n'


def read(folder: Path, source: str) -> Settings:
    path = folder / "config.toml"
    path.write_text(
        f'database = "n.db"\n[[units]]\nid = "unit"\nname = "Thử"\nrules = ["quang-dien-2614"]\n{LIST}\n[[units.sources]]\nid = "w"\n{source}',
        encoding="utf-8",
    )
    return load(path)


@pytest.mark.parametrize("place", ["/wp-json/wp/v2/posts", "/?rest_route=/wp/v2/posts", "/?rest_route=%2Fwp%2Fv2%2Fposts"])
def test_a_list_for_machines_is_an_extra_source_of_its_site(tmp_path: Path, place: str) -> None:
    """It is not required, reads articles as the list of its site does, and bears witness of it."""
    (unit,) = read(tmp_path, f'kind = "wordpress"\nurl = "https://xa.example.vn{place}"').units
    listed, witness = unit.sources
    assert (witness.kind, witness.required, witness.profile) == (SourceKind.WORDPRESS, False, listed.profile)
    assert unit.witnesses == {"w": ("list",)}


def test_it_bears_no_witness_of_another_site(tmp_path: Path) -> None:
    """A unit with two sites needs a witness for each."""
    (unit,) = read(tmp_path, 'kind = "wordpress"\nurl = "https://khac.example.vn/wp-json/wp/v2/posts"').units
    assert unit.witnesses == {"w": ()}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('kind = "wordpress"\nurl = "https://xa.example.vn/"', r"url: expected the address of WordPress' list of posts, ending in"),
        (
            'kind = "wordpress"\nurl = "https://xa.example.vn/wp-json/wp/v2/posts"\n[units.sources.profile]\nnext_page = "a.sau"',
            r"profile\.next_page: tells how a listing page is read; a source of kind wordpress has none",
        ),
        (
            'kind = "sitemap"\nurl = "https://xa.example.vn/sitemap.xml"\n[units.sources.profile]\nentry = "div.tin"',
            r"profile\.entry: tells how a listing page is read; a source of kind sitemap has none",
        ),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, source: str, said: str) -> None:
    """An address that is no such list, and keys that only a listing page has, are faults of the configuration."""
    with pytest.raises(ConfigError, match=said):
        read(tmp_path, source)
