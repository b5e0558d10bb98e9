"""Why mails did not go out (`newswatch.mail`) and how a server was reached, in Vietnamese."""

_PATH = "kiểm tra mail.host và mail.port"
_KEEPER = "hỏi bên quản trị máy chủ thư"

MESSAGES = (
    ("restored from a backup of {at_utc}: it may have been sent since then", "khôi phục từ bản sao lưu lúc {at_utc}: có thể đã gửi sau đó"),
    (
        "handed over with the unit's history of {at_utc}: it may have been sent from there since then",
        "nhận cùng lịch sử của đơn vị lúc {at_utc}: nơi bàn giao có thể đã gửi sau đó",
    ),
    ("refused {what} ({said}); {way}", "từ chối {what} ({said}); {way}"),
    ("broke off at {what} ({said}); if that lasts, ask its keeper", f"ngắt kết nối ở {{what}} ({{said}}); nếu kéo dài, {_KEEPER}"),
    (
        "takes no mail of {n} bytes, at most {most}; {way}",
        "không nhận thư dài {n} byte, nhiều nhất {most}; {way}",
    ),
    (
        "offers no STARTTLS, and nothing is sent in clear text instead; check mail.port, or ask its keeper which mail.security it wants",
        "không có STARTTLS, và chương trình không gửi khi chưa mã hóa; kiểm tra mail.port, hoặc hỏi bên quản trị máy chủ thư cần mail.security nào",
    ),
    (
        "offers no login by PLAIN, LOGIN or CRAM-MD5 (none); check mail.port and mail.security, or leave mail.login empty",
        "không cho đăng nhập bằng PLAIN, LOGIN hay CRAM-MD5 (không có cách nào); kiểm tra mail.port và mail.security, hoặc để trống mail.login",
    ),
    (
        "offers no login by PLAIN, LOGIN or CRAM-MD5 (only {ways}); check mail.port and mail.security, or leave mail.login empty",
        "không cho đăng nhập bằng PLAIN, LOGIN hay CRAM-MD5 (chỉ có {ways}); kiểm tra mail.port và mail.security, hoặc để trống mail.login",
    ),
    (
        "a password is never sent over a connection that is not encrypted; set mail.security to 'starttls' or 'tls'",
        "mật khẩu không bao giờ được gửi qua kết nối chưa mã hóa; đặt mail.security là 'starttls' hoặc 'tls'",
    ),
    ("no login as {login}: {inner}", "không đăng nhập được bằng {login}: {inner}"),
    (
        "there is no password for the login {login}; set NEWSWATCH_SMTP_PASSWORD or NEWSWATCH_SMTP_PASSWORD_FILE, name mail.password_file, "
        "or give the systemd credential smtp-password",
        "chưa có mật khẩu cho tên đăng nhập {login}; đặt NEWSWATCH_SMTP_PASSWORD hoặc NEWSWATCH_SMTP_PASSWORD_FILE, khai báo mail.password_file, "
        "hoặc cấp credential smtp-password của systemd",
    ),
    (
        "mail.ca_file {file} holds no certificate to trust ({why}); expected a PEM file",
        "tệp mail.ca_file {file} không có chứng thư nào ({why}); cần tệp PEM",
    ),
    (
        "its certificate can't be trusted ({why}); set mail.host to the name it is made for, or name its authority's certificate as mail.ca_file",
        "chứng thư số của máy chủ không đáng tin ({why}); đặt mail.host đúng tên ghi trong chứng thư, hoặc khai báo chứng thư của tổ chức ký "
        "vào mail.ca_file",
    ),
    (
        "no TLS with it ({why}); check mail.port and mail.security",
        "không lập được kết nối TLS ({why}); kiểm tra mail.port và mail.security",
    ),
    ("that is no name of a server; check mail.host", "đây không phải tên máy chủ; kiểm tra mail.host"),
    (
        "the name can't be resolved ({why}); check mail.host and this computer's network",
        "không tra được tên máy chủ ({why}); kiểm tra mail.host và mạng của máy này",
    ),
    (
        "no answer within {n} s{when}; if that lasts, check mail.host, mail.port and mail.security",
        "không trả lời trong {n} giây{when}; nếu kéo dài, kiểm tra mail.host, mail.port và mail.security",
    ),
    (
        "no connection{when} ({why}); if that lasts, check mail.host and mail.port, and whether the server is up",
        f"không kết nối được{{when}} ({{why}}); nếu kéo dài, {_PATH}, và xem máy chủ thư có chạy không",
    ),
    (
        "{sender} is no mail address in ASCII; correct it in config.toml",
        "{sender} không phải địa chỉ thư chỉ gồm chữ không dấu (ASCII); sửa trong config.toml",
    ),
    (
        "{address} is no mail address that every server can carry (ASCII, no SMTPUTF8); correct it in config.toml; "
        "a domain with other letters is written in its xn-- form",
        "{address} không phải địa chỉ thư mà máy chủ nào cũng chuyển được (chỉ chữ không dấu, ASCII); sửa trong config.toml; "
        "tên miền có dấu phải viết theo dạng xn--",
    ),
    (
        "can't be written ({why}); make room on the disk, or see that newswatch may write there (mail.folder)",
        "không ghi được ({why}); dọn chỗ trên đĩa, hoặc cho phép newswatch ghi vào đó (mail.folder)",
    ),
    ("broken off while it was handed over", "bị ngắt trong lúc đang gửi"),
    ("mails are written into this folder, since no mail.host is set", "thư được ghi vào thư mục này, vì chưa khai báo mail.host"),
    ("reached, not encrypted, logged in as {login}", "kết nối được, không mã hóa, đã đăng nhập bằng {login}"),
    ("reached, not encrypted, no login", "kết nối được, không mã hóa, không đăng nhập"),
    ("reached, {protection}, logged in as {login}", "kết nối được, {protection}, đã đăng nhập bằng {login}"),
    ("reached, {protection}, no login", "kết nối được, {protection}, không đăng nhập"),
)

