"""What is said of logins and of secrets that lie where they must not, in Vietnamese."""

_SHOWN = "mà địa chỉ thì được in ra, lưu lại và gửi trong thư"
_OWN_FILE = "ghi mật khẩu vào một tệp riêng, khai báo tệp đó ở password_file"

MESSAGES = (
    ("the {what} can't be read from it: it is no UTF-8 text", "không đọc được {what} từ tệp này: không phải văn bản UTF-8"),
    ("the {what} can't be read from it: {why}", "không đọc được {what} từ tệp này: {why}"),
    (
        "the {what} can be read there by every account of this machine; close it: chmod 600 {file}",
        "mọi tài khoản trên máy này đều đọc được {what} ở đó; hãy đóng lại: chmod 600 {file}",
    ),
    ("expected the {what} as its one line of text, found {why}", "tệp này phải có đúng một dòng là {what}, nhưng lại có {why}"),
    (
        "there is no password for the login {login}; name a file with it as password_file of the source, or set {variable} or {other}",
        "chưa có mật khẩu cho tên đăng nhập {login}; khai báo tệp mật khẩu ở password_file của nguồn tin, hoặc đặt biến {variable} hay {other}",
    ),
    (
        "its text repeats the password of the login, so it is not kept; the portal's keeper has to mend it",
        "nội dung trang lặp lại mật khẩu của tên đăng nhập nên không được lưu; đề nghị bên quản trị cổng sửa",
    ),
    (
        "carries a login, which no address may; give it to the source as login and password_file",
        "có kèm tên đăng nhập, điều không địa chỉ nào được có; khai báo ở login và password_file của nguồn tin",
    ),
    ("stands without a login; name whose password it is: login = {name}", "không đi kèm login; ghi rõ mật khẩu của ai: login = {name}"),
    (
        "expected the name alone, without a colon; its password goes into a file of its own, named as password_file",
        f"chỉ ghi tên, không có dấu hai chấm; {_OWN_FILE}",
    ),
    (
        "a password is never sent over a connection that is not encrypted; write url with https://",
        "mật khẩu không bao giờ được gửi qua kết nối chưa mã hóa; ghi url bắt đầu bằng https://",
    ),
    (
        "carries a login, and addresses are printed, stored and mailed; write it without what stands before the @, put login = {name} beside it "
        "and the password into a file of its own, named as password_file",
        f"có kèm tên đăng nhập, {_SHOWN}; bỏ phần đứng trước dấu @, ghi login = {{name}} ở cạnh, {_OWN_FILE}",
    ),
    (
        "carries a secret as its parameter {name}, and addresses are printed, stored and mailed; ask the portal's keeper for one without",
        f"có kèm bí mật ở tham số {{name}}, {_SHOWN}; đề nghị bên quản trị cổng cho một địa chỉ không có tham số này",
    ),
    (
        "carries a login, which this address can't have; write what watches it as a part of its path, as Healthchecks does",
        "có kèm tên đăng nhập, điều địa chỉ này không được có; ghi mã theo dõi trong đường dẫn, như Healthchecks",
    ),
    (
        "expected an address beginning with http:// or https://, found something else, which is not shown since it may be a secret",
        "cần địa chỉ bắt đầu bằng http:// hoặc https://, nhưng có giá trị khác, không hiện ra đây vì có thể là bí mật",
    ),
    (
        "is a secret, and every account of this machine can read this file; close it: chmod o-r {file}",
        "là bí mật, mà mọi tài khoản trên máy này đều đọc được tệp này; hãy đóng lại: chmod o-r {file}",
    ),
    ("names a host with a login before it; write the host alone", "ghi tên máy chủ kèm tên đăng nhập ở trước; chỉ ghi tên máy chủ"),
)

PHRASES = (
    ("mail password", "mật khẩu thư"),
    ("password of the source", "mật khẩu của nguồn tin"),
)
