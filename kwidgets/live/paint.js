// Colours of maps, and matrices as little pictures. SCALES and SERIES come from kwidgets/theme.py.

const LEVELS = 65534; // of a cell, from lowest to highest; one more stands for no value

const rgb = (text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
const mix = (a, b, share) => a.map((v, i) => Math.round(v + (b[i] - v) * share));
const css = (colour) => `rgb(${colour})`;
// A scale as stops of a CSS gradient.
const ramp = (colours) => `background: linear-gradient(90deg, ${colours.map(css)})`;
// Black or white, whichever can be read on a colour.
const onTop = ([r, g, b]) => (0.3 * r + 0.6 * g + 0.1 * b > 140 ? "#000" : "#fff");

// The text's colour tells a dark theme from a light one, in every front end.
function isDark(style) {
  const parts = style.color.match(/[\d.]+/g).map((v) => v * (style.color.startsWith("color") ? 255 : 1));
  return onTop(parts) === "#000";
}

// The colour of a share (0 to 1) of a scale.
function colourAt(scale, share, dark) {
  const anchors = SCALES[scale][dark ? "dark" : "light"];
  const place = Math.min(1, Math.max(0, share || 0)) * (anchors.length - 1);
  const below = Math.min(anchors.length - 2, Math.floor(place));
  return mix(rgb(anchors[below]), rgb(anchors[below + 1]), place - below);
}

// The colour of a class: the series' own, paler, so that points of the same class stand out on it.
const classColour = (k, dark) => mix(rgb(SERIES[k % SERIES.length]), dark ? [17, 17, 17] : [255, 255, 255], k < SERIES.length ? 0.55 : 0.3);

// 256 colours of a scale, in steps or flowing.
const tables = {};
function table(scale, dark, steps = 0) {
  return (tables[[scale, dark, steps]] ??= Array.from({ length: 256 }, (_, i) => {
    if (scale === "classes") return classColour(i, dark);
    return colourAt(scale, steps > 1 ? Math.floor((i * steps) / 256) / (steps - 1) : i / 255, dark);
  }));
}

// For each cell the place of its colour in the table, -1 for no value.
const indexOf = (cells, least, most, low, high) => {
  const [factor, start] = [(((most - least) / LEVELS) * 255) / (high - low), (255 * (least - low)) / (high - low)];
  return (cell) => (cells[cell] > LEVELS ? -1 : Math.min(255, Math.max(0, Math.round(start + cells[cell] * factor))));
};

// A canvas of one pixel a cell; cells without a value are clear.
function bitmap(rows, columns, colours, index) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: columns, height: rows });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(columns, rows);
  for (let cell = 0; cell < rows * columns; cell += 1)
    if (index(cell) >= 0) image.data.set([...colours[index(cell)], 255], 4 * cell);
  pen.putImageData(image, 0, 0);
  return canvas;
}

// Paints a bitmap into a box, over a hatched ground that shows through where there is no value.
function paint(pen, picture, [x, y, w, h], ink, smooth = false) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const line = tile.getContext("2d");
  line.strokeStyle = ink;
  for (const shift of [-6, 0, 6]) {
    line.moveTo(shift, 6);
    line.lineTo(shift + 6, 0);
  }
  line.stroke();
  pen.fillStyle = pen.createPattern(tile, "repeat");
  pen.imageSmoothingEnabled = smooth;
  // At the edges of the box the hatching must not shine through.
  pen.fillRect(Math.min(x, x + w) + 1, Math.min(y, y + h) + 1, Math.abs(w) - 2, Math.abs(h) - 2);
  pen.save();
  pen.translate(x, y);
  pen.scale(Math.sign(w), Math.sign(h));
  pen.drawImage(picture, 0, 0, Math.abs(w), Math.abs(h));
  pen.restore();
}

// A canvas in the pixels of the screen.
function fit(canvas, width, height) {
  const ratio = (window.devicePixelRatio || 1) * (canvas.currentCSSZoom || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  return pen;
}