PHRASES = (
    ("the connection", "kết nối"),
    ("STARTTLS", "bước STARTTLS"),
    ("the login {name}", "đăng nhập bằng {name}"),
    ("the login", "đăng nhập"),
    ("another mail", "thư tiếp theo"),
    ("the sender {name}", "địa chỉ gửi {name}"),
    ("the sender", "địa chỉ gửi"),
    ("the recipient {name}", "người nhận {name}"),
    ("the recipient", "người nhận"),
    ("the mail", "thư"),
    ("all mail from {name}", "mọi thư gửi từ {name}"),
    ("at {what}", "ở bước {what}"),
    ("while the mail was on its way; it has not been taken", "trong lúc chuyển thư; thư chưa được nhận"),
    ("it wants to be asked again later", "máy chủ hẹn thử lại sau"),
    ("ask its keeper whether this computer may send through it", "hỏi bên quản trị máy chủ thư xem máy này có được gửi qua đó không"),
    (
        "ask its keeper, or see whether it speaks TLS from the first byte (mail.security = 'tls')",
        f"{_KEEPER}, hoặc thử TLS ngay từ đầu (mail.security = 'tls')",
    ),
    (
        "check mail.login and the password; some providers want an app password made for this",
        "kiểm tra mail.login và mật khẩu; một số nhà cung cấp cần mật khẩu ứng dụng riêng",
    ),
    ("ask its keeper", _KEEPER),
    (
        "check mail.sender, mail.login and mail.security: most servers take only the address of the login, and others only computers "
        "that their keeper has named",
        "kiểm tra mail.sender, mail.login và mail.security: phần lớn máy chủ chỉ nhận địa chỉ của tài khoản đăng nhập, số khác chỉ nhận máy "
        "đã được bên quản trị khai báo",
    ),
    (
        "check the address; `newswatch outbox retry N --to ADDRESS` sends it to the right one",
        "kiểm tra địa chỉ; `newswatch outbox retry SỐ --to ĐỊA_CHỈ` gửi sang địa chỉ đúng",
    ),
    ("ask its keeper why, then run `newswatch outbox retry`", f"{_KEEPER} vì sao, rồi chạy `newswatch outbox retry`"),
    ("something else", "nội dung khác"),
    ("nothing", "nội dung trống"),
)
"""Steps of a session, and what helps where a server refuses in them."""
