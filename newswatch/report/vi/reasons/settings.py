"""What is wrong with config.toml (`newswatch.config`, `core.table`) or with the database (`newswatch.store`), in Vietnamese, as `doctor` tells it."""

_ADDRESS = "địa chỉ bắt đầu bằng http:// hoặc https://"
_RESTORE = "giữ một bản của tệp này, rồi khôi phục bản sao trước đó; `newswatch doctor` cho biết thêm"
_EACH_OWN = "mỗi cái phải có tên riêng"

_FILES = (
    (
        "there is no such file; `newswatch init` writes one, or name another with --config",
        "không có tệp này; `newswatch init` viết ra một tệp, hoặc chỉ tệp khác bằng --config",
    ),
    (
        "is no regular file, but a folder, a pipe or the like; name a file that holds text",
        "không phải tệp thường mà là thư mục, ống dẫn hay thứ khác; hãy chỉ một tệp văn bản",
    ),
    ("can't be read as UTF-8 text: {why}", "không đọc được thành văn bản UTF-8: {why}"),
    (
        "{path} is not there; copy newswatch/data/log_columns.toml and correct the copy",
        "không có tệp {path}; hãy sao chép newswatch/data/log_columns.toml rồi sửa bản sao",
    ),
    (
        "{folder} is not there; `newswatch document templates --out {name}` makes it",
        "không có thư mục {folder}; lệnh newswatch document templates --out {name} tạo thư mục này",
    ),
    ("is no TOML: {why}", "không phải TOML: {why}"),
    (
        "no rule {name}; shipped are {names}, or give a path ending in .toml",
        "không có quy định {name}; có sẵn: {names}, hoặc chỉ một tệp .toml",
    ),
    (
        "no set of criteria {name}; shipped are {names}, or give a path ending in .toml",
        "không có bộ tiêu chí {name}; có sẵn: {names}, hoặc chỉ một tệp .toml",
    ),
    ("--unit: name one; {path} has: {names}", "--unit: hãy chọn một; {path} có: {names}"),
    ("--unit: no unit {unit}; {path} has: {names}", "--unit: không có đơn vị {unit}; {path} có: {names}"),
)

_ROWS = (
    (
        "units_file: {path}: there is no such file; name the CSV file of the units, or take units_file out",
        "units_file: {path}: không có tệp này; hãy ghi tệp CSV của các đơn vị, hoặc bỏ units_file",
    ),
    (
        'units_file: {path}: can\'t be read as UTF-8 text: {why}; save it as "CSV UTF-8"',
        'units_file: {path}: không đọc được thành văn bản UTF-8: {why}; hãy lưu thành "CSV UTF-8"',
    ),
    (
        "units_file: {path}: can't be read: {why}; let the account that runs newswatch read it",
        "units_file: {path}: không đọc được: {why}; hãy cho tài khoản chạy newswatch đọc tệp này",
    ),
    (
        'units_file: {path}: has a NUL byte in line {line}, as no text has; save it as "CSV UTF-8"',
        'units_file: {path}: có byte NUL ở dòng {line}, văn bản không có byte này; hãy lưu thành "CSV UTF-8"',
    ),
    (
        "has more than {most} MB; a list of all units of the country is far smaller",
        "lớn hơn {most} MB; danh sách mọi đơn vị cả nước nhỏ hơn nhiều",
    ),
    (
        "is no CSV: {why}, near row {row}; expected each text with quotes in it to be quoted whole",
        "không phải CSV: {why}, gần dòng {row}; chữ có dấu nháy bên trong phải đặt cả trong dấu nháy",
    ),
    ("unknown column {name}, did you mean {near}?", "cột lạ {name}; có phải {near}?"),
    ("unknown column {name}", "cột lạ {name}"),
    ("{name} stands already in column {other}; take one of the two out", "{name} đã có ở cột {other}; hãy bỏ một trong hai"),
    (
        "has no column {name}; expected the names of the columns, such as {names}",
        "không có cột {name}; cần dòng tên các cột, ví dụ {names}",
    ),
    (
        "has {cells} cells, but there are {columns} columns; expected one cell a column",
        "có {cells} ô, nhưng chỉ có {columns} cột; mỗi cột một ô",
    ),
    (
        "expected it empty or as in the unit's first row, found {value}, nothing in row {first}",
        "cần để trống hoặc ghi như dòng đầu của đơn vị, nhưng có {value}, còn dòng {first} để trống",
    ),
    (
        "expected it empty or as in the unit's first row, found {value}, {other} in row {first}",
        "cần để trống hoặc ghi như dòng đầu của đơn vị, nhưng có {value}, còn dòng {first} có {other}",
    ),
    ("and {n} more problems like these", "và {n} lỗi nữa như vậy"),
)

