from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.configurable import parameters, to_tree
from kcore.parameter import Parameter
from kwidgets.forms import Form
from kwidgets.i18n import bind, known, on_language, t
from kwidgets.panels.builder.blueprint import Blueprint, ImpossibleError, Part
from kwidgets.panels.builder.catalogue import layer_class
from kwidgets.panels.builder.facts import Row
from kwidgets.panels.builder.problem import Problem
from kwidgets.panels.builder.wires import Wires

_RARE_FAMILIES = ("initializer", "regularizer", "constraint")
_RARE = (
    "data_format", "dilation_rate", "groups", "unroll", "go_backwards", "stateful", "reset_after", "unit_forget_bias",
    "recurrent_dropout", "noise_shape", "epsilon", "center", "scale", "synchronized", "mask_zero",
    "zero_output_for_mask", "merge_mode", "backward_layer", "weights", "seed", "return_state", "trainable", "dtype",
    "batch_size", "use_cudnn",
)  # fmt: skip


class PartForm:
    """What can be set of the part that is chosen: its name, its arguments, where its data come from.

    Args:
        asked: called with "rename" and a name, "configure" and (name, value), "connect" and (call, keys), or "output"
            and whether it is one.

    Attributes:
        widget: the form.
    """

    def __init__(self, asked: Callable[[str, Any], None]) -> None:
        self._asked = asked
        self._part: Part | None = None
        self._row: Row | None = None
        self._form: Form | None = None
        self._writing = False
        self._head, self._name_problem = widgets.HTML(), Problem()
        self._name = widgets.Text(continuous_update=False)
        bind(self._name, "description", "builder.part.name")
        bind(self._name, "tooltip", "param.name")
        named = widgets.HBox([self._name])
        for name in ("kw-row", "kw-part-name", "kw-key-rename"):
            named.add_class(name)
        self._usual, self._rare = widgets.VBox(), widgets.VBox()
        self._more = widgets.ToggleButton()
        self._more.add_class("kw-more")
        bind(self._more, "description", "builder.part.more")
        bind(self._more, "tooltip", "builder.part.more.tooltip")
        self._wires = Wires(asked)
        self.widget = widgets.VBox(
            [self._head, named, self._name_problem.widget, self._usual, self._more, self._rare, self._wires.widget]
        )
        self.widget.add_class("kw-part")
        self.widget.add_class("kw-form")
        self._name.observe(self._named, "value")
        self._more.observe(lambda _: self._unfold(), "value")
        on_language(self._speak)

    def show(
        self,
        part: Part | None,
        row: Row | None,
        blueprint: Blueprint,
        own: Mapping[str, Any],
        waiting: Mapping[str, tuple[Any, ImpossibleError]],
    ) -> None:
        """Show a part, or none.

        Args:
            part: what is chosen.
            row: what there is to say about it.
            blueprint: where it stands.
            own: classes and functions of the learner's own.
            waiting: arguments that were refused, and why.
        """
        before, self._part, self._row = self._part, part, row
        old = self._form
        self._name_problem.say(None)
        self._writing = True
        self._name.value = part.name if part is not None else ""
        self._writing = False
        cls = None if part is None or part.is_operation else layer_class(part.class_name, own)
        if part is None or cls is None or hasattr(cls, "graph"):
            self._form = None
        elif self._form is None or before is None or before.key != part.key or self._form.target is not cls:
            self._form = self._made(cls, part)
        else:
            wanted = arguments(cls, part)
            changed = {name: wanted[name] for name, field in self._form.fields.items()
                       if _differs(field.value, wanted[name]) or field.problem}  # fmt: skip
            self._form.set(**changed)
        for name, (value, error) in waiting.items():
            field = None if self._form is None else self._form.fields.get(name)
            if field is not None:
                field.set(value)
                field.refuse(error.key, **error.slots)
        self._wires.show(part, blueprint)
        self._lay_out()
        if old is not None and old is not self._form:
            old.close()
        self._speak()

    def refuse(self, name: str, error: ImpossibleError) -> None:
        """Say beside an argument (or beside the name) why its value cannot be."""
        field = None if self._form is None else self._form.fields.get(name)
        if field is not None:
            field.refuse(error.key, **error.slots)
        elif name == "connect":
            self._wires.refuse(error)
        else:
            self._name_problem.say(error)

    def _made(self, cls: type, part: Part) -> Form:
        values = arguments(cls, part)
        form = Form(cls, values, only=list(values))
        form.observe(self._set)
        return form

    def _set(self, name: str, value: Any) -> None:
        if self._part is None or self._form is None:
            return
        if self._part.is_input:
            shape, size = self._form.values["shape"], self._form.values["batch_size"]
            if name == "dtype":
                self._asked("configure", ("dtype", value))
            else:
                self._asked("configure", ("batch_shape", (size, *shape)))
        else:
            self._asked("configure", (name, to_tree(value)))

    def _named(self, change: Any) -> None:
        if not self._writing:
            self._asked("rename", change.new)

    def _lay_out(self) -> None:
        fields = {} if self._form is None else self._form.fields
        takes = {} if self._form is None else {p.name: p for p in parameters(self._form.target)}
        rare = [name for name in fields if _is_rare(takes[name])]
        usual = [fields[name].widget for name in fields if name not in rare]
        if tuple(usual) != tuple(self._usual.children):
            self._usual.children = usual
        self._rare_rows = tuple(fields[name].widget for name in rare)
        self._more.layout.display = "" if rare else "none"
        self._unfold()

    def _unfold(self) -> None:
        rows = self._rare_rows if self._more.value else ()
        if rows != tuple(self._rare.children):
            self._rare.children = rows

    def _speak(self) -> None:
        part, row = self._part, self._row
        if part is None or row is None:
            self._head.value = f"<p>{escape(t('builder.part.none'))}</p>"
        else:
            self._head.value = _words(part, row)
        self._name.disabled = part is None


def arguments(cls: type, part: Part) -> dict[str, Any]:
    """The arguments of a part that can be set, as its form takes them."""
    if part.is_input:
        size, *shape = part.config.get("batch_shape") or (None, *part.config["shape"])
        return {"shape": tuple(shape), "batch_size": size, "dtype": part.config.get("dtype", "float32")}
    found = {}
    for parameter in parameters(cls):
        wanted = not parameter.inherited or parameter.name in ("trainable", "activity_regularizer")
        if wanted and parameter.kind != "unsupported":
            found[parameter.name] = part.config.get(parameter.name, None if parameter.required else parameter.default)
    return found


def _words(part: Part, row: Row) -> str:
    name = "Input" if part.is_input else part.class_name
    key = f"layer.{name}"
    help_text = t(key) if known(key) else t("builder.part.operation" if part.is_operation else "builder.part.own")
    facts = t("builder.part.shape", shape=row.shape)
    if row.params:
        facts += " " + t("builder.part.params", sum=row.weights, count=f"{row.params:,}")
    return f"<h4>{escape(name)}</h4><p>{escape(help_text)}</p><p>{escape(facts)}</p>"


def _is_rare(parameter: Parameter) -> bool:
    return parameter.family in _RARE_FAMILIES or parameter.name in _RARE


def _differs(one: Any, other: Any) -> bool:
    one, other = to_tree(one), to_tree(other)
    return type(one) is not type(other) or bool(one != other)
