"""Why a loudspeaker log was not read at all, and what is wrong with a row of it (`newswatch.sources.log`), in Vietnamese."""

_XLSX = "hãy mở bằng Excel và lưu thành .xlsx, hoặc “CSV UTF-8”"
_KINDS = "sổ phát thanh phải là tệp XLSX, XLS, ODS, CSV hoặc JSON"

_ROW = (
    ("not a date; write dd/mm/yyyy", "không phải ngày; hãy ghi dd/mm/yyyy"),
    ("no year; write dd/mm/yyyy", "thiếu năm; hãy ghi dd/mm/yyyy"),
    ("no date; every row needs its own", "thiếu ngày; mỗi dòng phải có ngày riêng"),
    ("the year needs four digits: {text}", "năm phải đủ bốn chữ số: {text}"),
    ("no plausible year: {text}", "năm không hợp lý: {text}"),
    ("no such day: {text}", "không có ngày này: {text}"),
    (
        "not one day for sure (several days, or a weekday that disagrees); write dd/mm/yyyy",
        "không rõ là ngày nào (nhiều ngày, hoặc thứ không khớp); hãy ghi dd/mm/yyyy",
    ),
    ("{day} is another day of the week than written", "{day} không phải thứ đã ghi"),
    ("{day} lies outside what the log states it is of ({stated})", "{day} nằm ngoài thời gian ghi trên sổ ({stated})"),
    (
        "{said} first and last day into the title (từ 06/4 đến 12/4/2026), or the day under each weekday",
        "tuần nào? hãy ghi ngày đầu và ngày cuối vào tiêu đề (từ 06/4 đến 12/4/2026), hoặc ghi ngày dưới mỗi thứ",
    ),
    ("this weekday lies outside the week that the title states", "thứ này nằm ngoài tuần ghi ở tiêu đề"),
    ("a last day that does not follow the first within a month", "ngày cuối không sau ngày đầu trong vòng một tháng"),
    ("on which days of this span? give each airing a row", "phát những ngày nào trong khoảng này? hãy ghi mỗi lần phát một dòng"),
    (
        "a span of days that ends before it begins, or is longer than a month",
        "khoảng ngày kết thúc trước khi bắt đầu, hoặc dài hơn một tháng",
    ),
    (
        "a day without month and year; write dd/mm/yyyy, or the month into the title above the table",
        "chỉ có ngày, thiếu tháng và năm; hãy ghi dd/mm/yyyy, hoặc ghi tháng vào tiêu đề phía trên bảng",
    ),
    ("a decimal number: month 1 or 10? write dd/mm/yyyy", "là số thập phân: tháng 1 hay tháng 10? hãy ghi dd/mm/yyyy"),
    ("day or month first? {said}", "không rõ ngày hay tháng đứng trước; hãy ghi dd/mm/yyyy ở mọi dòng"),
    ("Excel may have exchanged day and month here ({said})", "Excel có thể đã đổi chỗ ngày và tháng; hãy ghi dd/mm/yyyy dạng chữ"),
    (
        "Excel may have exchanged day and month here ({text}); write dd/mm/yyyy as text",
        "Excel có thể đã đổi chỗ ngày và tháng; hãy ghi dd/mm/yyyy dạng chữ",
    ),
    (
        "{days} airings on {n} days; on which how often? give each day a row",
        "{days} lần phát trong {n} ngày; mỗi ngày phát mấy lần? hãy ghi mỗi ngày một dòng",
    ),
    ("no title", "thiếu tên tin, bài"),
    ("an error value instead of a title", "ô tên tin, bài là giá trị lỗi"),
    ("an error value instead of what it should hold", "ô là giá trị lỗi"),
    (
        "a formula that was never computed; open the file in Excel and save it",
        "công thức chưa được tính; hãy mở tệp bằng Excel rồi lưu lại",
    ),
    ("letters are lost; go back to the original file", "mất chữ; hãy lấy lại tệp gốc"),
    (
        "letters of an old font (TCVN3 or VNI); convert the file to Unicode (UniKey: Ctrl+Shift+F6)",
        "chữ của phông cũ (TCVN3 hoặc VNI); hãy chuyển sang Unicode (UniKey: Ctrl+Shift+F6)",
    ),
    ("not a time of day; write 05:30", "không phải giờ; hãy ghi 05:30"),
    ("hours in two columns: {hour} under {head}", "hai cột cùng ghi giờ: {hour} ở cột {head}"),
    ("an hour before the title beside another hour; which is it?", "giờ trước tên tin, bài khác giờ ở cột giờ; giờ nào đúng?"),
    ("an hour beside the part of the day that can't be read: {text}", "không đọc được giờ ghi cạnh buổi: {text}"),
    ("an hour that is not in its part of the day", "giờ không thuộc buổi đã ghi"),
    ("{hour} is not in the part of the day {part}", "{hour} không thuộc buổi {part}"),
    ("{n} hours, but {parts} parts of the day", "{n} giờ nhưng {parts} buổi"),
    ("{n} airings, but {hours} hours or parts of the day", "{n} lần phát nhưng {hours} giờ hoặc buổi"),
    ("{n} airings, but {marks} marks", "{n} lần phát nhưng {marks} dấu"),
    ("not how often it was aired: {text}", "không phải số lần phát: {text}"),
    ("says in several ways how often it was aired", "ghi số lần phát không thống nhất"),
    ("says that it was aired once more; give each airing a row", "ghi có phát thêm lần nữa; hãy ghi mỗi lần phát một dòng"),
    ("says that something did not air; which of the row's items?", "ghi có tin, bài không phát; là tin, bài nào trong dòng?"),
    (
        'not known whether it went on air; write "đã phát" or "không phát"',
        "không rõ có phát hay không; hãy ghi “đã phát” hoặc “không phát”",
    ),
    (
        'not clear whether it went on air; write "đã phát" or "không phát" into a status column',
        "chưa rõ có phát hay không; hãy ghi “đã phát” hoặc “không phát” vào cột trạng thái",
    ),
    ("did not go on air", "không phát"),
    ("partly struck through; strike the whole row, or none of it", "chỉ gạch ngang một phần; hãy gạch cả dòng hoặc không gạch"),
    ("its colours mean different things by the legend", "các màu của dòng mang nghĩa khác nhau theo chú thích"),
    ("{text} under {head}: neither a mark nor blank", "{text} ở cột {head}: không phải dấu, cũng không để trống"),
    ("nothing is marked under {heads}; mark it, or leave the row out", "không đánh dấu ở {heads}; hãy đánh dấu hoặc bỏ dòng"),
    ("more than one is marked: {heads}", "đánh dấu nhiều hơn một: {heads}"),
    ("not marked whose it is", "chưa đánh dấu nguồn tin, bài"),
    ("{stated}, but elsewhere in the row it is called {sign}", "ghi {stated} nhưng chỗ khác trong dòng ghi {sign}"),
    (
        "said not to be the station's own; whose is it? name it in a column",
        "ghi không phải do đài tự làm; của ai? hãy ghi vào cột nguồn",
    ),
    ("under {head} it is not sure whose it is; say so in a column", "dưới mục {head} chưa rõ nguồn tin, bài; hãy ghi vào cột nguồn"),
    (
        "not surely one item: several lines or parts; number them, or give each a row",
        "có thể là nhiều tin, bài; hãy đánh số, hoặc ghi mỗi tin, bài một dòng",
    ),
    ("titles in two columns: {heads}", "tên tin, bài nằm ở hai cột: {heads}"),
    ("a column without a header holds {text}; which is the title?", "cột không có tiêu đề ghi {text}; đâu là tên tin, bài?"),
    ("a mark without a title", "có dấu mà không có tên tin, bài"),
    ("{text} under a column for titles", "ô {text} không phải tên tin, bài"),
    ("stands under {head}, which names no day, hour or field", "nằm ở cột {head}, cột này không phải ngày, giờ hay mục nào"),
    ("the cell under day {day} holds {text}; write x where it aired", "ô ngày {day} ghi {text}; hãy ghi x vào ngày có phát"),
    (
        "more cells than headers; a text with {sign} in it needs quotation marks",
        "nhiều ô hơn tiêu đề; chữ có dấu {sign} phải đặt trong ngoặc kép",
    ),
    ("not an object with fields", "không phải một mục có trường"),
    ('which column holds the day aired? name it "Ngày phát"', "cột nào là ngày phát? hãy đặt tên cột là “Ngày phát”"),
    (
        "sheet not read: no column for {fields}; nothing is taken in from row {row} on; known are: {said}",
        "chưa đọc trang tính này từ dòng {row} trở đi: không thấy cột ngày phát và cột tên tin, bài",
    ),
    (
        "sheet not read: no header that names day and title; nothing is taken in from row {row} on; known are: {said}",
        "chưa đọc trang tính này từ dòng {row} trở đi: không thấy dòng tiêu đề có ngày phát và tên tin, bài",
    ),
    (
        "{what} in a column without a known header; of the table there nothing is taken in from row {row} on",
        "có bảng bên cạnh mà không rõ tiêu đề; chưa đọc bảng đó từ dòng {row} trở đi",
    ),
    ("a row above the header is not read; put it below", "dòng phía trên tiêu đề bảng không được đọc; hãy chuyển xuống dưới"),
    ("looks like an airing and was not understood", "giống một lần phát nhưng không hiểu được"),
    (
        "a line with a day or an hour that is no row of the table; if something was aired then, give it a row",
        "dòng chữ có ngày hoặc giờ nhưng không phải dòng của bảng; nếu khi đó có phát thì hãy ghi thành một dòng",
    ),
)
"""What is wrong with a row, as `RowProblem` tells it, with or without the text of its cell before."""

