// A companion's photo from the camera of the desk, without leaving the form. The words are the page's; the picture goes the
// way of every upload. Where there is no camera to ask, the buttons lead to the page of one photo, as without this file.
const dialog = document.getElementById("camera");

if (dialog && dialog.showModal && navigator.mediaDevices?.getUserMedia) start();

function start() {
  const { ticketUrl, draft, csrf, name, photoIs, checking, open: look, refused, again, drop } = dialog.dataset;
  const part = (what) => dialog.querySelector(what);
  const video = part("video");
  const canvas = part("canvas");
  const line = part("[data-said]");
  const [take, use, retake, file, cancel] = ["take", "use", "retake", "file", "cancel"].map((one) => part(`[data-${one}]`));
  let button;
  let stream;
  let passing = false;
  // Which opening of the dialog it is: what was begun in one that is closed by now is nothing to the next.
  let turn = 0;

  const say = (what, more = "") => { line.textContent = line.dataset[what] + more; };
  const offer = (...shown) => { for (const one of [take, use, retake, file]) one.hidden = !shown.includes(one); };
  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    stream = undefined;
    video.srcObject = null;
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-camera]");
    if (!pressed || passing) return;
    event.preventDefault();
    button = pressed;
    part("[data-who]").textContent = button.closest("fieldset").querySelector("legend").textContent;
    dialog.showModal();
    open();
  });

  async function open() {
    turn += 1;
    const mine = turn;
    canvas.hidden = true;
    video.hidden = false;
    offer();
    say("opening");
    let got;
    try {
      got = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, height: { ideal: 960 }, facingMode: "environment" } });
      // Closed while the browser asked: nothing may go on looking.
      if (mine !== turn) return got.getTracks().forEach((track) => track.stop());
      stream = got;
      video.srcObject = got;
      await video.play();
      if (mine === turn) live();
    } catch (error) {
      if (mine !== turn) return;
      stop();
      video.hidden = true;
      offer(file);
      say(error.name === "NotAllowedError" ? "denied" : "none");
      file.focus();
    }
  }

  function live() {
    canvas.hidden = true;
    video.hidden = false;
    offer(take);
    say("live");
    take.focus();
  }

  take.addEventListener("click", () => {
    if (!video.videoWidth) return;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.hidden = false;
    video.hidden = true;
    offer(use, retake);
    say("look");
    use.focus();
  });
  retake.addEventListener("click", live);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { turn += 1; stop(); button.focus(); });
  file.addEventListener("click", () => {
    dialog.close();
    passing = true;
    button.click();
    passing = false;
  });

  use.addEventListener("click", async () => {
    const mine = turn;
    const pressed = button;
    offer();
    say("sending");
    try {
      const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
      if (!picture) throw new Error(line.dataset.offline);
      const id = await send(picture, pressed);
      if (mine !== turn) return void ask(`/${id}/delete`).catch(() => {});
      keep(id, pressed);
      dialog.close();
    } catch (error) {
      if (mine !== turn) return;
      offer(use, retake, file);
      say("failed", error.message);
      use.focus();
    }
  });

  async function ask(path, more = {}) {
    let answer;
    try {
      answer = await fetch(ticketUrl + path, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ draft, csrf, ...more }) });
    } catch { throw new Error(line.dataset.offline); }
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(json.message || String(answer.status));
    return json;
  }

  async function send(picture, pressed) {
    const ticket = await ask("", { name: `${name}${pressed.value.split("_")[1]}.jpg`, size: picture.size, type: picture.type });
    const body = new FormData();
    for (const [field, value] of ticket.fields) body.append(field, value);
    body.append("file", picture);
    const sent = await fetch(ticket.url, { method: "POST", body }).catch(() => ({ ok: false }));
    if (!sent.ok) {
      ask(`/${ticket.id}/delete`).catch(() => {});
      throw new Error(line.dataset.offline);
    }
    await ask(`/${ticket.id}/done`);
    return ticket.id;
  }

  // The row as the server will show it from now on.
  function keep(id, pressed) {
    const row = pressed.closest("[data-photo]");
    const field = row.dataset.photo;
    let input = row.querySelector("input[type=hidden]");
    let said = row.querySelector("p");
    if (input) {
      ask(`/${input.value}/delete`).catch(() => {});
    } else {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = field;
      said = document.createElement("p");
      said.tabIndex = -1;
      pressed.removeAttribute("id");
      said.id = field;
      const away = pressed.cloneNode(true);
      away.removeAttribute("data-camera");
      away.value = pressed.value.replace("photo_", "photo_remove_");
      away.firstChild.textContent = drop;
      pressed.after(" ", away);
      pressed.before(input, said, " ");
      pressed.firstChild.textContent = again;
    }
    input.value = id;
    said.textContent = photoIs + checking;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    watch(id, input, said);
  }

  // What the check says of it, as long as it is the row's photo.
  async function watch(id, input, said) {
    for (let wait = 1000; ; wait = Math.min(wait * 1.6, 15000)) {
      await new Promise((done) => setTimeout(done, wait));
      if (!input.isConnected || input.value !== id) return;
      const answer = await fetch(`${ticketUrl}/${id}?draft=${encodeURIComponent(draft)}`, { headers: { accept: "application/json" } }).catch(() => undefined);
      if (answer && (answer.status === 401 || answer.status === 404)) return;
      const { state, message } = answer && answer.ok ? await answer.json() : {};
      if (input.value !== id || (state !== "ready" && state !== "rejected")) continue;
      said.textContent = state === "ready" ? photoIs : photoIs + refused + message;
      if (state === "ready") {
        const link = document.createElement("a");
        link.href = `${ticketUrl}/${id}/file?visit=${encodeURIComponent(draft)}`;
        link.textContent = look;
        said.append(link);
      }
      return;
    }
  }
}