_KEYS = (
    (
        "is missing; a configuration needs at least one [[units]] table, or a units_file with a row",
        "còn thiếu; cấu hình cần ít nhất một bảng [[units]], hoặc một units_file có ít nhất một dòng",
    ),
    (
        "is missing; name at least one of {names}, or a path ending in .toml",
        "còn thiếu; hãy chọn ít nhất một trong {names}, hoặc chỉ một tệp .toml",
    ),
    (
        "is missing; a mail server takes mail only from an address, such as that of login",
        "còn thiếu; máy chủ thư chỉ nhận thư có địa chỉ gửi, ví dụ địa chỉ của login",
    ),
    (
        "is missing; with host = {host} name what people type to reach the page, such as {names}",
        "còn thiếu; khi host = {host}, hãy ghi tên hoặc địa chỉ mà mọi người gõ để mở trang, ví dụ {names}",
    ),
    ("is missing; expected {what}", "còn thiếu; cần {what}"),
    ("is empty; name at least one time such as 06:30", "để trống; hãy ghi ít nhất một giờ, ví dụ 06:30"),
    ("is empty", "để trống"),
    (
        "expected the name of a mail server such as smtp.hue.gov.vn, without port or login, found {value}",
        "cần tên máy chủ thư, ví dụ smtp.hue.gov.vn, không kèm cổng hay tên đăng nhập, nhưng có {value}",
    ),
    (
        "expected the name of a mail server such as smtp.hue.gov.vn, without port or login",
        "cần tên máy chủ thư, ví dụ smtp.hue.gov.vn, không kèm cổng hay tên đăng nhập",
    ),
    ("expected {what}, found {value}", "cần {what}, nhưng có {value}"),
    ("unknown key, did you mean {near}?", "khóa lạ; có phải {near}?"),
    ("unknown key", "khóa lạ"),
    ("is no regular expression ({why}): {pattern}", "không phải biểu thức chính quy ({why}): {pattern}"),
    ("has no group named {names}: {pattern}", "không có nhóm tên {names}: {pattern}"),
    (
        "a listing needs a preset or a profile with `entry`; `newswatch probe {url}` proposes one",
        "trang danh sách cần preset hoặc mẫu đọc có `entry`; `newswatch probe {url}` đề xuất một mẫu",
    ),
    (
        "tells how a listing page is read; a source of kind {kind} has none: take it out",
        "nói cách đọc trang danh sách; nguồn loại {kind} không có trang ấy: bỏ khóa này",
    ),
    ("unknown preset {name}; known are {names}", "không có preset {name}; các preset có sẵn: {names}"),
    (
        "stands beside certificate_sha256, which trusts that one certificate alone; take one of them out",
        "đứng cạnh certificate_sha256, vốn chỉ tin riêng một chứng thư; bỏ một trong hai",
    ),
    (
        "sources {first} and {second} lie on one host ({host}), but say different things as {key}",
        "các nguồn {first} và {second} cùng một máy chủ ({host}), nhưng ghi khác nhau ở {key}",
    ),
    (
        "sources {first} and {second} lie on one host ({host}), but one says {key}, the other {other}",
        "các nguồn {first} và {second} cùng một máy chủ ({host}), nhưng một bên ghi {key}, bên kia ghi {other}",
    ),
    (
        "{host} is the host of a source of this unit, or stands in `hosts`: take it out of one of them",
        "{host} là máy chủ của một nguồn của đơn vị này, hoặc đã có trong `hosts`: bỏ ở một chỗ",
    ),
    ("the id {id} stands already in {spot}; each must be its own", f"mã {{id}} đã có ở {{spot}}; {_EACH_OWN}"),
    ("{name} stands there more than once; name it once", "{name} được ghi hơn một lần; chỉ ghi một lần"),
    ("name the unit itself, {id}; take it out", "ghi chính đơn vị này, {id}; hãy bỏ đi"),
    (
        "lead in a circle: {ids}; a unit comes after its predecessors, so take one out",
        "nối thành vòng: {ids}; đơn vị phải có sau các đơn vị trước nó, hãy bỏ một chỗ",
    ),
    (
        "{last} lies before {first}, which is valid_from; a unit ends after it begins",
        "{last} trước {first} là valid_from; đơn vị phải kết thúc sau khi bắt đầu",
    ),
    (
        "a password is never written here; put it into a file and name that as password_file, or set {variable}",
        "không bao giờ ghi mật khẩu ở đây; ghi vào một tệp rồi khai báo ở password_file, hoặc đặt biến {variable}",
    ),
    ("{address} stands already in {spot}; name each mailbox once", "{address} đã có ở {spot}; mỗi hộp thư chỉ ghi một lần"),
)

