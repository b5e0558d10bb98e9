"""Why sources and articles could not be read (`newswatch.sources`, `core.polling.changes`, `services.poll`), in Vietnamese."""

from newswatch.report.vi import answers

_KEEPER = "đề nghị bên quản trị cổng"
_OPEN = "mở trang bằng trình duyệt"

WRAPPED = (
    (
        "{inner}; the site is left alone until its robots.txt can be read, or set respect_robots = false in [fetch]",
        "{inner}; chưa đọc gì ở trang này cho đến khi đọc được robots.txt, hoặc đặt respect_robots = false trong [fetch]",
    ),
    ("{n} articles could not be read, first {inner}", "{n} bài không đọc được, bài đầu: {inner}"),
    ("its articles could not be read: {inner}", "không đọc được trang bài: {inner}"),
    ("could not be polled on another machine: {inner}", "máy khác không đọc được nguồn này: {inner}"),
)
"""Messages that hold another one."""

_CONNECTION = (
    (
        "robots.txt of the site forbids it; ask its keeper, or set respect_robots = false in [fetch]",
        f"tệp robots.txt của trang không cho đọc; {_KEEPER} cho phép, hoặc đặt respect_robots = false trong [fetch]",
    ),
    ("more than {n} redirects, the last to {to}; open it in a browser", f"chuyển hướng quá {{n}} lần, lần cuối tới {{to}}; {_OPEN}"),
    ("lies on another host; which no portal has", "dẫn tới địa chỉ mà không cổng thông tin nào có"),
    (
        "lies on another host; add {host} to the source's `hosts` if it is the same portal",
        "nằm trên máy chủ khác; thêm {host} vào `hosts` của nguồn nếu là cùng một cổng",
    ),
    ("no answer within {n} s (fetch.timeout_seconds)", "không trả lời trong {n} giây (fetch.timeout_seconds)"),
    ("no TLS connection: {why}", "không lập được kết nối mã hóa (TLS): {why}"),
    ("no connection: {why}", "không kết nối được: {why}"),
    ("can't be asked for: {why}", "không gửi yêu cầu được: {why}"),
    (
        "is sent as {coding}, though only gzip was asked for; the portal's keeper has to mend it",
        f"được gửi ở dạng nén {{coding}}, dù chỉ yêu cầu gzip; {_KEEPER} sửa",
    ),
    ("larger than {n} bytes (fetch.max_bytes)", "lớn hơn {n} byte (fetch.max_bytes)"),
    ("broke off after {n} bytes: {why}", "bị ngắt sau {n} byte: {why}"),
    ("its gzip is damaged after {n} bytes: {why}", "dữ liệu nén gzip bị hỏng sau {n} byte: {why}"),
    (
        "the gzip is larger than {n} bytes once unpacked; the portal's keeper has to split it",
        f"tệp nén gzip lớn hơn {{n}} byte khi mở ra; {_KEEPER} chia nhỏ",
    ),
    ("the gzip is damaged ({why}); the portal's keeper has to mend it", f"tệp nén gzip bị hỏng ({{why}}); {_KEEPER} sửa"),
    ("still sending after {n} s (6 × fetch.timeout_seconds)", "sau {n} giây vẫn chưa gửi xong (6 × fetch.timeout_seconds)"),
    (
        "{address} is no address that can be asked for; it has to begin with http:// or https:// and a host",
        "{address} không phải địa chỉ đọc được; phải bắt đầu bằng http:// hoặc https:// và tên máy chủ",
    ),
    ("{address} is no address that can be asked for: {why}", "{address} không phải địa chỉ đọc được: {why}"),
    ("can't be shown in a browser: {said}", "không hiện được trong trình duyệt: {said}"),
    ("can't be started: {said}", "không khởi động được: {said}"),
    ("the server answered {status}", "máy chủ trả lời {status}"),
    ("each worker that began with it broke off, once", "tiến trình nhận việc bị đứt giữa chừng"),
    ("each worker that began with it broke off, {n} times", "cả {n} lần, tiến trình nhận việc đều bị đứt giữa chừng"),
    ("not asked for, the run is being stopped", "chưa đọc vì chương trình đang dừng"),
    ("not read to its end, the run is being stopped", "chưa đọc hết vì chương trình đang dừng"),
)

