"""Why a loudspeaker log was not read at all (`newswatch.sources.log`), in Vietnamese. What is wrong with a single row is told where it is taken in."""

_XLSX = "hãy mở bằng Excel và lưu thành .xlsx, hoặc “CSV UTF-8”"
_KINDS = "sổ phát thanh phải là tệp XLSX, XLS, ODS, CSV hoặc JSON"

MESSAGES = (
    (
        "no header row; needed are columns for {needed}; known are: {said}",
        "không thấy dòng tiêu đề có cột ngày phát và cột tên tin, bài; `newswatch bulletin import --dry-run TỆP` cho biết những mẫu sổ đọc được",
    ),
    ("the file is empty", "tệp rỗng"),
    (
        "not a text file, but neither a workbook; a log must be CSV, XLSX or JSON",
        f"không phải tệp văn bản cũng không phải tệp Excel; {_KINDS}",
    ),
    ("a PDF, but a log must be CSV, XLSX, XLS, ODS or JSON", f"là tệp PDF; {_KINDS}"),
    ("{kind}, but a log must be CSV, XLSX, XLS, ODS or JSON", f"là tệp loại khác ({{kind}}); {_KINDS}"),
    (
        "a Word document, but a log must be CSV, XLSX or JSON; copy its table into Excel",
        "là tệp Word; hãy chép bảng sang Excel rồi lưu thành .xlsx",
    ),
    ("no valid JSON ({error})", "tệp JSON hỏng ({error})"),
    ("no list of bulletins; {said}", "tệp JSON không có danh sách tin, bài đã phát"),
    ("a ZIP archive and no workbook; unpack it and hand in the log inside", "là tệp nén ZIP; hãy giải nén rồi nộp tệp sổ bên trong"),
    ("a damaged or incomplete workbook ({error}); copy or save it again", "tệp Excel hỏng hoặc thiếu ({error}); hãy sao chép hoặc lưu lại"),
    (
        "a damaged workbook ({error}); open it in Excel and save it again as .xlsx",
        "tệp Excel hỏng ({error}); hãy mở bằng Excel và lưu lại thành .xlsx",
    ),
    ("a damaged {kind} ({error}); open it and save it as .xlsx", "tệp bảng tính hỏng ({error}); hãy mở ra và lưu thành .xlsx"),
    ("a binary workbook (.xlsb); save it as .xlsx", "là tệp Excel nhị phân (.xlsb); hãy lưu thành .xlsx"),
    ("an HTML or XML page, whatever its name says; {said}", f"là trang HTML hoặc XML dù tên tệp ghi khác; {_XLSX}"),
    ("an old Office file that is no workbook (.doc, .ppt); {said}", f"là tệp Office cũ không phải bảng tính (.doc, .ppt); {_XLSX}"),
    ("the workbook is protected with a password; save a copy without one", "tệp Excel có đặt mật khẩu; hãy lưu một bản không có mật khẩu"),
    ("can't be read as CSV ({error}); {said}", f"không đọc được thành CSV ({{error}}); {_XLSX}"),
    (
        "row {row}: a quotation mark is opened and not closed, and rows below it are lost in it; close it",
        "dòng {row}: dấu ngoặc kép mở mà không đóng, nuốt mất các dòng dưới; hãy đóng lại",
    ),
    (
        "letters are lost ('?' stands inside words); go back to the original and {said}",
        f"mất chữ (có dấu ? giữa từ); hãy lấy lại tệp gốc, {_XLSX}",
    ),
    ("broken UTF-16 at byte {n}; {said}", f"tệp văn bản hỏng ở byte {{n}}; {_XLSX}"),
    (
        "line {n} is not UTF-8, and the file is in no other known encoding; {said}",
        f"dòng {{n}} không phải UTF-8 và không rõ bảng mã của tệp; {_XLSX}",
    ),
    ("sheet {sheet} has more than {n} cells; a log is far smaller", "trang tính {sheet} có hơn {n} ô; sổ phát thanh nhỏ hơn nhiều"),
    ("holds more than {n} MB unpacked; a log is far smaller", "giải nén ra hơn {n} MB; sổ phát thanh nhỏ hơn nhiều"),
    ("has more than {n} MB; a log is far smaller", "lớn hơn {n} MB; sổ phát thanh nhỏ hơn nhiều"),
    (
        "can't be opened: {error}; is it open in Excel? Close it and try again",
        "không mở được ({error}); tệp có đang mở trong Excel không? Hãy đóng lại rồi thử lại",
    ),
)
