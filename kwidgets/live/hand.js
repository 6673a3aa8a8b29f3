// Hands on a chart: zoom and pan, click, drag a point or a mark. `chart` is what chart.js puts together.

const GRIP = 18; // pixels: how near a pointer must come to take hold of a thing
const AGAIN = 300; // ms until a move is told although earlier ones were not answered

// Zoom in the scale's own measure, so that a log axis is zoomed by decades.
function zoomed(scale, whole, log, factor, centre, shift = 0) {
  const [to, from] = log ? [Math.log10, (v) => 10 ** v] : [(v) => v, (v) => v];
  const [a, b] = whole.map(to);
  const [c, d] = [to(scale.low), to(scale.high)];
  const size = Math.min((d - c) * factor, b - a);
  if (size < (b - a) / 2000) return [scale.low, scale.high];
  const fixed = to(centre);
  const start = Math.min(Math.max(fixed - (fixed - c) * (size / (d - c)) - shift * (d - c), a), b - size);
  return [from(start), from(start + size)];
}

function addZoom(chart) {
  const by = (factor, px, py, shiftX = 0, shiftY = 0) => {
    const { spec, plot, data, log } = chart.now;
    if (!spec.zoom) return;
    const wholeY = log ? data.yLog : data.y;
    const change = (axis, scale, whole, isLog, pixel, shift) =>
      axis.categories.length ? undefined : zoomed(scale, whole, isLog, factor, scale.of(pixel), shift);
    const { left, right, top, bottom } = plot;
    const next = {
      x: change(spec.x, plot.x, data.x, spec.x.log, px ?? (left + right) / 2, shiftX * (spec.x.reverse ? -1 : 1)),
      y: change(spec.y, plot.y, wholeY, log, py ?? (top + bottom) / 2, shiftY * (spec.y.reverse ? -1 : 1)),
    };
    const all = (ends, whole) => !ends || (ends[0] <= whole[0] && ends[1] >= whole[1]);
    chart.zoom = all(next.x, data.x) && all(next.y, wholeY) ? null : next;
    chart.soon();
  };
  const bar = make(chart.area, "div", { class: "kw-zoom" });
  for (const [name, sign, act] of [
    ["closer", "+", () => by(1 / 1.6)],
    ["farther", "−", () => by(1.6)],
    ["whole", "0", () => ((chart.zoom = null), chart.soon())],
  ]) {
    const button = make(bar, "button", { type: "button", "data-zoom": name, tabindex: -1 }, sign);
    button.addEventListener("click", act);
  }
  chart.svg.addEventListener("wheel", (event) => {
      const wants = event.ctrlKey || event.metaKey || chart.svg.contains(document.activeElement);
      if (!wants || !chart.now.spec.zoom) return; // else the notebook scrolls
      event.preventDefault();
      by(1.0015 ** event.deltaY, ...chart.pixel(event));
    }, { passive: false }); // prettier-ignore
  return { by, bar, keys: { "+": () => by(1 / 1.6), "=": () => by(1 / 1.6), "-": () => by(1.6), 0: () => ((chart.zoom = null), chart.soon()) } };
}

