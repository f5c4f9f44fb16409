// Names while somebody types, as an ARIA combobox, for any <input data-suggest="address">.
// A choice opens its page, or with data-suggest-fill="key" fills that property in. Without this file: a plain input.
"use strict";

(() => {
  const known = new Map();
  let count = 0;

  const ask = async (address, words, signal) => {
    const url = `${address}?q=${encodeURIComponent(words)}`;
    if (!known.has(url)) {
      const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return [];
      known.set(url, (await answer.json()).items);
    }
    return known.get(url);
  };

  const element = (tag, name, ...content) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...content);
    return made;
  };

  const combobox = (input) => {
    if (input.role === "combobox") return;
    const list = element("ul", "suggestions");
    const told = element("span", "hidden");
    const host = input.closest("label") ?? input;
    let items = [], active = -1, timer, request;
    list.id = `suggestions-${++count}`;
    list.role = "listbox";
    list.ariaLabel = "Suggestions";
    list.hidden = true;
    told.role = "status";
    host.after(list, told);
    host.parentElement.classList.add("suggests");
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", list.id);

    const point = (to) => {
      active = to;
      [...list.children].forEach((option, n) => (option.ariaSelected = String(n === to)));
      list.children[to]?.scrollIntoView({ block: "nearest" });
      if (to < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", list.children[to].id);
    };

    const show = (found) => {
      items = found;
      list.replaceChildren(
        ...items.map((item, n) => {
          const name = element("span", "suggestions__name", item.via ? `${item.via} → ${item.title}` : item.title);
          const option = element("li", "", name, element("span", "suggestions__note", item.note));
          option.role = "option";
          option.id = `${list.id}-${n}`;
          return option;
        }),
      );
      list.hidden = !items.length;
      const frame = host.parentElement.getBoundingClientRect(), own = input.getBoundingClientRect();
      list.style.minWidth = `${own.width}px`;
      list.style.top = `${own.bottom - frame.top}px`;
      list.style.left = `${Math.min(own.left, document.body.clientWidth - list.offsetWidth - 12) - frame.left}px`;
      input.ariaExpanded = String(!list.hidden);
      told.textContent = items.length ? `${items.length} suggestions` : "";
      point(-1);
    };

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      show([]);
    };

    const choose = (item) => {
      const fill = input.dataset.suggestFill;
      close();
      if (!fill) return location.assign(item.url);
      input.value = item[fill];
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    input.addEventListener("input", () => {
      const words = input.value.trim();
      clearTimeout(timer);
      request?.abort();
      point(-1);
      if (words.length < 2) return close();
      timer = setTimeout(async () => {
        request = new AbortController();
        try {
          show(await ask(input.dataset.suggest, words, request.signal));
        } catch {
          // Nobody misses what did not come; the form works all the same.
        }
      }, 120);
    });

    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (list.hidden || event.isComposing) return;
      if (step) point(((active + 1 + step + items.length + 1) % (items.length + 1)) - 1);
      else if (event.key === "Enter" && active >= 0) choose(items[active]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });

    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(items[[...list.children].indexOf(option)]);
    });
  };

  document.querySelectorAll("input[data-suggest]").forEach(combobox);
  document.addEventListener("focusin", ({ target }) => target.matches("input[data-suggest]") && combobox(target));
})();
