// The browser's own slider: it takes keys and fingers, and screen readers know it by its name.

function render({ model, el }) {
  el.classList.add("kw-slider");
  const input = document.createElement("input");
  input.type = "range";
  el.append(input);

  const place = (value) => (model.get("log") ? Math.log10(value) : value);
  const value = () => {
    const at = input.valueAsNumber;
    return model.get("log") ? Number((10 ** at).toPrecision(2)) : Number(at.toPrecision(6));
  };
  const frame = () => {
    input.min = place(model.get("low"));
    input.max = place(model.get("high"));
    input.step = model.get("step");
    input.disabled = model.get("disabled");
    input.setAttribute("aria-label", model.get("description"));
    input.title = model.get("tooltip");
    follow();
  };
  const follow = () => {
    if (value() !== model.get("value")) input.value = place(Math.max(model.get("value"), model.get("low")));
    input.setAttribute("aria-valuetext", model.get("value"));
  };
  const moved = () => {
    model.set("value", value());
    model.save_changes();
  };
  input.addEventListener("input", moved);
  // The notebook has its own use for arrow keys.
  input.addEventListener("keydown", (event) => event.ctrlKey || event.metaKey || event.stopPropagation());
  model.on("change:value", follow);
  const shape = "change:low change:high change:step change:disabled change:description change:tooltip";
  model.on(shape, frame);
  frame();
  return () => {
    model.off("change:value", follow);
    model.off(shape, frame);
  };
}

export default { render };
