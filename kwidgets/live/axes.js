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

// Round steps (1, 2, 5 times a power of ten) of about `count` in a span.
function roundStep(span, count) {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
}

// A scale knows where a value lies (`at`, pixels), which ticks to draw, and `clamp`, for values it has no place for.
function linearScale(low, high, from, to, count, whole = false) {
  const step = whole ? Math.max(1, roundStep(high - low, count)) : roundStep(high - low, count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-6); k * step <= high + step * 1e-6; k += 1) {
    const text = Math.abs(k * step) >= 1e6 ? number(k * step) : (k * step).toFixed(Math.min(digits, 12));
    ticks.push({ value: k * step, text: text.replace("-", "−") });
  }
  return { low, high, ticks, step, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

function logScale(low, high, from, to, count) {
  const [a, b] = [Math.log10(low), Math.log10(high)];
  const at = (value) => from + ((Math.log10(Math.max(value, low)) - a) / (b - a)) * (to - from);
  const decades = Math.ceil(b - 1e-9) - Math.floor(a + 1e-9);
  const stride = Math.max(1, Math.ceil(decades / count));
  const factors = b - a > 2.2 ? [1] : b - a > 1.1 ? [1, 3] : [1, 2, 3, 4, 5, 7];
  const ticks = [];
  for (let power = Math.floor(a); power <= b; power += stride) {
    for (const factor of stride > 1 ? [1] : factors) {
      const value = factor * 10 ** power;
      if (value < low * 0.999 || value > high * 1.001) continue;
      const plain = value >= 1e-3 && value < 1e5;
      ticks.push({ value, text: plain ? String(Number(value.toPrecision(1))) : number(value).replace(".00", "") });
    }
  }
  return { low, high, ticks, at };
}

// Limits that show all values and do not move with every frame.
function linearLimits(values) {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low >= 0 && (low < 0.6 * high || low === high)) low = 0;
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
  const step = roundStep(high - low, 5);
  return [Math.floor(low / step + 1e-6) * step, Math.ceil(high / step - 1e-6) * step];
}

function logLimits(values) {
  const positive = values.filter((value) => value > 0);
  if (!positive.length) return [0.1, 10];
  const steps = 4; // of a decade
  const low = 10 ** (Math.floor(Math.log10(Math.min(...positive)) * steps - 0.05) / steps);
  const high = 10 ** (Math.ceil(Math.log10(Math.max(...positive)) * steps + 0.05) / steps);
  return [low, Math.max(high, low * 1.5)];
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
