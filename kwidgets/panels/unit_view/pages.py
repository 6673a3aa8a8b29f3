"""What a layer and a batch look like at each step: HTML as text, and a sentence that says it."""

from __future__ import annotations

from html import escape
from typing import Any

from kwidgets.i18n import number, t
from kwidgets.panels.unit_view.passes import Batch, Box
from kwidgets.panels.unit_view.state import Step, UnitViewState
from kwidgets.panels.unit_view.tables import matrix, row, shape_of, sign


def page(state: UnitViewState) -> str:
    """The numbers at the step that is looked at; the arithmetic of a unit stands elsewhere."""
    if state.stage == "batch":
        return strip(state) + _batch(state)
    if state.stage == "layer" and state.here.is_dense:
        return _layer(state)
    return "" if state.here.is_dense else _other(state)


def sentence(state: UnitViewState) -> str:
    """What happens at the step that is looked at."""
    now = state.now
    if state.stage == "batch":
        return _about_batch(state, now)
    if not state.here.is_dense:
        box = state.here
        if now.kind == "input":
            return t("unit.other.input", kind=box.kind, before=_shapes(box))
        return t("unit.other.output", kind=box.kind, before=_shapes(box), after=shape_of(box.output))
    return _about_unit(state, now) if state.stage == "unit" else _about_layer(state, now)


def strip(state: UnitViewState) -> str:
    """The model as boxes with the shapes at the arrows between them, both ways."""
    batch, steps = state.batch, state.steps
    done, now = set(steps[: state.step + 1]), state.now
    parts = []
    for i, array in enumerate(state.inputs):
        parts.append(_node(state.model.input_names[i], "", lit=now.kind == "input"))
        parts.append(_arrow(shape_of(array), ""))
    for k, box in enumerate(batch.boxes):
        lit = now.number == k and now.kind in ("forward", "backward", "update")
        weights = " · ".join(f"{name} {shape_of(value)}" for name, value in box.weights.items())
        source = "" if _follows(box, k) else t("unit.takes", names=", ".join(_names(state, box)))
        parts.append(_node(box.name, box.kind, weights, source, lit=lit, done=Step("forward", k) in done))
        forward = shape_of(box.output) if Step("forward", k) in done else ""
        back = shape_of(box.output) if Step("backward", k) in done else ""
        parts.append(_arrow(forward, back))
    if batch.loss is not None:
        value = number(batch.loss) if Step("loss") in done else "?"
        parts.append(_node(t("unit.loss"), value, lit=now.kind == "loss", done=Step("loss") in done))
    return f'<div class="kw-strip">{"".join(parts)}</div>'


def _layer(state: UnitViewState) -> str:
    kinds = [step.kind for step in state.steps[: state.step + 1]]
    layer: Any = state.here.layer
    x = state.row[None]
    kernel, bias = layer.kernel.value, None if layer.bias is None else layer.bias.value
    lit = (state.unit,)
    product = x @ kernel
    parts = [matrix("x", x)]
    if "kernel" in kinds:
        parts += [sign("·"), matrix("W", kernel, lit=lit)]
    if "product" in kinds:
        parts += [sign("="), matrix("x · W", product, lit=lit)]
    if "bias" in kinds and bias is not None:
        parts += [sign("+"), matrix("b", bias, lit=lit), sign("="), matrix("z", product + bias, lit=lit)]
    if "activation" in kinds:
        out = state.here.output
        activation = str(getattr(layer.activation, "__name__", "f"))
        parts += [sign("→"), matrix(f"a = {activation}(z)", out.reshape(-1, out.shape[-1])[:1], lit=lit)]
    return row(*parts)


def _other(state: UnitViewState) -> str:
    box = state.here
    taken = [matrix("x", array) for array in box.inputs]
    given = [sign("→"), _node(box.name, box.kind), sign("→"), matrix("a", box.output)] if state.step else []
    return row(*taken, *given)


def _batch(state: UnitViewState) -> str:
    batch, now = state.batch, state.now
    if now.kind == "input":
        return row(*(matrix(name, array) for name, array in zip(state.model.input_names, state.inputs, strict=True)))
    if now.kind == "loss":
        y = "" if batch.targets is None else matrix("y", batch.targets)
        return row(y, sign("↔"), matrix("ŷ", batch.answer), sign("→"), _node(t("unit.loss"), number(batch.loss or 0.0)))
    box = batch.boxes[now.number]
    if now.kind == "forward":
        weights = [matrix(name, value) for name, value in box.weights.items()]
        return row(*(matrix("x", array) for array in box.inputs), sign("→") if weights else "", *weights, sign("→"),
                   matrix("a", box.output))  # fmt: skip
    if now.kind == "backward":
        return row(*_backward(batch, now.number))
    lines = []
    for name, move in batch.moves[now.number].items():
        found = "" if move.gradient is None else matrix(f"{t('unit.gradient')} ∂L/∂{name}", move.gradient)
        after = matrix(f"{name} · {t('unit.after')}", move.after)
        lines.append(row(matrix(f"{name} · {t('unit.before')}", move.before), found, sign("→"), after))
    return "".join(lines)


