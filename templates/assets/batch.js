// Several cases at once: one request a case, a bar, and beside each case how it went.
const form = document.querySelector("[data-batch]");
const progress = form?.querySelector("[data-batch-progress]");
let running = false;

function tell(row, done, text) {
  const tag = document.createElement("span");
  tag.className = done ? "tag tag-good" : "tag tag-urgent";
  tag.textContent = done ? text : "没有转送：" + text;
  const cell = row.querySelector("[data-result]");
  while (cell.firstChild) cell.firstChild.remove();
  cell.append(tag);
}

// The answer in JSON; nothing if the server wants to show a page (a field is wrong, the session has ended).
async function send(row, box) {
  const data = new URLSearchParams(new FormData(form));
  data.delete("row");
  data.delete("listed");
  data.append("row", box.value);
  data.append("listed", box.value.split(":")[0]);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

form?.addEventListener("submit", async (event) => {
  if (running) return event.preventDefault();
  const boxes = [...form.querySelectorAll("input[name=row]:checked")];
  if (!boxes.length) return;
  event.preventDefault();
  running = true;
  const fields = form.querySelector("[data-batch-fields]");
  const back = progress.querySelector(".buttons");
  document.querySelector("[data-focus]")?.remove();
  fields.hidden = true;
  progress.hidden = false;
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("p");
  bar.max = boxes.length;
  let done = 0;
  let tried = 0;
  for (const box of boxes) {
    const row = box.closest("[data-row]");
    words.textContent = `正在转送第 ${tried + 1} 件，共 ${boxes.length} 件`;
    let told;
    try {
      told = await send(row, box);
    } catch {
      tell(row, false, "网络断开，请再试");
      break;
    }
    if (!told) {
      fields.hidden = false;
      return form.submit();
    }
    tell(row, told.done, told.text);
    tried += 1;
    bar.value = tried;
    if (told.done) {
      done += 1;
      box.checked = false;
      box.disabled = true;
    }
  }
  words.textContent = `转送了 ${done} 件` + (done < boxes.length ? `，${boxes.length - done} 件没有转送，原因见表` : "") + "。";
  running = false;
  fields.hidden = done === boxes.length;
  back.hidden = !fields.hidden;
});
