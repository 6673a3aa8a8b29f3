// The cursor: pointer or arrow keys choose a point of a layer or a cell of a map, and what is there is read out.

const axisValue = (axis, value) => axis.categories[Math.round(value)] ?? plain(value, axis.unit);
const axisName = (axis, letter) => (axis.categories.length ? "" : axis.label || letter);
const joined = (...words) => words.filter(Boolean).join(" ");

// The places of a layer that a cursor can stand on, or a hand can move.
function stops(layer) {
  if (layer.kind === "mark") return [{ x: layer.way === "vertical" ? layer.value : NaN, y: layer.way === "vertical" ? NaN : layer.value }];
  if (layer.kind === "bars") return barBoxes(layer).filter((box) => !box.group);
  return Array.from(layer.x, (x, i) => ({ x, y: layer.y[i] }));
}

// Arrows go with what they start from; a cursor walks there.
const walkedLine = (l) => l.kind === "line" && l.mark !== "arrow" && l.x.length > 0;
const walkable = (data) => data.layers.filter((l) => walkedLine(l) || ((l.keys || l.kind === "bars") && (l.x ?? l.heights).length));
const nearest = (places, far) => places.reduce((best, place, i) => (far(place) < far(places[best]) ? i : best), 0);

function cellAt(map, x, y) {
  const column = Math.floor(((x - map.x0) / (map.x1 - map.x0)) * map.columns);
  const row = Math.floor(((y - map.y0) / (map.y1 - map.y0)) * map.rows);
  return column >= 0 && column < map.columns && row >= 0 && row < map.rows ? { row, column, cell: row * map.columns + column } : null;
}

// What is at a spot: place, words, and the dots of lines there. A spot is a place, or a point of a layer.
function readOut(spot, { data, spec, plot, t }) {
  const [nameX, nameY] = [axisName(spec.x, "x"), axisName(spec.y, "y")];
  const here = ({ x, y }) => `${joined(nameX, axisValue(spec.x, x))}, ${joined(nameY, axisValue(spec.y, y))}`;
  const layer = walkable(data)[spot.layer];
  if (!layer) {
    if (spot.layer !== undefined) return null;
    const parts = data.layers.map((map) => {
      const found = map.cells && cellAt(map, spot.x, spot.y);
      if (!found) return "";
      const value = cellValue(map, found.cell);
      return joined(map.label, Number.isNaN(value) ? t("live.chart.nan") : (map.labels[value] ?? plain(value, map.unit)));
    });
    return { ...spot, words: [here(spot), parts.filter(Boolean).join(", ")].filter(Boolean).join(": ") };
  }
  const places = stops(layer);
  const index = Math.min(spot.index, places.length - 1);
  const place = places[index];
  if (layer.kind === "points") {
    const name = layer.labels ? layer.labels[layer.values[index]] : layer.label;
    const words = [name, here(place), layer.scale && plain(layer.values[index])].filter(Boolean).join(": ");
    return { ...place, words };
  }
  if (layer.kind === "bars") {
    const parts = layer.looks.map((_, g) => joined(layer.names[g] ?? layer.label, plain(layer.heights[g * places.length + index], spec.y.unit)));
    const { edges } = layer;
    const range = edges.length ? `${plain(edges[index])} – ${plain(edges[index + 1], spec.x.unit)}` : axisValue(spec.x, place.x);
    return { ...place, words: `${joined(nameX, range)}: ${parts.join(", ")}` };
  }
  // All lines are read out where the cursor is.
  const reach = 0.05 * Math.abs(plot.x.high - plot.x.low);
  const dots = data.layers.filter((l) => walkedLine(l) && (l.label || l === layer)).map((line) => {
    const points = line === layer ? [place] : stops(line);
    return { ...points[nearest(points, (p) => Math.abs(p.x - place.x))], line };
  }).filter((dot) => Math.abs(dot.x - place.x) <= reach); // prettier-ignore
  const parts = dots.map(({ y, line }) => joined(line.label || nameY, number(y, spec.y.unit)));
  return { ...place, dots, words: `${joined(nameX, axisValue(spec.x, place.x))}: ${parts.join(", ")}` };
}

