// The form of a person: asks the core what it thinks of each answer, and the communes of the year of birth. Without it, the
// page says the same once the form is sent.
(() => {
  "use strict";

  const form = document.querySelector("form[data-controle]");
  if (!form) return;

  let asked = 0;
  const check = async () => {
    const number = (asked += 1);
    const answer = await fetch(form.dataset.controle, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected || number !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const told of page.querySelectorAll("[data-remarques]")) {
      const place = form.querySelector(`[data-remarques="${told.dataset.remarques}"]`);
      // What has not changed is left alone: a screen reader would say it again.
      if (place && place.textContent.trim() !== told.textContent.trim()) {
        place.replaceChildren(...[...told.childNodes].map((node) => document.importNode(node, true)));
      }
    }
  };

  const commune = form.elements.lieu?.closest("[data-combobox]");
  const communes = commune?.dataset.combobox;
  const setYear = () => {
    const year = form.elements.naissance_annee.value.trim();
    if (commune) commune.dataset.combobox = /^\d{4}$/.test(year) ? `${communes}?annee=${year}` : communes;
  };

  let timer;
  form.addEventListener("change", () => {
    setYear();
    clearTimeout(timer);
    timer = setTimeout(() => check().catch(() => {}), 150); // without an answer, the page says it once the form is sent
  });
  setYear();
})();
