// Hands on a chart: zoom and pan, click, drag a point or a mark. `chart` is what chart.js puts together.

const GRIP = 18; // pixels: how near a pointer must come to take hold of a thing
const AGAIN = 300; // ms until a move is told although earlier ones were not answered
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Limits after a zoom about a pixel, and a shift by a share of what is seen; a log axis is zoomed by decades.
function zoomed(scale, whole, factor, pixel, shift) {
  const [to, from] = scale.log ? [Math.log10, (v) => 10 ** v] : [(v) => v, (v) => v];
  const [a, b, c, d, fixed] = [...whole, scale.low, scale.high, scale.of(pixel)].map(to);
  const size = Math.max(Math.min((d - c) * factor, b - a), (b - a) / 2000);
  const wish = fixed - (fixed - c) * (size / (d - c)) - shift * (d - c);
  const start = Math.min(Math.max(wish, a), b - size);
  return [from(start), from(start + size)];
}

function addZoom(chart) {
  const by = (factor, px, py, shiftX = 0, shiftY = 0) => {
    const { spec, plot, data, log } = chart.now;
    if (!spec.zoom) return;
    const wholes = { x: data.x, y: log ? data.yLog : data.y };
    const { left, right, top, bottom } = plot;
    const next = {};
    if (!plot.x.names) next.x = zoomed(plot.x, wholes.x, factor, px ?? (left + right) / 2, spec.x.reverse ? -shiftX : shiftX);
    if (!plot.y.names) next.y = zoomed(plot.y, wholes.y, factor, py ?? (top + bottom) / 2, spec.y.reverse ? -shiftY : shiftY);
    const all = Object.keys(next).every((axis) => next[axis][0] <= wholes[axis][0] && next[axis][1] >= wholes[axis][1]);
    chart.zoom = all ? null : next;
    chart.soon();
  };
  const whole = () => ((chart.zoom = null), chart.soon());
  const bar = make(chart.area, "div", { class: "kw-zoom" });
  for (const [name, sign, act] of [["closer", "+", () => by(0.6)], ["farther", "−", () => by(1.6)], ["whole", "0", whole]])
    make(bar, "button", { type: "button", "data-zoom": name, tabindex: -1 }, sign).addEventListener("click", act);
  const wheel = (event) => {
    const wanted = event.ctrlKey || event.metaKey || chart.svg.contains(document.activeElement);
    if (!wanted || !chart.now?.spec.zoom) return; // else the notebook scrolls
    event.preventDefault();
    by(1.0015 ** event.deltaY, ...chart.pixel(event));
  };
  chart.svg.addEventListener("wheel", wheel, { passive: false });
  return { by, bar, keys: { "+": () => by(0.6), "=": () => by(0.6), "-": () => by(1.6), 0: whole } };
}

