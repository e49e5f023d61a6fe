// Forms with places and parts that fold: filing and registration. They work without this file.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// A part that belongs to a box is folded away while the box is not ticked.
for (const part of $$("[data-shown-with]")) {
  const box = document.getElementById(part.dataset.shownWith);
  const fold = () => { part.hidden = !box.checked; };
  box.addEventListener("change", fold);
  fold();
}

// Places: a box that finds one by part of its name (combobox with a list); the select stays the field.
for (const select of $$("select[data-combobox]")) {
  const plain = (text) => text.replace(/[\s省市区县]/g, "");
  const places = [...select.options].filter((option) => option.value).map((option) => ({
    value: option.value, name: option.textContent, key: plain(option.textContent),
  }));
  const wrap = document.createElement("div");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  wrap.className = "combo";
  label.className = "hint";
  label.textContent = select.dataset.combobox;
  box.id = select.id + "-box";
  label.htmlFor = box.id;
  box.className = "input";
  box.autocomplete = "off";
  list.id = select.id + "-list";
  list.className = "combo-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "找到的地点");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) box.setAttribute(name, value);
  said.className = "vh";
  said.setAttribute("role", "status");
  wrap.append(label, box, list, said);
  select.before(wrap);
  let active = -1;
  const open = (shown) => {
    list.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) { active = -1; box.removeAttribute("aria-activedescendant"); }
  };
  const mark = (at) => {
    const options = [...list.children];
    if (!options.length) return;
    active = (at + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    box.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const pick = (option) => {
    select.value = option.dataset.value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    box.value = option.textContent;
    said.textContent = `已选：${option.textContent}`;
    open(false);
  };
  const find = () => {
    const key = plain(box.value);
    const found = key ? places.filter((place) => place.key.includes(key)).slice(0, 30) : [];
    list.textContent = "";
    list.append(...found.map((place, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = place.value;
      option.textContent = place.name;
      return option;
    }));
    open(found.length > 0);
    active = -1;
    box.removeAttribute("aria-activedescendant");
    said.textContent = !key ? "" : found.length ? `找到 ${found.length} 个，用上下键选择` : "没有找到，请换个写法，或者在下面的列表中选";
  };
  box.addEventListener("input", (event) => { event.stopPropagation(); find(); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) find();
      mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const options = [...list.children];
      const chosen = list.hidden ? null : options[active] || (options.length === 1 ? options[0] : null);
      if (chosen) pick(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  box.addEventListener("blur", () => open(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) pick(option); });
  // What is chosen, by a link that brought it along or in the list, stands in the box; typing begins anew over it.
  const chosen = () => (select.value ? select.selectedOptions[0].textContent : "");
  const show = () => { box.value = chosen(); };
  show();
  box.addEventListener("focus", () => { box.placeholder = chosen(); if (box.value === chosen()) box.value = ""; });
  box.addEventListener("blur", () => { if (select.value) show(); });
  select.addEventListener("change", () => { show(); said.textContent = ""; });
}

// The place of last time: taken over here, without asking the server.
const last = document.querySelector("[data-last-place]");
if (last) last.querySelector("button").addEventListener("click", (event) => {
  event.preventDefault();
  for (const name of ["division", "address"]) {
    const field = document.getElementById(name);
    field.value = document.getElementsByName("last_" + name)[0].value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  last.hidden = true;
  document.getElementById("address").focus();
});

// What only one choice of a list asks opens with it.
for (const part of document.querySelectorAll("details[data-with]")) {
  const [name, value] = part.dataset.with.split("=");
  const list = document.getElementsByName(name)[0];
  if (list) list.addEventListener("change", () => { if (list.value === value) part.open = true; });
}

// Where it goes by the place of the matter: the first choice of the list says so, as the place is chosen.
for (const part of $$("[data-by-place]")) {
  const place = document.getElementById(part.dataset.byPlace);
  const offices = [...part.querySelector("select").options].filter((option) => option.value.endsWith("-xfj"));
  const cities = offices.some((option) => option.value.slice(4, 6) === "00");
  const say = () => {
    const code = cities ? place.value.slice(0, 4) + "00" : place.value;
    const office = offices.find((option) => option.value === code + "-xfj");
    part.querySelector("option[value='']").textContent = office ? `按问题属地：${office.textContent}` : "请选择";
  };
  for (const kind of ["input", "change"]) place.addEventListener(kind, say);
  // The box above the list makes it anew.
  part.addEventListener("input", () => setTimeout(say), true);
}
