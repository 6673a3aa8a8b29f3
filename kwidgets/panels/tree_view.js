// A tree of rows [depth, name, value, mark]. The keys are those of trees everywhere: up and down, right opens, left
// closes or goes to the branch above, Home and End, * opens all beside it.

function render({ model, el }) {
  el.classList.add("kw-tree");
  const bar = el.appendChild(document.createElement("div"));
  bar.className = "kw-tree-bar";
  const title = bar.appendChild(document.createElement("span"));
  const buttons = ["open", "close"].map((name) => {
    const button = bar.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "jupyter-button";
    button.addEventListener("click", () => {
      rows.forEach((row) => row.branch && states.set(row.path, name === "open"));
      draw();
    });
    return button;
  });
  const root = el.appendChild(document.createElement("div"));
  root.setAttribute("role", "tree");
  const more = el.appendChild(document.createElement("p"));

  const states = new Map(); // by path: whether a branch was opened or closed by hand
  let rows = [];
  let active = "";
  const isOpen = (row) => states.get(row.path) ?? row.depth < model.get("opened");

  const read = () => {
    const names = [];
    rows = model.get("rows").map(([depth, name, value, mark], i, all) => {
      names.length = depth;
      const path = JSON.stringify([...names, name]);
      names[depth] = name;
      return { depth, name, value, mark, path, branch: (all[i + 1]?.[0] ?? 0) > depth };
    });
  };
  const visible = () => {
    let hidden = Infinity;
    return rows.filter((row) => {
      if (row.depth > hidden) return false;
      hidden = row.branch && !isOpen(row) ? row.depth : Infinity;
      return true;
    });
  };
  const put = (parent, className, text) => {
    const part = parent.appendChild(document.createElement("span"));
    part.className = className;
    part.textContent = text;
  };
  const draw = () => {
    const shown = visible();
    const had = root.contains(document.activeElement);
    if (!shown.some((row) => row.path === active)) active = shown[0]?.path ?? "";
    root.replaceChildren(
      ...shown.map((row) => {
        const item = document.createElement("div");
        item.setAttribute("role", "treeitem");
        item.setAttribute("aria-level", row.depth + 1);
        item.dataset.path = row.path;
        item.tabIndex = row.path === active ? 0 : -1;
        item.style.setProperty("--depth", row.depth);
        if (row.branch) item.setAttribute("aria-expanded", isOpen(row));
        put(item, "kw-tree-name", row.name);
        if (row.value) put(item, "kw-tree-value", row.value);
        if (row.mark) put(item, "kw-tree-mark", row.mark);
        item.addEventListener("click", () => {
          active = row.path;
          if (row.branch) states.set(row.path, !isOpen(row));
          draw();
          focus();
        });
        return item;
      }),
    );
    if (had) focus();
  };
  const focus = () => root.querySelector("[tabindex='0']")?.focus();
  const keys = (event) => {
    const shown = visible();
    const at = shown.findIndex((row) => row.path === active);
    const row = shown[at];
    if (!row) return;
    const above = shown.slice(0, at).findLast((other) => other.depth < row.depth);
    const open = row.branch && isOpen(row);
    const toggle = (value) => states.set(row.path, value);
    const acts = {
      ArrowDown: () => (active = shown[at + 1]?.path ?? active),
      ArrowUp: () => (active = shown[at - 1]?.path ?? active),
      Home: () => (active = shown[0].path),
      End: () => (active = shown.at(-1).path),
      ArrowRight: () => (open ? (active = shown[at + 1].path) : row.branch && toggle(true)),
      ArrowLeft: () => (open ? toggle(false) : (active = above?.path ?? active)),
      Enter: () => row.branch && toggle(!open),
      " ": () => row.branch && toggle(!open),
      "*": () => shown.forEach((other) => other.depth === row.depth && other.branch && states.set(other.path, true)),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
    draw();
    focus();
  };
  const speak = () => {
    const labels = model.get("labels");
    title.textContent = labels.title;
    root.setAttribute("aria-label", labels.title);
    root.title = labels.keys;
    more.textContent = labels.more;
    buttons.forEach((button, i) => (button.textContent = labels[["open", "close"][i]]));
  };
  const renew = () => (read(), draw());
  root.addEventListener("keydown", keys);
  model.on("change:rows change:opened", renew);
  model.on("change:labels", speak);
  renew();
  speak();
  return () => {
    model.off("change:rows change:opened", renew);
    model.off("change:labels", speak);
  };
}

export default { render };
