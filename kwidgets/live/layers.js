// Reads the numbers of a chart (chart.py: packed), and draws each kind of layer.

const PARTS = { // the arrays of each layer, in the order of the frame
  line: ["x", "y"], band: ["x", "low", "high"], points: ["x", "y", "values", "ends"],
  bars: ["heights", "edges"], mark: ["at"], map: ["head"],
}; // prettier-ignore

function readChart(model, spec) {
  const { number: frame, values, bytes } = readFrame(model);
  if (!frame) return { frame, x: [0, 1], y: [0, 1], yLog: [0.1, 10], extra: [], layers: [] };
  const [count, running, heard, x0, x1, y0, y1, log0, log1, more] = values;
  const extra = values.subarray(10, 10 + more);
  let from = 10 + more;
  let cell = 4 + 4 * count;
  const layers = spec.layers.map((structure) => {
    const layer = { ...structure };
    for (const part of PARTS[layer.kind]) {
      layer[part] = values.subarray(from + 1, from + 1 + values[from]);
      from += 1 + values[from];
    }
    if (layer.kind === "mark") [layer.value] = layer.at;
    if (layer.kind === "map") {
      [layer.rows, layer.columns, layer.x0, layer.x1, layer.y0, layer.y1, layer.low, layer.high, layer.least, layer.most] = layer.head;
      layer.cells = new Uint16Array(bytes, cell, layer.rows * layer.columns);
      cell += 2 * layer.cells.length;
    }
    return layer;
  });
  return { frame, running, heard, x: [x0, x1], y: [y0, y1], yLog: [log0, log1], extra, layers };
}

// Marks of points: a circle, or corners around the place.
const SHAPES = {
  square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  triangle: [0, -1.2, 1.1, 0.8, -1.1, 0.8],
  down: [0, 1.2, 1.1, -0.8, -1.1, -0.8],
  diamond: [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
  cross: [-4, -11, 4, -11, 4, -4, 11, -4, 11, 4, 4, 4, 4, 11, -4, 11, -4, 4, -11, 4, -11, -4, -4, -4].map((v) => v / 10),
};
function shape(name, r, x, y) {
  if (!SHAPES[name]) return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return `M${SHAPES[name].map((v, i) => (v * r + (i % 2 ? y : x)).toFixed(1)).join(" ")}z`;
}

const finite = (x, y) => Number.isFinite(x) && Number.isFinite(y);
const drawn = (parent, name, d, more) => make(parent, "path", { class: name, d, ...more });

// A path through points; it breaks where a value is no finite number.
function linePath(xs, ys, { x, y }) {
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i += 1) {
    if (!finite(xs[i], ys[i])) pen = "M";
    else {
      path += `${pen}${x.at(xs[i]).toFixed(1)} ${y.at(ys[i]).toFixed(1)}`;
      pen = "L";
    }
  }
  return path;
}

function shapes(name, r, layer, { x, y }, chosen = () => true) {
  let path = "";
  for (let i = 0; i < layer.x.length; i += 1)
    if (finite(layer.x[i], layer.y[i]) && chosen(i)) path += shape(name, r, x.at(layer.x[i]), y.at(layer.y[i]));
  return path;
}

// The points of a line with room between them for a mark, the last one always.
function roomy(layer, { x }) {
  const chosen = new Set();
  let free = Infinity;
  for (let i = layer.x.length - 1; i >= 0; i -= 1) {
    const at = x.at(layer.x[i]);
    if (at <= free) chosen.add(i);
    if (at <= free) free = at - 18;
  }
  return (i) => chosen.has(i);
}

const lastFinite = (ys) => ys.findLastIndex(Number.isFinite);

// A head at the end of each stretch of a line, turned the way the stretch goes; a stretch of no length has none.
function arrowHeads(xs, ys, { x, y }, size = 9) {
  let path = "";
  for (let i = 1; i < xs.length; i += 1) {
    const [a, b, c, d] = [x.at(xs[i - 1]), y.at(ys[i - 1]), x.at(xs[i]), y.at(ys[i])];
    const long = Math.hypot(c - a, d - b);
    if (!(long > 1) || Number.isFinite(ys[i + 1])) continue;
    const [u, v] = [((c - a) / long) * size, ((d - b) / long) * size];
    path += `M${c} ${d}L${c - u - v / 2} ${d - v + u / 2}L${c - u + v / 2} ${d - v - u / 2}z`;
  }
  return path;
}

