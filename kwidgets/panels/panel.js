// The notebook has its own use for plain keys (a adds a cell, dd deletes one). Inside a panel they are the panel's.

const keep = (event) => {
  const { key, target } = event;
  const combined = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && key === "Enter");
  if (!combined && key !== "Escape" && target.closest?.(".kw-panel")) event.stopPropagation();
};

function render({ el }) {
  el.hidden = true;
  document.body.addEventListener("keydown", keep);
  return () => document.body.removeEventListener("keydown", keep);
}

export default { render };
