// Public and staff pages: small improvements over forms that work without this file.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// The error summary takes the focus; its links focus the field itself.
const summary = document.querySelector("[data-focus]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const part = field.closest(".field") || field;
    part.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

// Characters left, counted as the server counts: by code point, line breaks as one.
for (const field of $$("[data-count]")) {
  const max = Number(field.dataset.count);
  const line = document.getElementById(field.id + "-count");
  if (!line) continue;
  const said = document.createElement("span");
  said.className = "vh";
  said.setAttribute("role", "status");
  line.after(said);
  let timer;
  const show = () => {
    const left = max - [...field.value.trim().replace(/\r\n?/g, "\n")].length;
    line.textContent = left < 0 ? `多了 ${-left} 个字，最多 ${max} 个字` : `还可以写 ${left} 个字`;
    line.classList.toggle("count-over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { if (document.activeElement === field) said.textContent = line.textContent; }, 1200);
  };
  field.addEventListener("input", show);
  show();
}

// Without a network: a page that says so, and nothing typed is sent into the void.
if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
const unsent = document.createElement("p");
unsent.className = "field-error";
unsent.setAttribute("role", "alert");
addEventListener("online", () => unsent.remove());

// One submit per form, until the page comes back from the browser's history.
let leaving = false;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (!navigator.onLine) {
    event.preventDefault();
    (event.submitter && event.submitter.closest(".buttons") || form.lastElementChild).before(unsent);
    unsent.textContent = "网络断开了，没有提交。写的内容都在这一页，不要关掉，连上网再点一次。";
    return;
  }
  leaving = true;
  if (!form.querySelector("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (event.submitter) event.submitter.dataset.busy = "";
});
addEventListener("pageshow", () => {
  leaving = false;
  for (const form of $$("form[data-sent]")) delete form.dataset.sent;
  for (const button of $$("[data-busy]")) delete button.dataset.busy;
});

// Typed and not saved: the browser asks before the page is left.
// A form that came back with an error or too late is not saved either.
let dirty = Boolean($$("form[data-unsaved]").length && $$(".overtaken, .errors, [data-dirty]").length);
for (const form of $$("form[data-unsaved]")) {
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("saved", () => { dirty = false; });
}
addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });

// Buttons that need this file.
for (const button of $$("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of $$("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? "显示" : "隐藏";
    button.setAttribute("aria-pressed", String(!shown));
  });
  if (field.form) field.form.addEventListener("submit", () => { field.type = "password"; });
}
for (const button of $$("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    const text = from.matches(".typed") ? from.textContent : from.textContent.replace(/\s/g, "");
    try { await navigator.clipboard.writeText(text); button.textContent = "已复制"; } catch { button.textContent = "复制不了，请手抄"; }
    setTimeout(() => { button.textContent = "复制"; }, 3000);
  });
}

// Long lists: a box that keeps only what contains the words typed.
for (const select of $$("select[data-filter]")) {
  const all = [...select.children].map((node) => node.cloneNode(true));
  const label = document.createElement("label");
  const box = document.createElement("input");
  const said = document.createElement("p");
  box.type = "search";
  box.className = "input";
  box.id = select.id + "-filter";
  box.autocomplete = "off";
  label.htmlFor = box.id;
  label.className = "hint";
  label.textContent = select.dataset.filter;
  said.className = "hint";
  said.setAttribute("role", "status");
  select.before(label, box, said);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = box.value.trim().split(/\s+/).filter(Boolean);
    const chosen = select.value;
    let found = 0;
    const keep = (option, group = "") => !option.value || option.value === chosen || words.every((word) => (group + option.textContent).includes(word));
    select.textContent = "";
    select.append(...all.map((node) => {
      const copy = node.cloneNode(true);
      if (copy.tagName !== "OPTGROUP") return keep(copy) ? copy : null;
      for (const option of [...copy.children]) if (!keep(option, copy.label)) option.remove();
      return copy.children.length ? copy : null;
    }).filter(Boolean));
    select.value = chosen;
    for (const option of select.options) if (option.value) found += 1;
    said.textContent = words.length ? (found ? `找到 ${found} 项，请在下面选择` : "没有找到，请换个词") : "";
    if (words.length && found === 1 && !chosen) select.value = [...select.options].find((option) => option.value).value;
  });
}
