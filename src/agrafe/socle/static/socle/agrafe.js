// What JavaScript adds to pages that work without it. It decides nothing: addresses and sentences come from the pages.
(() => {
  "use strict";

  const root = document.documentElement;

  // -------------------------------------------------------------------- theme

  const remember = (theme) => {
    try {
      if (theme === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // Storage is forbidden here: the choice lasts as long as the page.
    }
  };

  const setUpTheme = () => {
    const group = document.querySelector("[data-theme-switch]");
    if (!group) return;
    group.hidden = false;
    const current = root.dataset.theme || "auto";
    for (const input of group.querySelectorAll("input")) {
      input.checked = input.value === current;
      input.addEventListener("change", () => {
        if (input.value === "auto") delete root.dataset.theme;
        else root.dataset.theme = input.value;
        remember(input.value);
      });
    }
  };

  // -------------------------------------------------------------- files to drop

  const size = (bytes) => {
    const units = ["octets", "ko", "Mo", "Go"];
    let value = bytes;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const digits = unit && value < 10 ? 1 : 0;
    return `${value.toLocaleString("fr-FR", { maximumFractionDigits: digits })}\u00a0${units[unit]}`;
  };

  const setUpDrop = (zone) => {
    const input = zone.querySelector("input[type=file]");
    const chosen = zone.querySelector(".drop-chosen");
    let depth = 0;
    const over = (change) => {
      depth = Math.max(depth + change, 0);
      zone.classList.toggle("is-over", depth > 0);
    };
    const show = () => {
      chosen.textContent = Array.from(input.files, (file) => `${file.name} (${size(file.size)})`).join(", ");
    };
    zone.addEventListener("dragenter", () => over(1));
    zone.addEventListener("dragleave", () => over(-1));
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(-depth);
      const files = event.dataTransfer.files;
      if (!files.length || input.disabled) return;
      const kept = new DataTransfer();
      for (const file of input.multiple ? files : [files[0]]) kept.items.add(file);
      input.files = kept.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", show);
    show();
  };

  // ------------------------------------------------------------------- dialogs

  // A link to a page of confirmation opens that page in a dialog.
  const openDialog = async (link) => {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.getElementById("confirmation");
    if (!answer.ok || !content) throw new Error("no confirmation");
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "confirmation-title");
    dialog.append(document.importNode(content, true));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-cancel]")) return;
      event.preventDefault();
      dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  // ------------------------------------------------------------------- clicks

  document.addEventListener("click", (event) => {
    const close = event.target.closest(".message-close");
    if (close) {
      close.closest(".message").remove();
      return;
    }
    const link = event.target.closest("a[data-dialog]");
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && isPlain) {
      event.preventDefault();
      openDialog(link).catch(() => window.location.assign(link.href));
    }
  });

  // A panel that is open closes on Escape, and when the focus or a press goes elsewhere.
  const panels = "details.filters[open], .bar details[open]";
  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && event.target.closest(panels);
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    for (const panel of document.querySelectorAll(panels)) {
      if (!panel.contains(event.target)) panel.open = false;
    }
  });

  // ------------------------------------------------------------- rows to tick

  document.addEventListener("change", (event) => {
    const list = event.target.closest(".listing");
    if (!list || !event.target.closest(".tick")) return;
    const boxes = [...list.querySelectorAll("tbody .tick input")];
    const all = list.querySelector("[data-tick-all]");
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    list.querySelector("[data-ticked]").textContent = ticked;
  });

  // -------------------------------------------------------------------- forms

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // ----------------------------------------------------------------------- htmx

  // When a part of a page cannot be had, the whole page says why.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => {
      const { elt, pathInfo } = event.detail;
      if (!elt.closest("[data-poll]")) window.location.assign(pathInfo.requestPath);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    document.querySelectorAll("[data-drop]").forEach(setUpDrop);
  });
})();
