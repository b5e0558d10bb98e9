"use strict";
// Chờ xét and Truyền thanh: spares a key press or a wasted send. Everything works without it.
(() => {
  const typing = (e) => e.isComposing || e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName);
  const kept = (value) => { try { if (value !== undefined) localStorage.setItem("phim", value); return localStorage.getItem("phim"); } catch { return null; } };

  // The list of keys, and its switch.
  const keys = document.getElementById("phim"), off = document.getElementById("tat-phim");
  const named = () => { if (off) off.textContent = kept() === "tat" ? "Bật phím tắt" : "Tắt phím tắt"; };
  if (off) { off.hidden = false; named(); off.addEventListener("click", () => { kept(kept() === "tat" ? "bat" : "tat"); named(); }); }
  document.addEventListener("keydown", (e) => {
    if (!keys || typing(e) || !(e.code === "Slash" && e.shiftKey)) return;
    e.preventDefault(); keys.open = !keys.open; if (keys.open) keys.querySelector("summary").focus();
  });

  // Opening the fold by its key leads into its first field.
  document.addEventListener("click", (e) => {
    const fold = e.target.closest("details.other > summary")?.parentElement;
    if (fold) setTimeout(() => { if (fold.open) fold.querySelector("#f-k-day").focus(); });
  });

  // Another person was faster: that answer is shown as well.
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.xhr.status === 409) { e.detail.shouldSwap = true; e.detail.isError = false; }
  });

  // A day that is typed is another day; one that is picked empties the field.
  const other = document.getElementById("khac-ngay"), day = document.getElementById("f-date");
  if (other && day) {
    day.addEventListener("input", () => { if (day.value) other.checked = true; });
    document.querySelectorAll("input[name=when]").forEach((one) => one.addEventListener("change", () => { if (other.checked) day.focus(); else day.value = ""; }));
  }

  // A file that is too large is told before it is sent.
  document.querySelectorAll("input[type=file][data-most]").forEach((input) => input.addEventListener("change", () => {
    const large = [...input.files].find((file) => file.size > input.dataset.most * 1e6);
    let told = input.parentElement.querySelector(".fault[data-size]");
    if (!told) { told = document.createElement("p"); told.className = "fault"; told.dataset.size = ""; told.setAttribute("role", "alert"); input.before(told); }
    told.textContent = large ? `Lỗi: Tệp lớn hơn ${input.dataset.most} MB` : "";
    if (large) input.value = "";
  }));

  const all = document.getElementById("chon-het");
  if (all) { all.hidden = false; all.addEventListener("click", () => document.querySelectorAll("input[name=item]").forEach((box) => { box.checked = true; })); }
  const print = document.getElementById("in-so");
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
})();