_TRUST = (
    (
        "its certificate can't be trusted ({why}); the portal's keeper has to renew or mend it; until then a person may trust it: "
        "`newswatch probe {url}` shows it and tells how",
        f"chứng thư số không đáng tin ({{why}}); {_KEEPER} thay hoặc sửa; trong khi chờ, có thể tin riêng chứng thư này: "
        "`newswatch probe {url}` cho xem và hướng dẫn",
    ),
    (
        "shows another certificate than the one trusted by certificate_sha256: {was} was trusted, {found} is shown; nothing was asked of it. "
        "If the portal's keeper confirms that it was renewed, put the new SHA-256 there; `newswatch probe {url}` shows it",
        "đưa ra chứng thư khác với chứng thư đã tin ở certificate_sha256: đã tin {was}, nay là {found}; chưa đọc gì từ máy chủ này. "
        "Nếu bên quản trị cổng xác nhận đã thay chứng thư, ghi dãy SHA-256 mới vào đó; `newswatch probe {url}` cho xem",
    ),
    (
        "speaks only an old TLS that is no longer thought safe ({why}); the portal's keeper has to renew its server; until then a person may "
        "allow it by tls_legacy = true in the source",
        f"chỉ dùng TLS cũ không còn an toàn ({{why}}); {_KEEPER} nâng cấp máy chủ; trong khi chờ, có thể cho phép bằng tls_legacy = true ở nguồn",
    ),
    ("shows no certificate: it is not asked for by https", "không có chứng thư số: địa chỉ này không dùng https"),
    (
        "shows a certificate that can't be read ({why}); the portal's keeper has to replace it",
        f"chứng thư số không đọc được ({{why}}); {_KEEPER} thay",
    ),
)

_PAGES = (
    (
        "expected an HTML page, got {what}; open the address in a browser and correct it in config.toml",
        f"cần một trang HTML nhưng nhận được {{what}}; {_OPEN} và sửa địa chỉ trong config.toml",
    ),
    (
        "the feed is broken ({why}) and no whole entry can be read; the portal's keeper has to mend it",
        f"nguồn tin RSS bị lỗi ({{why}}) và không đọc được mục nào trọn vẹn; {_KEEPER} sửa",
    ),
    ("the feed is damaged and can't be read: {why}", "nguồn tin RSS bị hỏng, không đọc được: {why}"),
    ("begins like JSON and is none: {why}; it may have been cut off", "mở đầu như JSON nhưng không phải: {why}; có thể bị cắt ngang"),
    (
        "is JSON but no JSON Feed (no jsonfeed.org version, or no list of items)",
        "là JSON nhưng không phải JSON Feed (thiếu phiên bản jsonfeed.org hoặc danh sách mục)",
    ),
    (
        "expected a feed, found a web page titled {title}; a login or error page, or the wrong address: open it in a browser",
        f"cần nguồn tin RSS nhưng nhận được trang web có tiêu đề {{title}}; có thể là trang đăng nhập, trang báo lỗi, hoặc sai địa chỉ: {_OPEN}",
    ),
    (
        "expected a feed, found a web page; a login or error page, or the wrong address: open it in a browser",
        f"cần nguồn tin RSS nhưng nhận được trang web; có thể là trang đăng nhập, trang báo lỗi, hoặc sai địa chỉ: {_OPEN}",
    ),
    (
        "expected a feed, found {what}; open the address in a browser and correct it in config.toml",
        f"cần nguồn tin RSS nhưng nhận được {{what}}; {_OPEN} và sửa địa chỉ trong config.toml",
    ),
    (
        "profile {name} has no `entry` selector; run `newswatch probe {url}`",
        "mẫu đọc {name} chưa có bộ chọn `entry`; chạy `newswatch probe {url}`",
    ),
    (
        "{selector} is no CSS selector ({why}); correct it in config.toml",
        "{selector} không phải bộ chọn CSS ({why}); sửa trong config.toml",
    ),
    (
        "the list says no total (X-WP-Total, X-WP-TotalPages), so nothing shows that it is whole",
        "danh sách không ghi tổng số (X-WP-Total, X-WP-TotalPages), nên không có gì cho thấy là đủ",
    ),
    (
        "expected WordPress' list of posts, found no JSON ({type}); the REST API may be closed or blocked: take the source out of config.toml, "
        "or ask the portal's keeper",
        "cần danh sách bài của WordPress nhưng nhận được nội dung không phải JSON ({type}); có thể REST API bị đóng hoặc chặn: bỏ nguồn này khỏi "
        "config.toml, hoặc hỏi bên quản trị cổng",
    ),
    (
        "expected WordPress' list of posts, found another answer: {said}",
        "cần danh sách bài của WordPress nhưng nhận được trả lời khác: {said}",
    ),
    ("expected WordPress' list of posts, found another answer", "cần danh sách bài của WordPress nhưng nhận được trả lời khác"),
    (
        "expected WordPress' list of posts, found a list of something else (no id and link)",
        "cần danh sách bài của WordPress nhưng nhận được danh sách khác (thiếu id và link)",
    ),
    (
        "the list names {url}, which lies on another site; correct url in config.toml",
        "danh sách nêu {url}, nằm ở trang web khác; sửa url trong config.toml",
    ),
    (
        "expected a sitemap (urlset or sitemapindex), found {what}; open it in a browser and correct url in config.toml",
        f"cần sơ đồ trang (urlset hoặc sitemapindex) nhưng nhận được {{what}}; {_OPEN} và sửa url trong config.toml",
    ),
    (
        "the sitemap has a document type or defines entities, which no sitemap needs; it is not read",
        "sơ đồ trang có khai báo kiểu tài liệu hoặc thực thể mà sơ đồ trang không cần; không đọc",
    ),
    ("the sitemap is broken XML ({why}); the portal's keeper has to mend it", f"sơ đồ trang là XML bị lỗi ({{why}}); {_KEEPER} sửa"),
    (
        "the sitemap names {n} addresses, more than the {most} that the standard allows",
        "sơ đồ trang nêu {n} địa chỉ, nhiều hơn {most} mà chuẩn cho phép",
    ),
)

