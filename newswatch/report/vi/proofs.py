"""Vietnamese sentences about what polls prove, and about what is missing from a proof and what would help."""

from newswatch.core.polling.evidence import Evidence, Watched
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk
from newswatch.report.vi import terms

ORDERS = {
    Order.NEWEST_FIRST: "danh sách xếp tin mới trước",
    Order.OLDEST_FIRST: "danh sách xếp tin cũ trước, tin mới nằm ở trang cuối",
    Order.ARRIVAL: "danh sách không ghi ngày, nhưng bài mới luôn đứng trên các bài đã biết",
    Order.UNKNOWN: "chưa rõ danh sách xếp theo thứ tự nào",
}
WITNESSES = {
    Walk.COUNTED: "danh sách bài mà WordPress cấp cho máy đọc ghi đủ số bài đúng như tổng số máy chủ báo",
    Walk.MAPPED: "mọi địa chỉ mà sơ đồ trang (sitemap) nêu đều đã biết, kèm ngày đăng",
}
GAPS = {
    Gap.ORDER_UNKNOWN: "chưa rõ danh sách xếp theo thứ tự nào nên không biết bài mới nằm ở đâu; nên dùng trang danh sách xếp tin mới trước, "
    "hoặc nguồn tin RSS",
    Gap.SEVERAL_LISTS: "trang này gồm nhiều danh sách đặt cạnh nhau (các chuyên mục), mỗi chuyên mục chỉ hiện vài tin; "
    "nên khai báo trang danh sách của từng chuyên mục làm nguồn tin",
    Gap.PAGE_SLIPPED: "trong lúc đọc, bài liên tục chuyển từ trang này sang trang khác nên có thể sót bài; lần xem sau sẽ đọc lại",
    Gap.PAGE_MISSING: "có trang ở giữa danh sách không đọc được (trang trống, trang lỗi hoặc trang chặn truy cập)",
    Gap.END_NOT_AGREED: "đã đọc đến trang cuối, còn chờ một lần xem nữa cùng thấy như vậy",
    Gap.UNDATED_ENTRIES: "có bài không đọc được ngày đăng",
    Gap.NO_PAGER: "không thấy đường dẫn sang trang 2 nên không xem được tin cũ hơn trang này",
    Gap.NEWEST_ONLY: "danh sách chỉ hiện một số tin mới nhất, tin cũ hơn bị đẩy khỏi trang cuối nên không biết còn tin nào trước đó",
    Gap.PAGE_LIMIT: "danh sách còn trang nữa nhưng đã đến giới hạn số trang (max_pages)",
    Gap.UNREAD_ARTICLES: "có bài chưa mở được; lần xem sau sẽ mở lại",
    Gap.NOT_MODIFIED_ONLY: "máy chủ chỉ trả lời “không có gì mới” mà không gửi trang",
    Gap.SUSPECT: "trang hiện ra ít bài bất thường, thiếu những bài vẫn còn trên trang, hoặc chữ bị lỗi; có thể giao diện hoặc địa chỉ đã đổi",
    Gap.FAILED: "không đọc được nguồn tin",
    Gap.OVER_BUDGET: "chưa xem, vì hôm đó đã hết số lượt được hỏi máy chủ (requests_a_day)",
    Gap.LAST_DAYS_ONLY: "sơ đồ trang này chỉ nêu bài của vài ngày gần nhất (news sitemap)",
    Gap.WITNESS_CONTRADICTS: "các nguồn tin nói khác nhau về cùng một ngày",
}


def source(found: Watched) -> list[str]:
    """What is proved of a month through one source, what it rests on, and what is missing."""
    seen, blind = found.coverage.watched, len(found.coverage.blind)
    if not seen and not blind:
        return []
    days = f"chứng minh được đã xem đủ {seen} ngày" if not blind else f"chứng minh được {seen}/{seen + blind} ngày"
    out = [f"Nguồn tin {found.source_id}: {days}."]
    if found.evidence is None:
        return [*out, "    Chưa có lần xem nào."]
    proof, at = found.evidence.proof, terms.moment(found.evidence.at)
    if proof.reach is not None and seen:
        out.append(f"    Căn cứ lần xem {at}: {'; '.join(grounds(proof))}.")
    return [*out, *_missing(found, found.evidence)] if blind else out


def _missing(found: Watched, telling: Evidence) -> list[str]:
    """What is missing from the poll that proves most of a month, and what its last poll says against it."""
    told = {telling.at: [_gap(gap, telling.proof) for gap in telling.proof.gaps]}
    if telling.proof.reach is not None and not found.coverage.watched:
        told[telling.at].append(f"mới chứng minh được từ {terms.moment(telling.proof.reach)} trở đi, chưa đến các ngày của tháng này")
    if found.last and Gap.WITNESS_CONTRADICTS in found.last.proof.gaps:
        told[found.last.at] = [_gap(gap, found.last.proof) for gap in found.last.proof.gaps]
    if not any(told.values()):
        told[telling.at] = [f"không có lần xem nào nối liền các ngày: {terms.days(found.coverage.blind)}"]
    return [f"    Còn thiếu ({terms.moment(at)}): {text}." for at, texts in told.items() for text in texts]


def contradiction(proof: Proof) -> str:
    """What a poll of a witness says against other sources; empty if nothing."""
    return _gap(Gap.WITNESS_CONTRADICTS, proof) if Gap.WITNESS_CONTRADICTS in proof.gaps else ""


def _gap(gap: Gap, proof: Proof) -> str:
    if gap is Gap.WITNESS_CONTRADICTS and proof.refutes:
        return f"{GAPS[gap]}: có bài mà danh sách không hiện ra ({terms.days(proof.refutes)}); chờ lần xem sau"
    if gap is Gap.NEWEST_ONLY and proof.refutes:
        days = f"từ {terms.day(proof.refutes[0])} đến {terms.day(proof.refutes[-1])}"
        return f"{GAPS[gap]}; các ngày {days} trước đây coi là đã xem hết, nay không còn chắc"
    return GAPS[gap]


def grounds(proof: Proof) -> list[str]:
    """What a proof rests on: order, pages, end, overlap of the polls, displaced entries, and how far back it goes."""
    out = [WITNESSES.get(proof.walk, ORDERS[proof.order])]
    if proof.walk is Walk.OVERLAPPED:
        out.append(f"đã đọc {proof.pages} trang liền nhau, không sót bài nào giữa hai trang")
    if proof.end is End.PROVED:
        first = f", bài đầu tiên ngày {terms.day(proof.first_day)}" if proof.first_day else ""
        out.append(f"đã đọc đến hết danh sách và hai lần xem đều thấy như nhau{first}")
    if proof.newest_leads and proof.since and proof.reach == proof.since:
        out.append("lần xem nào cũng còn thấy bài của lần trước, không lần nào đứt quãng")
    if proof.displacement_days:
        out.append(f"có bài đứng thấp hơn chỗ của nó {proof.displacement_days} ngày nên mốc được lùi lại")
    if proof.reach and proof.until:
        return [*out, f"mọi bài từ {terms.moment(proof.reach)} đến {terms.moment(proof.until)} đều đã thấy"]
    return [*out, f"mọi bài từ {terms.moment(proof.reach)} đều đã thấy"] if proof.reach else out
