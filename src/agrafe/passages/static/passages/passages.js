// The form of a passage: a field that serves in one case alone is there in that case alone. Without it, all of them are there.
(() => {
  "use strict";

  const form = document.getElementById("passage-form");
  if (!form) return;

  const lines = [...form.querySelectorAll("[data-when]")];
  const arrange = () => {
    for (const line of lines) {
      const [name, value] = line.dataset.when.split("=");
      const isFilled = [...line.querySelectorAll("input, select")].some((field) => field.value);
      line.hidden = form.elements[name].value !== value && !isFilled && !line.matches(".field-invalid");
    }
  };
  form.addEventListener("change", arrange);
  arrange();
})();