_CHANGES = (
    (
        "the page has {n} entries{usual}; the layout or address may have changed: run `newswatch probe {url}` and compare its profile with the one "
        "in config.toml",
        "trang chỉ có {n} mục{usual}; có thể giao diện hoặc địa chỉ đã đổi: chạy `newswatch probe {url}` và so mẫu đọc với mẫu trong config.toml",
    ),
    (
        "the titles came in broken letters, such as {shown}; the portal states a false charset, or its keeper has to mend its texts",
        "tiêu đề bị lỗi chữ, ví dụ {shown}; cổng khai báo sai bảng mã, hoặc bên quản trị phải sửa lại chữ",
    ),
    (
        "{n} of {of} articles are stated to be of other days than before, {silent} of none; open it in a browser: its dates may be those of today, "
        "or day and month exchanged; if the portal means them, `newswatch backfill` takes them",
        f"{{n}}/{{of}} bài được ghi ngày khác trước, {{silent}} bài không còn ngày; {_OPEN}: có thể trang ghi ngày hôm nay, hoặc đảo ngày và tháng; "
        "nếu cổng ghi đúng ý, `newswatch backfill` sẽ nhận",
    ),
    (
        "the list lacks {n} articles that it named before and that are still there, and names {kept} of those days; it may show another section, "
        "or be broken: open it in a browser; if the portal means it so, `newswatch backfill` takes it",
        f"danh sách thiếu {{n}} bài từng nêu mà trang bài vẫn còn, chỉ còn nêu {{kept}} bài của những ngày ấy; "
        f"có thể đang hiện chuyên mục khác, hoặc bị lỗi: {_OPEN}; "
        "nếu cổng chủ ý như vậy, `newswatch backfill` sẽ nhận",
    ),
)

_ARTICLES = (
    ("not asked for, since its server does not answer", "chưa đọc vì máy chủ không trả lời"),
    (
        "not asked for, since {site} has had its {n} requests of today (fetch.requests_a_day)",
        "chưa đọc vì hôm nay đã hết {n} lượt được hỏi máy chủ {site} (fetch.requests_a_day)",
    ),
    ("was cut off, it lacks the end that other pages of the site have", "bị cắt ngang, thiếu phần cuối mà các trang khác của cổng đều có"),
    ("the same page was served for another article", "máy chủ đưa ra cùng một trang cho bài khác"),
    *((f"is not the article ({answer})", f"không phải bài này ({said})") for answer, said in answers.ANSWERS.items()),
    ("a fault nobody foresaw ({said}); please report it", "lỗi chưa lường trước của chương trình ({said}); xin báo cho bên phát triển"),
)

PHRASES = (
    ("usually {n}", "thường có {n}"),
    ("an empty answer", "nội dung trống"),
    ("a PDF file", "tệp PDF"),
    ("a ZIP or Office file", "tệp ZIP hoặc Office"),
    ("an old Office file", "tệp Office cũ"),
    ("an image", "hình ảnh"),
    ("JSON", "dữ liệu JSON"),
    ("a feed (give it as a source of kind feed)", "nguồn tin RSS (khai báo làm nguồn loại feed)"),
    ("plain text", "chữ thuần, không phải trang web"),
    ("a web page", "trang web"),
    ("a text that is neither RSS, Atom nor JSON Feed, beginning {text}", "nội dung không phải RSS, Atom hay JSON Feed, mở đầu là {text}"),
    ("a text beginning {text}", "nội dung mở đầu là {text}"),
    ("breaks off", "bị cắt ngang"),
)
"""What stood in the place of a page, and how many entries there usually are."""

MESSAGES = (*_CONNECTION, *_TRUST, *_PAGES, *_CHANGES, *_ARTICLES)