// Things that can be moved: what a hand or a key holds stays where it was put until the kernel has heard of it.
function addDrag(chart) {
  const grips = make(chart.svg, "g");
  const chosen = {}; // layer's name -> the point that keys move
  let held = null; // {name, index, x, y, down}
  let [turn, sent, waiting, released] = [0, 0, 0, 0];

  const things = () => chart.now.data.layers.filter((layer) => layer.draggable);
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
    chart.say("drag", { name: held.name, index: held.index, x: held.x || 0, y: held.y || 0, turn });
  };
  const move = (x, y) => {
    const clamp = (v, { low, high }) => Math.min(high, Math.max(low, v));
    Object.assign(held, { x: clamp(x, chart.now.plot.x), y: clamp(y, chart.now.plot.y) });
    waiting ||= requestAnimationFrame(tell);
    chart.soon();
  };
  const release = () => {
    held.down = false;
    released = performance.now();
  };

  // Puts what is held where it is held, whatever the frame says.
  const keep = (data) => {
    const layer = data.layers.find((l) => l.draggable && l.name === held?.name);
    const since = performance.now() - released;
    if (!layer || (!held.down && ((data.heard >= turn && !waiting && since > 250) || since > 1500))) held = null;
    if (!held) return;
    if (layer.kind === "mark") layer.value = layer.way === "vertical" ? held.x : held.y;
    else if (held.index < layer.x.length)
      for (const part of ["x", "y"]) layer[part] = layer[part].with(held.index, held[part]);
    if (!held.down) setTimeout(chart.soon, 260);
  };

  const take = (px, py) => {
    const { plot } = chart.now;
    let best = { far: GRIP };
    for (const layer of things())
      stops(layer).forEach((place, index) => {
        const far = Math.hypot((plot.x.at(place.x) || px) - px, (plot.y.at(place.y) || py) - py) + (layer.kind === "mark" ? 6 : 0);
        if (far < best.far) best = { name: layer.name, index, far, ...place, down: true };
      });
    if (!best.name) return false;
    held = best;
    chosen[best.name] = best.index;
    [...grips.children].find((grip) => grip.dataset.name === best.name)?.focus({ preventScroll: true });
    return true;
  };

  const key = (name, far, layer) => {
    const { plot, spec } = chart.now;
    const places = stops(layer);
    const index = Math.min(chosen[layer.name] ?? 0, places.length - 1);
    const [dx, dy] = ARROWS[name] ?? [];
    if (dx !== undefined) {
      const go = (scale, value, steps) =>
        scale.log ? value * (scale.high / scale.low) ** (steps / 100) : value + steps * roundStep(scale.high - scale.low, 100);
      const from = held?.name === layer.name && held.index === index ? held : places[index];
      held = { ...from, name: layer.name, index };
      release();
      move(go(plot.x, from.x, far * (spec.x.reverse ? -dx : dx)), go(plot.y, from.y, far * (spec.y.reverse ? -dy : dy)));
    } else if (name === "PageUp" || name === "PageDown") {
      chosen[layer.name] = (index + (name === "PageUp" ? 1 : places.length - 1)) % places.length;
      chart.soon();
    } else return false;
    return true;
  };

  // One element a layer takes the focus, and the finger wherever its points are.
  const draw = () => {
    const { plot, t, spec } = chart.now;
    const { left, right, top, bottom } = plot;
    const moving = things().filter((layer) => stops(layer).length);
    for (const grip of [...grips.children]) if (!moving.some((layer) => layer.name === grip.dataset.name)) grip.remove();
    for (const layer of moving) {
      let grip = [...grips.children].find((g) => g.dataset.name === layer.name);
      if (!grip) {
        grip = make(grips, "g", { "data-name": layer.name, tabindex: 0, role: "slider" });
        for (const name of ["kw-reach", "kw-ring"]) drawn(grip, name, "");
        takeKeys(grip, (name, { shiftKey }) => key(name, shiftKey ? 10 : 1, things().find((l) => l.name === layer.name)));
      }
      const places = stops(layer);
      const index = Math.min(chosen[layer.name] ?? 0, places.length - 1);
      const { x, y } = places[index];
      const [px, py] = [plot.x.at(x), plot.y.at(y)];
      const [mark, upright] = [layer.kind === "mark", layer.way === "vertical"];
      const knob = mark ? shape("circle", 6, upright ? px : left, upright ? bottom : py) : shape("circle", layer.size / 2 + 3, px, py);
      const along = upright ? `M${px - 9} ${top}h18V${bottom}h-18z` : `M${left} ${py - 9}v18H${right}v-18z`;
      grip.firstChild.setAttribute("d", mark ? along : shapes("circle", 14, layer, plot));
      grip.lastChild.setAttribute("d", finite(x, y) || mark ? knob : "");
      const many = places.length > 1;
      const name = joined(layer.label || layer.name, many && index + 1);
      const words = [Number.isFinite(x) && joined(axisName(spec.x, "x"), axisValue(spec.x, x)), Number.isFinite(y) && joined(axisName(spec.y, "y"), axisValue(spec.y, y))];
      put(grip, {
        class: joined("kw-grip", `kw-${layer.look}`, mark && `kw-${layer.way}`), "aria-valuenow": Number.isFinite(x) ? x : y,
        "aria-label": joined(`${name}.`, t("live.chart.moved"), many && t("live.chart.others")), "aria-valuetext": words.filter(Boolean).join(", "),
      }); // prettier-ignore
    }
  };
  return { keep, take, move, release, draw, things, holding: () => held?.down };
}

// Pointer and keys on the picture.
function addHands(chart) {
  const { svg } = chart;
  const zoom = addZoom(chart);
  const drag = addDrag(chart);
  let down = null; // where the pointer is down, and whether it has moved since
  const on = (name, act) => svg.addEventListener(name, (event) => chart.now && act(event, ...chart.pixel(event)));
  on("pointerdown", (event, px, py) => {
    if (event.button || !event.isPrimary) return;
    down = { px, py, last: [px, py] };
    if (!drag.take(px, py)) return;
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  on("pointermove", (event, px, py) => {
    const { plot } = chart.now;
    if (down && Math.hypot(px - down.px, py - down.py) > 4) down.moved = true;
    if (drag.holding()) drag.move(plot.x.of(px), plot.y.of(py));
    else if (down?.moved && chart.zoom) {
      svg.setPointerCapture(event.pointerId);
      zoom.by(1, undefined, undefined, (px - down.last[0]) / (plot.right - plot.left), (down.last[1] - py) / (plot.bottom - plot.top));
      down.last = [px, py];
    } else chart.point(under(px, py, chart.now));
  });
  const up = (event, px, py) => {
    const { plot, spec } = chart.now;
    const inside = px >= plot.left && px <= plot.right && py >= plot.top && py <= plot.bottom;
    if (drag.holding()) drag.release();
    else if (event.type === "pointerup" && down && !down.moved && spec.click && inside) chart.click(plot.x.of(px), plot.y.of(py));
    down = null;
  };
  on("pointerup", up);
  on("pointercancel", up);
  on("pointerleave", () => chart.point(null));
  on("blur", () => chart.point(null));
  takeKeys(svg, (key) => {
    if (!chart.now) return false;
    if (zoom.keys[key]) zoom.keys[key]();
    else if (key === "Escape" && chart.spot) chart.point(null);
    else if (/^(Arrow|Page|Home|End)/.test(key)) chart.point(step(chart.spot, key, chart.now), true);
    else if (/^(Enter| )$/.test(key) && chart.spot && chart.now.spec.click) chart.click(chart.spot.x, chart.spot.y);
    else return false;
    return true;
  });
  return { zoom, drag };
}
