// Gives each completing choice the name of its field: what the library draws in its place has none of its own.
"use strict";

(() => {
  const name = (drawn) => {
    const field = document.getElementById(drawn.id.replace(/^select2-/, "").replace(/-container$/, ""));
    const label = field?.labels?.[0]?.textContent.replace(/:\s*$/, "").trim();
    if (label) drawn.setAttribute("aria-label", label);
  };
  // The library draws whenever it is ready, and for every row that is added later.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) node.querySelectorAll?.(".select2-selection__rendered").forEach(name);
    }
  }).observe(document, { childList: true, subtree: true });
})();
