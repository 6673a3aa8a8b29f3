// A sheet of little images, each on a canvas of its own.

function readTiles(model) {
  const { number: frame, values, bytes } = readFrame(model);
  if (!frame) return { frame, count: 0 };
  const [running, count, rows, columns] = values;
  const cells = new Uint16Array(bytes, 4 + 4 * (4 + 4 * count), count * rows * columns);
  return { frame, running, count, rows, columns, ends: values.subarray(4, 4 + 4 * count), cells };
}

function render({ model, el }) {
  const t = translator(model);
  const root = make(el, "section", { class: "kw-live kw-tiles" });
  const title = make(root, "strong");
  const status = make(root, "p", { class: "kw-status", role: "status" });
  const sheet = make(root, "div", { class: "kw-sheet", role: "listbox" });
  const foot = make(root, "div", { class: "kw-foot" });
  const legend = make(foot, "span", { class: "kw-scale" });
  const readout = make(foot, "span", { class: "kw-readout" });
  let data = { count: 0 };
  let say = () => {};

  const captionOf = (i) => model.get("spec").captions[i] ?? String(i);
  const rangeOf = (i) => `${number(data.ends[4 * i + 2])} … ${number(data.ends[4 * i + 3])}`;
  const choose = (i) => {
    if (i < 0 || i >= data.count) return;
    model.set("selected", i);
    model.save_changes();
    say("select", { index: i });
    mark();
    sheet.children[i].focus();
  };
  const mark = () => {
    const selected = model.get("selected");
    [...sheet.children].forEach((tile, i) => {
      tile.setAttribute("aria-selected", i === selected);
      tile.tabIndex = i === Math.max(0, selected) ? 0 : -1;
    });
  };
  const point = (tile, i, event) => {
    const box = tile.firstChild.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * data.columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * data.rows);
    if (row < 0 || column < 0 || row >= data.rows || column >= data.columns) return;
    const level = data.cells[(i * data.rows + row) * data.columns + column];
    const [least, most] = data.ends.subarray(4 * i + 2, 4 * i + 4);
    const value = level > LEVELS ? t("live.chart.nan") : number(least + (level / LEVELS) * (most - least));
    readout.textContent = t("live.tiles.cell", { caption: captionOf(i), row, column, value });
  };
  const inRow = () => {
    const tops = [...sheet.children].map((tile) => tile.offsetTop);
    return Math.max(1, tops.filter((top) => top === tops[0]).length);
  };
  sheet.addEventListener("keydown", (event) => {
    const at = [...sheet.children].indexOf(event.target);
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -inRow(), ArrowDown: inRow(), Home: -at, End: data.count - 1 - at, Enter: 0, " ": 0 }[event.key];
    if (at < 0 || move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has its own use for these keys
    choose(at + move);
  });
  sheet.addEventListener("pointerleave", () => (readout.textContent = ""));

  const draw = () => {
    const spec = model.get("spec");
    const dark = isDark(root);
    data = readTiles(model);
    root.dataset.frame = data.frame;
    title.textContent = spec.title;
    title.hidden = !spec.title;
    status.textContent = model.get("status");
    status.hidden = !status.textContent;
    sheet.setAttribute("aria-label", `${model.get("words")} ${t("live.tiles.keys")}`);
    while (sheet.children.length > data.count) sheet.lastChild.remove();
    while (sheet.children.length < data.count) {
      const i = sheet.children.length;
      const tile = make(sheet, "div", { class: "kw-tile", role: "option" });
      make(tile, "canvas");
      make(tile, "span");
      tile.addEventListener("click", () => choose(i));
      tile.addEventListener("pointermove", (event) => point(tile, i, event));
    }
    const { rows, columns, cells, ends } = data;
    const [w, h] = [columns, rows].map((n) => (spec.size * n) / Math.max(rows, columns));
    sheet.style.gridTemplateColumns = `repeat(auto-fill, minmax(${Math.max(w, 40) + 8}px, max-content))`;
    sheet.style.maxWidth = `${spec.columns * (Math.max(w, 40) + 14)}px`;
    const colours = table(spec.scale, dark);
    const ink = getComputedStyle(root).color;
    [...sheet.children].forEach((tile, i) => {
      const [low, high, least, most] = ends.subarray(4 * i, 4 * i + 4);
      const pen = fit(tile.firstChild, w, h);
      pen.imageSmoothingEnabled = false;
      pen.fillStyle = hatch(pen, ink, 5);
      const start = i * rows * columns;
      let broken = false;
      const picture = bitmap(rows, columns, colours, (cell) => {
        const level = cells[start + cell];
        if (level > LEVELS) broken = true;
        const share = (least + (level / LEVELS) * (most - least) - low) / (high - low);
        return level > LEVELS ? -1 : Math.min(255, Math.max(0, Math.round(255 * share)));
      });
      if (broken) pen.fillRect(0, 0, w, h);
      pen.drawImage(picture, 0, 0, w, h);
      tile.lastChild.textContent = spec.captions[i] ?? "";
      tile.title = spec.captions[i] ?? "";
      tile.setAttribute("aria-label", `${captionOf(i)}: ${rangeOf(i)}`);
    });
    mark();
    const key = JSON.stringify([spec.scale, spec.common, dark, data.count && [...ends.subarray(0, 2)]]);
    if (legend.dataset.key === key) return;
    legend.dataset.key = key;
    legend.replaceChildren();
    if (!data.count) return;
    const words = spec.common ? [number(ends[0]), number(ends[1])] : [t("live.tiles.least"), t("live.tiles.most")];
    make(legend, "span", {}, words[0]);
    make(legend, "span", { class: "kw-ramp", style: `background: linear-gradient(90deg, ${ramp(colours)})` });
    make(legend, "span", {}, words[1]);
  };
  const joined = live(model, root, { draw, running: () => Boolean(data.running) });
  say = joined.say;
  return joined.release;
}

export default { render };
