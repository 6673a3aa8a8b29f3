// Boxes and little images joined by lines. Python lays them out (pictures/layout.py); numbers come in the frame.

function readGraph(model) {
  const { number: frame, values, bytes } = readFrame(model);
  const [count, running, low, high, rows, columns, edges, nodes] = values;
  if (!frame) return { frame };
  const parts = [];
  for (let from = 8, i = 0; i < 4; i += 1) {
    const size = i < 3 ? edges : nodes;
    parts.push(values.subarray(from, from + size));
    from += size;
  }
  const cells = new Uint8Array(bytes, 4 + 4 * count);
  return { frame, running, low, high, rows, columns, widths: parts[0], signs: parts[1], values: parts[2], biases: parts[3], cells };
}

// A smooth line: its first point, then three for each Bézier curve.
const edgePath = ([first, ...rest]) => `M${first}C${rest.join(" ")}`;

const MARGIN = 8;

function render({ model, el }) {
  const t = translator(model);
  const root = make(el, "section", { class: "kw-live kw-graph" });
  const title = make(root, "strong");
  const status = make(root, "p", { class: "kw-status", role: "status" });
  const area = make(root, "div", { class: "kw-area" });
  const stage = make(area, "div", { class: "kw-stage" });
  const canvas = make(stage, "canvas", { "aria-hidden": "true" });
  const svg = make(stage, "svg", { role: "group" });
  const readout = make(root, "p", { class: "kw-readout", "aria-live": "off" });
  let built = null;
  let shapes = { nodes: [], edges: [] };
  let data = {};
  let scale = 1;
  let say = () => {};

  const nameOf = (spec, name) => {
    const node = spec.nodes.find((n) => n.name === name);
    return node?.title || node?.name || name;
  };
  const tell = (words) => (readout.textContent = words);
  const nodeWords = (node, i) => [
    node.title || node.name, ...node.lines, node.hint,
    node.bias && data.biases && Number.isFinite(data.biases[i]) ? t("live.graph.bias", { value: number(data.biases[i]) }) : "",
  ].filter(Boolean).join(" · "); // prettier-ignore
  const choose = (name, focus = true) => {
    const spec = model.get("spec");
    model.set("selected", name);
    model.save_changes();
    say("select", { name });
    paint();
    const i = spec.nodes.findIndex((node) => node.name === name);
    if (focus) shapes.nodes[i]?.box.focus({ preventScroll: false });
  };
  // The next node in a direction: near, and rather straight ahead than aside.
  const neighbour = (from, key, spec) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null;
    for (const node of spec.nodes) {
      const [x, y] = [node.x - from.x, node.y - from.y];
      const ahead = x * dx + y * dy;
      const far = ahead + 3 * Math.abs(x * dy + y * dx);
      if (ahead > 1 && far < (best?.far ?? Infinity)) best = { node, far };
    }
    return best?.node;
  };

  const build = (spec) => {
    built = spec;
    svg.replaceChildren();
    const lines = make(svg, "g", { class: "kw-edges" });
    const labels = make(svg, "g", { class: "kw-labels" });
    const boxes = make(svg, "g");
    const edges = spec.edges.map((edge, i) => {
      const group = make(lines, "g", { "data-edge": `${edge.source} ${edge.target}` });
      const d = edgePath(edge.path.map(([x, y]) => [x + MARGIN, y + MARGIN]));
      const line = make(group, "path", { class: "kw-edge", d });
      make(group, "path", { class: "kw-near", d });
      group.addEventListener("pointerenter", () => {
        const value = data.values && Number.isFinite(data.values[i]) ? number(data.values[i]) : "";
        const words = [edge.label, value].filter(Boolean).join(" ");
        tell(`${nameOf(spec, edge.source)} → ${nameOf(spec, edge.target)}${words && `: ${words}`}`);
      });
      group.addEventListener("pointerleave", () => tell(""));
      const [x, y] = edge.middle;
      if (edge.label) make(labels, "text", { x: x + MARGIN, y: y + MARGIN + 4, "text-anchor": "middle" }, edge.label);
      return { group, line };
    });
    const nodes = spec.nodes.map((node, i) => {
      const box = make(boxes, "g", {
        class: `kw-node kw-${node.look || "plain"}`, role: "button", "data-node": node.name,
        transform: `translate(${node.x - node.w / 2 + MARGIN} ${node.y - node.h / 2 + MARGIN})`,
      }); // prettier-ignore
      const side = spec.image;
      if (node.image) box.dataset.image = "";
      const left = (node.w - side) / 2;
      make(box, "rect", node.image ? { x: left, width: side, height: side, rx: 4 } : { width: node.w, height: node.h, rx: 7 });
      let y = node.image ? side + 15 : node.lines.length ? 20 : node.h / 2 + 5;
      if (node.title) make(box, "text", { class: "kw-title", x: node.w / 2, y, "text-anchor": "middle" }, node.title);
      for (const line of node.lines) make(box, "text", { x: node.w / 2, y: (y += 16), "text-anchor": "middle" }, line);
      const bias = node.bias ? make(box, "path", { class: "kw-bias" }) : null;
      box.addEventListener("pointerenter", () => (tell(nodeWords(node, i)), light(node.name)));
      box.addEventListener("pointerleave", () => (tell(""), light("")));
      box.addEventListener("focus", () => (tell(nodeWords(node, i)), light(node.name)));
      box.addEventListener("blur", () => (tell(""), light("")));
      box.addEventListener("click", () => choose(node.name));
      box.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const next = event.key.startsWith("Arrow") && neighbour(node, event.key, spec);
        if (next) choose(next.name);
        else if (event.key === "Enter" || event.key === " ") choose(node.name);
        else if (event.key === "Escape" && model.get("selected")) choose("", false);
        else if (!event.key.startsWith("Arrow")) return;
        event.preventDefault();
        event.stopPropagation(); // the notebook has its own use for these keys
      });
      return { box, bias };
    });
    shapes = { nodes, edges };
  };
  // What begins or ends at a node stands out while it is looked at.
  const light = (name) =>
    built.edges.forEach((edge, i) => shapes.edges[i]?.group.toggleAttribute("data-lit", Boolean(name) && (edge.source === name || edge.target === name)));

  const paint = () => {
    const spec = model.get("spec");
    const selected = model.get("selected");
    const resting = spec.nodes.some((node) => node.name === selected) ? selected : spec.nodes[0]?.name;
    spec.nodes.forEach((node, i) => {
      const { box } = shapes.nodes[i];
      box.setAttribute("aria-pressed", node.name === selected);
      box.setAttribute("tabindex", node.name === resting ? 0 : -1);
      box.setAttribute("aria-label", nodeWords(node, i));
    });
  };
  const draw = () => {
    const spec = model.get("spec");
    data = readGraph(model);
    root.dataset.frame = data.frame;
    title.textContent = spec.title;
    title.hidden = !spec.title;
    status.textContent = model.get("status");
    status.hidden = !status.textContent;
    const focused = svg.contains(document.activeElement);
    if (spec !== built) build(spec);
    const [width, height] = [spec.width + 2 * MARGIN, spec.height + 2 * MARGIN];
    scale = Math.min(1, Math.max(0.62, area.clientWidth / width));
    for (const [name, value] of Object.entries({ width: width * scale, height: height * scale, viewBox: `0 0 ${width} ${height}` }))
      svg.setAttribute(name, value);
    stage.style.width = `${width * scale}px`;
    area.style.maxHeight = model.get("most") ? `${model.get("most")}px` : "";
    svg.setAttribute("aria-label", `${model.get("words")} ${t("live.graph.keys")}`);
    paint();
    if (focused && !svg.contains(document.activeElement)) svg.querySelector("[tabindex='0']")?.focus(); // not lost by a change
    canvas.hidden = !spec.nodes.some((node) => node.image);
    if (!data.frame || data.widths.length !== spec.edges.length || data.biases.length !== spec.nodes.length) return;
    shapes.edges.forEach(({ line }, i) => {
      line.style.strokeWidth = data.widths[i].toFixed(2);
      line.setAttribute("data-sign", Math.sign(data.signs[i]));
    });
    shapes.nodes.forEach(({ bias }, i) => {
      if (!bias) return;
      const [value, node] = [data.biases[i], spec.nodes[i]];
      const size = Math.min(6, 2.5 + 2 * Math.abs(value)) || 3;
      const at = [(node.w - spec.image) / 2, node.image ? spec.image : node.h / 2];
      bias.setAttribute("data-sign", Math.sign(value) || 0);
      // Positive ones are round, negative ones lie.
      bias.setAttribute("d", value < 0 ? `M${at[0] - size} ${at[1] - 2}h${2 * size}v4h${-2 * size}z` : `M${at[0] - size} ${at[1]}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0z`);
    });
    if (!canvas.hidden) images(spec, width, height);
  };
  const images = (spec, width, height) => {
    const pen = fit(canvas, width * scale, height * scale);
    const { rows, columns, cells } = data;
    const colours = table(spec.scale, isDark(root));
    pen.imageSmoothingEnabled = false;
    let from = 0;
    for (const node of spec.nodes) {
      if (!node.image) continue;
      const start = from;
      let broken = 0;
      const picture = bitmap(rows, columns, colours, (cell) => {
        const level = cells[start + cell];
        broken += level === 255;
        return level === 255 ? -1 : level;
      });
      from += rows * columns;
      const box = [node.x - spec.image / 2 + MARGIN, node.y - node.h / 2 + MARGIN, spec.image, spec.image].map((v) => v * scale);
      if (broken) {
        pen.fillStyle = hatch(pen, getComputedStyle(root).color, 5);
        pen.fillRect(...box);
      }
      // The first row lies at the bottom, as in a chart.
      pen.save();
      pen.translate(box[0], box[1] + box[3]);
      pen.scale(1, -1);
      pen.drawImage(picture, 0, 0, box[2], box[3]);
      pen.restore();
    }
  };
  const joined = live(model, root, { draw, running: () => Boolean(data.running) });
  say = joined.say;
  return joined.release;
}

export default { render };
