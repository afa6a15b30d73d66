// Runs before the page is drawn: whether there is JavaScript, and the theme that the reader chose, if any.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage is forbidden here: the theme of the system is a fine one.
  }
})();
