// When a page cannot be fetched because the network is gone, this shows the page that says so. It keeps
// that page and what it looks like, and never a page of anybody's.
const NAME = "offline-@NAME@";
const PAGE = "/offline";
const KEPT = [PAGE, @LOOKS@];

addEventListener("install", (event) => {
  const fetched = KEPT.map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fetched)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = async () => Promise.all((await caches.keys()).filter((name) => name !== NAME).map((name) => caches.delete(name)));
  // The browser asks for a page while this file starts, so that it costs nobody time.
  event.waitUntil(Promise.all([old(), registration.navigationPreload && registration.navigationPreload.enable(), clients.claim()]));
});

async function network(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/staff")) return;
  const kept = request.mode === "navigate" ? PAGE : KEPT.find((path) => path === pathname);
  if (!kept) return;
  event.respondWith(network(event).catch(async () => (await caches.match(kept)) || Response.error()));
});
