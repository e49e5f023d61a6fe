// A form under way is kept on the server while somebody writes: at most twenty seconds' typing is lost.
const PAUSE = 20000;
const PATIENCE = 10000;
const form = document.querySelector("form[data-autosave]");

// Without requestSubmit a form cannot be sent again with the button that was pressed.
if (form && "requestSubmit" in form && window.AbortController) start();

function start() {
  const note = form.querySelector("[data-saved]");
  let changed = false;
  let over = false;
  let timer;
  let going;

  form.addEventListener("input", (event) => {
    if (!event.target.name || over) return;
    changed = true;
    timer ||= setTimeout(save, PAUSE);
  });
  // Telephones end pages that are not looked at.
  document.addEventListener("visibilitychange", () => { if (document.hidden && changed) save(); });
  form.addEventListener("submit", (event) => {
    rest();
    if (!going) return;
    // What is sent must know the draft that is just being made.
    event.preventDefault();
    event.stopImmediatePropagation();
    going.then(() => form.requestSubmit(event.submitter));
  }, true);

  function rest() {
    clearTimeout(timer);
    timer = undefined;
  }

  function save() {
    rest();
    if (going || over) return;
    changed = false;
    going = send().then(() => {
      going = undefined;
      if (changed && !over) timer ||= setTimeout(save, PAUSE);
    });
  }

  async function send() {
    const body = new URLSearchParams(new FormData(form));
    body.set("then", "save");
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, redirect: "manual", signal: stop.signal });
      if (answer.ok) return kept(await answer.json());
      over = true;
      if (answer.type === "opaqueredirect") return say("登录已经过期，从现在起写的没有自动保存。点“保存并继续”，重新登录以后接着写，不会丢。");
      const told = await answer.json().catch(() => ({}));
      say(told.message || "自动保存没有成功。写完请点“保存并继续”。");
    } catch {
      changed = true;
      say("网络断了，还没有自动保存。写的内容都在这一页，连上网会再试。");
    } finally {
      clearTimeout(late);
    }
  }

  function kept({ draft, revision, saved }) {
    set("draft", draft);
    set("revision", revision);
    note.removeAttribute("role");
    note.textContent = saved;
    if (!changed) form.dispatchEvent(new CustomEvent("saved"));
  }

  function set(name, value) {
    let field = form.elements.namedItem(name);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    field.value = value;
  }

  // Only what went wrong is read out.
  function say(words) {
    note.setAttribute("role", "status");
    note.textContent = words;
  }
}
