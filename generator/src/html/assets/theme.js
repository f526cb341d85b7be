// What was chosen by the switch in the corner, before anything is painted. All else waits for the page (site.js).
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("verbatim-theme");
    if (theme === "dark" || theme === "light") document.documentElement.setAttribute("data-theme", theme);
  } catch (_) { /* the system's */ }
})();