_ANOTHER_FILE = "chỉ tệp khác ở `database`"

_DATABASE = (
    (
        "is a folder and no database; name a file as `database` in config.toml",
        "là thư mục, không phải cơ sở dữ liệu; chỉ một tệp ở `database` trong config.toml",
    ),
    (
        "is a link to {target}, which is not there; mount its disk, or name another file as `database`",
        f"là liên kết tới {{target}}, mà ở đó không có gì; gắn lại ổ đĩa, hoặc {_ANOTHER_FILE}",
    ),
    (
        "is empty (0 bytes), though a database of newswatch never is; restore a copy from before, or remove it if there is none: then `newswatch check` "
        "begins anew",
        "là tệp rỗng (0 byte), trong khi cơ sở dữ liệu của newswatch không bao giờ rỗng; khôi phục bản sao trước đó, hoặc xóa tệp nếu không có bản nào: "
        "khi đó `newswatch check` bắt đầu lại từ đầu",
    ),
    (
        "is no database, or its beginning is damaged; if it was one of newswatch, keep a copy of the file, then restore one from before; `newswatch "
        "doctor` tells more; else name another file as `database`",
        f"không phải cơ sở dữ liệu, hoặc phần đầu tệp bị hỏng; nếu đúng là của newswatch: {_RESTORE}; nếu không, {_ANOTHER_FILE}",
    ),
    (
        "is the file of another program (application id {id}); name another file as `database`",
        f"là tệp của chương trình khác (mã ứng dụng {{id}}); {_ANOTHER_FILE}",
    ),
    (
        "was written by a later version of newswatch (change {change} is not known here); use that version, or restore a copy from before it was upgraded",
        "do phiên bản newswatch mới hơn ghi (ở đây chưa biết thay đổi {change}); dùng phiên bản đó, hoặc khôi phục bản sao có trước khi nâng cấp",
    ),
    (
        "is damaged, and what was recorded last lies in it; keep a copy of it and of {file}, then restore both from before, or remove it alone to go on "
        "without what was recorded last",
        "bị hỏng, trong đó có những ghi nhận sau cùng; giữ một bản của tệp này và của {file}, rồi khôi phục cả hai từ bản sao trước đó, hoặc chỉ xóa "
        "tệp này để chạy tiếp mà không có những ghi nhận sau cùng",
    ),
    (
        "may only be read here, so nothing is recorded; run newswatch as the account that owns it, or let this account write to the file and its folder",
        "ở đây chỉ được đọc nên không ghi nhận gì; chạy newswatch bằng tài khoản sở hữu tệp, hoặc cho tài khoản này ghi vào tệp và thư mục của nó",
    ),
    ("was written by another program while it was read; try again", "bị chương trình khác ghi trong lúc đang đọc; hãy thử lại"),
    (
        "there is no database yet; `newswatch check` makes it, or name another file as `database` in config.toml",
        "chưa có cơ sở dữ liệu; `newswatch check` tạo ra, hoặc chỉ tệp khác ở `database` trong config.toml",
    ),
    (
        "is the database of another program (tables {names}); name another file as `database`",
        "là cơ sở dữ liệu của chương trình khác (các bảng {names}); chỉ tệp khác ở `database`",
    ),
    (
        "was made by an earlier version and may only be read; open it once where it can be written",
        "do phiên bản trước tạo ra và chỉ được đọc; mở một lần ở nơi ghi được",
    ),
    (
        "a file can't be kept: {why}; make room on the disk, or see that newswatch may write there",
        "không lưu được tệp: {why}; dọn chỗ trên đĩa, hoặc cho phép newswatch ghi vào đó",
    ),
    (
        "a kept file is {what}; restore it from a copy, `newswatch doctor` names them all",
        "tệp đã lưu {what}; khôi phục tệp này từ bản sao, `newswatch doctor` kể hết các tệp như vậy",
    ),
    (
        "can't be opened as a database: {why}; is its disk full or read-only, may you write there, and is it a newswatch database? "
        "If so, restore a copy of it",
        "không mở được như cơ sở dữ liệu: {why}; xem đĩa có đầy hay chỉ cho đọc không, có được ghi ở đó không, và có đúng là cơ sở dữ liệu của "
        "newswatch không; nếu đúng, khôi phục một bản sao",
    ),
    (
        "is damaged: {why}; keep a copy of the file, then restore one from before; `newswatch doctor` tells more",
        f"bị hỏng: {{why}}; {_RESTORE}",
    ),
    ("a row can't be written: {why}", "không ghi được một dòng: {why}"),
    (
        "can't be locked: {why}; may you write beside the database? A damaged lock file can be removed while newswatch does not run",
        "không khóa được: {why}; có được ghi vào thư mục của cơ sở dữ liệu không? Tệp khóa hỏng có thể xóa khi newswatch không chạy",
    ),
    (
        "something else is being written just now; nothing was recorded, try again in a moment",
        "đang có chương trình khác ghi; chưa ghi gì, hãy thử lại sau giây lát",
    ),
)