def _backward(batch: Batch, k: int) -> list[str]:
    gradient = batch.gradients[k]
    parts = [] if gradient is None else [matrix("∂L/∂a", gradient)]
    found = [(name, move.gradient) for name, move in batch.moves[k].items() if move.gradient is not None]
    return [*parts, sign("→") if found else "", *(matrix(f"∂L/∂{name}", part) for name, part in found)]


def _about_unit(state: UnitViewState, now: Step) -> str:
    unit = state.arithmetic
    if unit is None:
        return ""
    if now.kind == "product":
        behind = [step.number for step in state.steps[: state.step + 1] if step.kind == "product"]
        i = now.number
        return t("unit.step.product", input=number(unit.inputs[i]), weight=number(unit.weights[i]),
                 product=number(unit.products[i]), sum=number(unit.products[behind].sum()))  # fmt: skip
    if now.kind == "activation":
        said = t("unit.step.activation", activation=unit.activation, sum=number(unit.total), output=number(unit.output))
        more = [t("unit.together", activation=unit.activation)] if unit.together else []
        if state.changed:
            shown = state.here.output.reshape(-1, state.units)[0, state.unit]
            more.append(t("unit.changed", output=number(float(shown))))
        return " ".join([said, *more])
    slots: dict[str, dict[str, Any]] = {
        "input": {"count": unit.inputs.size},
        "rest": {"count": unit.inputs.size - len(unit.shown), "sum": number(unit.rest)},
        "bias": {"bias": number(unit.bias or 0.0)},
        "sum": {"sum": number(unit.total)},
    }
    return t(f"unit.step.{now.kind}", **slots[now.kind])


def _about_layer(state: UnitViewState, now: Step) -> str:
    layer: Any = state.here.layer
    kernel = layer.kernel.value
    before, after = f"(1, {kernel.shape[0]})", f"(1, {kernel.shape[1]})"
    slots: dict[str, dict[str, Any]] = {
        "input": {"count": kernel.shape[0], "shape": before},
        "kernel": {"shape": shape_of(kernel), "units": kernel.shape[1]},
        "product": {"before": before, "kernel": shape_of(kernel), "after": after},
        "bias": {"shape": f"({kernel.shape[1]},)"},
        "activation": {"activation": str(getattr(layer.activation, "__name__", "f")), "units": kernel.shape[1]},
    }
    return t(f"unit.layer.{now.kind}", **slots[now.kind])


def _about_batch(state: UnitViewState, now: Step) -> str:
    batch = state.batch
    if now.kind == "input":
        said = t("unit.batch.input", count=len(state.inputs[0]), shape=shape_of(state.inputs[0]))
        return said if batch.loss is not None else f"{said} {t('unit.one_way')}"
    if now.kind == "loss":
        return t("unit.batch.loss", value=number(batch.loss or 0.0))
    box = batch.boxes[now.number]
    if now.kind == "forward":
        return t("unit.batch.forward", name=box.name, before=_shapes(box), after=shape_of(box.output))
    if now.kind == "backward":
        return t("unit.batch.backward", name=box.name, shape=shape_of(box.output))
    optimizer = state.model.optimizer
    rate = number(float(optimizer.learning_rate))
    return t("unit.batch.update", name=box.name, optimizer=type(optimizer).__name__, rate=rate)


def _shapes(box: Box) -> str:
    return " + ".join(shape_of(array) for array in box.inputs)


def _names(state: UnitViewState, box: Box) -> list[str]:
    names = state.model.input_names
    return [state.boxes[s].name if s >= 0 else names[-1 - s] for s in box.sources]


def _follows(box: Box, k: int) -> bool:
    """Whether a box takes what the one before it gives, so that nobody need say so."""
    return box.sources == ((k - 1) if k else -1,)


def _node(name: str, kind: str, weights: str = "", source: str = "", *, lit: bool = False, done: bool = True) -> str:
    look = " ".join(["kw-node", *(["kw-now"] if lit else []), *([] if done else ["kw-later"])])
    lines = "".join(f"<small>{escape(text)}</small>" for text in (kind, weights, source) if text)
    return f'<div class="{look}"><b>{escape(name)}</b>{lines}</div>'


def _arrow(forward: str, back: str) -> str:
    there = f"<span>{escape(forward)} →</span>"
    again = f'<span class="kw-again">← {escape(back)}</span>' if back else ""
    return f'<div class="kw-arrow">{there}{again}</div>'
