// The cursor: pointer or arrow keys choose a point of a layer or a cell of a map, and what is there is read out.

// Digits that matter, without zeros at the end.
const plain = (value, unit = "") => number(value, unit).replace(/(\.\d*?)0+(?= |$)/, "$1").replace(/\.(?= |$)/, "");

const axisValue = (axis, value) => axis.categories[Math.round(value)] ?? plain(value, axis.unit);
const axisName = (axis, letter) => (axis.categories.length ? "" : axis.label || letter);
const joined = (...words) => words.filter(Boolean).join(" ");

// The places of a layer that a cursor can stand on.
function stops(layer) {
  if (layer.kind === "bars") {
    const boxes = barBoxes(layer);
    return boxes.slice(0, boxes.length / layer.looks.length).map((box) => ({ x: box.middle, y: box.height }));
  }
  return Array.from(layer.x, (x, i) => ({ x, y: layer.y[i] }));
}

const walkable = (data) =>
  data.layers.filter((l) => (l.kind === "line" && l.x.length) || (l.kind === "points" && l.keys && l.x.length) || (l.kind === "bars" && l.heights.length));

const nearest = (places, distance) => places.reduce((best, place, i) => (distance(place) < distance(places[best]) ? i : best), 0);

function cellAt(map, x, y) {
  const column = Math.floor(((x - map.x0) / (map.x1 - map.x0)) * map.columns);
  const row = Math.floor(((y - map.y0) / (map.y1 - map.y0)) * map.rows);
  return column >= 0 && column < map.columns && row >= 0 && row < map.rows ? [row, column] : null;
}

// Reads out a place: its words, and where it is in the data.
function readOut(spot, { data, spec, plot, t }) {
  const [nameX, nameY] = [axisName(spec.x, "x"), axisName(spec.y, "y")];
  const here = (x, y) => `${joined(nameX, axisValue(spec.x, x))}, ${joined(nameY, axisValue(spec.y, y))}`;
  if (spot.layer === undefined) {
    const parts = data.layers.filter((layer) => layer.kind === "map").map((map) => {
      const cell = cellAt(map, spot.x, spot.y);
      if (!cell) return "";
      const value = cellValue(map, ...cell);
      if (Number.isNaN(value)) return joined(map.label, t("live.chart.nan"));
      return joined(map.label, map.scale === "classes" ? (map.labels[value] ?? value) : plain(value, map.unit));
    }); // prettier-ignore
    const values = parts.filter(Boolean).join(", ");
    return { ...spot, words: here(spot.x, spot.y) + (values && `: ${values}`) };
  }
  const layer = walkable(data)[spot.layer];
  const places = layer && stops(layer);
  const place = places?.[Math.min(spot.index, places.length - 1)];
  if (!place) return null;
  const index = Math.min(spot.index, places.length - 1);
  if (layer.kind === "points") {
    const name = layer.labels ? layer.labels[layer.values[index]] : layer.label;
    const value = layer.scale ? `: ${plain(layer.values[index])}` : "";
    return { ...place, words: (name ? `${name}: ` : "") + here(place.x, place.y) + value };
  }
  if (layer.kind === "bars") {
    const count = layer.heights.length / layer.looks.length;
    const parts = layer.looks.map((_, g) => joined(layer.names[g] || (count ? layer.label : ""), plain(layer.heights[g * count + index], spec.y.unit)));
    const range = layer.edges.length ? `${plain(layer.edges[index])} – ${plain(layer.edges[index + 1], spec.x.unit)}` : axisValue(spec.x, place.x);
    return { ...place, words: `${joined(nameX, range)}: ${parts.join(", ")}` };
  }
  // All lines are read out where the cursor is.
  const reach = 0.05 * Math.abs(plot.x.high - plot.x.low);
  const dots = [];
  const parts = [];
  for (const line of data.layers.filter((l) => l.kind === "line" && l.x.length && (l.label || l === layer))) {
    const points = line === layer ? [place] : stops(line);
    const point = points[nearest(points, (p) => Math.abs(p.x - place.x))];
    if (!(Math.abs(point.x - place.x) <= reach)) continue;
    parts.push(joined(line.label || nameY, number(point.y, spec.y.unit)));
    dots.push({ ...point, look: line.look });
  }
  return { ...place, dots, words: `${joined(nameX, axisValue(spec.x, place.x))}: ${parts.join(", ")}` };
}

