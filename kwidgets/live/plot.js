// Where things lie in a chart; axes, names at the lines' ends, legend.

const axisWords = ({ label, unit }) => (label && unit ? `${label} (${unit})` : label || unit);

function axisScale(axis, [low, high], log, from, to, count, room) {
  if (axis.reverse) [from, to] = [to, from];
  if (axis.categories.length) return namedScale(axis.categories, low, high, from, to, room);
  return (log ? logScale : linearScale)(low, high, from, to, Math.max(2, count), axis.whole);
}

// Margins from the words around the plot, scales from limits or zoom.
function layOut({ spec, data, zoom, log, width, root }) {
  const wide = width >= 520;
  const small = measure(root, 12);
  // Lines and levels are named beside their ends, if there is room and no map below; else in the legend.
  let named = data.layers.filter(
    (l) => l.label && (l.kind === "line" ? lastFinite(l.y) >= 0 : l.way === "horizontal" && (!log || l.value > 0)),
  );
  for (const l of named) l.text = l.kind === "mark" && wide ? `${l.label} ${number(l.value)}` : l.label;
  const longest = Math.max(0, ...named.map((l) => measure(root, 13)(l.text)));
  const [endsX, endsY] = [zoom?.x ?? data.x, zoom?.y ?? (log ? data.yLog : data.y)];
  const [top, below] = [axisWords(spec.y) ? 26 : 12, axisWords(spec.x) ? 44 : 26];
  const natural = spec.height || Math.round(Math.min(320, Math.max(210, width * 0.45)));
  const crowd = data.layers.some((l) => l.kind === "map") || longest > width * 0.3 || named.length > (natural - top - below) / 17;
  if (crowd) named = [];
  const up = (bottom) => axisScale(spec.y, endsY, log, bottom, top, Math.min(wide ? 6 : 4, Math.floor((bottom - top) / 28)), 16);
  const left = Math.ceil(Math.max(30, ...up(natural - below).ticks.map((tick) => small(tick.text)))) + 12;
  let right = width - (named.length ? Math.ceil(longest) + 20 : 14);
  let bottom = natural - below;
  if (spec.equal) {
    const ratio = (endsX[1] - endsX[0]) / (endsY[1] - endsY[0]);
    const high = Math.min((right - left) / ratio, (spec.height || 420) - top - below);
    [bottom, right] = [Math.round(top + high), Math.round(left + high * ratio)];
  }
  const room = Math.max(24, ...spec.x.categories.map(small)) + 8;
  const x = axisScale(spec.x, endsX, spec.x.log, left, right, Math.min(8, Math.floor((right - left) / 64)), room);
  return { width, height: bottom + below, left, right, top, bottom, wide, x, y: up(bottom), named };
}

function drawAxes(group, { left, right, top, bottom, x, y }, spec, grid) {
  const write = (words, at, high, anchor = "middle") => make(group, "text", { x: at, y: high, "text-anchor": anchor }, words);
  group.replaceChildren();
  for (const tick of y.ticks) {
    const at = y.at(tick.value);
    if (grid) drawn(group, "kw-grid", `M${left} ${at}H${right}`);
    write(tick.text, left - 7, at + 4, "end");
  }
  for (const tick of x.ticks) {
    const at = x.at(tick.value);
    drawn(group, "kw-tick", `M${at} ${bottom}v5`);
    write(tick.text, at, bottom + 19);
  }
  drawn(group, "kw-frame", `M${left} ${top}V${bottom}H${right}`);
  write(axisWords(spec.x), (left + right) / 2, bottom + 37);
  write(axisWords(spec.y), 2, 13, "start");
}

// The names of lines and levels at the right, of vertical marks at the top.
function drawNames(group, { left, right, top, bottom, wide, x, y, named }, data) {
  const clamp = (v, a, b) => Math.min(b, Math.max(a, v));
  group.replaceChildren();
  const labels = named.map((layer) => {
    const end = layer.kind === "line" ? lastFinite(layer.y) : -1;
    const from = end < 0 ? right : clamp(x.at(layer.x[end]), left, right) + 7;
    return { ...layer, from, y: clamp(y.at(end < 0 ? layer.value : layer.y[end]), top, bottom) };
  });
  for (const { look, text, from, y: high, place } of spread(labels, top + 6, bottom - 6, wide ? 18 : 16)) {
    drawn(group, `kw-leader kw-${look}`, `M${from} ${high}H${Math.max(right + 4, from)}L${right + 10} ${place}`);
    make(group, "text", { class: `kw-label kw-${look}`, x: right + 14, y: place + 4.5 }, text);
  }
  let high = top + 13;
  for (const { way, label, look, value } of data.layers) {
    const at = way === "vertical" && label ? x.at(value) : NaN;
    if (!(at >= left - 1 && at <= right + 1)) continue;
    const late = at > (left + right) / 2;
    const place = { x: at + (late ? -7 : 7), y: high, "text-anchor": late ? "end" : "start" };
    make(group, "text", { class: `kw-label kw-onplot kw-${look}`, ...place }, label);
    high += 17;
  }
}

// What the legend explains: kind of key, look or colour, words; and the ends of a scale.
function legendRows({ named }, { layers }, dark) {
  return layers.flatMap((layer) => {
    const { kind, look, label, scale } = layer;
    if (scale && scale !== "classes" && layer.legend !== false) {
      const [low, high] = layer.ends ?? [layer.low, layer.high];
      return [["scale", scale, label, plain(low), plain(high, layer.unit), layer.steps]];
    }
    if (kind === "map") return scale === "classes" && layer.legend ? layer.labels.map((name, k) => ["cell", css(classColour(k, dark)), name]) : [];
    if (kind === "points") return layer.marks.filter((mark) => mark[2]);
    if (kind === "bars") return layer.names.map((name, k) => ["box", layer.looks[k], name]);
    if (!label || named.includes(layer) || layer.way === "vertical") return [];
    return [[kind === "band" ? kind : "line", look, label]];
  });
}

function drawLegend(list, rows, dark) {
  const key = JSON.stringify([rows, dark]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.hidden = !rows.length;
  list.replaceChildren();
  for (const [kind, look, words, low, high, steps] of rows) {
    const row = make(list, "li");
    if (kind === "scale") {
      for (const text of [words, low]) make(row, "span", {}, text);
      make(row, "span", { class: "kw-ramp", style: ramp(table(look, dark, steps)) });
      make(row, "span", {}, high);
      continue;
    }
    if (kind === "cell") make(row, "span", { class: "kw-cell", style: `background: ${look}` });
    else {
      const svg = make(row, "svg", { width: 24, height: 14, "aria-hidden": "true" });
      if (kind === "line") drawn(svg, `kw-curve kw-${look}`, "M1 7H23");
      else if (kind === "band" || kind === "box") drawn(svg, `${kind === "band" ? "kw-band" : "kw-column"} kw-${look}`, "M4 1h16v12h-16z");
      else drawn(svg, `kw-marks kw-${look}`, shape(kind, 5, 12, 7));
    }
    make(row, "span", {}, words);
  }
}
