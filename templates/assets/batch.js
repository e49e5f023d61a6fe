// Several cases at once: one request a case, a bar, and beside each case how it went.
const form = document.querySelector("[data-batch]");
const progress = form?.querySelector("[data-batch-progress]");
let running = false;

function tell(row, kind, text) {
  const tag = document.createElement("span");
  tag.className = "tag tag-" + kind;
  const shape = document.createElement("span");
  shape.className = "tag-shape";
  shape.setAttribute("aria-hidden", "true");
  tag.append(shape, text);
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
  data.append("listed", row.querySelector("input[name=listed]").value);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });

form?.addEventListener("submit", async (event) => {
  if (running) return event.preventDefault();
  const boxes = [...form.querySelectorAll("input[name=row]:checked")];
  if (!boxes.length) return;
  event.preventDefault();
  running = true;
  const fields = form.querySelector("[data-batch-fields]");
  const back = progress.querySelector(".buttons");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("p");
  document.querySelector(".errors")?.remove();
  document.title = document.title.replace("错误：", "");
  fields.hidden = true;
  back.hidden = true;
  progress.hidden = false;
  progress.focus();
  bar.max = boxes.length;
  bar.value = 0;
  const count = { done: 0, not: 0, again: 0 };
  let online = true;
  for (const box of boxes) {
    const row = box.closest("[data-row]");
    if (!online) {
      tell(row, "quiet", "还没有办");
      count.again += 1;
      continue;
    }
    words.textContent = `正在办第 ${bar.value + 1} 件，共 ${boxes.length} 件`;
    let told;
    try {
      told = await send(row, box);
    } catch {
      tell(row, "urgent", "网络断开，不知道是否成功");
      count.again += 1;
      online = false;
      continue;
    }
    if (!told) {
      // The server shows all of them, those that are done too: it knows its own doing.
      for (const one of boxes) Object.assign(one, { disabled: false, checked: true });
      running = false;
      form.dispatchEvent(new Event("saved"));
      return form.submit();
    }
    tell(row, told.done ? "good" : "urgent", told.done ? told.text : "未成功：" + told.text);
    count[told.done ? "done" : told.again ? "again" : "not"] += 1;
    if (!told.again) Object.assign(box, { checked: false, disabled: true });
    bar.value += 1;
  }
  words.textContent = [
    `成功 ${count.done} 件`,
    count.not ? `未成功 ${count.not} 件，原因见表` : "",
    count.again ? `${count.again} 件请再点一次“集中转送、交办”` : "",
  ].filter(Boolean).join("，") + "。";
  running = false;
  fields.hidden = !count.again;
  back.hidden = Boolean(count.again);
  form.dispatchEvent(new Event(count.again ? "input" : "saved"));
  progress.focus();
});
