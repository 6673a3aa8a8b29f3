// A chart put together: canvas for maps, SVG for all else, legend, cursor, hands. `more` of a subclass adds to it.
function chart(model, el, more = {}) {
  const t = translator(model);
  const root = make(el, "section", { class: `kw-live kw-chart ${more.name ?? ""}` });
  const head = make(root, "div", { class: "kw-head" });
  const title = make(head, "strong");
  const toggle = make(head, "label", { class: "kw-toggle" });
  const box = make(toggle, "input", { type: "checkbox" });
  const toggleWords = make(toggle, "span");
  const status = make(root, "p", { class: "kw-status", role: "status" });
  const body = make(root, "div", { class: "kw-body" });
  const column = make(body, "div", { class: "kw-plot" });
  const area = make(column, "div", { class: "kw-area" });
  const canvas = make(area, "canvas", { "aria-hidden": "true" });
  const svg = make(area, "svg", { tabindex: "0" });
  const clip = `kw-${Math.random().toString(36).slice(2)}`;
  const window_ = make(make(make(svg, "defs"), "clipPath", { id: clip }), "rect");
  const axes = make(svg, "g", { class: "kw-axes" });
  const layers = make(svg, "g", { "clip-path": `url(#${clip})` });
  const names = make(svg, "g");
  const cursor = make(svg, "g", { class: "kw-cursor" });
  const empty = make(area, "p", { class: "kw-empty" });
  const legend = make(column, "ul", { class: "kw-legend" });

  const self = { svg, area, zoom: null, spot: null, now: null };
  self.pixel = (event) => {
    const at = svg.getBoundingClientRect(); // larger than the picture's own pixels where a panel is zoomed
    const scale = self.now.plot.width / at.width || 1;
    return [(event.clientX - at.left) * scale, (event.clientY - at.top) * scale];
  };
  let spoken = false;
  self.point = (spot, aloud = false) => {
    if (!spot && !self.spot) return;
    [self.spot, spoken] = [spot, aloud];
    point();
  };
  self.click = (x, y) => self.say("click", { x, y });
  const hands = addHands(self);
  const readout = make(area, "p", { class: "kw-readout", hidden: "" });
  const point = () => {
    const found = self.spot && readOut(self.spot, self.now);
    if (found && self.spot.layer !== undefined) Object.assign(self.spot, { x: found.x, y: found.y });
    readout.setAttribute("aria-live", spoken ? "polite" : "off");
    drawCursor(cursor, readout, found, self.now);
    if (!found) readout.textContent = "";
  };

  const draw = () => {
    const spec = model.get("spec");
    const data = readChart(model, spec);
    const log = spec.y.switch || spec.y.log ? model.get("log") : false;
    const dark = isDark(root);
    hands.drag.keep(data);
    const width = Math.max(240, Math.round(column.clientWidth));
    const plot = layOut({ spec, data, zoom: self.zoom, log, width, root });
    self.now = { spec, data, plot, log, dark, t };
    root.dataset.frame = data.frame;
    title.textContent = spec.title;
    toggle.hidden = !spec.y.switch;
    head.hidden = !spec.title && !spec.y.switch;
    toggleWords.textContent = t("live.chart.log");
    box.checked = log;

    const { left, right, top, bottom, height } = plot;
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(name, value);
    for (const [name, value] of Object.entries({ x: left, y: top - 6, width: right - left + 6, height: bottom - top + 6 }))
      window_.setAttribute(name, value);
    const maps = data.layers.filter((layer) => layer.kind === "map");
    canvas.hidden = !maps.length;
    if (maps.length) {
      const pen = fit(canvas, width, height);
      pen.beginPath();
      pen.rect(left, top, right - left, bottom - top);
      pen.clip();
      for (const map of maps) paintMap(pen, map, plot, { dark, root });
    }
    drawAxes(axes, plot, spec, !maps.length);
    layers.replaceChildren();
    for (const layer of data.layers) DRAW[layer.kind](layers, layer, plot, { dark });
    drawNames(names, plot, data);
    const nothing = data.layers.every((layer) => layer.kind === "mark" || ![layer.x, layer.heights, layer.cells].some((v) => v?.length));
    empty.textContent = nothing ? spec.empty : "";
    empty.style.padding = `${(top + bottom) / 2 - 24}px ${width - right + 8}px 0 ${left + 8}px`;
    drawLegend(legend, legendRows(plot, data, dark), dark);
    hands.drag.draw();
    hands.zoom.bar.hidden = !spec.zoom;
    hands.zoom.bar.toggleAttribute("data-zoomed", Boolean(self.zoom));
    svg.toggleAttribute("data-zoomed", Boolean(self.zoom));
    for (const button of hands.zoom.bar.children) {
      const words = t(`live.chart.${button.dataset.zoom}`);
      button.title = words;
      button.setAttribute("aria-label", words);
    }
    const below = log && data.layers.some((layer) => layer.kind === "line" && layer.y.some((value) => value <= 0));
    status.textContent = model.get("status") || (below ? t("live.chart.below") : "");
    status.hidden = !status.textContent;
    svg.setAttribute("role", hands.drag.things().length ? "group" : "img"); // what is in an image cannot take the focus
    svg.setAttribute("aria-label", `${model.get("words")} ${t("live.chart.keys")}`);
    more.draw?.(self.now);
    if (self.spot) point();
  };
  more.build?.({ root, body, t });
  box.addEventListener("change", () => {
    self.zoom = null;
    model.set("log", box.checked);
    model.save_changes();
  });
  const { say, soon, release } = live(model, root, { draw, running: () => self.now?.data.running === 1 });
  Object.assign(self, { say, soon });
  return release;
}
