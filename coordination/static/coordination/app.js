// Zongheng: what HTML and htmx do not do by themselves. Nothing here is needed to do one's work.
(() => {
  "use strict";
  const KEYS_OFF = "zongheng.keys.off";
  const byId = (id) => document.getElementById(id);

  // A form with data-confirm asks first, in the page's own dialog.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const dialog = byId("confirm");
    if (!form.dataset.confirm || form.dataset.confirmed || !dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    byId("confirm-text").textContent = form.dataset.confirm;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "ok") {
        if (submitter) submitter.focus();
        return;
      }
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    }, { once: true });
    dialog.showModal();
  }, true);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) byId(opener.dataset.opens).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest(closer.dataset.closes).remove();
    if (event.target.closest("[data-print]")) window.print();
    const marker = event.target.closest("[data-marks]");
    if (marker) {
      const marks = [...byId(marker.dataset.marks).elements].filter((mark) => mark.type === "checkbox");
      const on = marks.some((mark) => !mark.checked);
      marks.forEach((mark) => { mark.checked = on; });
    }
  });

  // After a swap the keyboard continues where the change is: first error, else what asks for it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const area = event.detail.target;
    const next = area.querySelector("[aria-invalid='true'], [data-focus]");
    if (next) next.focus();
    else if (document.activeElement === document.body && area.matches("[tabindex]")) area.focus();
    const said = area.querySelector("[data-say]");
    if (said) byId("live").textContent = said.dataset.say;
  });
  document.addEventListener("htmx:sendError", () => {
    const live = byId("live");
    live.textContent = live.dataset.offline;
    live.classList.remove("visually-hidden");
  });

  // On paper nothing is folded; what was folded before is folded again.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((part) => {
      part.open = true;
      part.dataset.folded = "yes";
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-folded]").forEach((part) => {
      part.open = false;
      delete part.dataset.folded;
    });
  });

  // Single keys: "/" search, "j" and "k" through rows, Enter opens, "?" shows them. They can be off.
  const rows = () => [...document.querySelectorAll(".ledger tbody tr")];
  const walk = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("is-at"));
    const to = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    all.forEach((row) => row.classList.toggle("is-at", row === to));
    const link = to.querySelector("a");
    if (link) link.focus();
    to.scrollIntoView({ block: "nearest" });
  };
  const KEYS = {
    "/": () => { const box = document.querySelector("[type='search']"); if (box) box.focus(); },
    "?": () => byId("keys").showModal(),
    j: () => walk(1),
    k: () => walk(-1),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    const command = KEYS[event.key];
    if (typing || !command || event.ctrlKey || event.metaKey || event.altKey) return;
    if (localStorage.getItem(KEYS_OFF)) return;
    event.preventDefault();
    command();
  });
  const keysOn = byId("keys-on");
  if (keysOn) {
    keysOn.checked = !localStorage.getItem(KEYS_OFF);
    keysOn.addEventListener("change", () => {
      if (keysOn.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "yes");
    });
  }
})();
