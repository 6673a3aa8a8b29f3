// Code with a button that copies it; the lines changed last are lit for a moment.

function render({ model, el }) {
  el.classList.add("kw-code");
  const bar = document.createElement("div");
  bar.className = "kw-code-bar";
  const title = bar.appendChild(document.createElement("span"));
  const button = bar.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "jupyter-button";
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  el.append(bar, pre);

  const draw = () => {
    const lit = new Set(model.get("lit"));
    pre.replaceChildren(
      ...model.get("code").split("\n").map((text, number) => {
        const line = document.createElement("code");
        line.textContent = text + "\n";
        if (lit.has(number)) line.className = "kw-lit";
        return line;
      }),
    );
  };
  const word = (key) => model.get("labels")[key] ?? key;
  const speak = () => {
    title.textContent = word("title");
    button.textContent = word("copy");
    pre.setAttribute("aria-label", word("title"));
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(model.get("code"));
      button.textContent = word("copied");
      setTimeout(speak, 1500);
    } catch {
      // Where the page may not reach the clipboard the code is marked, ready for Ctrl+C.
      getSelection().selectAllChildren(pre);
      button.textContent = word("marked");
    }
  };
  button.addEventListener("click", copy);
  model.on("change:code change:lit", draw);
  model.on("change:labels", speak);
  draw();
  speak();
  return () => {
    model.off("change:code change:lit", draw);
    model.off("change:labels", speak);
  };
}

export default { render };
