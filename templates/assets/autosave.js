// A form under way is kept on the server while somebody writes: at most twenty seconds' typing is lost.
const PAUSE = 20000;
const PATIENCE = 10000;
// What a browser still sends for a page that is going away.
const KEPT_ALIVE = 60000;
const form = document.querySelector("form[data-autosave]");

// Without requestSubmit a form cannot be sent again with the button that was pressed.
if (form && "requestSubmit" in form && window.AbortController) start();

function start() {
  const saved = form.querySelector("[data-saved]");
  const failed = form.querySelector("[data-unsaved-why]");
  // Tells this page's own saves from others', also one whose answer was lost.
  const page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.dataset.page = page;
  let changed = false;
  let over = false;
  let timer;
  let going;

  form.addEventListener("input", (event) => {
    if (!event.target.name || over) return;
    changed = true;
    timer = timer || setTimeout(save, PAUSE);
  });
  // Telephones end pages that are not looked at.
  document.addEventListener("visibilitychange", () => { if (document.hidden && changed) save(); });
  form.addEventListener("submit", (event) => {
    rest();
    changed = false;
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
      if (!changed || over) return;
      if (document.hidden && !failed.textContent) save();
      else timer = timer || setTimeout(save, PAUSE);
    });
  }

  async function send() {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("then", "save");
    fields.set("page", page);
    const body = fields.toString();
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, signal: stop.signal, keepalive: body.length < KEPT_ALIVE,
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      });
      if (answer.ok) return kept(await answer.json());
      if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error("later");
      over = true;
      if (answer.status === 401) return fail("登录已经过期，从现在起写的没有自动保存。点“保存并继续”，重新登录以后接着写，不会丢。");
      if (answer.status !== 409) return fail("自动保存停了。写完请点“保存并继续”，写的不会丢。");
      const told = await answer.json().catch(() => ({}));
      fail(told.message);
    } catch {
      changed = true;
      fail("还没有自动保存：网络断了，或者网站忙。写的内容都在这一页，过一会儿会再试。");
    } finally {
      clearTimeout(late);
    }
  }

  function kept(draft) {
    form.elements.namedItem("draft").value = draft.draft;
    form.elements.namedItem("revision").value = draft.revision;
    saved.textContent = draft.saved;
    // A page that is loaded again, as telephones do, goes on where it was.
    history.replaceState(null, "", `${form.getAttribute("action")}?draft=${draft.draft}&step=${form.elements.namedItem("step").value}`);
    fail("");
    if (!changed) form.dispatchEvent(new CustomEvent("saved"));
  }

  // Only what went wrong is read out.
  function fail(words) {
    if (failed.textContent !== words) failed.textContent = words;
    failed.className = words ? "field-error" : "";
  }
}
