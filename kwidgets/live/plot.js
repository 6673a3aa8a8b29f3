// Where things lie in a chart, and all of it drawn: axes, layers, names at the lines' ends, legend.

const axisWords = ({ label, unit }) => (label && unit ? `${label} (${unit})` : label || unit);

function axisScale(axis, [low, high], log, from, to, count, room) {
  if (axis.reverse) [from, to] = [to, from];
  if (axis.categories.length) return namedScale(axis.categories, low, high, from, to, room);
  return log ? logScale(low, high, from, to, count) : linearScale(low, high, from, to, count, axis.whole);
}

// The lines whose names stand beside their ends; all others are in the legend.
function namedLines({ layers }, log) {
  if (layers.some((layer) => layer.kind === "map")) return [];
  return layers.filter(
    (layer) =>
      layer.label &&
      ((layer.kind === "line" && lastFinite(layer.y) >= 0) ||
        (layer.kind === "mark" && layer.way === "horizontal" && (!log || layer.value > 0))),
  );
}

// Margins from the words around the plot, scales from limits or zoom.
function layOut({ spec, data, zoom, log, width, root }) {
  const wide = width >= 520;
  const small = measure(root, 12);
  const named = namedLines(data, log);
  const written = named.map((layer) => (layer.kind === "mark" && wide ? `${layer.label} ${number(layer.value)}` : layer.label));
  const longest = Math.max(0, ...written.map(measure(root, 13)));
  const ends = { x: zoom?.x ?? data.x, y: zoom?.y ?? (log ? data.yLog : data.y) };

  const top = axisWords(spec.y) ? 26 : 12;
  const below = axisWords(spec.x) ? 44 : 26;
  const natural = spec.height || Math.round(Math.min(320, Math.max(210, width * 0.45)));
  const direct = longest <= width * 0.3 && named.length <= (natural - top - below) / 17;
  const draft = axisScale(spec.y, ends.y, log, natural - below, top, wide ? 6 : 4, 16);
  const left = Math.ceil(Math.max(30, ...draft.ticks.map((tick) => small(tick.text)))) + 12;
  let right = width - (direct && named.length ? Math.ceil(longest) + 20 : 14);
  let bottom = natural - below;
  if (spec.equal) {
    const ratio = (ends.x[1] - ends.x[0]) / (ends.y[1] - ends.y[0]);
    const high = Math.min((right - left) / ratio, (spec.height || 420) - top - below);
    [bottom, right] = [Math.round(top + high), Math.round(left + high * ratio)];
  }
  const room = Math.max(24, ...spec.x.categories.map(small)) + 8;
  return {
    width, height: bottom + below, left, right, top, bottom, wide,
    x: axisScale(spec.x, ends.x, spec.x.log, left, right, Math.max(2, Math.min(8, Math.floor((right - left) / 64))), room),
    y: axisScale(spec.y, ends.y, log, bottom, top, Math.max(2, Math.min(wide ? 6 : 4, Math.floor((bottom - top) / 28))), 16),
    named: direct ? named : [], written,
  }; // prettier-ignore
}

function drawAxes(group, plot, spec, grid) {
  const { left, right, top, bottom, x, y } = plot;
  group.replaceChildren();
  for (const tick of y.ticks) {
    const at = y.at(tick.value);
    if (grid) make(group, "path", { class: "kw-grid", d: `M${left} ${at}H${right}` });
    make(group, "text", { x: left - 7, y: at + 4, "text-anchor": "end" }, tick.text);
  }
  for (const tick of x.ticks) {
    const at = x.at(tick.value);
    make(group, "path", { class: "kw-tick", d: `M${at} ${bottom}v5` });
    make(group, "text", { x: at, y: bottom + 19, "text-anchor": "middle" }, tick.text);
  }
  make(group, "path", { class: "kw-frame", d: `M${left} ${top}V${bottom}H${right}` });
  const middle = (left + right) / 2;
  if (axisWords(spec.x)) make(group, "text", { x: middle, y: bottom + 37, "text-anchor": "middle" }, axisWords(spec.x));
  if (axisWords(spec.y)) make(group, "text", { x: 2, y: 13 }, axisWords(spec.y));
}

