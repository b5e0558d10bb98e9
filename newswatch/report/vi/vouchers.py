"""Vietnamese for the evidence that an item lacks."""

NO_PAGE = "chưa có bản lưu của trang bài đăng"
NO_RECORDING = "chưa có tệp âm thanh hoặc văn bản bài phát"
