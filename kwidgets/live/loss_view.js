// The loss picture. The frame holds, as float32: 13 numbers (HEAD), two lengths, and the points of both curves.
const HEAD = ["running", "epoch", "epochs", "batch", "batches", "secondsLeft", "trainNow", "validationNow",
  "trainBest", "trainBestAt", "validationBest", "validationBestAt", "diverged"]; // prettier-ignore
const SPOKEN = 2000; // ms: the text alternative changes at most this often

function readLoss(model) {
  const { number: frame, values } = readFrame(model);
  if (!frame) return { frame, train: [], validation: [], running: 0 };
  const state = { frame };
  HEAD.forEach((name, i) => (state[name] = values[i]));
  const [trains, validations] = values.subarray(HEAD.length, HEAD.length + 2);
  let from = HEAD.length + 2;
  const take = (n) => {
    const points = Array.from({ length: n }, (_, i) => ({ x: values[from + i], y: values[from + n + i] }));
    from += 2 * n;
    return points;
  };
  state.train = take(trains);
  state.validation = take(validations);
  return state;
}

// A path through the points that breaks where a value is no finite number.
function linePath(points, x, y) {
  let path = "";
  let pen = false;
  for (const point of points) {
    const fine = Number.isFinite(point.y);
    if (fine) path += `${pen ? "L" : "M"}${x.at(point.x).toFixed(1)} ${y.at(point.y).toFixed(1)}`;
    pen = fine;
  }
  return path;
}

// Diamonds (validation) at the points, with some room between them; the last point always has one.
function diamondPath(points, x, y) {
  let path = "";
  let free = Infinity;
  for (const point of points.toReversed()) {
    const at = x.at(point.x);
    if (!Number.isFinite(point.y) || at > free) continue;
    path += `M${at.toFixed(1)} ${(y.at(point.y) - 4.5).toFixed(1)}l4.5 4.5-4.5 4.5-4.5-4.5z`;
    free = at - 18;
  }
  return path;
}

// The axis shows as many epochs as are needed, in halves of the plan, so that the first ones are not a speck.
function epochsShown(state) {
  const last = Math.max(state.train.at(-1)?.x ?? 0, state.validation.at(-1)?.x ?? 0);
  let shown = Math.max(state.epochs || 1, last, 1);
  while (shown / 2 >= Math.max(last, 2)) shown /= 2;
  return shown;
}