const DRAW = {
  line(svg, layer, plot) {
    const { look, x, y, mark } = layer;
    drawn(svg, `kw-curve kw-${look}`, linePath(x, y, plot), { "data-points": x.length, "data-name": layer.name });
    const end = lastFinite(y);
    if (mark === "arrow") drawn(svg, `kw-marks kw-${look}`, arrowHeads(x, y, plot));
    else if (mark === "all") drawn(svg, `kw-marks kw-${look}`, shapes("diamond", 3.6, layer, plot, roomy(layer, plot)));
    else if (mark && end >= 0) drawn(svg, `kw-marks kw-${look}`, shape("circle", 4.5, plot.x.at(x[end]), plot.y.at(y[end])));
  },
  band(svg, { x, low, high, look }, plot) {
    const there = linePath(x, high, plot);
    const back = linePath(x.toReversed(), low.toReversed(), plot).replace("M", "L");
    if (there) drawn(svg, `kw-band kw-${look}`, `${there}${back}z`);
  },
  points(svg, layer, plot, dark) {
    const r = layer.size / 2;
    const [low, high] = layer.ends;
    if (layer.scale)
      layer.x.forEach((x, i) => {
        const fill = css(colourAt(layer.scale, (layer.values[i] - low) / (high - low), dark));
        drawn(svg, "kw-dot", shape("circle", r, plot.x.at(x), plot.y.at(layer.y[i])), { style: `fill: ${fill}` });
      });
    else
      layer.marks.forEach(([name, look], k) => {
        const own = layer.values.length ? (i) => layer.values[i] === k : undefined;
        drawn(svg, `kw-marks kw-${look}`, shapes(name, r, layer, plot, own), { "data-group": k });
      });
  },
  bars(svg, layer, { x, y }) {
    for (const { from, to, height, group } of barBoxes(layer)) {
      const [a, b] = [x.at(from), x.at(to)].sort((p, q) => p - q);
      const [top, base] = [y.at(height), y.at(y.log ? y.low : 0)];
      if (!finite(top, a)) continue;
      make(svg, "rect", {
        class: `kw-column kw-${layer.looks[group]}`, x: a + 0.5, width: Math.max(1, b - a - 1),
        y: Math.min(top, base), height: Math.max(Math.abs(base - top), 0.5), "data-group": group,
      }); // prettier-ignore
    }
  },
  mark(svg, { way, value, look, name }, { x, y, left, right, top, bottom }) {
    if (!Number.isFinite(value) || (way === "horizontal" && y.log && value <= 0)) return;
    const d = way === "vertical" ? `M${x.at(value)} ${top}V${bottom}` : `M${left} ${y.at(value)}H${right}`;
    drawn(svg, `kw-line kw-${look}`, d, { "data-line": name || look });
  },
  map() {}, // on the canvas below
};

// Where each bar lies in the data, groups side by side.
function barBoxes({ heights, edges, looks }) {
  const count = heights.length / looks.length;
  return Array.from(heights, (height, i) => {
    const [group, bar] = [Math.floor(i / count), i % count];
    const [low, high] = edges.length ? [edges[bar], edges[bar + 1]] : [bar - 0.4, bar + 0.4];
    const width = (high - low) / (edges.length ? 1 : looks.length);
    const from = edges.length ? low : low + group * width;
    return { from, to: from + width, x: (low + high) / 2, y: height, height, group };
  });
}

// The value of a map's cell; whole numbers stay whole.
function cellValue(map, cell) {
  const quantum = (map.most - map.least) / LEVELS;
  const value = map.cells[cell] > LEVELS ? NaN : map.least + map.cells[cell] * quantum;
  return Math.abs(value - Math.round(value)) <= quantum ? Math.round(value) : value;
}

// Paints a map on the canvas under the picture.
function paintMap(pen, map, plot, dark, style) {
  const { rows, columns, cells } = map;
  const colours = table(map.scale, dark, map.steps);
  const [low, high] = map.scale === "classes" ? [0, 255] : [map.low, map.high];
  const index = indexOf(cells, map.least, map.most, low, high);
  const [x0, y0] = [plot.x.at(map.x0), plot.y.at(map.y0)];
  const [w, h] = [(plot.x.at(map.x1) - x0) / columns, (plot.y.at(map.y1) - y0) / rows];
  paint(pen, bitmap(rows, columns, colours, index), [x0, y0, w * columns, h * rows], style.color, map.smooth);
  if (!map.numbers || Math.abs(h) < 16) return;
  Object.assign(pen, { font: `12px ${style.fontFamily}`, textAlign: "center", textBaseline: "middle" });
  const words = Array.from(cells, (_, cell) => (index(cell) < 0 ? "" : plain(cellValue(map, cell))));
  if (words.some((word) => pen.measureText(word).width > Math.abs(w) - 4)) return; // they would run into each other
  words.forEach((word, cell) => {
    if (!word) return;
    pen.fillStyle = onTop(colours[index(cell)]);
    pen.fillText(word, x0 + ((cell % columns) + 0.5) * w, y0 + (Math.floor(cell / columns) + 0.5) * h);
  });
}
