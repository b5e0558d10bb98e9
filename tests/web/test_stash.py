"""What is kept for an hour for whoever typed it: strangers who send many forms push out their own alone."""

import re

from flask import Flask

from web.pages import Browser, Clock

_KEY = re.compile(r'name="giu" value="([^"]+)"')


def test_strangers_push_out_nothing_of_others(app: Flask, editor: Browser, clock: Clock) -> None:
    """What an editor typed before the session ended is there after the login, though a stranger sent hundreds of forms meanwhile."""
    clock.at = "2026-11-26 12:00"
    ended = editor.post("/truyen-thanh", {"title": "Một cửa thêm giờ", "trang": "/truyen-thanh"})
    key = _KEY.search(ended.text)
    assert (ended.status_code, bool(key)) == (401, True)
    stranger = Browser(app, "10.9.9.9")
    for n in range(250):
        assert stranger.client.post("/cho-xet", data={"x": str(n)}, environ_base={"REMOTE_ADDR": "10.9.9.9"}).status_code == 401
    assert key
    back = editor.login("editor", toi="/truyen-thanh", giu=key[1]).headers["Location"]
    assert 'value="Một cửa thêm giờ"' in editor.get(back).text


def test_strangers_push_out_no_one_time_link(app: Flask, manager: Browser) -> None:
    """A link that was just made is shown to who made it, whatever strangers send from the same address meanwhile."""
    number = re.search(r"/cai-dat/tai-khoan/(\d+)", manager.get("/cai-dat/tai-khoan").text)
    assert number
    made = manager.post(f"/cai-dat/tai-khoan/{number[1]}/duong-dan")
    for n in range(250):
        Browser(app).client.post("/cho-xet", data={"x": str(n)})
    assert "/lien-ket/" in manager.get(made.headers["Location"]).text
