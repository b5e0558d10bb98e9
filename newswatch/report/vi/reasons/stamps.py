"""What is wrong with time stamps and with [tsa] of config.toml, in Vietnamese."""

MESSAGES = (
    (
        "is missing; name the PEM file of the authority's root certificate, by which its stamps are checked",
        "còn thiếu; hãy ghi tệp PEM chứng thư gốc của nơi cấp dấu thời gian, để kiểm các dấu ấy",
    ),
    (
        "{file} is not there; save the authority's root certificate there as PEM",
        "không có tệp {file}; hãy lưu chứng thư gốc của nơi cấp dấu thời gian vào đó, dạng PEM",
    ),
    (
        "no certificate is named by which its time stamps can be checked",
        "chưa khai báo chứng thư để kiểm dấu thời gian",
    ),
    ("is no time stamp that can be trusted: {said}", "không phải dấu thời gian tin được: {said}"),
    ("no time stamp is given: HTTP {n}", "không cấp dấu thời gian: HTTP {n}"),
)
