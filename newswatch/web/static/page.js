"use strict";
// Without this file every page works; it spares a key press, a second click and a lost place.
(() => {
  const typing = (e) => e.isComposing || e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable;
  const focusFaults = (root) => { const box = root.querySelector("[data-focus]"); if (box) box.focus(); };
  focusFaults(document);

  // A second click within a second is one click. (A disabled button would stay dead when one comes back to the page.)
  const sent = new WeakMap();
  document.addEventListener("submit", (e) => {
    const at = Date.now();
    if (at - (sent.get(e.target) || 0) < 1000) { e.preventDefault(); e.stopImmediatePropagation(); }
    sent.set(e.target, at);
  }, true);

  // Keys by their place on the keyboard, so that Telex and VNI never eat them; `data-key` names a button's, and people can switch them off.
  const off = () => { try { return localStorage.getItem("phim") === "tat"; } catch { return false; } };
  document.addEventListener("keydown", (e) => {
    if (typing(e) || e.shiftKey || e.repeat || off()) return;
    const button = document.querySelector(`[data-key="${CSS.escape(e.code)}"]`);
    if (button && button.offsetParent !== null) { e.preventDefault(); button.click(); }
  });

  // After a part of the page was put in place the eye and the reader go to its heading.
  document.addEventListener("htmx:afterSwap", (e) => {
    const head = e.detail.target.querySelector("[data-focus], h2[tabindex='-1']");
    if (head) head.focus();
  });
})();
