"""What `init` and `probe` are not sure of (`newswatch.sources.infer`, `services.probe`, `services.starter`, `report.english`), in Vietnamese."""

from newswatch.core.polling.proof import Gap
from newswatch.report import english
from newswatch.report.vi.proofs import GAPS

_BY_HAND = "hãy tự chọn"
_SETTLE = 'ghi vào "hosts" của nguồn nếu là cùng một cổng, không thì ghi vào "foreign_hosts"'

_INFERRED = (
    (
        "more than one date stands near the title; choose the selector of the right one by hand",
        f"gần tiêu đề có hơn một ngày; {_BY_HAND} bộ chọn đúng",
    ),
    (
        "the page prints no date that surely belongs to the article; article_date was left empty",
        "trang bài không in ngày nào chắc chắn là của bài; article_date để trống",
    ),
    (
        "no sure selector for {name}; it was left empty and will be guessed on each page",
        "chưa có bộ chọn chắc chắn cho {name}; để trống, sẽ suy ra trên từng trang",
    ),
    ("no list of news and no article text was found", "không thấy danh sách tin, cũng không thấy nội dung bài"),
    ("the page has no running text", "trang không có đoạn văn nào"),
    (
        "the entries have no class, id or path of their own; no sure selector was found for them",
        "các mục không có class, id hay đường dẫn riêng; chưa tìm được bộ chọn chắc chắn",
    ),
    (
        "each entry states two different days; the date selector was left empty, choose the right one by hand",
        f"mỗi mục ghi hai ngày khác nhau; bộ chọn ngày để trống, {_BY_HAND} ngày đúng",
    ),
    (
        "the pages are turned by a script; only the first page can be read unless you know a page_pattern",
        "trang được lật bằng mã kịch bản; chỉ đọc được trang đầu, trừ khi biết page_pattern",
    ),
    (
        "the list prints no dates; each article's own page will be asked for its date",
        "danh sách không in ngày; ngày sẽ được tìm trong trang của từng bài",
    ),
    ("{n} of {of} entries print no date that can be read", "{n}/{of} mục không in ngày đọc được"),
    (
        'another block looks much like the list (first entry "{title}"); compare the entries with the page',
        'có một khối khác rất giống danh sách (mục đầu "{title}"); hãy đối chiếu các mục với trang',
    ),
    ("only {n} entries to judge by", "chỉ có {n} mục để suy ra cách đọc"),
    (
        "read back, the profile gives {n} entries, {right} of the {of} that were found",
        "đọc lại bằng mẫu đọc này được {n} mục, đúng {right}/{of} mục đã thấy",
    ),
)

_PROBED = (
    ("no listing or article could be made out", "không nhận ra danh sách hay bài viết nào"),
    ("the feed has no entries", "nguồn tin RSS không có mục nào"),
    ("its articles lie on another host, which was not asked for them", "các bài nằm trên máy chủ khác, chưa hỏi máy chủ đó"),
    *((f"this page can prove no day: {english.gap(gap)}", f"trang này không chứng minh được ngày nào: {GAPS[gap]}") for gap in Gap),
    *((english.gap(gap), GAPS[gap]) for gap in Gap),
    (
        "no list of news could be made out there; give the address of the page that lists the news, or of its feed",
        "không nhận ra danh sách tin ở đó; hãy đưa địa chỉ trang liệt kê tin, hoặc địa chỉ nguồn tin RSS",
    ),
    (
        'no section list was found behind the column with "{title}" ({n} entries in all): while the front page is required, months stay unknown; '
        "name that section's list as a source, or set required = false for the front page if that column never holds what counts",
        'không tìm thấy trang danh sách của chuyên mục có "{title}" (tất cả {n} mục): khi trang chủ còn là nguồn chính thì các tháng chưa rõ; '
        "khai báo trang danh sách của chuyên mục đó làm nguồn, hoặc đặt required = false cho trang chủ "
        "nếu chuyên mục đó không bao giờ có tin, bài được tính",
    ),
)

