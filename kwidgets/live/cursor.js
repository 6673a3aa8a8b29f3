// The cursor: pointer or arrow keys choose a point of the training curve, the values there are read out below.
function addCursor(svg, readout, current) {
  let index = null;
  const show = (spoken) => {
    svg.querySelector(".kw-cursor")?.remove();
    const { state, plot, t, unit } = current();
    const point = index === null ? null : state.train[Math.min(index, state.train.length - 1)];
    if (!point) {
      readout.textContent = "";
      return;
    }
    const near = (points) => points.reduce((a, b) => (Math.abs(b.x - point.x) < Math.abs(a.x - point.x) ? b : a));
    const parts = [t("live.loss.words.train", { value: number(point.y, unit) })];
    const mark = make(svg, "g", { class: "kw-cursor" });
    make(mark, "path", { d: `M${plot.x.at(point.x)} ${plot.top}V${plot.bottom}` });
    if (Number.isFinite(point.y)) make(mark, "circle", { class: "kw-train", cx: plot.x.at(point.x), cy: plot.y.at(point.y), r: 5 });
    if (state.validation.length) {
      const other = near(state.validation);
      parts.push(t("live.loss.words.validation", { value: number(other.y, unit) }));
      if (Number.isFinite(other.y))
        make(mark, "circle", { class: "kw-validation", cx: plot.x.at(other.x), cy: plot.y.at(other.y), r: 5 });
    }
    readout.setAttribute("aria-live", spoken ? "polite" : "off");
    const epoch = point.x.toFixed(Number.isInteger(point.x) ? 0 : 1);
    readout.textContent = `${t("live.loss.at", { epoch })}: ${parts.join(", ")}`;
  };
  svg.addEventListener("pointermove", (event) => {
    const { state, plot } = current();
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const distance = (i) => Math.abs(plot.x.at(state.train[i].x) - at);
    index = state.train.length && at > plot.left - 9 && at < plot.right + 9
      ? state.train.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0) : null; // prettier-ignore
    show(false);
  });
  svg.addEventListener("pointerleave", () => ((index = null), show(false)));
  svg.addEventListener("blur", () => ((index = null), show(false)));
  svg.addEventListener("keydown", (event) => {
    const last = current().state.train.length - 1;
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Escape") index = null;
    else if (move && last >= 0) index = Math.min(last, Math.max(0, (index ?? last) + move));
    else return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has its own use for these keys
    show(true);
  });
  return () => index !== null && show(false);
}
