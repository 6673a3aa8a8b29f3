from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from kcore import registry
from kcore.annotations import Fraction, LearningRate, NonNegative, Positive, PositiveInt, Texts, UnitInterval
from kcore.autodiff import Array, Variable
from kcore.optimizers.optimizer import LossScale, Optimizer, Several
from kcore.optimizers.plan import Plan


@registry.register("optimizer", "muon")
class Muon(Optimizer):
    """Momentum whose steps for matrices are made orthogonal: no direction of a matrix is neglected.

    With m ← momentum · m + g, w ← w - learning_rate · s · orthogonal(m). All other variables, embeddings, and the
    layers in ``exclude_layers`` are moved by Adam.

    Args:
        learning_rate: size of the steps, at least 0, or a schedule.
        adam_beta_1: for Adam: weight of the past in the mean gradient.
        adam_beta_2: for Adam: weight of the past in the mean of its square.
        adam_weight_decay: for Adam: share of each weight (times the learning rate) taken off at every step, or None.
        epsilon: for Adam: small number that keeps the division finite.
        weight_decay: for matrices: share of each weight taken off; what follows: see ``Optimizer``.
        exclude_layers: patterns, as in ``re.search``, of paths of variables that Adam moves.
        exclude_embeddings: whether Adam moves variables with 'embedding' in their path.
        muon_a: with ``muon_b`` and ``muon_c`` the polynomial that makes orthogonal.
        muon_b: see ``muon_a``.
        muon_c: see ``muon_a``.
        adam_lr_ratio: for Adam: factor of the learning rate.
        momentum: share of the past in m, 0 to 1.
        ns_steps: how often the polynomial is applied.
        nesterov: whether to look ahead along the momentum.
        rms_rate: s is this times the root of the longer side; None: 1.

    Source: Jordan et al., "Muon" (2024); Liu et al., "Muon is Scalable for LLM Training" (2025) for ``rms_rate``.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        adam_beta_1: Fraction = 0.9,
        adam_beta_2: Fraction = 0.999,
        adam_weight_decay: NonNegative | None = 0.004,
        epsilon: NonNegative = 1e-7,
        weight_decay: NonNegative | None = 0.004,
        clipnorm: Positive | None = None,
        clipvalue: Positive | None = None,
        global_clipnorm: Positive | None = None,
        use_ema: bool = False,
        ema_momentum: UnitInterval = 0.99,
        ema_overwrite_frequency: PositiveInt | None = None,
        loss_scale_factor: LossScale = None,
        gradient_accumulation_steps: Several | None = None,
        name: str | None = None,
        exclude_layers: Texts | None = None,
        exclude_embeddings: bool = True,
        muon_a: float = 3.4445,
        muon_b: float = -4.775,
        muon_c: float = 2.0315,
        adam_lr_ratio: NonNegative = 1,
        momentum: UnitInterval = 0.95,
        ns_steps: PositiveInt = 5,
        nesterov: bool = True,
        rms_rate: Positive | None = 0.2,
    ) -> None:
        super().__init__(learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
                         ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name)  # fmt: skip
        self.adam_beta_1, self.adam_beta_2, self.adam_weight_decay = adam_beta_1, adam_beta_2, adam_weight_decay
        self.epsilon, self.adam_lr_ratio = epsilon, adam_lr_ratio
        self.exclude_layers, self.exclude_embeddings = list(exclude_layers or ()), exclude_embeddings
        self.muon_a, self.muon_b, self.muon_c = muon_a, muon_b, muon_c
        self.momentum, self.ns_steps, self.nesterov, self.rms_rate = momentum, ns_steps, nesterov, rms_rate

    def _is_for_adam(self, variable: Variable) -> bool:
        path = variable.path
        excluded = any(re.search(pattern, path) for pattern in self.exclude_layers)
        return variable.ndim != 2 or excluded or (self.exclude_embeddings and "embedding" in path.lower())

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._kept = [self._kept_for(v) for v in variables]

    def _kept_for(self, variable: Variable) -> tuple[Variable, Variable | None]:
        momentum = self.add_variable_from_reference(variable, "momentum")
        adam = self._is_for_adam(variable)
        return momentum, self.add_variable_from_reference(variable, "velocity") if adam else None

    def decay(self, plan: Plan, rate: float) -> None:
        for variable in plan.variables:
            share = self.adam_weight_decay if self._is_for_adam(variable) else self.weight_decay
            if share and not self._is_spared(variable):
                variable.value *= 1 - rate * share

    def update_step(self, gradient: Array, variable: Variable, learning_rate: float) -> None:
        momentum, velocity = self._kept[self._get_variable_index(variable)]
        if velocity is not None:
            self._adam(gradient, variable, learning_rate * self.adam_lr_ratio, momentum.value, velocity.value)
            return
        momentum.value *= self.momentum
        momentum.value += gradient
        rows, columns = variable.shape
        move = self._orthogonal(gradient + self.momentum * momentum.value if self.nesterov else momentum.value)
        long = 1.0 if self.rms_rate is None else self.rms_rate * max(rows, columns) ** 0.5
        variable.value -= learning_rate * long * move

    def _adam(self, gradient: Array, variable: Variable, rate: float, mean: Array, spread: Array) -> None:
        step = int(self.iterations) + 1
        mean += (gradient - mean) * (1 - self.adam_beta_1)
        spread += (np.square(gradient) - spread) * (1 - self.adam_beta_2)
        rate *= (1 - self.adam_beta_2**step) ** 0.5 / (1 - self.adam_beta_1**step)
        variable.value -= rate * mean / (np.sqrt(spread) + self.epsilon)

    def _orthogonal(self, matrix: Array) -> Array:
        """All singular values brought close to 1 by the polynomial a x + b x³ + c x⁵."""
        wide = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
        x = wide / (np.sqrt(np.vdot(wide, wide)) + 1e-7)
        for _ in range(self.ns_steps):
            square = x @ x.T
            x = self.muon_a * x + (self.muon_b * square + self.muon_c * square @ square) @ x
        return x if wide is matrix else x.T

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        last = ("exclude_embeddings", "adam_weight_decay", "rms_rate")
        return {k: v for k, v in config.items() if k not in last} | {k: config[k] for k in last}
