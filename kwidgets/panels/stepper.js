// Forth and back, step by step. Arrow keys work anywhere in the panel where nothing else has a use for them.

const TYPING = "input, select, textarea, [role=slider], [contenteditable], .kw-live svg";

function render({ model, el }) {
  el.classList.add("kw-stepper");
  const add = (tag, className = "") => {
    const element = document.createElement(tag);
    element.className = className;
    el.append(element);
    return element;
  };
  const button = (by, className) => {
    const made = add("button", className);
    made.type = "button";
    made.addEventListener("click", () => go(by));
    return made;
  };
  const go = (by) => model.send({ kind: "by", by });
  const first = button(-1e6, "kw-first");
  const back = button(-1, "kw-back");
  const on = button(1, "kw-on");
  const bar = add("progress");
  const place = add("span", "kw-place");
  const keys = add("small");

  const show = () => {
    const [step, last, labels] = [model.get("step"), model.get("last"), model.get("labels")];
    for (const [made, sign, words] of [[first, "↤", labels.first], [back, `◀ ${labels.back}`, ""], [on, `${labels.on} ▶`, ""]]) {
      made.textContent = sign;
      if (words) made.setAttribute("aria-label", (made.title = words));
    }
    // Not `disabled`: that would take the focus away, and with it the arrow keys.
    for (const [made, ended] of [[first, step <= 0], [back, step <= 0], [on, step >= last]])
      made.setAttribute("aria-disabled", ended);
    [bar.max, bar.value] = [Math.max(last, 1), step];
    place.textContent = labels.place.replace("{step}", step + 1).replace("{steps}", last + 1);
    bar.setAttribute("aria-label", place.textContent);
    keys.textContent = labels.keys;
  };
  const keyed = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest(TYPING)) return;
    event.preventDefault();
    event.stopPropagation();
    go(by);
  };
  let panel = null;
  // The panel is put around this after it is rendered.
  const request = requestAnimationFrame(() => {
    panel = el.closest(".kw-panel");
    panel?.addEventListener("keydown", keyed);
  });
  model.on("change", show);
  show();
  return () => {
    cancelAnimationFrame(request);
    panel?.removeEventListener("keydown", keyed);
    model.off("change", show);
  };
}

export default { render };
