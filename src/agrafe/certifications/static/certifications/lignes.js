// More lines for the blocs without a reload: the last line is copied, emptied and numbered.
// Without JavaScript the button sends the form, and the page comes back with more lines.
(() => {
  "use strict";
  const zone = document.querySelector("[data-lines]");
  const button = document.querySelector("[data-add-lines]");
  if (!zone || !button) return;
  const prefix = zone.dataset.lines;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const most = Number(document.getElementById(`id_${prefix}-MAX_NUM_FORMS`).value);

  const renumber = (text, rank) => text.replace(new RegExp(`${prefix}-\\d+-`, "g"), `${prefix}-${rank}-`);

  const addLine = () => {
    const rank = Number(total.value);
    const line = zone.lastElementChild.cloneNode(true);
    line.querySelector("legend").textContent = `Bloc ${rank + 1}`;
    line.querySelectorAll(".field-errors").forEach((each) => each.remove());
    line.querySelectorAll(".field-invalid").forEach((each) => each.classList.remove("field-invalid"));
    line.querySelectorAll("[id], [name], [for], [aria-describedby]").forEach((each) => {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, renumber(each.getAttribute(name), rank));
      }
    });
    line.querySelectorAll("input").forEach((input) => {
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
      input.classList.remove("is-invalid");
      input.removeAttribute("aria-invalid");
    });
    line.querySelector('[name$="-is_removed"]')?.closest(".form-check").remove();
    zone.append(line);
    total.value = String(rank + 1);
    return line;
  };

  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (Number(total.value) >= most) return;
    addLine().querySelector('input:not([type="hidden"])').focus();
    button.hidden = Number(total.value) >= most;
  });
})();