// Things that can be moved: what the pointer or a key holds stays where it was put until the kernel has heard of it.
function addDrag(chart) {
  const grips = make(chart.svg, "g", { class: "kw-grips" });
  const chosen = new Map(); // layer's name -> index of the point that keys move
  let held = null; // {name, index, x, y, down}
  let turn = 0;
  let sent = 0;
  let waiting = 0;
  let released = 0;

  const things = () => chart.now.data.layers.filter((layer) => layer.draggable);
  const placeOf = (layer, index) =>
    layer.kind === "mark" ? (layer.way === "vertical" ? { x: layer.value, y: NaN } : { x: NaN, y: layer.value })
      : { x: layer.x[index], y: layer.y[index] }; // prettier-ignore
  const tell = () => {
    waiting = 0;
    if (!held) return;
    // A kernel that is behind gets the newest place only.
    if (held.down && turn - chart.now.data.heard > 1 && performance.now() - sent < AGAIN) {
      waiting = requestAnimationFrame(tell);
      return;
    }
    turn += 1;
    sent = performance.now();
    const { x, y } = held;
    chart.say("drag", { name: held.name, index: held.index, x: Number.isFinite(x) ? x : 0, y: Number.isFinite(y) ? y : 0, turn });
  };
  const move = (x, y) => {
    const { plot } = chart.now;
    const clamp = (v, scale) => Math.min(scale.high, Math.max(scale.low, v));
    Object.assign(held, { x: clamp(x, plot.x), y: clamp(y, plot.y) });
    waiting ||= requestAnimationFrame(tell);
    chart.soon();
  };
  const release = () => {
    if (!held) return;
    held.down = false;
    released = performance.now();
  };

  // Puts what is held where it is held, whatever the frame says.
  const keep = (data) => {
    if (!held) return;
    const since = performance.now() - released;
    if (!held.down && ((data.heard >= turn && !waiting && since > 250) || since > 1500)) {
      held = null;
      return;
    }
    const layer = data.layers.find((l) => l.draggable && l.name === held.name);
    if (!layer) held = null;
    else if (layer.kind === "mark") layer.value = layer.way === "vertical" ? held.x : held.y;
    else if (held.index < layer.x.length) {
      [layer.x, layer.y] = [layer.x.slice(), layer.y.slice()];
      [layer.x[held.index], layer.y[held.index]] = [held.x, held.y];
    }
    if (!held?.down) setTimeout(chart.soon, 260);
  };

  const take = (px, py) => {
    const { plot } = chart.now;
    let best = null;
    for (const layer of things())
      for (let index = 0; index < (layer.kind === "mark" ? 1 : layer.x.length); index += 1) {
        const place = placeOf(layer, index);
        const [dx, dy] = [plot.x.at(place.x) - px, plot.y.at(place.y) - py];
        const far = Math.hypot(Number.isFinite(dx) ? dx : 0, Number.isFinite(dy) ? dy : 0) + (layer.kind === "mark" ? 6 : 0);
        if (far < GRIP && far < (best?.far ?? Infinity)) best = { name: layer.name, index, far, ...place, down: true };
      }
    if (best) {
      held = best;
      chosen.set(best.name, best.index);
      draw();
      grips.querySelector(`[data-name="${CSS.escape(best.name)}"]`)?.focus({ preventScroll: true });
    }
    return Boolean(best);
  };

  const key = (event, layer) => {
    const { plot, spec } = chart.now;
    const far = event.shiftKey ? 10 : 1;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    const count = layer.kind === "mark" ? 1 : layer.x.length;
    const index = Math.min(chosen.get(layer.name) ?? 0, count - 1);
    if (dx !== undefined) {
      const place = held?.name === layer.name && held.index === index ? held : placeOf(layer, index);
      const moved = (scale, value, by) => {
        const steps = far * by;
        if (scale.log) return value * 10 ** (steps * Math.log10(scale.high / scale.low) / 100);
        return value + steps * roundStep(scale.high - scale.low, 100);
      }; // prettier-ignore
      held = { name: layer.name, index, x: place.x, y: place.y, down: false };
      released = performance.now();
      move(moved(plot.x, place.x, dx * (spec.x.reverse ? -1 : 1)), moved(plot.y, place.y, dy * (spec.y.reverse ? -1 : 1)));
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      chosen.set(layer.name, (index + (event.key === "PageUp" ? 1 : count - 1)) % count);
      chart.soon();
    } else return false;
    return true;
  };

  // One element a layer takes the focus; each point has a disc that takes the finger.
  const draw = () => {
    const { plot, t, spec } = chart.now;
    const names = new Set();
    for (const layer of things()) {
      names.add(layer.name);
      let grip = grips.querySelector(`[data-name="${CSS.escape(layer.name)}"]`);
      if (!grip) {
        grip = make(grips, "g", { "data-name": layer.name, tabindex: 0, role: "slider", class: "kw-grip" });
        make(grip, "path", { class: "kw-reach" });
        make(grip, "path", { class: "kw-ring" });
        grip.addEventListener("keydown", (event) => {
          const now = things().find((l) => l.name === layer.name);
          if (!now || !key(event, now)) return;
          event.preventDefault();
          event.stopPropagation();
        });
      }
      const mark = layer.kind === "mark";
      const many = !mark && layer.x.length > 1;
      const index = mark ? 0 : Math.min(chosen.get(layer.name) ?? 0, layer.x.length - 1);
      const { x, y } = index < 0 ? { x: NaN, y: NaN } : placeOf(layer, index);
      const { left, right, top, bottom } = plot;
      const [px, py] = [plot.x.at(x), plot.y.at(y)];
      const knob = mark ? (layer.way === "vertical" ? [px, bottom] : [left, py]) : [px, py];
      const reach = mark
        ? layer.way === "vertical" ? `M${px - 9} ${top}h18V${bottom}h-18z` : `M${left} ${py - 9}v18H${right}v-18z`
        : shapePath("circle", 14, layer.x, layer.y, plot); // prettier-ignore
      grip.firstChild.setAttribute("d", reach);
      grip.lastChild.setAttribute("d", knob.every(Number.isFinite) ? `M${placed(...knob)}${SHAPES.circle(mark ? 6 : layer.size / 2 + 3)}` : "");
      grip.setAttribute("class", `kw-grip kw-${layer.look}${mark ? ` kw-${layer.way}` : ""}`);
      const words = [
        Number.isFinite(x) && joined(axisName(spec.x, "x"), axisValue(spec.x, x)),
        Number.isFinite(y) && joined(axisName(spec.y, "y"), axisValue(spec.y, y)),
      ];
      grip.setAttribute("aria-label", joined(layer.label || layer.name, many ? index + 1 : "") + `. ${t("live.chart.moved")}${many ? ` ${t("live.chart.others")}` : ""}`);
      grip.setAttribute("aria-valuetext", words.filter(Boolean).join(", "));
      grip.setAttribute("aria-valuenow", Number.isFinite(x) ? x : y);
    }
    for (const grip of [...grips.children]) if (!names.has(grip.dataset.name)) grip.remove();
  };
  return { keep, take, move, release, draw, things, get holding() { return Boolean(held?.down); } }; // prettier-ignore
}