_ROW_REASONS = tuple(
    (f"{before}{english}", f"{shown}{wording}")
    for english, wording in _ROW
    for before, shown in (("'{value}' ", "‘{value}’ "), ('"{value}" ', "“{value}” "), ("", ""))
)

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
    (
        "has {n} {what}, more than {most}; a log is far smaller: hand it in year by year",
        "có {n} {what}, quá {most}; sổ phát thanh nhỏ hơn nhiều: hãy nộp từng năm một",
    ),
    ("has {n} {what}, more than {most}; a log is far smaller", "có {n} {what}, quá {most}; sổ phát thanh nhỏ hơn nhiều"),
    (
        "a workbook whose XML has definitions of its own, which no program writes; copy its cells into a new one",
        "bảng tính có định nghĩa XML riêng, không phần mềm nào ghi như vậy; hãy chép các ô sang tệp mới",
    ),
    ("has more than {n} MB; a log is far smaller", "lớn hơn {n} MB; sổ phát thanh nhỏ hơn nhiều"),
    ("has more than {n} {what}; a log is far smaller", "có hơn {n} {what}; sổ phát thanh nhỏ hơn nhiều"),
    (
        "can't be opened: {error}; is it open in Excel? Close it and try again",
        "không mở được ({error}); tệp có đang mở trong Excel không? Hãy đóng lại rồi thử lại",
    ),
    ("row {row}, column {column}: {why}", "dòng {row}, cột {column}: {why}"),
    ("row {row}: {why}", "dòng {row}: {why}"),
    *_ROW_REASONS,
)
