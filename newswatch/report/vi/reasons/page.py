"""Why something can't be done at the page, in Vietnamese: accounts, signatures, the sheet that is filled in, packs that are fetched."""

_SAVED = "rồi lưu lại tệp"
MESSAGES = (
    (
        "this is the last account that manages all units, so it can't be {done}; make another manager first",
        "đây là tài khoản cuối cùng quản lý mọi đơn vị nên phải giữ; thêm người quản lý khác trước",
    ),
    ("an appraiser appraises all units; name none", "người thẩm định xem mọi đơn vị; chọn “Mọi đơn vị”"),
    ("{name} is disabled; enable it first", "tài khoản {name} đang bị khóa; mở lại trước"),
    ("{name} has no role {role} in {unit}; `newswatch user list` shows what each has", "tài khoản {name} không còn quyền này"),
    ("there is no account {name}; `newswatch user list` shows them", "không có tài khoản {name}"),
    (
        "{month} was not stated yet, so there is nothing to sign; `newswatch close` states it once it has ended",
        "tháng này chưa chốt số liệu nên chưa ký được",
    ),
    ("{month} is signed already as secretary, by {by} at {when_} UTC", "{by} đã ký với tư cách thư ký"),
    ("{month} is signed already as head, by {by} at {when_} UTC", "{by} đã ký với tư cách trưởng ban"),
    ("{by} signed {month} already as {role}; two people sign, each in one function", "{by} đã ký rồi; hai người ký, mỗi người một tư cách"),
    ("the file is not kept any more; choose it again", "tệp chỉ giữ 24 giờ; chọn lại tệp"),
    ("two packs are being fetched just now; wait for one to end", "đang có hai gói được tải về; đợi một gói xong rồi thử lại"),
    (
        "only {free} MB are free on the disk, and a pack may need {room} MB; make room",
        "ổ đĩa của máy chỉ còn {free} MB; người giữ máy cần dọn chỗ trước khi làm gói minh chứng",
    ),
    (
        "{path}: the record of unit {unit} is not whole, so no pack of it can prove anything; `newswatch verify` tells what is broken",
        "dữ liệu đã ghi của đơn vị không còn nguyên vẹn nên chưa làm gói; người giữ máy chạy lệnh newswatch verify",
    ),
    ("--month: {month} is counted in no scoring year of this unit", "tháng này không thuộc năm chấm điểm nào của đơn vị"),
    ("its months are counted in no scoring year of {unit}", "không thuộc năm chấm điểm nào của đơn vị"),
    (
        "{one} and {other} each score some of its months; name a month or a year",
        "các tháng thuộc hai năm chấm điểm {one} và {other}; chọn một tháng hoặc cả năm",
    ),
    ("--until: {day} has not come yet; name today or a day before it", "ngày này chưa tới; ghi hôm nay hoặc ngày trước đó"),
    ("--until: {day} lies before {year}, which begins on {first}", "ngày này ở trước năm {year}"),
    (
        "rule {rule}: sets a target without points, so no self-score can be filled in; name a rule with points in `rules`",
        "quy định đang dùng không chấm điểm nên không có điểm để điền",
    ),
    (
        "no month of {year} that ended by {until} is known, so there is no score; `newswatch status` says what is missing",
        "chưa tháng nào của năm {year} kết luận được nên chưa có điểm để điền",
    ),
    (
        "{problems}. To state the score all the same, give a reason with --provisional REASON: it stands in the explanation",
        "điểm chưa chắc chắn; ghi lý do nêu điểm, lý do ấy được ghi vào phần giải trình",
    ),
    (
        "criterion {code} stands in {n} rows ({where_}); name one with --table, or give each row a code of its own",
        f"mã tiêu chí {{code}} đứng ở {{n}} dòng ({{where_}}); chỉ để một dòng có mã này {_SAVED}",
    ),
    (
        "criterion {code} stands in a hidden row or sheet alone ({where_}); show it, and save the file",
        f"mã tiêu chí {{code}} chỉ có ở dòng hoặc trang bị ẩn ({{where_}}); bỏ ẩn {_SAVED}",
    ),
    (
        "no table has a column headed “Điểm tự chấm” beside others; head the column of self-scores so, and save the file",
        f"không bảng nào có cột “Điểm tự chấm”; ghi tiêu đề cột như thế {_SAVED}",
    ),
    (
        "no row has the code {code}; write it at the beginning of the criterion's row as text (not as Word's own numbering), or name it with --code",
        "không dòng nào có mã {code}; ghi mã ở đầu dòng tiêu chí dạng chữ (không dùng đánh số tự động của Word)",
    ),
    (
        "{table}, row {row}: its {kind} cell is merged with rows above it; split it, and save the file",
        f"{{table}}, dòng {{row}}: ô cần điền đang gộp với dòng trên; tách ô {_SAVED}",
    ),
    (
        "{table}: {n} columns may be the self-score of {year}; leave one headed “Điểm tự chấm {again}”",
        f"{{table}}: có {{n}} cột cùng có thể là điểm tự chấm năm {{year}}; chỉ để một cột ghi “Điểm tự chấm {{year}}” {_SAVED}",
    ),
    (
        "{table}: its column of self-scores is headed “{head}”, not {year}; head it so, and save the file",
        f"{{table}}: cột điểm tự chấm ghi “{{head}}”, không phải năm {{year}}; sửa tiêu đề {_SAVED}",
    ),
    (
        "{table}: is protected; take the protection off (Review, Unprotect Sheet), and save the file",
        f"{{table}}: trang tính đang khóa; bỏ khóa (Review, Unprotect Sheet) {_SAVED}",
    ),
    (
        "the document is protected; take the protection off (Review, Restrict Editing), and save the file",
        f"tài liệu đang khóa; bỏ khóa (Review, Restrict Editing) {_SAVED}",
    ),
    (
        "{cell}: holds a formula; fill in the cells it is worked out of, or clear it, and save the file",
        f"ô {{cell}} có công thức; xóa công thức {_SAVED}",
    ),
    (
        "{place}: the cell of the {kind} holds a formula; clear it, and save the file",
        f"{{place}}: ô cần điền có công thức; xóa công thức {_SAVED}",
    ),
    (
        "{place}: has no cell in the column of the {kind}; add one, and save the file",
        f"{{place}}: dòng thiếu ô cần điền; thêm ô {_SAVED}",
    ),
    (
        "{place}: no column takes the explanation, without which this score may not stand; add one headed “Giải trình” or “Ghi chú”",
        "{place}: không có cột “Giải trình” hoặc “Ghi chú” để ghi phần giải trình bắt buộc; thêm một cột rồi chọn lại tệp",
    ),
)
