// When the last page of the tool that was shown is left, the files of the visitor are erased: the page says so, the server decides.
(() => {
  "use strict";

  window.addEventListener("pagehide", () => {
    const form = document.querySelector("form[data-leave]");
    if (!form) return;
    const left = new FormData(form);
    left.append("page", form.dataset.leave);
    navigator.sendBeacon(form.action, left);
  });
})();
