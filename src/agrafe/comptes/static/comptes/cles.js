// What surrounds the scripts of allauth that speak to a key: the buttons that no key could answer stay hidden, and a key
// that did not answer is said on the page.
(() => {
  "use strict";

  if (window.PublicKeyCredential) {
    for (const form of document.querySelectorAll("[data-key-form]")) form.hidden = false;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const trouble of document.querySelectorAll("[data-key-trouble]")) trouble.hidden = false;
  });
})();
