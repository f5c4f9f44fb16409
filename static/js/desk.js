// Nothing that was written is lost: warns before leaving with unsaved changes, and keeps a copy over an expired login.
"use strict";

(() => {
  const form = document.querySelector("#profile_form");
  if (!form) return;
  const place = `desk:${location.pathname}`;
  const seen = form.querySelector("[name=seen]")?.value ?? "";
  const keep = (field) => field.name && field.type !== "hidden" && field.type !== "file" && field.type !== "password";
  const values = () => Object.fromEntries([...form.elements].filter(keep).map((field) => [field.name, field.value]));
  const before = JSON.stringify(values());
  let sending = false;

  // A copy that was taken for this very state was never saved: the login had expired on the way.
  const copy = JSON.parse(sessionStorage.getItem(place) ?? "null");
  if (copy && copy.seen === seen && JSON.stringify(copy.values) !== before) {
    const note = document.createElement("p");
    const button = document.createElement("button");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.append("What you wrote before is still here. ", button);
    button.type = "button";
    button.textContent = "Put it back";
    button.addEventListener("click", () => {
      for (const [name, value] of Object.entries(copy.values)) {
        const field = form.elements.namedItem(name);
        if (field && "value" in field) field.value = value;
      }
      note.remove();
    });
    form.prepend(note);
  } else {
    sessionStorage.removeItem(place);
  }

  form.addEventListener("submit", () => {
    sending = true;
    sessionStorage.setItem(place, JSON.stringify({ seen, values: values() }));
  });

  addEventListener("beforeunload", (event) => {
    if (!sending && JSON.stringify(values()) !== before) event.preventDefault();
  });
})();
