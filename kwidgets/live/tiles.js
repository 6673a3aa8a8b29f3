// A sheet of little images, each on a canvas of its own.

function readTiles(model) {
  const { number: frame, values, bytes } = readFrame(model);
  if (!frame) return { frame, count: 0 };
  const [running, count, rows, columns] = values;
  const cells = new Uint16Array(bytes, 20 + 16 * count, count * rows * columns);
  return { frame, running, count, rows, columns, ends: values.subarray(4, 4 + 4 * count), cells };
}

function render({ model, el }) {
  const t = translator(model);
  const root = make(el, "section", { class: "kw-live kw-tiles" });
  const head = heading(root, model);
  const sheet = make(root, "div", { class: "kw-sheet", role: "listbox" });
  const foot = make(root, "div", { class: "kw-foot" });
  const [least, bar, most] = [0, 1, 2].map(() => make(make(foot, "span"), "span"));
  bar.className = "kw-ramp";
  const readout = make(foot, "span", { class: "kw-readout" });
  let data = { count: 0 };

  const captionOf = (i) => model.get("spec").captions[i] ?? String(i);
  const choose = (i) => {
    if (!(i >= 0 && i < data.count)) return;
    model.set("selected", i);
    model.save_changes();
    joint.say("select", { index: i });
    mark();
    sheet.children[i].focus();
  };
  const mark = () => {
    const selected = model.get("selected");
    [...sheet.children].forEach((tile, i) => put(tile, { "aria-selected": i === selected, tabindex: i === Math.max(0, selected) ? 0 : -1 }));
  };
  const point = (tile, i, event) => {
    const box = tile.firstChild.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * data.columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * data.rows);
    if (row < 0 || column < 0 || row >= data.rows || column >= data.columns) return;
    const level = data.cells[(i * data.rows + row) * data.columns + column];
    const [low, high] = data.ends.subarray(4 * i + 2);
    const value = level > LEVELS ? t("live.chart.nan") : number(low + (level / LEVELS) * (high - low));
    readout.textContent = t("live.tiles.cell", { caption: captionOf(i), row, column, value });
  };
  takeKeys(sheet, (key) => {
    const tiles = [...sheet.children];
    const at = tiles.indexOf(document.activeElement);
    const row = tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row, Home: -at, End: data.count - 1 - at, Enter: 0, " ": 0 }[key];
    choose(at + move);
    return move !== undefined;
  });
  sheet.addEventListener("pointerleave", () => (readout.textContent = ""));

  const draw = () => {
    const spec = model.get("spec");
    const style = getComputedStyle(root);
    data = readTiles(model);
    root.dataset.frame = data.frame;
    head();
    put(sheet, { "aria-label": `${model.get("words")} ${t("live.tiles.keys")}` });
    while (sheet.children.length > data.count) sheet.lastChild.remove();
    for (let i = sheet.children.length; i < data.count; i += 1) {
      const tile = make(sheet, "div", { class: "kw-tile", role: "option" });
      for (const part of ["canvas", "span"]) make(tile, part);
      tile.addEventListener("click", () => choose(i));
      tile.addEventListener("pointermove", (event) => point(tile, i, event));
    }
    const { rows, columns, cells, ends } = data;
    const [w, h] = [columns, rows].map((n) => (spec.size * n) / Math.max(rows, columns));
    const room = Math.max(w, 40) + 8;
    sheet.style.gridTemplateColumns = `repeat(auto-fill, minmax(${room}px, max-content))`;
    sheet.style.maxWidth = `${spec.columns * (room + 6)}px`;
    const colours = table(spec.scale, isDark(style));
    [...sheet.children].forEach((tile, i) => {
      const [low, high, lowest, highest] = ends.subarray(4 * i);
      const start = i * rows * columns;
      const index = indexOf(cells.subarray(start), lowest, highest, low, high);
      paint(fit(tile.firstChild, w, h), bitmap(rows, columns, colours, index), [0, 0, w, h], style.color);
      tile.lastChild.textContent = tile.title = spec.captions[i] ?? "";
      put(tile, { "aria-label": `${captionOf(i)}: ${number(lowest)} … ${number(highest)}` });
    });
    mark();
    foot.hidden = !data.count;
    if (!data.count) return;
    bar.style = ramp(colours);
    least.textContent = spec.common ? number(ends[0]) : t("live.tiles.least");
    most.textContent = spec.common ? number(ends[1]) : t("live.tiles.most");
  };
  const joint = live(model, root, { draw, running: () => data.running === 1 });
  return joint.release;
}

export default { render };
