// Reads the numbers of a chart (chart.py: packed), and draws each kind of layer.

const SHAPES = {
  circle: (r) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  square: (r) => `m${-r * 0.9} ${-r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  triangle: (r) => `m0 ${-r * 1.2}l${r * 1.1} ${r * 2}h${-r * 2.2}z`,
  diamond: (r) => `m0 ${-r * 1.25}l${r * 1.25} ${r * 1.25}l${-r * 1.25} ${r * 1.25}l${-r * 1.25} ${-r * 1.25}z`,
  cross: (r) => {
    const [a, b] = [r * 0.38, r * 0.72];
    return `m${-a} ${-a - b}h${2 * a}v${b}h${b}v${2 * a}h${-b}v${b}h${-2 * a}v${-b}h${-b}v${-2 * a}h${b}z`;
  },
  down: (r) => `m0 ${r * 1.2}l${r * 1.1} ${-r * 2}h${-r * 2.2}z`,
};
const SHAPE_NAMES = Object.keys(SHAPES);
const LOOK_NAMES = ["a", "b", "c", "d", "e", "f"];
// Each group has a colour of its own, and a shape; beyond six the pairs are new ones.
const groupLook = (k) => LOOK_NAMES[k % 6];
const groupShape = (k) => SHAPE_NAMES[(k + Math.floor(k / 6)) % 6];

function readChart(model, spec) {
  const { number: frame, values, bytes } = readFrame(model);
  const start = { frame, running: 0, heard: 0, x: [0, 1], y: [0, 1], yLog: [0.1, 10], extra: [], layers: [] };
  if (!frame) return start;
  let from = 10 + values[9];
  let cell = 4 + 4 * values[0];
  const take = () => {
    const array = values.subarray(from + 1, from + 1 + values[from]);
    from += 1 + values[from];
    return array;
  };
  const layers = spec.layers.map((layer) => {
    const data = { ...layer };
    if (layer.kind === "line") [data.x, data.y] = [take(), take()];
    else if (layer.kind === "band") [data.x, data.low, data.high] = [take(), take(), take()];
    else if (layer.kind === "points") [data.x, data.y, data.values, data.ends] = [take(), take(), take(), take()];
    else if (layer.kind === "bars") [data.heights, data.edges] = [take(), take()];
    else if (layer.kind === "mark") [data.value] = take();
    else {
      [data.rows, data.columns, data.x0, data.x1, data.y0, data.y1, data.low, data.high, data.least, data.most] = take();
      data.cells = new Uint16Array(bytes, cell, data.rows * data.columns);
      cell += 2 * data.cells.length;
    }
    return data;
  });
  const [, running, heard, x0, x1, y0, y1, log0, log1] = values;
  return { frame, running, heard, x: [x0, x1], y: [y0, y1], yLog: [log0, log1], extra: values.subarray(10, 10 + values[9]), layers };
}

const placed = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;

// A path through points; it breaks where a value is no finite number.
function linePath(xs, ys, { x, y }) {
  let path = "";
  let pen = false;
  for (let i = 0; i < xs.length; i += 1) {
    const fine = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (fine) path += (pen ? "L" : "M") + placed(x.at(xs[i]), y.at(ys[i]));
    pen = fine;
  }
  return path;
}

function shapePath(shape, r, xs, ys, { x, y }, chosen = () => true) {
  let path = "";
  const form = SHAPES[shape](r);
  for (let i = 0; i < xs.length; i += 1)
    if (chosen(i) && Number.isFinite(xs[i]) && Number.isFinite(ys[i])) path += `M${placed(x.at(xs[i]), y.at(ys[i]))}${form}`;
  return path;
}

// Every place where a diamond has room beside the one after it; the last always has one.
function roomy(xs, { x }, gap = 18) {
  const chosen = new Set();
  let free = Infinity;
  for (let i = xs.length - 1; i >= 0; i -= 1) {
    const at = x.at(xs[i]);
    if (at > free) continue;
    chosen.add(i);
    free = at - gap;
  }
  return (i) => chosen.has(i);
}

const lastFinite = (ys) => {
  let i = ys.length - 1;
  while (i >= 0 && !Number.isFinite(ys[i])) i -= 1;
  return i;
};

// A head at the end of each stretch of a line, turned the way the stretch goes; a stretch of no length has none.
function arrowHeads(xs, ys, { x, y }, size = 9) {
  let path = "";
  for (let i = 1; i < xs.length; i += 1) {
    const [a, b, c, d] = [x.at(xs[i - 1]), y.at(ys[i - 1]), x.at(xs[i]), y.at(ys[i])];
    const long = Math.hypot(c - a, d - b);
    if (!(long > 1) || Number.isFinite(y.at(ys[i + 1] ?? NaN))) continue;
    const [u, v] = [((c - a) / long) * size, ((d - b) / long) * size];
    path += `M${placed(c, d)}L${placed(c - u - v / 2, d - v + u / 2)}L${placed(c - u + v / 2, d - v - u / 2)}z`;
  }
  return path;
}

const DRAW = {
  line(svg, layer, plot) {
    const path = make(svg, "path", {
      class: `kw-curve kw-${layer.look}`, "data-points": layer.x.length, d: linePath(layer.x, layer.y, plot),
    }); // prettier-ignore
    if (layer.name) path.dataset.name = layer.name;
    const marks = (d) => make(svg, "path", { class: `kw-marks kw-${layer.look}`, d });
    if (layer.mark === "all") marks(shapePath("diamond", 3.6, layer.x, layer.y, plot, roomy(layer.x, plot)));
    const end = lastFinite(layer.y);
    if (layer.mark === "arrow") marks(arrowHeads(layer.x, layer.y, plot));
    if (layer.mark === "end" && end >= 0) marks(shapePath("circle", 4.5, layer.x, layer.y, plot, (i) => i === end));
  },
  band(svg, { x: xs, low, high, look }, plot) {
    const back = Array.from(xs, (_, i) => i).reverse();
    const there = linePath(xs, high, plot);
    const again = linePath(back.map((i) => xs[i]), back.map((i) => low[i]), plot); // prettier-ignore
    if (there && again) make(svg, "path", { class: `kw-band kw-${look}`, d: `${there}${again.replace("M", "L")}z` });
  },
  points(svg, layer, plot, { dark }) {
    const r = layer.size / 2;
    if (layer.labels)
      layer.labels.forEach((_, k) => {
        const d = shapePath(groupShape(k), r, layer.x, layer.y, plot, (i) => layer.values[i] === k);
        make(svg, "path", { class: `kw-marks kw-${groupLook(k)}`, "data-group": k, d });
      });
    else if (layer.scale)
      layer.x.forEach((x, i) => {
        const share = (layer.values[i] - layer.ends[0]) / (layer.ends[1] - layer.ends[0] || 1);
        const fill = `rgb(${colourAt(layer.scale, share, dark).map(Math.round)})`;
        make(svg, "circle", { class: "kw-dot", cx: plot.x.at(x), cy: plot.y.at(layer.y[i]), r, style: `fill: ${fill}` });
      });
    else make(svg, "path", { class: `kw-marks kw-${layer.look}`, d: shapePath("circle", r, layer.x, layer.y, plot) });
  },
  bars(svg, layer, plot) {
    barBoxes(layer).forEach(({ from, to, height, group }) => {
      if (!Number.isFinite(height)) return;
      const [a, b] = [plot.x.at(from), plot.x.at(to)].sort((p, q) => p - q);
      const [top, base] = [plot.y.at(height), plot.y.at(plot.y.log ? plot.y.low : 0)];
      make(svg, "rect", {
        class: `kw-column kw-${layer.looks[group]}`, x: a + 0.5, width: Math.max(1, b - a - 1),
        y: Math.min(top, base), height: Math.max(Math.abs(base - top), 0.5), "data-group": group,
      }); // prettier-ignore
    });
  },
  mark(svg, layer, plot) {
    if (!Number.isFinite(layer.value) || (layer.way === "horizontal" && plot.y.log && layer.value <= 0)) return;
    const { left, right, top, bottom } = plot;
    const d = layer.way === "vertical" ? `M${plot.x.at(layer.value)} ${top}V${bottom}` : `M${left} ${plot.y.at(layer.value)}H${right}`;
    make(svg, "path", { class: `kw-line kw-${layer.look}`, "data-line": layer.name || layer.look, d });
  },
  map() {}, // on the canvas below: see plot.js
};

// Where each bar lies in the data, groups side by side.
function barBoxes({ heights, edges, looks }) {
  const groups = looks.length;
  const count = heights.length / groups;
  return Array.from(heights, (height, i) => {
    const [group, bar] = [Math.floor(i / count), i % count];
    const [low, high] = edges.length ? [edges[bar], edges[bar + 1]] : [bar - 0.4, bar + 0.4];
    const width = (high - low) / (edges.length ? 1 : groups);
    const from = low + (edges.length ? 0 : group * width);
    return { from, to: from + width, middle: (low + high) / 2, height, group, bar };
  });
}

// The value of a map's cell, NaN where it has none.
function cellValue(map, row, column) {
  const level = map.cells[row * map.columns + column];
  if (level > LEVELS) return NaN;
  const quantum = (map.most - map.least) / LEVELS;
  const value = map.least + level * quantum;
  return Math.abs(value - Math.round(value)) <= quantum ? Math.round(value) : value; // whole numbers stay whole
}

// Paints a map on the canvas under the picture.
function paintMap(pen, map, plot, { dark, root }) {
  const { rows, columns, cells } = map;
  const colours = table(map.scale, dark, map.steps);
  const [factor, shift] = map.scale === "classes"
    ? [(map.most - map.least) / LEVELS, map.least]
    : [((map.most - map.least) / LEVELS / (map.high - map.low)) * 255, ((map.least - map.low) / (map.high - map.low)) * 255]; // prettier-ignore
  const index = (cell) => (cells[cell] > LEVELS ? -1 : Math.min(255, Math.max(0, Math.round(shift + cells[cell] * factor))));
  const [x0, y0] = [plot.x.at(map.x0), plot.y.at(map.y0)];
  const [w, h] = [(plot.x.at(map.x1) - x0) / columns, (plot.y.at(map.y1) - y0) / rows];
  pen.save();
  pen.imageSmoothingEnabled = map.smooth;
  pen.translate(x0, y0);
  pen.scale(w, h);
  pen.drawImage(bitmap(rows, columns, colours, index), 0, 0);
  pen.restore();
  let pattern = null;
  const numbers = map.numbers && Math.abs(w) >= 30 && Math.abs(h) >= 16;
  pen.font = `12px ${getComputedStyle(root).fontFamily}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let cell = 0; cell < rows * columns; cell += 1) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const box = [x0 + column * w, y0 + row * h, w, h];
    if (cells[cell] > LEVELS) {
      pattern ??= hatch(pen, getComputedStyle(root).color);
      pen.fillStyle = pattern;
      pen.fillRect(...box);
    } else if (numbers) {
      pen.fillStyle = onTop(colours[index(cell)]);
      pen.fillText(shortNumber(cellValue(map, row, column)), box[0] + w / 2, box[1] + h / 2);
    }
  }
}

// A number for a small place: whole numbers whole.
const shortNumber = (value) => (Number.isInteger(value) ? number(value).replace(/\.0+$/, "") : number(value));
