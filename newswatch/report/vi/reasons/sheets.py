"""Why an assessment sheet can't be read, in Vietnamese."""

_ANEW = "hãy mở bằng Excel hoặc Word rồi lưu lại"
MESSAGES = (
    (
        "is larger than {n} bytes; take pictures out of it, or fill it in by hand",
        "lớn hơn {n} byte; hãy bỏ bớt hình ảnh, hoặc điền bằng tay",
    ),
    (
        "can't be read: {why}; close it in Excel or Word, and name a file",
        "không đọc được: {why}; hãy đóng tệp trong Excel hoặc Word rồi chỉ đúng tệp",
    ),
    (
        "the file is larger than {n} bytes; take pictures out of it, or fill it in by hand",
        "tệp lớn hơn {n} byte; hãy bỏ bớt hình ảnh, hoặc điền bằng tay",
    ),
    (
        "the file is damaged or no file of Excel or Word: {said}; open it there and save it as .xlsx or .docx",
        f"tệp hỏng hoặc không phải tệp Excel, Word ({{said}}); {_ANEW} thành .xlsx hoặc .docx",
    ),
    (
        "the file names no workbook or document; open it in Excel or Word and save it as .xlsx or .docx",
        f"tệp không có bảng tính hoặc văn bản nào; {_ANEW} thành .xlsx hoặc .docx",
    ),
    (
        "{name}: sheets and texts are larger than {n} bytes; delete what lies outside the table, and save it",
        "{name}: nội dung lớn hơn {n} byte; hãy xóa phần ngoài bảng rồi lưu lại",
    ),
    ("{name}: is named in the file, but missing from it; open it in Excel or Word and save it anew", f"tệp thiếu phần {{name}}; {_ANEW}"),
    (
        "the file is encrypted with a password; open it, take the password off (File, Info, Protect), and save a copy",
        "tệp đặt mật khẩu; hãy bỏ mật khẩu (File, Info, Protect) rồi lưu một bản",
    ),
    ("the file is encrypted with a password; save a copy without one", "tệp đặt mật khẩu; hãy lưu một bản không có mật khẩu"),
    (
        "the file is an .xls or .doc of Office 97; open it and save it as .xlsx or .docx",
        "tệp là .xls hoặc .doc (Office 97); hãy mở ra rồi lưu thành .xlsx hoặc .docx",
    ),
    (
        "the file is no .xlsx or .docx; open it in Excel or Word and save it as one",
        f"tệp không phải .xlsx hoặc .docx; {_ANEW} thành tệp như thế",
    ),
    (
        "the file unpacks to more than {n} bytes; take pictures out of it, or fill it in by hand",
        "tệp khi giải nén lớn hơn {n} byte; hãy bỏ bớt hình ảnh, hoặc điền bằng tay",
    ),
    ("the file holds two parts of one name; open it in Excel or Word and save it anew", f"tệp có hai phần cùng tên; {_ANEW}"),
    ("{name}: is not text in {codec}: {said}; save the file anew in Excel or Word", f"phần {{name}} không phải văn bản {{codec}}; {_ANEW}"),
    (
        "{name}: is no XML that can be read: {said}; save the file anew in Excel or Word",
        f"phần {{name}} không đọc được thành XML ({{said}}); {_ANEW}",
    ),
    (
        "{name}: has more than {n} elements; delete empty rows and columns below and beside the table, and save it",
        "{name} có hơn {n} phần tử; hãy xóa các dòng, cột trống dưới và bên cạnh bảng rồi lưu lại",
    ),
    (
        "{name}: is nested deeper than {n} elements, as no file of Excel or Word is; save it anew there",
        f"phần {{name}} lồng nhau quá {{n}} lớp; {_ANEW}",
    ),
    (
        "{name}: declares a document type, as no file of Excel or Word does; save the file anew in Excel or Word",
        f"phần {{name}} khai báo kiểu tài liệu, điều tệp Excel, Word không có; {_ANEW}",
    ),
    (
        "{name}: merges more than {n} cells; split those outside the table, and save the file",
        "{name} gộp hơn {n} ô; hãy tách các ô ngoài bảng rồi lưu lại",
    ),
    (
        "the file holds no workbook that can be filled in; open it in Excel and save it as .xlsx",
        f"tệp không có bảng tính nào đọc được; {_ANEW} thành .xlsx",
    ),
    (
        "no table has rows with codes under a column headed “Điểm tự chấm” or “Điểm thẩm định”; head its columns so, write the codes as text, and save "
        "the file",
        "không bảng nào có dòng mã tiêu chí dưới cột “Điểm tự chấm” hoặc “Điểm thẩm định”; hãy ghi tiêu đề cột như thế, ghi mã dạng chữ rồi lưu lại",
    ),
    ("{one} and {other} hold the same criteria; name one with --table", "{one} và {other} có cùng các tiêu chí; hãy chọn một bằng --table"),
    (
        "{table}: {n} columns may be the {kind} ({heads}); name the year with --year, or leave one",
        "{table}: có {n} cột cùng có thể là cột điểm ({heads}); hãy nêu năm bằng --year, hoặc chỉ để lại một cột",
    ),
    (
        "{table}: its column is headed “{head}”, not {year}; name its year with --year, or head it so",
        "{table}: cột điểm ghi “{head}”, không phải năm {year}; hãy nêu đúng năm bằng --year, hoặc sửa tiêu đề cột",
    ),
    (
        "{table}: has more than {n} rows with codes; delete what lies outside the table",
        "{table}: có hơn {n} dòng mã; hãy xóa phần ngoài bảng",
    ),
    ("--table: there is none named {table}; there are {tables}", "--table: không có bảng {table}; có: {tables}"),
    (
        "the file is digitally signed, and filling it in would break the signature; fill in the copy from before the signing",
        "tệp đã ký số, điền vào sẽ làm hỏng chữ ký; hãy điền vào bản trước khi ký",
    ),
)
