// Makes the desk form smoother: rows move and drag, nothing that was written is lost on leaving or over an expired login.
"use strict";

(() => {
  const form = document.querySelector("#profile_form");
  if (!form) return;
  form.classList.add("is-live");

  // -- rows: their place in the page is their place in the list ---------------------------------------

  const rowsOf = (group) => [...group.querySelectorAll(".row:not(.empty-form)")];
  const number = (group) =>
    rowsOf(group).forEach((row, place) => {
      const field = row.querySelector(".field-position input");
      if (field) field.value = place;
    });
  const move = (row, before) => {
    const group = row.parentElement;
    group.insertBefore(row, before);
    number(group);
    row.dispatchEvent(new Event("input", { bubbles: true }));
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest(".row");
    const rows = rowsOf(row.parentElement);
    const place = rows.indexOf(row) + Number(button.dataset.move);
    if (place < 0 || place >= rows.length) return;
    move(row, button.dataset.move === "1" ? rows[place].nextElementSibling : rows[place]);
    button.focus();
  });

  let held = null;
  form.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".row__grip")) return;
    held = event.target.closest(".row");
    held.classList.add("row--held");
    event.dataTransfer.setDragImage(held, 0, 0);
    event.dataTransfer.effectAllowed = "move";
  });
  form.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(".row:not(.empty-form)");
    if (!held || over?.parentElement !== held.parentElement) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    held.parentElement.insertBefore(held, event.clientY > box.top + box.height / 2 ? over.nextElementSibling : over);
  });
  form.addEventListener("dragend", () => {
    if (!held) return;
    held.classList.remove("row--held");
    move(held, held.nextElementSibling);
    held = null;
  });
  document.addEventListener("formset:added", (event) => {
    number(event.target.parentElement);
    event.target.querySelector("input:not([type=hidden], [type=number]), textarea")?.focus();
  });

  // -- what is written and not saved yet --------------------------------------------------------------

  const LEFT_OUT = new Set(["csrfmiddlewaretoken"]);
  const text = (name, value) => form.querySelector(`select[name="${CSS.escape(name)}"]`)?.selectedOptions[0]?.text ?? value;
  const entries = () =>
    [...new FormData(form)]
      .filter(([name, value]) => !LEFT_OUT.has(name) && typeof value === "string")
      .map(([name, value]) => [name, value, text(name, value)]);
  const written = () => JSON.stringify(entries());
  const place = `desk:${location.pathname}`;
  const seen = form.querySelector("[name=seen]")?.value ?? "";
  const opened = written();
  // A form that came back with mistakes holds what is saved nowhere.
  const saved = form.querySelector(".errornote") ? "" : opened;
  let sending = false;

  const told = form.querySelector("[data-unsaved]");
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => told && (told.hidden = written() === saved), 200);
  });
  if (told) told.hidden = opened === saved;

  const put = (name, value, label) => {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") field.checked ||= field.value === value;
      else field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) field.add(new Option(label, value, true, true));
      if (field.tagName === "SELECT") field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const putBack = (kept) => {
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    for (const [name, value] of kept.filter(([name]) => name.endsWith("-TOTAL_FORMS"))) {
      const total = () => Number(form.elements.namedItem(name).value);
      const add = form.querySelector(`#${name.replace("-TOTAL_FORMS", "-group")} .add-row a`);
      while (add && total() < Number(value)) add.click();
    }
    for (const [name, value, label] of kept) put(name, value, label);
    for (const group of form.querySelectorAll(".rows")) inOrder(group);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const inOrder = (group) => {
    const at = (row) => Number(row.querySelector(".field-position input")?.value ?? 0);
    const end = group.querySelector(".empty-form");
    if (end) rowsOf(group).sort((a, b) => at(a) - at(b)).forEach((row) => group.insertBefore(row, end));
  };

  // A copy that was taken for this very state was never saved: the login had expired on the way.
  const copy = JSON.parse(sessionStorage.getItem(place) ?? "null");
  if (copy && copy.seen === seen && JSON.stringify(copy.entries) !== opened) {
    const note = document.createElement("p");
    const button = document.createElement("button");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.append("What you wrote before is still here. ", button);
    button.type = "button";
    button.textContent = "Put it back";
    button.addEventListener("click", () => {
      putBack(copy.entries);
      note.remove();
    });
    form.prepend(note);
  } else {
    sessionStorage.removeItem(place);
  }

  form.addEventListener("submit", () => {
    sending = true;
    sessionStorage.setItem(place, JSON.stringify({ seen, entries: entries() }));
  });

  addEventListener("beforeunload", (event) => {
    if (!sending && written() !== saved) event.preventDefault();
  });
})();
