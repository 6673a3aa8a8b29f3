// What the picture of a training has beside the chart: a table of values, and how far the training is.
const HEAD = ["epoch", "epochs", "batch", "batches", "secondsLeft"];

function fillTable(table, rows, { t, unit }) {
  table.replaceChildren();
  const cell = (row, tag, text, scope) => make(row, tag, scope ? { scope } : {}, text);
  const top = make(table, "tr");
  for (const text of [unit, t("live.loss.now"), t("live.loss.best")]) cell(top, "th", text, "col");
  for (const { look, label, level, seen, now, best, bestAt } of rows) {
    const tr = make(table, "tr", { "data-row": look });
    const name = cell(tr, "th", "", "row");
    make(name, "span", { class: `kw-key kw-${look}`, "aria-hidden": "true" });
    name.append(label);
    cell(tr, "td", seen ? number(now) : "–");
    const last = cell(tr, "td", Number.isFinite(best) ? number(best) : level ? "" : "–");
    if (seen && Number.isFinite(bestAt)) make(last, "small", {}, t("live.loss.at", { epoch: number(bestAt).replace(/\.0+$/, "") }));
  }
}

function fillProgress(bar, words, state, t) {
  const epochs = state.epochs || 0;
  const done = epochs ? Math.min(1, (state.epoch + state.batch / (state.batches || 1)) / epochs) : 0;
  bar.firstChild.style.width = `${(100 * done).toFixed(1)}%`;
  bar.setAttribute("aria-valuenow", Math.round(100 * done));
  const parts = [];
  if (epochs) {
    const begun = done > 0 || state.running;
    const epoch = Math.min(state.epoch + Boolean(state.batch || state.running), epochs);
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
    const state = { running: data.running };
    HEAD.forEach((name, i) => (state[name] = data.extra[i] ?? NaN));
    const rows = model.get("rows").map((row, i) => {
      const [seen, now, best, bestAt] = data.extra.slice(HEAD.length + 4 * i, HEAD.length + 4 * i + 4);
      return { ...row, seen, now, best, bestAt };
    });
    fillTable(table, rows, { t, unit: model.get("unit") });
    fillProgress(bar, words, state, t);
    bar.setAttribute("aria-label", spec.title);
  };
  return chart(model, el, { name: "kw-loss", build, draw });
}

export default { render };
