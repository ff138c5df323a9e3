// Light or dark. Loaded in the head without `defer`, so that a remembered theme is there before the first paint.
// Only a departure from the system's setting is remembered; going back to it forgets.
(() => {
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

  const remembered = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage can be closed to us: then the theme lasts for the page
    }
  };
  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {
      /* see above */
    }
  };

  const first = remembered();
  if (first === "light" || first === "dark") root.dataset.theme = first;
  root.classList.add("js");

  const show = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.setAttribute("aria-pressed", String(isDark()));
    }
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const wanted = isDark() ? "light" : "dark";
    if ((wanted === "dark") === systemDark.matches) {
      delete root.dataset.theme;
      remember(null);
    } else {
      root.dataset.theme = wanted;
      remember(wanted);
    }
    show();
  });
  document.addEventListener("DOMContentLoaded", show);
  systemDark.addEventListener("change", show);
})();
