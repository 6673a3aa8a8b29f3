// Numbers, scales and axes.

// Three digits that matter, as `kwidgets.i18n.number` writes them.
function number(value, unit = "") {
  const size = Math.abs(value);
  let text;
  if (Number.isNaN(value)) text = "NaN";
  else if (size === Infinity) text = "∞";
  else if (size === 0) text = "0";
  else if (size < 1e-3 || size >= 1e6) text = size.toExponential(2).replace(/e([+-])(\d)$/, "e$10$2");
  else {
    const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
    text = size.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }
  return `${value < 0 ? "−" : ""}${text} ${unit}`.trimEnd().replace("e-", "e−");
}

// Digits that matter, without zeros at the end.
const plain = (value, unit = "") => number(value, unit).replace(/(\.\d*?)0+(?= |$)/, "$1").replace(/\.(?= |$)/, "");

// A tick in a few digits: 2e5, 1.5e−7.
const brief = (value) => Number(value.toPrecision(3)).toExponential().replace("e+", "e").replace(/-/g, "−");

// Round steps (1, 2, 5 times a power of ten) of about `count` in a span.
function roundStep(span, count) {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

// A scale knows where a value lies (`at`, pixels), which value lies at a pixel (`of`), and which ticks to draw.
function linearScale(low, high, from, to, count, whole = false) {
  const step = whole ? Math.max(1, roundStep(high - low, count)) : roundStep(high - low, count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-6); k * step <= high + step * 1e-6; k += 1) {
    const value = k * step;
    const size = Math.abs(value);
    const text = value && (size >= 1e5 || digits > 4) ? brief(value) : value.toFixed(digits);
    ticks.push({ value, text: text.replace("-", "−") });
  }
  return {
    low, high, ticks, step,
    at: (value) => from + ((value - low) / (high - low)) * (to - from),
    of: (pixel) => low + ((pixel - from) / (to - from)) * (high - low),
  }; // prettier-ignore
}

function logScale(low, high, from, to, count) {
  const [a, b] = [Math.log10(low), Math.log10(high)];
  const at = (value) => from + ((Math.log10(Math.max(value, low / 1e3)) - a) / (b - a)) * (to - from);
  const of = (pixel) => 10 ** (a + ((pixel - from) / (to - from)) * (b - a));
  const decades = Math.ceil(b - 1e-9) - Math.floor(a + 1e-9);
  const stride = Math.max(1, Math.ceil(decades / count));
  const factors = b - a > 2.2 ? [1] : b - a > 1.1 ? [1, 3] : [1, 2, 3, 4, 5, 7];
  const ticks = [];
  for (let power = Math.floor(a); power <= b; power += stride) {
    for (const factor of stride > 1 ? [1] : factors) {
      const value = factor * 10 ** power;
      if (value < low * 0.999 || value > high * 1.001) continue;
      const plain = value >= 1e-3 && value < 1e5;
      ticks.push({ value, text: plain ? String(Number(value.toPrecision(1))) : brief(value) });
    }
  }
  return { low, high, ticks, at, of, log: true };
}

// Categories stand at 0, 1, 2 ...; where they are too close, only each second, third ... has its name.
function namedScale(names, low, high, from, to, room) {
  const scale = linearScale(low, high, from, to, 5);
  const stride = Math.max(1, Math.ceil(room / Math.abs(scale.at(1) - scale.at(0))));
  scale.ticks = [];
  for (let k = Math.max(0, Math.ceil(low)); k <= Math.min(names.length - 1, high); k += stride)
    scale.ticks.push({ value: k, text: names[k] });
  return { ...scale, step: 1, names };
}

// Moves labels apart so that none covers another: each keeps its order and gets `gap` pixels.
function spread(labels, low, high, gap) {
  labels.sort((a, b) => a.y - b.y);
  for (const label of labels) label.place = label.y;
  for (let i = 1; i < labels.length; i += 1)
    labels[i].place = Math.max(labels[i].place, labels[i - 1].place + gap);
  let edge = high;
  for (const label of labels.toReversed()) {
    label.place = Math.max(Math.min(label.place, edge), low);
    edge = label.place - gap;
  }
  return labels;
}

// How wide words are, in the picture's own type.
const ruler = document.createElement("canvas").getContext("2d");
function measure(root, size) {
  ruler.font = `${size}px ${getComputedStyle(root).fontFamily}`;
  return (text) => ruler.measureText(text).width;
}
