// What every live view has in common: words, the frame counter, signs of life. See live/view.py for the other side.

// An element of the parent's own kind (HTML in HTML, SVG in SVG). Text goes in as text, never as markup.
function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" ? "http://www.w3.org/2000/svg" : parent.namespaceURI;
  const element = document.createElementNS(space, tag);
  put(element, attributes);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

// The text of a key in the language shown now, its slots filled.
function translator(model) {
  return (key, slots = {}) =>
    (model.get("labels")[key] ?? key).replace(/\{(\w+)\}/g, (slot, name) => slots[name] ?? slot);
}

// Sets attributes of an element that is there.
function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

// Title and status line of a picture; returns what brings them up to date.
function heading(root, model) {
  const title = make(make(root, "div", { class: "kw-head" }), "strong");
  const status = make(root, "p", { class: "kw-status", role: "status" });
  return (message = "") => {
    title.textContent = model.get("spec").title;
    title.hidden = !title.textContent;
    status.textContent = model.get("status") || message;
    status.hidden = !status.textContent;
  };
}

// A key that the picture uses is not the notebook's, which has its own use for plain ones.
function takeKeys(element, act) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key, event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

// The newest frame: its number and its values. The bytes are copied, because a message may start at any address.
function readFrame(model) {
  const view = model.get("frame");
  if (!view?.byteLength) return { number: 0, values: new Float32Array(0) };
  const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  // Behind the float32 values there may be bytes of other kinds.
  const values = new Float32Array(bytes, 4, (bytes.byteLength - 4) >> 2);
  return { number: new Uint32Array(bytes, 0, 1)[0], values, bytes };
}

const TICK = 300; // ms between two looks at the clock
const QUIET = 600; // ms without a word from a running training until we ask
const PATIENCE = 1800; // ms until an unanswered question means that nobody is there
const LATER = 150; // ms until an odd frame is answered, if no even one has come by then

// Joins a picture to its model: `draw` is called at most once a repaint, `running()` says whether frames are due.
// Returns `say`, which tells the kernel something, `soon`, which asks for a repaint, and `release`, which lets go.
function live(model, root, { draw, running }) {
  const t = translator(model);
  const view = Math.random().toString(36).slice(2);
  const say = (kind, more = {}) => model.send({ kind, view, ...more });
  const stop = new AbortController();

  let drawn = readFrame(model).number;
  let request = 0;
  let later = 0;
  const answer = () => say("drawn", { frame: drawn });
  const repaint = () => {
    request = 0;
    if (!root.offsetWidth) return; // hidden, or not on the page: there is nothing to see until it gets a size
    draw();
    const { number } = readFrame(model);
    if (number === drawn) return;
    drawn = number;
    clearTimeout(later);
    // Two frames may be under way: to answer every other one is enough, and halves what answers cost the kernel.
    if (number % 2) later = setTimeout(answer, LATER);
    else answer();
  };
  const soon = () => {
    request ||= requestAnimationFrame(repaint);
  };

  // A training that runs and is quiet is asked for; so is a kernel whose connection changed (a restart, a reload of
  // the page, a network that was away). Without an answer the picture says so.
  const banner = make(root, "p", { class: "kw-lost", role: "status" });
  let heard = performance.now();
  let asked = 0;
  let cut = false;
  const judge = () => {
    const lost = asked && performance.now() - asked > PATIENCE;
    const words = lost ? t(cut ? "live.lost.restarted" : "live.lost.silent") : "";
    if (words === banner.textContent) return;
    root.toggleAttribute("data-lost", Boolean(lost));
    banner.textContent = words;
  };
  const ask = () => {
    asked ||= performance.now();
    say("ping");
  };
  const alive = () => {
    heard = performance.now();
    asked = 0;
    cut = false;
    judge();
  };
  const timer = setInterval(() => {
    const due = running() && !document.hidden;
    if (!cut && !due) asked = 0;
    else if (!asked && performance.now() - heard > QUIET) ask();
    judge();
  }, TICK);

  const heed = {
    "change:frame": alive,
    "change:heartbeat": alive,
    comm_live_update: () => ((cut = true), ask()),
    change: soon,
  };
  for (const [event, act] of Object.entries(heed)) model.on(event, act);
  const sizes = new ResizeObserver(soon);
  sizes.observe(root);
  // A theme is changed by attributes of the page, or by the system; its colours may come a little later.
  const themes = new MutationObserver(() => (soon(), setTimeout(soon, 200)));
  for (const element of [document.documentElement, document.body]) themes.observe(element, { attributes: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon, { signal: stop.signal });
  addEventListener("pagehide", () => say("bye"), { signal: stop.signal });

  say("hello", { language: navigator.language });
  soon();
  const release = () => {
    say("bye");
    cancelAnimationFrame(request);
    clearInterval(timer);
    clearTimeout(later);
    sizes.disconnect();
    themes.disconnect();
    stop.abort();
    for (const [event, act] of Object.entries(heed)) model.off(event, act);
  };
  return { say, soon, release };
}
