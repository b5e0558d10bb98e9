"""What is wrong with the feed for other systems, and with [feed] of config.toml, in Vietnamese."""

MESSAGES = (
    (
        "a secret is never written here; put it into a file and name that as secret_file, or set {variable}",
        "không bao giờ ghi bí mật ở đây; ghi vào một tệp riêng rồi khai báo tệp đó ở secret_file, hoặc đặt biến {variable}",
    ),
    (
        "expected no other braces than {one} and {other}, found {x}",
        "trong dấu ngoặc nhọn chỉ được ghi {one} và {other}, nhưng có {x}",
    ),
    (
        "has no {one} in it, and {n} units would write one file; write for example {file}",
        "không có {one}, nên {n} đơn vị sẽ cùng ghi một tệp; ghi chẳng hạn {file}",
    ),
    ("expected the name of a file, found a folder: {file}", "cần tên tệp, nhưng đây là thư mục: {file}"),
    (
        "{file} lies in the inbox, whose files are taken for loudspeaker logs; name another folder",
        "{file} nằm trong hộp nhận sổ, nơi mọi tệp bị coi là sổ phát thanh; chọn thư mục khác",
    ),
    ("the answer is too large or too slow", "trả lời quá dài hoặc quá chậm"),
    ("does not answer: {why}", "không trả lời: {why}"),
    (
        "there is no secret to sign it with; name a file with it as secret_file in [feed], or set {variable}",
        "chưa có bí mật để ký; khai báo tệp bí mật ở secret_file trong [feed], hoặc đặt biến {variable}",
    ),
    ("answered HTTP {n}{when}; it is tried again", "trả lời HTTP {n}{when}; sẽ gửi lại"),
    ("refused it: HTTP {n}{when}", "từ chối: HTTP {n}{when}"),
    (
        "redirects to another address ({where}), to which nothing is sent; write the right one as url in [feed]",
        "chuyển hướng tới địa chỉ khác ({where}), nơi không được gửi gì; ghi địa chỉ đúng ở url trong [feed]",
    ),
    ("is named in [feed] no more, so nothing is sent there", "không còn được khai báo ở [feed], nên không gửi gì tới đó"),
    ("there is no such folder; make it, and let the receiver read it", "không có thư mục này; hãy tạo và cho bên nhận đọc"),
    ("can't be written: {why}", "không ghi được: {why}"),
)

PHRASES = (("secret of the feed", "bí mật của [feed]"),)