// The names of lines and levels at the right, of vertical marks at the top.
function drawNames(group, plot, data) {
  const { left, right, top, bottom, x, y } = plot;
  group.replaceChildren();
  const labels = plot.named.map((layer, i) => {
    const end = layer.kind === "line" ? lastFinite(layer.y) : -1;
    const [from, value] = end < 0 ? [right, layer.value] : [x.at(layer.x[end]), layer.y[end]];
    const inside = Math.min(bottom, Math.max(top, y.at(value)));
    return { y: inside, from: Math.min(right, Math.max(left, from)), look: layer.look, text: plot.written[i], dot: end >= 0 };
  });
  for (const label of spread(labels, top + 6, bottom - 6, plot.wide ? 18 : 16)) {
    const start = label.from + (label.dot ? 7 : 0);
    const d = `M${start} ${label.y}H${Math.max(right + 4, start)}L${right + 10} ${label.place}`;
    make(group, "path", { class: `kw-leader kw-${label.look}`, d });
    make(group, "text", { class: `kw-label kw-${label.look}`, x: right + 14, y: label.place + 4.5 }, label.text);
  }
  let line = 0;
  for (const layer of data.layers) {
    if (layer.kind !== "mark" || layer.way !== "vertical" || !layer.label || !Number.isFinite(layer.value)) continue;
    const at = x.at(layer.value);
    if (at < left - 1 || at > right + 1) continue;
    const side = at > (left + right) / 2 ? { x: at - 7, "text-anchor": "end" } : { x: at + 7 };
    make(group, "text", { class: `kw-label kw-onplot kw-${layer.look}`, y: top + 13 + 17 * line, ...side }, layer.label);
    line += 1;
  }
}

// What the legend explains: [kind of key, look or colour, words].
function legendRows(plot, data, dark) {
  const rows = [];
  for (const layer of data.layers) {
    if (layer.kind === "line" && layer.label && !plot.named.includes(layer)) rows.push(["line", layer.look, layer.label]);
    if (layer.kind === "mark" && layer.label && layer.way === "horizontal" && !plot.named.includes(layer))
      rows.push(["line", layer.look, layer.label]);
    if (layer.kind === "band" && layer.label) rows.push(["band", layer.look, layer.label]);
    if (layer.kind === "points" && layer.labels)
      layer.labels.forEach((label, k) => rows.push([groupShape(k), groupLook(k), label]));
    else if (layer.kind === "points" && layer.scale) rows.push(["scale", layer.scale, layer.label, ...layer.ends]);
    else if (layer.kind === "points" && layer.label) rows.push(["circle", layer.look, layer.label]);
    if (layer.kind === "bars") layer.names.forEach((name, k) => rows.push(["column", layer.looks[k], name]));
    if (layer.kind !== "map" || !layer.legend) continue;
    if (layer.scale === "classes") layer.labels.forEach((label, k) => rows.push(["cell", `rgb(${classColour(k, dark)})`, label]));
    else rows.push(["scale", layer.scale, layer.label, layer.low, layer.high, layer.unit, layer.steps]);
  }
  return rows;
}

function drawLegend(list, rows, dark) {
  const key = JSON.stringify([rows, dark]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.hidden = !rows.length;
  list.replaceChildren();
  for (const [kind, look, words, low, high, unit, steps] of rows) {
    const row = make(list, "li");
    if (kind === "scale") {
      if (words) make(row, "span", {}, words);
      make(row, "span", { class: "kw-soft" }, number(low, unit).replace(/\.0+(?= |$)/, ""));
      const stops = table(look, dark, steps).filter((_, i) => steps || i % 17 === 0);
      make(row, "span", { class: "kw-ramp", style: `background: linear-gradient(90deg, ${ramp(stops)})` });
      make(row, "span", { class: "kw-soft" }, number(high, unit).replace(/\.0+(?= |$)/, ""));
      continue;
    }
    if (kind === "cell") make(row, "span", { class: "kw-cell", style: `background: ${look}` });
    else {
      const svg = make(row, "svg", { width: 24, height: 14, "aria-hidden": "true" });
      if (kind === "line") make(svg, "path", { class: `kw-curve kw-${look}`, d: "M1 7H23" });
      else if (kind === "band" || kind === "column")
        make(svg, "rect", { class: `kw-${kind} kw-${look}`, x: 4, y: 1, width: 16, height: 12 });
      else make(svg, "path", { class: `kw-marks kw-${look}`, d: `M12 7${SHAPES[kind](5)}` });
    }
    make(row, "span", {}, words);
  }
}
