"""Exports of smart-loudspeaker programs: CSV with machine headers, nested JSON, epochs, American dates."""

import json

from logshapes.books import TITLES as T
from logshapes.truth import Shape, air, millis, shape
from newswatch.core.model import Origin


def made_and_played() -> Shape:
    """The day made stands before the day played; only what was played aired."""
    text = (
        "id,name,type,createdDate,playTime,status\n"
        f"71,{T[0]},Tin,2026-03-01 08:15:00,2026-03-02 05:30:00,PLAYED\n"
        f"72,{T[1]},Tin,2026-03-01 08:20:00,2026-03-05 17:00:00,PLAYED\n"
        f"73,{T[2]},Tin,2026-03-02 09:00:00,2026-03-06 17:00:00,FAILED\n"
        f"74,{T[3]},Tin,2026-03-02 09:00:00,2026-03-09 17:00:00,SCHEDULED\n"
    )
    return shape("export.csv", text, [air(2, "2026-03-02 05:30", T[0]), air(3, "2026-03-05 17:00", T[1])], (T[2], T[3]))


def created_in_vietnamese() -> Shape:
    """Vietnamese headers: day made, day scheduled, result."""
    text = (
        "Mã tin;Tiêu đề bản tin;Ngày khởi tạo;Lịch phát;Nguồn phát;Kết quả\n"
        f"A1;{T[4]};28/02/2026 10:00;02/03/2026 05:00;Nội bộ;Thành công\n"
        f"A2;{T[5]};28/02/2026 10:05;03/03/2026 05:00;Nội bộ;Thành công\n"
        f"A3;{T[6]};28/02/2026 10:10;04/03/2026 05:00;Nội bộ;Lỗi kết nối\n"
    )
    return shape("bao cao.csv", text, [air(2, "2026-03-02 05:00", T[4]), air(3, "2026-03-03 05:00", T[5])], (T[6],))


def day_list() -> Shape:
    """A schedule with a list of days and times in seconds since midnight."""
    document = {
        "success": True,
        "data": {
            "schedules": [
                {
                    "id": 5,
                    "bulletin": {"id": 11, "name": T[7], "type": "NEWS", "createDate": millis("2026-04-01 09:00")},
                    "dayList": ["2026-04-06", "2026-04-08"],
                    "startTime": 19800,
                    "status": "PLAYED",
                },
                {
                    "id": 6,
                    "bulletin": {"id": 12, "name": T[8], "type": "NEWS", "createDate": millis("2026-04-01 09:00")},
                    "dayList": ["2026-04-20"],
                    "startTime": 61200,
                    "status": "PLAYED",
                },
            ]
        },
    }
    truth = [air(1, "2026-04-06 05:30", T[7]), air(1, "2026-04-08 05:30", T[7]), air(2, "2026-04-20 17:00", T[8])]
    return shape("lich.json", json.dumps(document, ensure_ascii=False), truth)


def epochs() -> Shape:
    """Epoch milliseconds for the day made and the day played."""
    rows = [
        {"title": T[0], "createDate": millis("2026-04-29 16:00"), "broadcastTime": millis("2026-05-04 05:00"), "state": "played"},
        {"title": T[1], "createDate": millis("2026-04-29 16:00"), "broadcastTime": millis("2026-05-05 17:30"), "state": "played"},
        {"title": T[2], "createDate": millis("2026-04-29 16:00"), "broadcastTime": millis("2026-05-06 17:30"), "state": "cancelled"},
    ]
    truth = [air(1, "2026-05-04 05:00", T[0]), air(2, "2026-05-05 17:30", T[1])]
    return shape("broadcasts.json", json.dumps({"total": 3, "content": rows}, ensure_ascii=False), truth, (T[2],))


def grouped_by_day() -> Shape:
    """A list of days, each with its broadcasts."""
    document = [
        {"date": "2026-06-08", "broadcasts": [{"time": "05:30", "title": T[3]}, {"time": "17:30", "title": T[4]}]},
        {"date": "2026-06-09", "broadcasts": [{"time": "05:30", "title": T[5]}]},
    ]
    truth = [air(1, "2026-06-08 05:30", T[3]), air(2, "2026-06-08 17:30", T[4]), air(3, "2026-06-09 05:30", T[5])]
    return shape("theo-ngay.json", json.dumps(document, ensure_ascii=False), truth)


def american() -> Shape:
    """Month first with a twelve-hour clock."""
    text = (
        "Title\tBroadcast date\tSource\n"
        f"{T[6]}\t3/4/2026 5:30:00 AM\tlocal\n"
        f"{T[7]}\t3/14/2026 5:30:00 PM\tlocal\n"
        f"{T[8]}\t3/27/2026 5:30:00 AM\tlocal\n"
    )
    truth = [air(2, "2026-03-04 05:30", T[6]), air(3, "2026-03-14 17:30", T[7]), air(4, "2026-03-27 05:30", T[8])]
    return shape("report.tsv", text, truth)


def loops() -> Shape:
    """How often a bulletin was played, and at which hours."""
    text = (
        "Ngày phát,Tên bản tin,Số lần phát,Giờ phát\n"
        f'07/09/2026,{T[0]},2,"05:30, 17:30"\n'
        f"08/09/2026,{T[1]},1,05:30\n"
        f'09/09/2026,{T[2]},3,"05:30; 11:00; 17:30"\n'
    )
    truth = [
        air(2, "2026-09-07 05:30", T[0]), air(2, "2026-09-07 17:30", T[0]), air(3, "2026-09-08 05:30", T[1]),
        air(4, "2026-09-09 05:30", T[2]), air(4, "2026-09-09 11:00", T[2]), air(4, "2026-09-09 17:30", T[2]),
    ]  # fmt: skip
    return shape("lan-phat.csv", text, truth)


def source_system() -> Shape:
    """Bulletins of the higher system beside own ones."""
    text = (
        "STT;Tên bản tin;Đơn vị tạo;Nguồn bản tin;Thời điểm phát;Trạng thái phát\n"
        f"1;{T[3]};UBND xã;Tự biên tập;05/10/2026 05:30;Đã phát\n"
        "2;Phòng chống cháy rừng;Sở TT&TT;Hệ thống thông tin nguồn cấp tỉnh;06/10/2026 05:30;Đã phát\n"
        f"3;{T[4]};UBND xã;Tự biên tập;07/10/2026 05:30;Đang chờ phát\n"
    )
    truth = [air(2, "2026-10-05 05:30", T[3]), air(3, "2026-10-06 05:30", "Phòng chống cháy rừng", Origin.RELAY)]
    return shape("httt-nguon.csv", text, truth, (T[4],))


SHAPES = (
    made_and_played(), created_in_vietnamese(), day_list(), epochs(), grouped_by_day(), american(), loops(), source_system(),
)  # fmt: skip
