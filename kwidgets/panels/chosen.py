from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from kcore import registry
from kcore.configurable import parameters
from kcore.loss import FunctionLoss
from kwidgets.forms import arguments_of

_HIDDEN = ("axis", "from_logits", "name", "ref_embeddings", "ref_labels", "remove_diagonal")  # a bench sees to these


@dataclass(frozen=True)
class Chosen:
    """A function of the engine's, or a learner's own, with values for its further arguments.

    Args:
        name: what it is called on the screen.
        call: the function.
        options: values of the arguments after its data.
    """

    name: str
    call: Callable[..., Any]
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, family: str, wanted: Any, inputs: int, **options: Any) -> Self:
        """The function that is meant; arguments that are not given have their defaults.

        Args:
            family: "activation" or "loss".
            wanted: a name, a function, an object of the family, or a `Chosen`.
            inputs: how many of its first arguments are data.
            **options: its further arguments.

        Raises:
            ValueError, TypeError: for a name that there is not, an argument that it does not take, or something that
                is no function.
        """
        if isinstance(wanted, Chosen):
            return cls.of(family, wanted.call, inputs, **{**wanted.options, **options})
        call = registry.get(family, wanted)
        if not callable(call):
            raise TypeError(f"Not {family}, which is given by name or as a function: {wanted!r}.")
        if isinstance(call, FunctionLoss):  # the same loss as a function with arguments
            call, options = type(call).function, {**call.options(), **options}
        name = getattr(call, "__name__", None) or getattr(call, "name", type(call).__name__)
        arguments = arguments_of(call, inputs)
        needed = {p.name: 0.5 for p in parameters(arguments) if p.required}
        given = vars(arguments(**{**needed, **options}))
        return cls(str(name), call, {key: value for key, value in given.items() if key not in _HIDDEN})

    @property
    def arguments(self) -> type:
        """A class with the arguments that a form can show."""
        return arguments_of(self.call, 0)

    @property
    def described(self) -> str:
        """The name, with the arguments that are not as usual, such as `huber(delta=2.0)`."""
        usual = {p.name: p.default for p in parameters(self.arguments)}
        told = [f"{name}={value!r}" for name, value in self.options.items() if usual.get(name) != value]
        return f"{self.name}({', '.join(told)})" if told else self.name
