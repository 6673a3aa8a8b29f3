from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from kcore.configurable import parameters, to_tree
from kcore.parameter import Parameter
from kwidgets.forms import Form, give_back
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
        self._sheets: dict[type, _Sheet] = {}
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
        self._part, self._row = part, row
        self._name_problem.say(None)
        self._writing = True
        self._name.value = part.name if part is not None else ""
        self._writing = False
        cls = None if part is None or part.is_operation else layer_class(part.class_name, own)
        self._form = None
        if part is not None and cls is not None and not hasattr(cls, "graph"):
            self._form = self._form_of(cls, part)
            wanted = arguments(cls, part)
            changed = {name: wanted[name] for name, field in self._form.fields.items()
                       if _differs(field.value, wanted[name]) or field.problem}  # fmt: skip
            self._form.set(**changed)
        for name, (value, error) in waiting.items():
            field = None if self._form is None else self._form.fields.get(name)
            if field is not None:
                field.set(value)
                field.refuse(error.key, **error.slots)
        self._keep({layer_class(each.class_name, own) for each in blueprint.parts if not each.is_operation})
        self._wires.show(part, blueprint)
        self._unfold()
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

    def close(self) -> None:
        """Give back the forms of all classes and the wires: what is not seen, too."""
        self._form = None
        self._keep(())
        self._wires.close()

    def _form_of(self, cls: type, part: Part) -> Form:
        """The form of a class, the one that was made before if there is one: a page never forgets what it has shown."""
        if cls not in self._sheets:
            values = arguments(cls, part)
            form = Form(cls, values, only=list(values))
            form.observe(lambda name, value: self._set(form, name, value))
            self._sheets[cls] = _Sheet(form)
            self._lay_out()
        return self._sheets[cls].form

    def _keep(self, classes: Collection[Any]) -> None:
        """Give back the forms of all other classes."""
        gone = [self._sheets.pop(cls) for cls in tuple(self._sheets) if cls not in classes]
        if gone:
            self._lay_out()
        for sheet in gone:
            sheet.close()

    def _lay_out(self) -> None:
        self._usual.children = [sheet.usual for sheet in self._sheets.values()]
        self._rare.children = [sheet.rare for sheet in self._sheets.values()]

    def _set(self, form: Form, name: str, value: Any) -> None:
        if self._part is None or self._form is not form:
            return
        if self._part.is_input:
            shape, size = form.values["shape"], form.values["batch_size"]
            if name == "dtype":
                self._asked("configure", ("dtype", value))
            elif shape is None:
                form.fields["shape"].refuse("form.shape", name="shape")
            else:
                self._asked("configure", ("batch_shape", (size, *shape)))
        else:
            self._asked("configure", (name, to_tree(value)))

    def _named(self, change: Any) -> None:
        if not self._writing:
            self._asked("rename", change.new)

    def _unfold(self) -> None:
        has_rare = False
        for sheet in self._sheets.values():
            shown = sheet.form is self._form
            sheet.show(usual=shown, rare=shown and self._more.value)
            has_rare |= shown and bool(sheet.rare_rows)
        self._more.layout.display = None if has_rare else "none"

    def _speak(self) -> None:
        part, row = self._part, self._row
        if part is None or row is None:
            self._head.value = f"<p>{escape(t('builder.part.none'))}</p>"
        else:
            self._head.value = _words(part, row)
        self._name.disabled = part is None


class _Sheet:
    """The form of a class as it is laid out: its usual arguments, and the rare ones apart.

    Args:
        form: the form.

    Attributes:
        usual: a box with the usual arguments.
        rare: a box with the others, empty until they are first seen.
        rare_rows: what is in it then.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        takes = {p.name: p for p in parameters(form.target)}
        rare = {name for name in form.fields if _is_rare(takes[name])}
        self.usual = widgets.VBox([field.widget for name, field in form.fields.items() if name not in rare])
        self.rare, self.rare_rows = widgets.VBox(), [form.fields[name].widget for name in form.fields if name in rare]
        for box in (self.usual, self.rare):
            box.add_class("kw-form")

    def show(self, *, usual: bool, rare: bool) -> None:
        """Show or hide the two parts."""
        if rare and not self.rare.children:
            self.rare.children = self.rare_rows
        self.usual.layout.display, self.rare.layout.display = (None if seen else "none" for seen in (usual, rare))

    def close(self) -> None:
        """Give all widgets back."""
        self.form.close()
        give_back([self.usual, self.rare])


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
