// A row of tabs; arrow keys, Home and End go from one to the next.

function render({ model, el }) {
  el.classList.add("kw-tabs");
  el.setAttribute("role", "tablist");
  const chosen = () => el.querySelector("[aria-selected=true]");

  const draw = () => {
    const had = el.contains(document.activeElement);
    el.setAttribute("aria-label", model.get("description"));
    el.replaceChildren(
      ...model.get("options").map(([word, value]) => {
        const own = value === model.get("value");
        const tab = document.createElement("button");
        Object.assign(tab, { type: "button", textContent: word, tabIndex: own ? 0 : -1, disabled: model.get("disabled") });
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-selected", own);
        tab.addEventListener("click", () => choose(value));
        return tab;
      }),
    );
    if (had) chosen()?.focus();
  };
  const choose = (value) => {
    model.set("value", value);
    model.save_changes();
    draw();
    chosen()?.focus();
  };
  const keys = (event) => {
    const values = model.get("options").map(([, value]) => value);
    const at = values.indexOf(model.get("value"));
    const last = values.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined || model.get("disabled")) return;
    event.preventDefault();
    event.stopPropagation();
    choose(values[to]);
  };
  el.addEventListener("keydown", keys);
  model.on("change", draw);
  draw();
  return () => {
    el.removeEventListener("keydown", keys);
    model.off("change", draw);
  };
}

export default { render };