// Draws the cursor, and its words in a box beside it.
function drawCursor(group, box, found, { plot, data }) {
  group.replaceChildren();
  box.hidden = !found;
  box.textContent = found?.words ?? "";
  if (!found) return;
  const { left, right, top, bottom, x, y, width } = plot;
  const [px, py] = [x.at(found.x), Number.isFinite(found.y) ? y.at(found.y) : (top + bottom) / 2];
  const map = found.dots ? null : data.layers.find((layer) => layer.cells && cellAt(layer, found.x, found.y));
  if (found.dots) {
    drawn(group, "", `M${px} ${top}V${bottom}`);
    for (const { x: at, y: high, line } of found.dots)
      if (Number.isFinite(high)) drawn(group, `kw-dots kw-${line.look}`, shape("circle", 5, x.at(at), y.at(high)));
  } else if (map && found.cell) {
    const { row, column } = cellAt(map, found.x, found.y);
    const [w, h] = [(x.at(map.x1) - x.at(map.x0)) / map.columns, (y.at(map.y1) - y.at(map.y0)) / map.rows];
    const d = `M${x.at(map.x0) + column * w} ${y.at(map.y0) + row * h}h${w}v${h}h${-w}z`;
    for (const name of ["kw-halo", "kw-ring"]) drawn(group, name, d);
  } else if (found.cell) drawn(group, "", `M${px} ${top}V${bottom}M${left} ${py}H${right}`);
  else drawn(group, "kw-ring", shape("circle", 8, px, py));
  const [w, h] = [box.offsetWidth, box.offsetHeight];
  const above = found.dots ? top + 4 : py - h - 10;
  box.style.left = `${Math.max(0, px + 14 + w > width ? px - 14 - w : px + 14)}px`;
  box.style.top = `${above < 0 ? py + 14 : above}px`;
}

// Where a cursor starts, and where an arrow key takes it: over cells, or along a layer.
function step(spot, key, { data, spec, plot }) {
  const across = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity }[key] ?? 0;
  const up = { ArrowUp: 1, ArrowDown: -1 }[key] ?? 0;
  const layers = walkable(data);
  const map = data.layers.find((layer) => layer.cells);
  if (map || spec.click || !layers.length) {
    // Without a map a cell is a fiftieth of the picture.
    const grid = map ?? { x0: plot.x.low, x1: plot.x.high, y0: plot.y.low, y1: plot.y.high, columns: 50, rows: 50 };
    const go = (value, by, a, b, count, reverse) => {
      const size = Math.abs(b - a) / count;
      const middle = a + (Math.floor(count / 2) + 0.5) * ((b - a) / count);
      const wish = value === undefined ? middle : value + (reverse ? -by : by) * size;
      return Math.min(Math.max(wish, Math.min(a, b) + size / 2), Math.max(a, b) - size / 2);
    };
    const x = go(spot?.x, across, grid.x0, grid.x1, grid.columns, spec.x.reverse);
    return { x, y: go(spot?.y, up, grid.y0, grid.y1, grid.rows, spec.y.reverse), cell: true };
  }
  const layer = ((spot?.layer ?? 0) - up + layers.length) % layers.length;
  const places = stops(layers[layer]);
  const index = up && spot ? nearest(places, (p) => Math.abs(p.x - spot.x)) : (spot?.index ?? places.length - 1) + across;
  return { layer, index: Math.min(places.length - 1, Math.max(0, index)) };
}

// What is under the pointer.
function under(px, py, { data, spec, plot }) {
  const { left, right, top, bottom, x, y } = plot;
  if (px < left - 9 || px > right + 9 || py < top - 9 || py > bottom + 9) return null;
  const layers = walkable(data);
  let best = { far: 12 };
  layers.forEach((layer, i) => layer.kind === "points" && stops(layer).forEach((p, index) => {
    const far = Math.hypot(x.at(p.x) - px, y.at(p.y) - py);
    if (far < best.far) best = { layer: i, index, far };
  })); // prettier-ignore
  if (best.layer !== undefined) return best;
  if (spec.click || data.layers.some((layer) => layer.cells)) return { x: x.of(px), y: y.of(py), cell: true };
  const layer = layers.findIndex((l) => l.kind !== "points");
  return layer < 0 ? null : { layer, index: nearest(stops(layers[layer]), (p) => Math.abs(x.at(p.x) - px)) };
}