_WARNED = (
    (
        "no way to a second page was found; what is older than this page was not looked at: run `newswatch probe` and set next_page or page_pattern",
        "không thấy đường dẫn sang trang 2 nên chưa xem tin cũ hơn trang này: chạy `newswatch probe` và đặt next_page hoặc page_pattern",
    ),
    ("stopped after {n} pages (max_pages)", "dừng sau {n} trang (max_pages)"),
    ("{n} entries show no date that can be read{example}", "{n} mục không có ngày đọc được{example}"),
    (
        "in {n} entries the printed date and the one in the markup name different days; the printed one was taken",
        "ở {n} mục, ngày in ra và ngày trong mã trang khác nhau; lấy ngày in ra",
    ),
    (
        "the printed dates contradict each other about which number is the day (25/11 beside 11/25), so {n} entries that can be read either way are "
        "undated{example}; settle them by hand, and ask the portal's keeper which form is meant",
        "các ngày in ra mâu thuẫn về số nào là ngày (25/11 cạnh 11/25), nên {n} mục đọc được theo hai cách bị coi là không rõ ngày{example}; "
        "hãy ghi ngày cho từng mục, và hỏi bên quản trị cổng dùng dạng nào",
    ),
    (
        "the feed's times lie up to {n} hours ahead of its server's clock, as where local time is called GMT{example}; items that this can move to "
        "another month wait for a person",
        "giờ trong nguồn tin RSS sớm hơn đồng hồ máy chủ đến {n} giờ, như khi giờ Việt Nam bị ghi là GMT{example}; mục nào vì thế có thể sang tháng "
        "khác thì chờ người xét",
    ),
    (
        '{n} entries lie on the host {host}, which nobody settled, and wait for a person: name it in "hosts" of this source if it is the same portal, '
        'else in "foreign_hosts"',
        f"{{n}} mục nằm trên máy chủ {{host}}, chưa rõ có thuộc cổng này không, nên chờ người xét: {_SETTLE}",
    ),
    (
        "{n} entries lie on the host {host} and are left out (foreign_hosts)",
        "{n} mục nằm trên máy chủ {host} và không được tính (foreign_hosts)",
    ),
    ("its certificate or protocol is at fault ({fault})", "chứng thư số hoặc giao thức mã hóa có lỗi ({fault})"),
)

_RULES = (
    (
        "nobody has read its clause in {what}; in a copy of its file under an id of its own, named by its path in `rules`, fill in the clause and set "
        "verified = true",
        "chưa ai đối chiếu điều khoản với văn bản gốc ({what}), nên điểm chỉ để tham khảo; hãy chép tệp quy định ra cạnh config.toml với id khác, "
        "ghi đúng điều khoản, đặt verified = true, rồi ghi đường dẫn tệp đó vào `rules`",
    ),
    (
        "in force from {first} to {last}, not on {day}",
        "có hiệu lực từ {first} đến {last}, ngày {day} không còn (hoặc chưa) hiệu lực, nên điểm chỉ để tham khảo; hỏi quy định đang áp dụng",
    ),
    ("sets a target without points", "nêu chỉ tiêu nhưng không chấm điểm"),
    (
        "reading {reading} is assumed; no document named in confirmed_by confirms it",
        "cách tính {reading} là giả định; chưa có văn bản nào xác nhận (confirmed_by)",
    ),
    ("in force from {first}, not on {day}", "có hiệu lực từ {first}, ngày {day} chưa có hiệu lực, nên điểm chỉ để tham khảo"),
)

_READ = (
    ("no main text found", "không thấy nội dung chính của bài"),
    ('more than one date near the title; took "{day}"', 'gần tiêu đề có hơn một ngày; đã lấy "{day}"'),
    ("{name} {selector} found nothing; {what}", "{name} {selector} không tìm thấy gì; {what}"),
    ("no {name} in the profile; {what}", "mẫu đọc không có {name}; {what}"),
)

PHRASES = (
    ("document without known number of {most}, {issuer}", "văn bản chưa rõ số, ngày {most}, {issuer}"),
    ("{least} of {most}, {issuer}", "{least} ngày {most}, {issuer}"),
    ("e.g. {text}", "ví dụ {text}"),
    ("the date was guessed", "ngày được suy ra"),
    ("the date was taken from the metadata", "ngày lấy từ siêu dữ liệu của trang"),
    ("no date was found", "không thấy ngày"),
    ("the title was guessed", "tiêu đề được suy ra"),
    ("the text was guessed", "nội dung được suy ra"),
)

_STARTED = (
    (
        "is there already; name another file with --out, or write over it with --force",
        "đã có tệp này; chọn tên khác bằng --out, hoặc ghi đè bằng --force",
    ),
    ("redirects to another host, {url}; it was not followed", "chuyển hướng sang máy chủ khác, {url}; chưa đọc theo"),
)

MESSAGES = (*_STARTED, *_READ, *_INFERRED, *_PROBED, *_WARNED, *_RULES)
