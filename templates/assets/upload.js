// Attachments: ticket from us, the file straight to the store with progress, then wait for the check.
const root = document.querySelector("[data-uploads]");
const list = document.querySelector("[data-file-list]");
const MAX_BYTES = 50 * 1024 * 1024;
const PARALLEL = 2;

if (root && list) start();

function start() {
  const { ticketUrl, csrf } = root.dataset;
  let { draft } = root.dataset;
  let left = Number(root.dataset.left);
  let running = 0;
  const waiting = [];
  const plain = root.querySelector("[data-plain]");
  const input = plain.querySelector("input[type=file]") || make("input");
  const none = document.querySelector("[data-no-files]");

  // A button of our own opens the file dialog: the browser's speaks its own language.
  const drop = make("div", "drop");
  const choose = make("button", "button button-second", "选择文件");
  choose.type = "button";
  choose.id = "file";
  choose.addEventListener("click", () => input.click());
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.removeAttribute("id");
  input.removeAttribute("aria-describedby");
  const wrong = plain.querySelector(".field-error");
  drop.append(...(wrong ? [wrong] : []), make("p", "", "把文件拖到这里，或者点下面的按钮，可以一次选多个"), choose, input);
  plain.replaceWith(drop);
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("drop-over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("drop-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("drop-over");
    take([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => { if (running || waiting.length) event.preventDefault(); });
  // Going on now would leave them behind.
  const hold = make("p", "");
  hold.setAttribute("role", "status");
  root.append(hold);
  const around = root.closest("form");
  if (around) around.addEventListener("submit", (event) => {
    if (!running && !waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hold.className = "field-error";
    hold.textContent = "还有文件没有传完。请等它传完再继续，不要了的点“取消”。";
    hold.scrollIntoView({ block: "center" });
  }, true);

  // Rows the server rendered: watch those still being checked, delete without leaving the page.
  for (const item of list.querySelectorAll("[data-file]")) {
    const row = { item, state: item.querySelector("[data-state]"), id: item.dataset.file };
    for (const form of item.querySelectorAll("form")) form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); remove(row); });
    for (const button of item.querySelectorAll("[data-remove]")) button.addEventListener("click", (event) => { event.preventDefault(); remove(row); });
    if (row.state.textContent.trim().startsWith("检查中")) watch(row);
  }

  function take(files) {
    for (const file of files) {
      const row = addRow(file);
      if (left <= 0) { fail(row, "已经有 10 个附件，这个没有上传"); continue; }
      if (file.size > MAX_BYTES) { fail(row, "超过 50 MB，没有上传，请压缩后再选"); continue; }
      if (file.size === 0) { fail(row, "是空文件，没有上传"); continue; }
      left -= 1;
      row.counted = true;
      enqueue(row);
    }
  }

  function enqueue(row) {
    say(row, "排队等待", "tag-info");
    waiting.push(row);
    next();
  }

  function next() {
    while (running < PARALLEL && waiting.length) {
      const row = waiting.shift();
      if (row.gone) continue;
      running += 1;
      send(row).catch((error) => (error.final ? refuse(row, error.message) : retry(row, error.message))).finally(() => { running -= 1; next(); if (!running) { hold.className = ""; hold.textContent = ""; } });
    }
  }

  async function send(row) {
    if (!row.sent) {
      say(row, "准备上传", "tag-info");
      // A second try starts with a new ticket; the first one must not count against the ten.
      if (row.id) await forget(row);
      await begun();
      const ticket = await ask(ticketUrl, { draft, csrf, name: row.file.name, size: row.file.size, type: row.file.type });
      row.id = ticket.id;
      if (row.gone) return void forget(row);
      await post(row, ticket);
      if (row.gone) return;
      row.sent = true;
    }
    row.bar.hidden = true;
    say(row, "已传完，检查中，通常不到一分钟", "tag-info");
    row.button.textContent = "删除";
    row.button.onclick = () => remove(row);
    const answer = await ask(`${ticketUrl}/${encodeURIComponent(row.id)}/done`, { draft, csrf });
    settle(row, answer) || watch(row);
  }

  // The first page of a draft is not saved before something is: files need it to be.
  let beginning;
  function begun() {
    const now = around && around.elements.revision;
    if (!now || now.value !== "0") { if (now) draft = around.elements.draft.value; return; }
    beginning = beginning || save().finally(() => { beginning = undefined; });
    return beginning;
  }

  async function save() {
    const fields = new URLSearchParams(new FormData(around));
    fields.set("then", "save");
    // The word of autosave.js, so that neither takes the other for somebody else.
    fields.set("page", around.dataset.page || "");
    const kept = await ask(around.action, fields);
    for (const name of ["draft", "revision"]) around.elements[name].value = kept[name];
    draft = kept.draft;
  }

  function post(row, ticket) {
    return new Promise((resolve, reject) => {
      const body = new FormData();
      // In the order given: pairs, or an object.
      const fields = Array.isArray(ticket.fields) ? ticket.fields : Object.entries(ticket.fields);
      for (const [name, value] of fields) body.append(name, value);
      body.append("file", row.file);
      const request = new XMLHttpRequest();
      row.request = request;
      request.open("POST", ticket.url);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((event.loaded / event.total) * 100);
        row.bar.value = percent;
        say(row, `正在上传 ${percent}%`, "tag-info");
      });
      request.addEventListener("load", () => (request.status >= 200 && request.status < 400 ? resolve() : reject(new Error("上传没有成功"))));
      request.addEventListener("error", () => reject(new Error("网络断了，没有传完")));
      request.addEventListener("abort", () => resolve());
      row.bar.hidden = false;
      row.button.textContent = "取消";
      row.button.onclick = () => { row.gone = true; request.abort(); forget(row); drop_(row); };
      request.send(body);
    });
  }

  async function watch(row) {
    for (let wait = 1000; !row.gone; wait = Math.min(wait * 1.6, 15000)) {
      await new Promise((done) => setTimeout(done, wait));
      try {
        const answer = await fetch(`${ticketUrl}/${encodeURIComponent(row.id)}?draft=${encodeURIComponent(draft)}`, { headers: { accept: "application/json" } });
        if (answer.ok && settle(row, await answer.json())) return;
        if (answer.status === 401 || answer.status === 404) return say(row, "查不到检查结果，请刷新页面", "tag-urgent");
      } catch { /* the network may come back: ask again later */ }
    }
  }

  function settle(row, answer) {
    if (answer.state === "checking") return false;
    if (answer.state === "ready") say(row, "可以使用", "tag-good");
    else say(row, "没有通过检查：" + (answer.message || "请换一个文件"), "tag-urgent");
    return true;
  }

  function retry(row, message) {
    if (row.gone) return;
    row.bar.hidden = true;
    say(row, message + "，可以重试", "tag-urgent");
    row.button.textContent = "重试";
    row.button.onclick = () => enqueue(row);
  }

  // Trying again would end the same way.
  function refuse(row, message) {
    if (row.gone) return;
    row.bar.hidden = true;
    say(row, message, "tag-urgent");
    row.button.textContent = "移除";
    row.button.onclick = () => { row.gone = true; drop_(row); };
  }

  async function forget(row) {
    const id = row.id;
    row.id = undefined;
    await ask(`${ticketUrl}/${encodeURIComponent(id)}/delete`, { draft, csrf }).catch(() => {});
  }

  async function remove(row) {
    try {
      if (row.id) await ask(`${ticketUrl}/${encodeURIComponent(row.id)}/delete`, { draft, csrf });
      row.gone = true;
      drop_(row);
    } catch (error) { say(row, "没有删掉：" + error.message, "tag-urgent"); }
  }

  function drop_(row) {
    row.item.remove();
    if (row.counted !== false) left += 1;
    if (none) none.hidden = list.children.length > 0;
    choose.focus();
  }

  function addRow(file) {
    const item = make("li", "file");
    const main = make("div", "file-main");
    const state = make("p", "file-state tag-info");
    const bar = document.createElement("progress");
    const button = make("button", "button button-quiet", "移除");
    bar.max = 100;
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute("aria-label", file.name + " 上传进度");
    button.type = "button";
    main.append(make("span", "file-name", file.name), " ", make("span", "file-size", size(file.size)), state, bar);
    item.append(main, button);
    list.append(item);
    if (none) none.hidden = true;
    const row = { file, item, state, bar, button, counted: false };
    button.onclick = () => { row.gone = true; drop_(row); };
    return row;
  }

  function fail(row, message) { say(row, message, "tag-urgent"); }
}

function say(row, text, tone) {
  const shape = make("span", "tag-shape");
  shape.setAttribute("aria-hidden", "true");
  row.state.className = "file-state " + tone;
  row.state.textContent = "";
  row.state.append(shape, make("span", "", text));
  if (!text.endsWith("%")) announce((row.file ? row.file.name + "：" : "") + text);
}

function announce(text) {
  let live = document.getElementById("upload-live");
  if (!live) {
    live = make("p", "vh");
    live.id = "upload-live";
    live.setAttribute("role", "status");
    document.querySelector("main").append(live);
  }
  live.textContent = text;
}

async function ask(url, body) {
  let answer;
  try {
    const form = body instanceof URLSearchParams;
    const type = form ? "application/x-www-form-urlencoded" : "application/json";
    answer = await fetch(url, { method: "POST", headers: { "content-type": type, accept: "application/json" }, body: form ? body.toString() : JSON.stringify(body) });
  } catch { throw new Error("网络断了"); }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new Error(json.message || (answer.status === 401 ? "登录已过期，请刷新页面重新登录" : "没有成功"));
    error.final = [400, 404, 409, 413].includes(answer.status);
    throw error;
  }
  return json;
}

function make(tag, className, text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1024 / 1024).toFixed(1) + " MB";
}