function drawPlot(svg, state, { t, lines, log, width }) {
  const wide = width >= 520;
  const height = Math.round(Math.min(320, Math.max(210, width * 0.45)));
  const [left, right, top, bottom] = [46, width - (wide ? 124 : 88), 22, height - 34];
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", height);

  const curves = [...state.train, ...state.validation].map((point) => point.y).filter(Number.isFinite);
  const values = [...(curves.length || log ? curves : [0]), ...lines.map((line) => line.value)];
  const [low, high] = values.length ? (log ? logLimits : linearLimits)(values) : log ? [0.1, 10] : [0, 1];
  const y = (log ? logScale : linearScale)(low, high, bottom, top, wide ? 6 : 4);
  const x = linearScale(0, epochsShown(state), left, right, wide ? 8 : 5, true);

  const axes = make(svg, "g", { class: "kw-axes" });
  for (const tick of y.ticks) {
    const at = y.at(tick.value);
    make(axes, "path", { class: "kw-grid", d: `M${left} ${at}H${right}` });
    make(axes, "text", { x: left - 7, y: at + 4, "text-anchor": "end" }, tick.text);
  }
  for (const tick of x.ticks) {
    const at = x.at(tick.value);
    make(axes, "path", { class: "kw-tick", d: `M${at} ${bottom}v5` });
    make(axes, "text", { x: at, y: bottom + 19, "text-anchor": "middle" }, tick.text);
  }
  make(axes, "path", { class: "kw-frame", d: `M${left} ${top}V${bottom}H${right}` });
  make(axes, "text", { x: right + 16, y: bottom + 19 }, t("live.loss.axis"));
  if (state.unit) make(axes, "text", { x: left - 7, y: top - 9, "text-anchor": "end" }, state.unit);

  const labels = [];
  for (const line of lines) {
    if (log && line.value <= 0) continue;
    const at = y.at(line.value);
    make(svg, "path", { class: `kw-line kw-${line.name}`, "data-line": line.name, d: `M${left} ${at}H${right}` });
    labels.push({ y: at, name: line.name, text: wide ? `${line.label} ${number(line.value)}` : line.label });
  }
  make(svg, "path", { class: "kw-curve kw-train", "data-points": state.train.length, d: linePath(state.train, x, y) });
  make(svg, "path", {
    class: "kw-curve kw-validation", "data-points": state.validation.length, d: linePath(state.validation, x, y),
  }); // prettier-ignore
  make(svg, "path", { class: "kw-marks kw-validation", d: diamondPath(state.validation, x, y) });
  for (const name of ["train", "validation"]) {
    const end = state[name].findLast((point) => Number.isFinite(point.y));
    if (!end) continue;
    const [px, py] = [x.at(end.x), y.at(end.y)];
    if (name === "train") make(svg, "circle", { class: "kw-marks kw-train", cx: px, cy: py, r: 4.5 });
    labels.push({ y: py, from: px, name, text: t(`live.loss.${name}`) });
  }
  for (const label of spread(labels, top + 6, bottom - 6, wide ? 18 : 16)) {
    const start = (label.from ?? right) + (label.from ? 8 : 0);
    const bend = Math.max(right + 4, start);
    make(svg, "path", { class: `kw-leader kw-${label.name}`, d: `M${start} ${label.y}H${bend}L${right + 10} ${label.place}` });
    const room = wide ? 17 : 9;
    const text = label.text.length > room ? `${label.text.slice(0, room - 1)}…` : label.text;
    make(svg, "text", { class: `kw-label kw-${label.name}`, x: right + 14, y: label.place + 4.5 }, text);
  }
  if (Number.isFinite(state.diverged)) {
    const at = x.at(state.diverged);
    const room = right - at > 130;
    const last = state.train.findLast((point) => Number.isFinite(point.y));
    make(svg, "path", { class: "kw-broken", d: `M${at} ${top}V${bottom}` });
    const cross = last ? y.at(last.y) : (top + bottom) / 2;
    make(svg, "path", { class: "kw-cross", d: `M${at - 6} ${cross - 6}l12 12m0-12l-12 12` });
    const anchor = room ? { x: at + 8, "text-anchor": "start" } : { x: at - 8, "text-anchor": "end" };
    make(svg, "text", { class: "kw-broken-text", y: top + 12, ...anchor }, `✕ ${t("live.loss.diverged")}`);
  }
  if (!state.train.length)
    make(svg, "text", { class: "kw-empty", x: (left + right) / 2, y: (top + bottom) / 2, "text-anchor": "middle" },
      t(wide ? "live.loss.empty" : "live.loss.words.empty")); // prettier-ignore
  return { x, y, left, right, top, bottom, below: log && values.some((value) => value <= 0) };
}

function describe(state, { t, lines, title, unit }) {
  const parts = [];
  const say = (key, slots) => parts.push(t(`live.loss.words.${key}`, slots));
  if (!state.train.length) say("empty");
  else {
    say("train", { value: number(state.trainNow, unit) });
    if (state.validation.length) say("validation", { value: number(state.validationNow, unit) });
    if (Number.isFinite(state.validationBest))
      say("best", { value: number(state.validationBest, unit), epoch: number(state.validationBestAt).replace(/\.0+$/, "") });
    if (Number.isFinite(state.diverged)) say("diverged", { epoch: state.diverged.toFixed(1) });
  }
  for (const line of lines) say("line", { label: line.label, value: number(line.value, unit) });
  return t("live.loss.words", { title, parts: parts.join(", ") });
}

function fillTable(table, state, { t, lines, unit }) {
  table.replaceChildren();
  const row = (cells, name = "") => {
    const tr = make(table, "tr", name ? { "data-row": name } : {});
    cells.forEach((text, i) => {
      const cell = make(tr, i && name ? "td" : "th", { scope: i ? "col" : "row" });
      if (!i && name) make(cell, "span", { class: `kw-key kw-${name}`, "aria-hidden": "true" });
      cell.append(text);
    });
    return tr;
  };
  const epoch = (at) => (Number.isFinite(at) ? t("live.loss.at", { epoch: number(at).replace(/\.0+$/, "") }) : "");
  row([unit, t("live.loss.now"), t("live.loss.best")]);
  for (const name of ["train", "validation"]) {
    const seen = state[name].length;
    const best = state[`${name}Best`];
    const cells = row([t(`live.loss.${name}`), seen ? number(state[`${name}Now`]) : "–", Number.isFinite(best) ? number(best) : "–"], name);
    if (seen && Number.isFinite(best)) make(cells.lastChild, "small", {}, epoch(state[`${name}BestAt`]));
  }
  for (const line of lines) row([line.label, number(line.value), ""], line.name);
}

