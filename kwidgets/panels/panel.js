// The notebook has its own use for plain keys (a adds a cell, dd deletes one). Inside a panel they are the panel's.

const keep = (event) => {
  const { key, target } = event;
  const combined = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && key === "Enter");
  if (!combined && key !== "Escape" && target.closest?.(".kw-panel")) event.stopPropagation();
};

// Keys that press a button of their panel, `kw-key-<act>`: some everywhere, others on what stands in `kw-keys`. Where
// letters are typed the keys are the letters'.
function press(event) {
  const { target, key, altKey, shiftKey } = event;
  const panel = target.closest?.(".kw-panel");
  if (!panel || target.matches("textarea, input:not([type=checkbox], [type=range])")) return;
  const letter = (event.ctrlKey || event.metaKey) && key.toLowerCase();
  let act = { z: shiftKey ? "redo" : "undo", y: "redo" }[letter];
  if (!act && target.closest(".kw-keys"))
    act = letter ? { d: "duplicate" }[letter] : altKey ? { ArrowUp: "up", ArrowLeft: "up", ArrowDown: "down", ArrowRight: "down" }[key] : { Delete: "remove", Backspace: "remove", F2: "rename" }[key]; // prettier-ignore
  const asked = act && panel.querySelector(`.kw-key-${act}`);
  if (!asked) return;
  if (asked.matches("button")) asked.click();
  else asked.querySelector("input").select();
  event.preventDefault();
  event.stopPropagation();
}

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
  const pressed = (event) => event.target.closest?.(".kw-panel") === el.closest(".kw-panel") && press(event);
  document.body.addEventListener("keydown", pressed, true);
  document.body.addEventListener("keydown", present, true); // before a slider keeps its keys to itself
  return () => {
    document.body.removeEventListener("keydown", keep);
    document.body.removeEventListener("keydown", pressed, true);
    document.body.removeEventListener("keydown", present, true);
  };
}

export default { render };
