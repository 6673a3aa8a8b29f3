// The notebook has its own use for plain keys (a adds a cell, dd deletes one). Inside a panel they are the panel's.

const keep = (event) => {
  const { key, target } = event;
  const combined = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && key === "Enter");
  if (!combined && key !== "Escape" && target.closest?.(".kw-panel")) event.stopPropagation();
};

function render({ model, el }) {
  el.hidden = true;
  // Alt+P switches presenter mode. By the key's place: with Alt some keyboards write another letter there.
  const present = (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyP" || event.repeat) return;
    if (event.target.closest?.(".kw-panel") !== el.closest(".kw-panel")) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ kind: "presenter" });
  };
  document.body.addEventListener("keydown", keep);
  document.body.addEventListener("keydown", present, true); // before a slider keeps its keys to itself
  return () => {
    document.body.removeEventListener("keydown", keep);
    document.body.removeEventListener("keydown", present, true);
  };
}

export default { render };
