// Colours of maps, and matrices as little pictures. SCALES and SERIES come from kwidgets/theme.py.

const LEVELS = 65534; // of a cell, from lowest to highest; one more stands for no value

const hex = (text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
const mix = (a, b, share) => a.map((v, i) => v + (b[i] - v) * share);

// The text's colour tells a dark theme from a light one, in every front end.
function isDark(root) {
  const parts = getComputedStyle(root).color;
  const scale = parts.startsWith("color") ? 255 : 1;
  const [r, g, b] = parts.match(/[\d.]+/g).map((v) => v * scale);
  return 0.3 * r + 0.6 * g + 0.1 * b > 128;
}

// The colour of a share (0 to 1) of a scale, as [r, g, b].
function colourAt(scale, share, dark) {
  const anchors = SCALES[scale][dark ? "dark" : "light"];
  const place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const below = Math.min(anchors.length - 2, Math.floor(place));
  return mix(hex(anchors[below]), hex(anchors[below + 1]), place - below);
}

// The colour of a class: the series' own, paler, so that points of the same class stand out on it.
const classColour = (index, dark) =>
  mix(hex(SERIES[index % SERIES.length]), ground(dark), index < SERIES.length ? 0.55 : 0.3);

// 256 colours of a scale, in steps or flowing.
const tables = {};
const ground = (dark) => (dark ? [17, 17, 17] : [255, 255, 255]);
function table(scale, dark, steps = 0) {
  const key = `${scale} ${dark} ${steps}`;
  return (tables[key] ??= Array.from({ length: 256 }, (_, i) => {
    if (scale === "classes") return classColour(i, dark);
    const share = steps > 1 ? Math.min(steps - 1, Math.floor((i / 256) * steps)) / (steps - 1) : i / 255;
    return colourAt(scale, share, dark);
  }));
}

// A canvas of one pixel a cell; `indexOf` gives the place of a cell's colour in the table, less than 0 for no value.
function bitmap(rows, columns, colours, indexOf) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(columns, rows);
  for (let cell = 0; cell < rows * columns; cell += 1) {
    const index = indexOf(cell);
    if (index < 0) continue;
    image.data.set(colours[index], 4 * cell);
    image.data[4 * cell + 3] = 255;
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

// Cells without a value are hatched.
function hatch(pen, colour, size = 6) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const line = tile.getContext("2d");
  line.strokeStyle = colour;
  for (const shift of [-size, 0, size]) {
    line.moveTo(shift, size);
    line.lineTo(shift + size, 0);
  }
  line.stroke();
  return pen.createPattern(tile, "repeat");
}

// Black or white, whichever can be read on a colour.
const onTop = ([r, g, b]) => (0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#000" : "#fff");

// A canvas in the pixels of the screen.
function fit(canvas, width, height) {
  const ratio = (window.devicePixelRatio || 1) * (canvas.currentCSSZoom || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

// A scale as stops of a CSS gradient.
const ramp = (colours) => colours.map((c) => `rgb(${c.map(Math.round)})`).join();
