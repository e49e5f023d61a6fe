// Officers' lists by keyboard: j and k move, Enter opens, x selects, n next page, ? help; on a form f goes to what is empty.
const table = document.querySelector("[data-keys]");
const dialog = document.getElementById("keys-dialog");
const rows = table ? [...table.tBodies[0].rows] : [];
let at = -1;

for (const help of document.querySelectorAll("[data-keys-help]")) help.hidden = false;
for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", () => dialog?.showModal());

// What was read wrongly is typed over by the next reading.
document.querySelector("input[autofocus][aria-invalid]")?.select();

// The way back to a list leads to the page of it that was seen last in this window, narrowed as it was.
if (table) sessionStorage.setItem(`list ${location.pathname}`, location.href);
for (const link of document.querySelectorAll(".back a")) link.href = sessionStorage.getItem(`list ${link.pathname}`) || link.href;

function move(step) {
  if (!rows.length) return;
  rows[at]?.classList.remove("at");
  at = Math.min(rows.length - 1, Math.max(0, at + step));
  rows[at].classList.add("at");
  (rows[at].querySelector("[data-open]") || rows[at]).focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
}

// Into the first field of a form that still has to be filled in; the box above a long list stands for it.
function fillIn() {
  const empty = [...document.querySelectorAll("form[data-editing] :is(input, select, textarea)[required]")].find((field) => !field.value && field.type !== "radio");
  const field = empty && (document.getElementById(`${empty.id}-filter`) || document.getElementById(`${empty.id}-box`) || empty);
  field?.focus();
}

table?.addEventListener("focusin", (event) => {
  const row = event.target.closest("tbody tr");
  if (!row) return;
  rows[at]?.classList.remove("at");
  at = rows.indexOf(row);
  row.classList.add("at");
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog?.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  switch (event.key) {
    case "j": move(1); break;
    case "k": move(-1); break;
    case "x": rows[at]?.querySelector("input[type=checkbox]")?.click(); break;
    case "n": document.querySelector(".pages a[rel=next]")?.click(); break;
    case "f": fillIn(); break;
    case "?": dialog?.showModal(); break;
    case "Enter":
      if (event.target.closest("a, button, summary") || at < 0) return;
      rows[at].querySelector("[data-open]")?.click();
      break;
    default: return;
  }
  event.preventDefault();
});

// Ctrl+Enter, wherever one types: the button that goes on to the next.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const next = event.target.closest("form")?.querySelector("[data-quick]");
  if (!next) return;
  event.preventDefault();
  next.click();
});

for (const all of document.querySelectorAll("[data-select-all]")) {
  all.parentElement.hidden = false;
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  table.tBodies[0].addEventListener("change", () => { all.checked = boxes.every((box) => box.checked); });
}

// A registration form reports that somebody fills it in, and shows who else does. Only what somebody did since the last
// report counts: a page that was left open ends no idle time.
const edited = document.querySelector("form[data-editing]");
let active = true;
async function report() {
  if (document.hidden || !active) return;
  active = false;
  const body = new URLSearchParams({ csrf: edited.elements.csrf.value });
  try {
    const answer = await fetch(edited.action + "/editing", { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { other } = await answer.json();
    const line = document.querySelector("[data-editing-other]");
    const name = line.querySelector("strong");
    if (name.textContent === (other || "")) return;
    name.textContent = other || "";
    line.hidden = !other;
  } catch {
    // Without a network nobody is told; the form is kept apart by its version.
  }
}
if (edited) {
  for (const kind of ["input", "keydown", "pointerdown", "wheel"]) {
    addEventListener(kind, () => { active = true; }, { passive: true });
  }
  report();
  setInterval(report, 60000);
}

// Words that narrow a long list at one click.
for (const line of document.querySelectorAll("[data-picks]")) {
  const box = document.getElementById(line.dataset.picks + "-filter");
  for (const word of box ? [...line.querySelectorAll("[data-pick]")] : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = word.textContent;
    button.addEventListener("click", () => {
      box.value = word.dataset.pick;
      box.dispatchEvent(new Event("input"));
      document.getElementById(line.dataset.picks).focus();
    });
    word.replaceWith(button);
  }
}

// 评价范围: the box is locked and freed as the fields above are chosen, by the rule and in the words that the page brings
// along. What the officer ticked comes back with the choice. The server decides again.
for (const part of document.querySelectorAll("[data-rating]")) {
  const { bars, mustIf, must, free, barred, locked } = part.dataset;
  const form = part.closest("form");
  const box = part.querySelector("input");
  const [why, lock] = ["[data-why]", "[data-lock]"].map((one) => part.querySelector(one));
  let own = "own" in part.dataset;
  const chosen = (name, value) => {
    const fields = [...form.elements].filter((field) => field.name === name);
    if (!fields.length) return name in part.dataset;
    return fields.some((field) => field.value === value && (field.checked || field.type === "select-one"));
  };
  const settle = () => {
    const reasons = bars.split(";").map((one) => one.split("=")).filter(([name, value]) => chosen(name, value));
    const is = !reasons.length && chosen(...mustIf.split("="));
    part.disabled = is || reasons.length > 0;
    box.checked = part.disabled ? is : own;
    const said = is ? must : reasons.length ? `${barred}${reasons.map(([, , words]) => words).join("、")}。` : free;
    if (why.textContent !== said) why.textContent = said;
    lock.textContent = part.disabled ? locked : "";
  };
  part.querySelector("[data-when-sent]").remove();
  box.addEventListener("change", () => { own = box.checked; });
  form.addEventListener("change", settle);
  // A page that comes back in the browser comes with what was chosen on it.
  addEventListener("pageshow", settle);
}