// Draws the cursor, and its words in a box beside it.
function drawCursor(group, box, found, { plot, data }) {
  group.replaceChildren();
  box.hidden = !found;
  if (!found) return;
  const { left, right, top, bottom, x, y, width } = plot;
  const [px, py] = [x.at(found.x), Number.isFinite(found.y) ? y.at(found.y) : (top + bottom) / 2];
  const map = data.layers.find((layer) => layer.kind === "map" && cellAt(layer, found.x, found.y));
  if (found.dots) {
    make(group, "path", { d: `M${px} ${top}V${bottom}` });
    for (const dot of found.dots)
      if (Number.isFinite(dot.y)) make(group, "circle", { class: `kw-${dot.look}`, cx: x.at(dot.x), cy: y.at(dot.y), r: 5 });
  } else if (map && found.cell) {
    const [row, column] = cellAt(map, found.x, found.y);
    const [w, h] = [(x.at(map.x1) - x.at(map.x0)) / map.columns, (y.at(map.y1) - y.at(map.y0)) / map.rows];
    const [cx, cy] = [x.at(map.x0) + column * w, y.at(map.y0) + row * h];
    const size = { x: Math.min(cx, cx + w), y: Math.min(cy, cy + h), width: Math.abs(w), height: Math.abs(h) };
    make(group, "rect", { class: "kw-halo", ...size });
    make(group, "rect", size);
  } else if (found.cell) make(group, "path", { d: `M${px} ${top}V${bottom}M${left} ${py}H${right}` });
  else make(group, "circle", { class: "kw-ring", cx: px, cy: py, r: 8 });
  box.textContent = found.words;
  const scale = group.ownerSVGElement.clientWidth / width || 1;
  const [w, h] = [box.offsetWidth, box.offsetHeight];
  const beside = px * scale + 14 + w > width * scale ? px * scale - 14 - w : px * scale + 14;
  const above = (found.dots ? top + 4 : py - h - 10) * scale;
  box.style.left = `${Math.max(0, Math.min(beside, width * scale - w))}px`;
  box.style.top = `${above < 0 ? py * scale + 14 : above}px`;
}

// Where a cursor starts, and where an arrow key takes it.
function step(spot, key, { data, spec, plot }) {
  const map = data.layers.find((layer) => layer.kind === "map");
  const across = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity }[key];
  const up = { ArrowUp: 1, ArrowDown: -1 }[key];
  const layers = walkable(data);
  if (map || spec.click || !layers.length) {
    // Over a grid: the cells of the map, or fiftieths of the picture.
    const clamp = (v, a, b) => Math.min(Math.max(v, Math.min(a, b)), Math.max(a, b));
    const grid = map ?? { x0: plot.x.low, x1: plot.x.high, y0: plot.y.low, y1: plot.y.high, columns: 50, rows: 50 };
    const [w, h] = [(grid.x1 - grid.x0) / grid.columns, (grid.y1 - grid.y0) / grid.rows];
    const middle = (a, b, n) => a + (Math.floor(n / 2) + 0.5) * ((b - a) / n);
    const [x, y] = [spot?.x ?? middle(grid.x0, grid.x1, grid.columns), spot?.y ?? middle(grid.y0, grid.y1, grid.rows)];
    const [signX, signY] = [spec.x.reverse ? -1 : 1, spec.y.reverse ? -1 : 1];
    return {
      x: spot ? clamp(x + signX * (across ?? 0) * Math.abs(w), grid.x0 + w / 2, grid.x1 - w / 2) : x,
      y: spot ? clamp(y + signY * (up ?? 0) * Math.abs(h), grid.y0 + h / 2, grid.y1 - h / 2) : y,
      cell: true,
    }; // prettier-ignore
  }
  const layer = ((spot?.layer ?? 0) + (up ? layers.length - up : 0)) % layers.length;
  const places = stops(layers[layer]);
  if (up) {
    const was = spot && stops(layers[spot.layer])[spot.index];
    return { layer, index: was ? nearest(places, (p) => Math.abs(p.x - was.x)) : places.length - 1 };
  }
  return { layer, index: Math.min(places.length - 1, Math.max(0, (spot?.index ?? places.length - 1) + across)) };
}

// What is under the pointer.
function under(px, py, { data, spec, plot }) {
  const { left, right, top, bottom, x, y } = plot;
  if (px < left - 9 || px > right + 9 || py < top - 9 || py > bottom + 9) return null;
  const layers = walkable(data);
  let best = null;
  layers.forEach((layer, i) => {
    if (layer.kind !== "points") return;
    stops(layer).forEach((p, index) => {
      const far = Math.hypot(x.at(p.x) - px, y.at(p.y) - py);
      if (far < 12 && far < (best?.far ?? Infinity)) best = { layer: i, index, far };
    });
  });
  if (best) return best;
  if (spec.click || data.layers.some((layer) => layer.kind === "map")) return { x: x.of(px), y: y.of(py), cell: true };
  const layer = layers.findIndex((l) => l.kind !== "points");
  if (layer < 0) return null;
  const places = stops(layers[layer]);
  return { layer, index: nearest(places, (p) => Math.abs(x.at(p.x) - px)) };
}
