// What is ticked in the palette shows in its field at once, to be worked on before it is saved; unticked, it goes again.
"use strict";

(() => {
  const form = document.querySelector("#profile_form");
  if (!form) return;

  const put = (field, line, wanted) => {
    const lines = field.value.split("\n").filter((one) => one.trim() && one !== line);
    field.value = (wanted ? [...lines, line] : lines).join("\n");
    const fold = field.closest("details");
    if (fold && wanted) fold.open = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const box of document.querySelectorAll("input[data-line]")) {
    const field = form.elements.namedItem(box.dataset.into);
    if (!field) continue;
    // It stands in its field from now on, so the server adds no more than the source.
    box.name = "took";
    box.addEventListener("change", () => put(field, box.dataset.line, box.checked));
  }
})();
