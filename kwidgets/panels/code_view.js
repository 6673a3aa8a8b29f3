// Code with a button that copies it; the lines changed last are lit for a moment. Where it may be edited, a text box
// lies over the lines, which then only carry the marks.

const PAUSE = 500; // ms without a key until what was typed is told

function render({ model, el }) {
  el.classList.add("kw-code");
  const add = (parent, tag, attributes = {}) => parent.appendChild(Object.assign(document.createElement(tag), attributes));
  const bar = add(el, "div", { className: "kw-code-bar" });
  const title = add(bar, "span");
  const button = add(bar, "button", { type: "button", className: "jupyter-button" });
  const area = add(el, "div", { className: "kw-code-area" });
  const pre = add(area, "pre");
  const editable = model.get("editable");
  const box = editable ? add(area, "textarea", { spellcheck: false, autocapitalize: "off" }) : null;
  const problem = add(el, "p", { className: "kw-code-problem" });
  problem.setAttribute("role", "alert");
  if (box) pre.setAttribute("aria-hidden", "true");
  else pre.tabIndex = 0;

  let timer = 0;
  const lines = (text, marks) => {
    const bad = model.get("problem") ? model.get("problem_line") : -1;
    pre.replaceChildren(
      ...text.split("\n").map((words, number) => {
        const line = document.createElement("code");
        line.textContent = words + "\n";
        line.classList.toggle("kw-lit", marks.has(number));
        line.classList.toggle("kw-bad", number === bad);
        return line;
      }),
    );
  };
  const draw = () => {
    if (box && !timer) box.value = model.get("code");
    lines(box ? box.value : model.get("code"), new Set(model.get("lit")));
  };
  const blame = () => {
    problem.textContent = model.get("problem");
    box?.setAttribute("aria-invalid", Boolean(problem.textContent));
    lines(box ? box.value : model.get("code"), new Set());
  };
  const tell = () => {
    clearTimeout(timer);
    timer = 0;
    model.set("code", box.value);
    model.save_changes();
  };
  box?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
    lines(box.value, new Set());
  });
  box?.addEventListener("blur", tell);
  box?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.shiftKey) return;
    const indent = /(?:^|\n)( +)[^\n]*$/.exec(box.value.slice(0, box.selectionStart))?.[1];
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`); // so that the box's own undo goes on
  });
  const word = (key) => model.get("labels")[key] ?? key;
  const speak = () => {
    title.textContent = word("title");
    button.textContent = word("copy");
    (box ?? pre).setAttribute("aria-label", word("title"));
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(box ? box.value : model.get("code"));
      button.textContent = word("copied");
      setTimeout(speak, 1500);
    } catch {
      // Where the page may not reach the clipboard the code is marked, ready for Ctrl+C.
      if (box) box.select();
      else getSelection().selectAllChildren(pre);
      button.textContent = word("marked");
    }
  };
  button.addEventListener("click", copy);
  const heed = { "change:code change:lit": draw, "change:problem change:problem_line": blame, "change:labels": speak };
  for (const [event, act] of Object.entries(heed)) model.on(event, act);
  draw();
  blame();
  speak();
  return () => {
    clearTimeout(timer);
    for (const [event, act] of Object.entries(heed)) model.off(event, act);
  };
}

export default { render };