// Pointer and keys on the picture.
function addHands(chart) {
  const { svg } = chart;
  const zoom = addZoom(chart);
  const drag = addDrag(chart);
  let down = null; // where the pointer went down, and whether it has moved since
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary || !chart.now) return;
    const [px, py] = chart.pixel(event);
    down = { px, py, last: [px, py], moved: false };
    if (drag.take(px, py)) {
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    }
  });
  svg.addEventListener("pointermove", (event) => {
    if (!chart.now) return;
    const [px, py] = chart.pixel(event);
    const { plot } = chart.now;
    if (down && Math.hypot(px - down.px, py - down.py) > 4) down.moved = true;
    if (drag.holding) {
      drag.move(plot.x.of(px), plot.y.of(py));
      chart.point(null);
    } else if (down?.moved && chart.zoom) {
      svg.setPointerCapture(event.pointerId);
      const [dx, dy] = [(px - down.last[0]) / (plot.right - plot.left), (py - down.last[1]) / (plot.bottom - plot.top)];
      down.last = [px, py];
      zoom.by(1, undefined, undefined, dx, -dy);
    } else chart.point(under(px, py, chart.now));
  });
  const up = (event) => {
    const [px, py] = chart.pixel(event);
    const { plot, spec } = chart.now;
    const inside = px >= plot.left && px <= plot.right && py >= plot.top && py <= plot.bottom;
    if (drag.holding) drag.release();
    else if (event.type === "pointerup" && down && !down.moved && spec.click && inside) chart.click(plot.x.of(px), plot.y.of(py));
    down = null;
  };
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", up);
  svg.addEventListener("pointerleave", () => drag.holding || chart.point(null));
  svg.addEventListener("blur", () => chart.point(null));
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !chart.now) return;
    const { key } = event;
    if (zoom.keys[key]) zoom.keys[key]();
    else if (key === "Escape" && chart.spot) chart.point(null);
    else if (/^(Arrow|Page|Home|End)/.test(key)) chart.point(step(chart.spot, key, chart.now), true);
    else if ((key === "Enter" || key === " ") && chart.spot && chart.now.spec.click) chart.click(chart.spot.x, chart.spot.y);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has its own use for these keys
  });
  return { zoom, drag };
}