PHRASES = (
    ("missing", "bị mất"),
    ("changed", "đã bị đổi"),
    ("unreadable", "không đọc được"),
    ("written", "ghi"),
    ("read", "đọc"),
    ("used", "dùng"),
    ("is the disk full or another program holding the file?", "đĩa có đầy không, có chương trình khác đang giữ tệp không?"),
    (
        "is its disk sound, and is another program holding the file?",
        "đĩa có còn tốt không, có chương trình khác đang giữ tệp không?",
    ),
    (
        "it is damaged: keep a copy of the file, then restore one from before; `newswatch doctor` tells more",
        f"tệp bị hỏng: {_RESTORE}",
    ),
    ("true or false", "true hoặc false"),
    ("a whole number", "số nguyên"),
    ("a number", "một số"),
    ("a text", "một đoạn chữ"),
    ("texts", "các đoạn chữ"),
    ("a list", "một danh sách"),
    ("a table", "một bảng"),
    ("whole numbers from 0 on", "các số nguyên từ 0 trở lên"),
    ("one of {names}", "một trong {names}"),
    ("at least {n}", "ít nhất {n}"),
    ("{least} to {most}", "từ {least} đến {most}"),
    ("points such as 0.5", "số điểm, ví dụ 0.5"),
    ("a day such as {day}", "ngày, ví dụ {day}"),
    ("a time of day such as 06:30", "giờ, ví dụ 06:30"),
    ("days that every month has, 1 to {most}", "ngày mà tháng nào cũng có, từ 1 đến {most}"),
    ("a name such as {name}, without http:// and port", "tên như {name}, không kèm http:// và cổng"),
    ("an address such as {address}", "địa chỉ như {address}"),
    ("a path such as {path}", "đường dẫn như {path}"),
    ("a mail address such as {address}", "địa chỉ thư, ví dụ {address}"),
    ("an address beginning with http:// or https://", _ADDRESS),
    ("the address of WordPress' list of posts, ending in {path}", "địa chỉ danh sách bài của WordPress, kết thúc bằng {path}"),
    ("the address of a dask scheduler such as {address}", "địa chỉ bộ điều phối dask, ví dụ {address}"),
    ("host names such as {host}", "tên máy chủ, ví dụ {host}"),
    ("one line of text", "một dòng chữ"),
    ("printable ASCII characters on one line, as browsers send them", "một dòng chữ không dấu (ASCII), như trình duyệt gửi"),
    ("small letters, digits, - and _", "chữ thường không dấu, chữ số, - và _"),
    ("64 hex digits, with or without colons between them", "64 chữ số hệ 16, có hoặc không có dấu hai chấm ở giữa"),
)

_UNDONE = ("can't be {what}: {why}; {way}", "không {what} được: {why}; {way}")

MESSAGES = (*_ROWS, *_FILES, *_KEYS, *_DATABASE, _UNDONE)
