// A chart put together: canvas for maps, SVG for all else, legend, cursor, hands. A subclass builds and draws `more`.
function chart(model, el, more = {}) {
  const t = translator(model);
  const root = make(el, "section", { class: `kw-live kw-chart ${more.name ?? ""}` });
  const head = heading(root, model);
  const toggle = make(root.firstChild, "label", { class: "kw-toggle" });
  const box = make(toggle, "input", { type: "checkbox" });
  const toggleWords = make(toggle, "span");
  const body = make(root, "div", { class: "kw-body" });
  const column = make(body, "div", { class: "kw-plot" });
  const area = make(column, "div", { class: "kw-area" });
  const canvas = make(area, "canvas", { "aria-hidden": "true" });
  const svg = make(area, "svg", { tabindex: "0" });
  const id = `kw-${Math.random().toString(36).slice(2)}`;
  const hole = make(make(svg, "clipPath", { id }), "rect");
  const [axes, layers, names, cursor] = ["kw-axes", "kw-layers", "kw-names", "kw-cursor"].map((name) => make(svg, "g", { class: name }));
  put(layers, { "clip-path": `url(#${id})` });
  const empty = make(area, "p", { class: "kw-empty" });
  const legend = make(column, "ul", { class: "kw-legend" });

  const self = { svg, area, zoom: null, spot: null, now: null };
  self.pixel = (event) => {
    const at = svg.getBoundingClientRect(); // larger than the picture's own pixels where a panel is zoomed
    const scale = self.now.plot.width / at.width || 1;
    return [(event.clientX - at.left) * scale, (event.clientY - at.top) * scale];
  };
  self.click = (x, y) => self.say("click", { x, y });
  const hands = addHands(self);
  const readout = make(area, "p", { class: "kw-readout", hidden: "" });
  self.point = (spot, aloud = false) => {
    self.spot = spot;
    put(readout, { "aria-live": aloud ? "polite" : "off" });
    const found = spot && readOut(spot, self.now);
    if (found && spot.layer !== undefined) spot.x = found.x;
    drawCursor(cursor, readout, found, self.now);
  };

  const draw = () => {
    const spec = model.get("spec");
    const data = readChart(model, spec);
    const log = (spec.y.switch || spec.y.log) && model.get("log");
    const style = getComputedStyle(root);
    const dark = isDark(style);
    hands.drag.keep(data);
    const width = Math.max(240, Math.round(column.clientWidth));
    const plot = layOut({ spec, data, zoom: self.zoom, log, width, root });
    self.now = { spec, data, plot, log, t };
    root.dataset.frame = data.frame;
    toggle.hidden = !spec.y.switch;
    toggleWords.textContent = t("live.chart.log");
    box.checked = log;
    const below = log && data.layers.some((layer) => layer.kind === "line" && layer.y.some((value) => value <= 0));
    head(below ? t("live.chart.below") : "");

    const { left, right, top, bottom, height } = plot;
    put(hole, { x: left, y: top - 6, width: right - left + 6, height: bottom - top + 6 });
    put(svg, {
      width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": `${model.get("words")} ${t("live.chart.keys")}`,
      role: hands.drag.things().length ? "group" : "img", // what is in an image cannot take the focus
    }); // prettier-ignore
    const maps = data.layers.filter((layer) => layer.cells);
    canvas.hidden = !maps.length;
    if (maps.length) {
      const pen = fit(canvas, width, height);
      pen.rect(left, top, right - left, bottom - top);
      pen.clip();
      for (const map of maps) paintMap(pen, map, plot, dark, style);
    }
    drawAxes(axes, plot, spec, !maps.length);
    layers.replaceChildren();
    for (const layer of data.layers) DRAW[layer.kind](layers, layer, plot, dark);
    drawNames(names, plot, data);
    const nothing = !data.layers.some((layer) => (layer.x ?? layer.heights ?? layer.cells)?.length);
    empty.textContent = nothing ? spec.empty : "";
    empty.style.padding = `${(top + bottom) / 2 - 24}px ${width - right + 8}px 0 ${left + 8}px`;
    drawLegend(legend, legendRows(plot, data, dark), dark);
    hands.drag.draw();
    hands.zoom.bar.hidden = !spec.zoom;
    for (const element of [svg, hands.zoom.bar]) element.toggleAttribute("data-zoomed", Boolean(self.zoom));
    for (const button of hands.zoom.bar.children) {
      button.title = t(`live.chart.${button.dataset.zoom}`);
      put(button, { "aria-label": button.title });
    }
    more.draw?.(self.now);
    if (self.spot) self.point(self.spot);
  };
  more.build?.({ root, body });
  box.addEventListener("change", () => {
    self.zoom = null;
    model.set("log", box.checked);
    model.save_changes();
  });
  const joint = live(model, root, { draw, running: () => self.now?.data.running === 1 });
  Object.assign(self, joint);
  return joint.release;
}
