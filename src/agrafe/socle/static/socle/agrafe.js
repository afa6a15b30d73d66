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
    const preview = zone.querySelector("[data-preview]");
    const current = preview && preview.getAttribute("src");
    const draw = (address) => {
      preview.hidden = !address;
      if (address) preview.src = address;
      else preview.removeAttribute("src");
    };
    const show = () => {
      if (preview && input.files.length && input.files[0].type.startsWith("image/")) {
        const reader = new FileReader();
        reader.addEventListener("load", () => draw(reader.result));
        reader.readAsDataURL(input.files[0]);
      } else if (preview) draw(current);
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

  // ------------------------------------------------- fields that suggest (ARIA: combobox with a listbox)

  const setUpCombobox = (box) => {
    const input = box.querySelector("input");
    const said = box.querySelector("[role=status]");
    const list = document.createElement("ul");
    let asked = 0;
    let timer;
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    box.append(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      input.setAttribute(name, value);
    }
    const options = () => [...list.children];
    const current = () => list.querySelector("[aria-selected=true]");
    const point = (option) => {
      current()?.setAttribute("aria-selected", "false");
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };
    const open = (isOpen) => {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", isOpen);
      if (!isOpen) point(null);
    };
    const choose = (option) => {
      input.value = option.dataset.value;
      open(false);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const ask = async () => {
      const number = (asked += 1);
      const text = input.value.trim();
      if (text.length < 2) return open(false);
      const address = new URL(box.dataset.combobox, window.location.href);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok || number !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...[...page.querySelectorAll("[role=option]")].map((option) => document.importNode(option, true)));
      options().forEach((option, index) => { option.id = `${list.id}-${index}`; });
      const count = list.children.length;
      said.textContent = count ? `${count} suggestion${count > 1 ? "s" : ""}` : "Aucune suggestion";
      open(count > 0 && document.activeElement === input);
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask().catch(() => open(false)), 200); // without suggestions it is a plain field
    });
    input.addEventListener("keydown", (event) => {
      const all = options();
      const place = all.indexOf(current());
      if (event.key === "Escape" && !list.hidden) open(false);
      else if (event.key === "Enter" && current()) choose(current());
      else if (event.key === "ArrowDown" && all.length) {
        open(true);
        point(all[(place + 1) % all.length]);
      } else if (event.key === "ArrowUp" && all.length) {
        open(true);
        point(all[(place <= 0 ? all.length : place) - 1]);
      } else return;
      event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", () => open(false));
  };

  // ------------------------------------------------------------ values to copy

  const setUpCopy = (zone) => {
    const button = zone.querySelector("button");
    const input = zone.querySelector("input, textarea");
    const done = zone.querySelector("[data-done]");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(input.value);
        done.textContent = done.dataset.done;
      } catch {
        input.select(); // not allowed here: Ctrl+C is one key away
      }
    });
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
  const panels = "details.filters[open], details.menu[open], .bar details[open]";
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
    if (!list) return;
    if (event.target.matches("[data-tick-everything]:checked")) list.querySelector("[data-ticked]").textContent = event.target.dataset.tickEverything;
    if (!event.target.closest(".tick, [data-tick-everything]:not(:checked)")) return;
    const boxes = [...list.querySelectorAll("tbody .tick input")];
    const all = list.querySelector("[data-tick-all]");
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    list.querySelector("[data-ticked]").textContent = ticked;
    const everything = list.querySelector("[data-tick-everything]");
    if (everything) everything.checked = false;
  });

  // -------------------------------------------------------------------- forms

  // A form is sent once, however often its button is pressed; a button that shows a preview in a frame sends nothing for good.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // --------------------------------------------------------------------- tabs

  // Where tabs have no room for all, the current one is in sight.
  const showCurrentTab = (tabs) => {
    const current = tabs.querySelector("[aria-current]");
    if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
  };

  // ----------------------------------------------------------------------- htmx

  // When a part of a page cannot be had, the whole page says why.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => {
      const { elt, pathInfo } = event.detail;
      if (!elt.closest("[data-poll]")) window.location.assign(pathInfo.requestPath);
    });
  }

  // A long work is over when its page comes without its panel: that page is then shown whole.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    if (!target.matches("[data-poll]") || xhr.responseText.includes('id="avancement"')) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    document.querySelectorAll("[data-drop]").forEach(setUpDrop);
    document.querySelectorAll("[data-combobox]").forEach(setUpCombobox);
    document.querySelectorAll("[data-copy]").forEach(setUpCopy);
    document.querySelectorAll(".tabs").forEach(showCurrentTab);
  });
})();