function fillProgress(bar, words, state, t) {
  const epochs = state.epochs || 0;
  const done = epochs ? Math.min(1, (state.epoch + state.batch / (state.batches || 1)) / epochs) : 0;
  bar.firstChild.style.width = `${(100 * done).toFixed(1)}%`;
  bar.setAttribute("aria-valuenow", Math.round(100 * done));
  const parts = [];
  if (epochs) {
    const begun = done > 0 || state.running;
    const epoch = Math.min(state.epoch + begun, epochs);
    parts.push(t("live.progress.epoch", { epoch, epochs }));
    if (state.batch) parts.push(t("live.progress.batch", { batch: state.batch, batches: state.batches }));
    if (done >= 1) parts.push(t("live.progress.done"));
    else if (!begun) parts.push(t("live.progress.ready"));
    else if (!state.running) parts.push(t("live.progress.paused"));
    else if (Number.isFinite(state.secondsLeft)) {
      const seconds = Math.ceil(state.secondsLeft);
      const slots = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
      parts.push(t(`live.progress.${slots.minutes ? "minutes" : "seconds"}`, slots));
    }
  }
  words.textContent = parts.join(" · ");
  bar.setAttribute("aria-valuetext", words.textContent);
}

function render({ model, el }) {
  const t = translator(model);
  const root = make(el, "section", { class: "kw-live kw-loss" });
  const head = make(root, "div", { class: "kw-head" });
  const title = make(head, "strong");
  const toggle = make(head, "label", { class: "kw-toggle" });
  const box = make(toggle, "input", { type: "checkbox" });
  const toggleWords = make(toggle, "span");
  const status = make(root, "p", { class: "kw-status", role: "status" });
  const body = make(root, "div", { class: "kw-body" });
  const plotArea = make(body, "div", { class: "kw-plot" });
  const svg = make(plotArea, "svg", { role: "img", tabindex: "0", width: "100%" });
  const readout = make(plotArea, "p", { class: "kw-readout" });
  const side = make(body, "div", { class: "kw-side" });
  const table = make(side, "table");
  const foot = make(root, "div", { class: "kw-foot" });
  const bar = make(foot, "div", { class: "kw-bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 });
  make(bar, "div");
  const words = make(foot, "span", { class: "kw-words" });

  let state = readLoss(model);
  let plot = null;
  let spoken = -Infinity;
  let speech = 0;
  const settings = () => ({
    t,
    lines: model.get("lines"),
    log: model.get("log"),
    title: model.get("title"),
    unit: model.get("unit"),
    width: Math.max(280, Math.round(plotArea.clientWidth)),
  });
  const speak = () => {
    spoken = performance.now();
    speech = 0;
    svg.setAttribute("aria-label", `${describe(state, settings())} ${t("live.loss.keys")}`);
  };
  const moved = addCursor(svg, readout, () => ({ state, plot, t, unit: model.get("unit") }));
  const draw = () => {
    const set = settings();
    state = { ...readLoss(model), unit: set.unit };
    root.dataset.frame = state.frame;
    title.textContent = set.title;
    toggleWords.textContent = t("live.loss.log");
    box.checked = set.log;
    plot = drawPlot(svg, state, set);
    fillTable(table, state, set);
    fillProgress(bar, words, state, t);
    bar.setAttribute("aria-label", set.title);
    status.textContent = model.get("status") || (plot.below ? t("live.loss.below") : "");
    status.hidden = !status.textContent;
    moved();
    speech ||= setTimeout(speak, Math.max(0, spoken + SPOKEN - performance.now()));
  };
  box.addEventListener("change", () => {
    model.set("log", box.checked);
    model.save_changes();
  });
  const release = live(model, root, { draw, running: () => Boolean(state.running) });
  return () => {
    clearTimeout(speech);
    release();
  };
}

export default { render };
