"""What is wrong with a template of documents, or with asking for a document, in Vietnamese."""

_FILE = "lưu lại bằng Word thành .docx"

MESSAGES = (
    ("template {name}: {what}", "mẫu {name}: {what}"),
    ("--format: {kind} is made as {forms}, not as {form}", "--format: {kind} lập được thành {forms}, không lập thành {form}"),
    (
        "--month: a notice is about one month, not about {period}; `newswatch document report` tells of longer times",
        "--month: thông báo chỉ lập cho một tháng, không lập cho {period}; kỳ dài hơn thì dùng `newswatch document report`",
    ),
    ("{period}: its months are counted in no scoring year of {unit}", "{period}: không năm chấm điểm nào của {unit} tính các tháng này"),
    (
        "{period}: {first} and {second} each score some of its months; name a month or a year",
        "{period}: các tháng này thuộc hai năm chấm điểm {first} và {second}; hãy chọn một tháng hoặc một năm",
    ),
    ("{path}: lies there already; name a file that is not there", "{path}: đã có tệp này; hãy ghi tên tệp khác"),
    (
        "{path}: lies there already; name another folder, or take it away first",
        "{path}: đã có tệp này; hãy ghi thư mục khác, hoặc chuyển tệp đi trước",
    ),
    (
        "{path}: can't be written: {why}; name a file in a folder that takes files",
        "{path}: không ghi được: {why}; hãy ghi tệp trong một thư mục ghi được",
    ),
    ("{path}: can't be written: {why}; name a folder that takes files", "{path}: không ghi được: {why}; hãy ghi một thư mục ghi được"),
    (
        "--format {form}: needs LibreOffice, which is not on this machine; install LibreOffice (on Debian: {packages}), or make the file as {other} and "
        "save it from Word or Excel",
        "--format {form}: cần LibreOffice mà máy này chưa có; hãy cài LibreOffice (trên Debian: {packages}), hoặc lập {other} rồi lưu từ Word, Excel",
    ),
    (
        "LibreOffice did not end within {n} s and was stopped; try again, or use the file as it is",
        "LibreOffice chạy quá {n} giây nên đã bị dừng; hãy thử lại, hoặc dùng tệp chưa chuyển đổi",
    ),
    (
        "--format {form}: LibreOffice made nothing of the {other} file: {said}",
        "--format {form}: LibreOffice không chuyển được tệp {other}: {said}",
    ),
)

PHRASES = (
    ("paragraph {n} of {part} (“{text}”): {tag}: {what}", "đoạn {n} của phần {part} (“{text}”): {tag}: {what}"),
    ("paragraph {n} (“{text}”): {tag}: {what}", "đoạn {n} (“{text}”): {tag}: {what}"),
    ("is not closed by {end} in its paragraph", "chưa đóng bằng {end} trong cùng đoạn"),
    ("is never ended; put {end} after what it is about", "chưa có chỗ kết thúc; hãy đặt {end} sau phần cần lặp hoặc có điều kiện"),
    ("would stand outside of the text; write it as {tag}", "sẽ nằm ngoài văn bản; hãy viết là {tag}"),
    (
        "is none of the tags for, if, elif, else, endif, endfor",
        "không phải một trong các thẻ for, if, elif, else, endif, endfor",
    ),
    (
        "repeats for all that a loop around it repeats; within {outer} repeat for {name}.… alone",
        "lặp lại những gì vòng lặp bên ngoài đã lặp; bên trong {outer} chỉ được lặp theo {name}.…",
    ),
    (
        "ends or divides no {word}; {open} in paragraph {n} (“{text}”) is to be ended first",
        "không kết thúc {word} nào; phải kết thúc {open} ở đoạn {n} (“{text}”) trước",
    ),
    ("ends or divides no {word} that was begun", "không kết thúc {word} nào đã mở"),
    ("can't be read: {said}", "không đọc được: {said}"),
    (
        "has a {node}, which templates may not use; name a value, with `if` and `for` around it",
        "có {node}, mẫu không được dùng; chỉ ghi tên giá trị, với `if` và `for` bên ngoài",
    ),
    ("is no list, so nothing can be repeated for it", "không phải danh sách nên không lặp được"),
    ("has the filter {name}; templates may use {names}", "có bộ lọc {name}; mẫu chỉ được dùng {names}"),
    ("has the test {name}; templates may use {names}", "có phép thử {name}; mẫu chỉ được dùng {names}"),
    ("nothing is named {name}; known are {names}", "không có giá trị nào tên {name}; có: {names}"),
    ("has nothing named {name}; known are {names}", "không có phần nào tên {name}; có: {names}"),
    ("has nothing named {name}", "không có phần nào tên {name}"),
    ("comes to more than {n} characters; take loops out of the template", "cho ra quá {n} ký tự; hãy bớt vòng lặp trong mẫu"),
    ("has more than {n} bytes; take pictures out of it", "lớn hơn {n} byte; hãy bỏ bớt hình ảnh"),
    ("has a text of more than {n} bytes; a template is a few pages", "phần văn bản lớn hơn {n} byte; mẫu chỉ vài trang"),
    ("is no document of Word; save it there as .docx", f"không phải văn bản Word; {_FILE}"),
    (
        "the document is protected; take the protection off (Review, Restrict Editing), and save the file",
        "văn bản đang được bảo vệ; hãy bỏ bảo vệ (Review, Restrict Editing) rồi lưu lại",
    ),
    (
        "can't be filled in: {said}; compare it with the one that comes with newswatch",
        "không điền được: {said}; hãy so với mẫu có sẵn của newswatch",
    ),
    ("can't be read: {said}; close it in Word", "không đọc được: {said}; hãy đóng tệp trong Word"),
    ("the file is no .xlsx or .docx; open it in Excel or Word and save it as one", f"không phải tệp .docx; hãy mở và {_FILE}"),
    ("the file is an .xls or .doc of Office 97; open it and save it as .xlsx or .docx", f"là tệp .doc của Office 97; hãy mở và {_FILE}"),
    (
        "the file is encrypted with a password; open it, take the password off (File, Info, Protect), and save a copy",
        "tệp đặt mật khẩu; hãy mở, bỏ mật khẩu (File, Info, Protect) rồi lưu một bản",
    ),
    (
        "the file is damaged or no file of Excel or Word: {said}; open it there and save it as .xlsx or .docx",
        f"tệp bị hỏng hoặc không phải tệp Word: {{said}}; hãy mở và {_FILE}",
    ),
    (
        "the file unpacks to more than {n} bytes; take pictures out of it, or fill it in by hand",
        "tệp giải nén ra quá {n} byte; hãy bỏ bớt hình ảnh",
    ),
)
