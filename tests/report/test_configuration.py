"""The settings in force as JSON."""

import json
from pathlib import Path

from newswatch.config import load
from newswatch.report import json_shapes

WHOLE = """
networks = ["127.0.0.0/8", "fc00::/7"]
inbox = "hop"
[fetch]
requests_a_day = 5
cluster = "tcp://10.0.0.7:8786"
[fetch.hosts."xa.example.vn"]
pace_seconds = 5.0
requests_a_day = 3
[evidence]
images_mb = 1
[documents]
templates = "mau"
[schedule]
checks = ["06:30"]
[tsa]
url = "https://tsa.example.vn/"
certificate = "ca.pem"
[feed]
path = "ra/{unit}-{year}.json"
[web]
host = "0.0.0.0"
hosts = ["192.168.1.5"]
proxies = ["127.0.0.1"]
[mail]
host = "smtp.example.vn"
sender = "newswatch@example.vn"
ca_file = "ca.pem"
[[units]]
id = "xa"
name = "Thử"
rules = ["quang-dien-2614"]
valid_from = 2025-07-01
[[units.board]]
address = "a@example.vn"
[[units.sources]]
id = "tin"
kind = "feed"
url = "https://xa.example.vn/rss"
login = "may"
password_file = "mat-khau"
ca_file = "ca.pem"
"""


def test_settings_of_every_table_are_told_as_json(tmp_path: Path) -> None:
    """Whatever tables config.toml has, `config --json` can tell all of them: networks and proxies too."""
    for folder in ("mau", "ra"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ca.pem").write_text("", encoding="utf-8")
    (tmp_path / "config.toml").write_text(WHOLE, encoding="utf-8")
    told = json.loads(json.dumps(json_shapes.configuration(load(tmp_path / "config.toml"))))
    assert told["fetch"]["networks"] == told["mail"]["networks"] == ["127.0.0.0/8", "fc00::/7"]
    assert told["web"]["proxies"] == ["127.0.0.1"]
