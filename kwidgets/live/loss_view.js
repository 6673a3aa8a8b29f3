// What the loss picture has beside the chart: a table of values, and how far the training is.
const HEAD = ["epoch", "epochs", "batch", "batches", "secondsLeft", "trainNow", "validationNow",
  "trainBest", "trainBestAt", "validationBest", "validationBestAt"]; // prettier-ignore

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
    const seen = state.points[name];
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
  let table, bar, words;
  const build = ({ root, body }) => {
    table = make(make(body, "div", { class: "kw-side" }), "table");
    const foot = make(root, "div", { class: "kw-foot" });
    bar = make(foot, "div", { class: "kw-bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 });
    make(bar, "div");
    words = make(foot, "span", { class: "kw-words" });
  };
  const draw = ({ data, spec, t }) => {
    const state = { running: data.running, points: {} };
    HEAD.forEach((name, i) => (state[name] = data.extra[i] ?? NaN));
    for (const layer of data.layers) if (layer.name) state.points[layer.name] = layer.x.length;
    fillTable(table, state, { t, lines: model.get("lines"), unit: model.get("unit") });
    fillProgress(bar, words, state, t);
    bar.setAttribute("aria-label", spec.title);
  };
  return chart(model, el, { name: "kw-loss", build, draw });
}

export default { render };
