// Boxes and little images joined by lines. Python lays them out (pictures/layout.py); numbers come in the frame.

const MARGIN = 8;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function readGraph(model) {
  const { number: frame, values, bytes } = readFrame(model);
  if (!frame) return { frame, widths: [], biases: [] };
  const [count, running, low, high, rows, columns, edges, nodes] = values;
  const part = (k, size = edges) => values.subarray(8 + k * edges, 8 + k * edges + size);
  const cells = new Uint8Array(bytes, 4 + 4 * count);
  return { frame, running, low, high, rows, columns, widths: part(0), signs: part(1), values: part(2), biases: part(3, nodes), cells };
}

function render({ model, el }) {
  const t = translator(model);
  const root = make(el, "section", { class: "kw-live kw-graph" });
  const head = heading(root, model);
  const area = make(root, "div", { class: "kw-area" });
  const stage = make(area, "div", { class: "kw-stage" });
  const canvas = make(stage, "canvas", { "aria-hidden": "true" });
  const svg = make(stage, "svg", { role: "group" });
  const readout = make(root, "p", { class: "kw-readout" });
  let built = null;
  let [nodes, edges] = [[], []]; // elements
  let data = null;

  const finite = Number.isFinite;
  const wordsOf = ({ words }, i) => (finite(data.biases[i]) ? `${words} · ${t("live.graph.bias", { value: number(data.biases[i]) })}` : words);
  // What is under the pointer, else what has the focus, is read out; what begins or ends at that node stands out.
  const seen = {};
  let told = "";
  const look = () => {
    const it = seen.pointer ?? seen.focus;
    const name = it?.name ?? "";
    if (name !== told && model.get("aware")) joint.say("point", { name: (told = name) });
    readout.textContent = it?.words() ?? "";
    built.edges.forEach(({ source, target }, i) => edges[i]?.group.toggleAttribute("data-lit", [source, target].includes(it?.name)));
  };
  const regard = (element, way, on, off, it) => {
    element.addEventListener(on, () => ((seen[way] = it), look()));
    element.addEventListener(off, () => ((seen[way] = null), look()));
  };
  const boxOf = (name) => nodes[built.nodes.findIndex((node) => node.name === name)]?.box;
  const choose = (name, pressed = false) => {
    model.set("selected", name);
    model.save_changes();
    joint.say("select", { name, pressed });
    mark();
    boxOf(name)?.focus();
  };
  // The next node in a direction: near, and rather straight ahead than aside.
  const neighbour = (from, key) => {
    const [dx, dy] = ARROWS[key] ?? [0, 0];
    const far = ({ x, y }) => {
      const ahead = (x - from.x) * dx + (y - from.y) * dy;
      return ahead > 1 ? ahead + 3 * Math.abs((x - from.x) * dy + (y - from.y) * dx) : Infinity;
    };
    const best = built.nodes.reduce((one, other) => (far(other) < far(one) ? other : one));
    return far(best) < Infinity && best.name;
  };

  const build = (spec) => {
    built = spec;
    Object.assign(seen, { pointer: null, focus: null });
    svg.replaceChildren();
    const [lines, labels, boxes] = ["kw-edges", "kw-labels", "kw-nodes"].map((name) => make(svg, "g", { class: name }));
    const write = (parent, x, y, words, name = "") => make(parent, "text", { class: name, x, y, "text-anchor": "middle" }, words);
    edges = spec.edges.map(({ source, target, label, words, path: [first, ...rest], middle: [x, y] }, i) => {
      const group = make(lines, "g", { "data-edge": `${source} ${target}` });
      const d = `M${first}C${rest.join(" ")}`;
      const line = make(group, "path", { class: "kw-edge", d });
      make(group, "path", { class: "kw-near", d });
      regard(group, "pointer", "pointerenter", "pointerleave", {
        words: () => (finite(data.values?.[i]) ? `${words} ${number(data.values[i])}` : words),
      });
      group.addEventListener("click", () => joint.say("edge", { source, target }));
      if (label) write(labels, x, y + 4, label);
      return { group, line };
    });
    nodes = spec.nodes.map((node, i) => {
      const { name, x, y, w, h } = node;
      const side = spec.image;
      const box = make(boxes, "g", {
        class: `kw-node kw-${node.look || "plain"}`, role: "button", "data-node": name, transform: `translate(${x - w / 2} ${y - h / 2})`,
      }); // prettier-ignore
      box.toggleAttribute("data-image", node.image);
      make(box, "rect", node.image ? { x: (w - side) / 2, width: side, height: side, rx: 4 } : { width: w, height: h, rx: 7 });
      let line = node.image ? side + 15 : node.lines.length ? 20 : h / 2 + 5;
      if (node.title) write(box, w / 2, line, node.title, "kw-title");
      for (const words of node.lines) write(box, w / 2, (line += 16), words);
      const it = { words: () => wordsOf(node, i), name };
      regard(box, "pointer", "pointerenter", "pointerleave", it);
      regard(box, "focus", "focus", "blur", it);
      box.addEventListener("click", () => choose(name, true));
      takeKeys(box, (key) => {
        const press = key === "Enter" || key === " ";
        const next = press ? name : neighbour(node, key);
        if (next) choose(next, press);
        else if (key === "Escape" && model.get("selected")) choose("");
        else return key in ARROWS;
        return true;
      });
      return { box, bias: node.bias && make(box, "path", { class: "kw-bias" }) };
    });
  };

  const mark = () => {
    const selected = model.get("selected");
    const entry = Math.max(0, built.nodes.findIndex((node) => node.name === selected));
    built.nodes.forEach((node, i) =>
      put(nodes[i].box, { "aria-pressed": node.name === selected, tabindex: i === entry ? 0 : -1, "aria-label": wordsOf(node, i) }),
    );
  };
  const draw = () => {
    const spec = model.get("spec");
    data = readGraph(model);
    root.dataset.frame = data.frame;
    head();
    const focused = svg.contains(document.activeElement) && document.activeElement.dataset.node;
    if (spec !== built) build(spec);
    const [width, height] = [spec.width + 2 * MARGIN, spec.height + 2 * MARGIN];
    const scale = Math.min(1, Math.max(0.62, area.clientWidth / width));
    const viewBox = `${-MARGIN} ${-MARGIN} ${width} ${height}`;
    put(svg, { width: width * scale, height: height * scale, viewBox, "aria-label": `${model.get("words")} ${t("live.graph.keys")}` });
    stage.style.width = `${width * scale}px`;
    area.style.maxHeight = model.get("most") ? `${model.get("most")}px` : "";
    mark();
    if (focused && !svg.contains(document.activeElement))
      (boxOf(focused) ?? svg.querySelector("[tabindex='0']"))?.focus({ preventScroll: true }); // not lost by a change
    look();
    if (data.widths.length !== edges.length || data.biases.length !== nodes.length) return;
    edges.forEach(({ line }, i) => {
      line.style.strokeWidth = data.widths[i].toFixed(2);
      put(line, { "data-sign": Math.sign(data.signs[i]) });
    });
    nodes.forEach(({ bias }, i) => {
      if (!bias) return;
      const { w, h, image } = spec.nodes[i];
      const [x, y, value] = [image ? (w - spec.image) / 2 : 0, image ? spec.image : h / 2, data.biases[i] || 0];
      const r = Math.min(6, 2.5 + 2 * Math.abs(value));
      // Positive ones are round, negative ones lie.
      const d = value < 0 ? `M${x - r} ${y - 2}h${2 * r}v4h${-2 * r}z` : `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
      put(bias, { d, "data-sign": Math.sign(value) });
    });
    const pen = fit(canvas, width * scale, height * scale);
    pen.scale(scale, scale);
    const style = getComputedStyle(root);
    const colours = table(spec.scale, isDark(style));
    let from = 0;
    for (const { image, x, y, h } of spec.nodes) {
      if (!image) continue;
      const start = from;
      const index = (cell) => (data.cells[start + cell] === 255 ? -1 : data.cells[start + cell]);
      // The first row lies at the bottom, as in a chart.
      const box = [x - spec.image / 2 + MARGIN, y - h / 2 + MARGIN + spec.image, spec.image, -spec.image];
      paint(pen, bitmap(data.rows, data.columns, colours, index), box, style.color);
      from += data.rows * data.columns;
    }
  };
  const joint = live(model, root, { draw, running: () => data?.running === 1 });
  return joint.release;
}

export default { render };
