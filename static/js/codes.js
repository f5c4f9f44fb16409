/* Offers codes of loaded classifications while a mapping's code is typed; without it the field is a plain one. */
"use strict";

(() => {
  const PAUSE = 200;
  let lists = 0;

  const rowOf = (input) => input.closest("tr, fieldset, li, .inline-related, [data-row]") ?? input.form;
  const fieldOf = (input, name) => {
    const other = input.name.replace(/code$/, name);
    return rowOf(input).querySelector(`[name="${CSS.escape(other)}"]`);
  };

  const listOf = (input) => {
    if (!input.list) {
      const list = document.createElement("datalist");
      list.id = `codes-${(lists += 1)}`;
      input.after(list);
      input.setAttribute("list", list.id);
    }
    return input.list;
  };

  const show = (input, codes) => {
    listOf(input).replaceChildren(
      ...codes.map(({ code, label, matched }) => {
        const option = document.createElement("option");
        option.value = code;
        option.label = matched && matched !== label ? `${code} ${label} (${matched})` : `${code} ${label}`;
        option.dataset.title = label;
        return option;
      }),
    );
  };

  const ask = async (input) => {
    const system = fieldOf(input, "system")?.value || "";
    const query = new URLSearchParams({ system, q: input.value });
    const response = await fetch(`${input.dataset.codes}?${query}`, { headers: { Accept: "application/json" } });
    if (response.ok) show(input, (await response.json()).codes);
  };

  // A code that was chosen brings its title along, where nobody has written one.
  const take = (input) => {
    const chosen = [...(input.list?.options ?? [])].find((option) => option.value === input.value);
    const label = fieldOf(input, "label");
    const system = fieldOf(input, "system");
    if (!chosen) return;
    if (label && (!label.value || label.dataset.taken === label.value)) {
      label.value = chosen.dataset.title;
      label.dataset.taken = chosen.dataset.title;
    }
    if (system && !system.value) system.value = "O*NET/SOC";
  };

  let waiting;
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("input[data-codes]")) return;
    take(target);
    clearTimeout(waiting);
    if (target.value.trim().length > 1) waiting = setTimeout(() => ask(target).catch(() => {}), PAUSE);
  });
})();
