"""The diagnoses, one a file, in the order in which causes come before what follows from them."""

from __future__ import annotations

from typing import Final

from kwidgets.doctor.diagnoses.accuracy_of_numbers import AccuracyOfNumbers
from kwidgets.doctor.diagnoses.bounded_output import BoundedOutput
from kwidgets.doctor.diagnoses.constant_answers import ConstantAnswers
from kwidgets.doctor.diagnoses.dead_units import DeadUnits
from kwidgets.doctor.diagnoses.equal_weights import EqualWeights
from kwidgets.doctor.diagnoses.exploding_gradient import ExplodingGradient
from kwidgets.doctor.diagnoses.leaking_column import LeakingColumn
from kwidgets.doctor.diagnoses.linear_crossentropy import LinearCrossentropy
from kwidgets.doctor.diagnoses.linear_stack import LinearStack
from kwidgets.doctor.diagnoses.loose_layer import LooseLayer
from kwidgets.doctor.diagnoses.mse_for_classes import MseForClasses
from kwidgets.doctor.diagnoses.not_a_number import NotANumber
from kwidgets.doctor.diagnoses.nothing_learned import NothingLearned
from kwidgets.doctor.diagnoses.nothing_trainable import NothingTrainable
from kwidgets.doctor.diagnoses.numbers_for_categorical import NumbersForCategorical
from kwidgets.doctor.diagnoses.one_hot_for_sparse import OneHotForSparse
from kwidgets.doctor.diagnoses.outliers import Outliers
from kwidgets.doctor.diagnoses.overfitting import Overfitting
from kwidgets.doctor.diagnoses.percentage_of_zero import PercentageOfZero
from kwidgets.doctor.diagnoses.rate_too_high import RateTooHigh
from kwidgets.doctor.diagnoses.rate_too_low import RateTooLow
from kwidgets.doctor.diagnoses.relu_below_zero import ReluBelowZero
from kwidgets.doctor.diagnoses.repeated_rows import RepeatedRows
from kwidgets.doctor.diagnoses.saturated_units import SaturatedUnits
from kwidgets.doctor.diagnoses.sides_for_crossentropy import SidesForCrossentropy
from kwidgets.doctor.diagnoses.sigmoid_exclusive import SigmoidExclusive
from kwidgets.doctor.diagnoses.sigmoid_twice import SigmoidTwice
from kwidgets.doctor.diagnoses.softmax_for_labels import SoftmaxForLabels
from kwidgets.doctor.diagnoses.softmax_one_unit import SoftmaxOneUnit
from kwidgets.doctor.diagnoses.sorted_samples import SortedSamples
from kwidgets.doctor.diagnoses.unbalanced_classes import UnbalancedClasses
from kwidgets.doctor.diagnoses.units_for_classes import UnitsForClasses
from kwidgets.doctor.diagnoses.unscaled_inputs import UnscaledInputs
from kwidgets.doctor.diagnoses.unscaled_targets import UnscaledTargets
from kwidgets.doctor.diagnoses.vanishing_gradient import VanishingGradient
from kwidgets.doctor.diagnosis import Diagnosis

DIAGNOSES: Final[tuple[Diagnosis, ...]] = (
    NothingTrainable(),
    LooseLayer(),
    NotANumber(),
    SoftmaxOneUnit(),
    OneHotForSparse(),
    NumbersForCategorical(),
    UnitsForClasses(),
    SidesForCrossentropy(),
    LinearCrossentropy(),
    SigmoidTwice(),
    SigmoidExclusive(),
    SoftmaxForLabels(),
    MseForClasses(),
    ReluBelowZero(),
    BoundedOutput(),
    PercentageOfZero(),
    Outliers(),
    RepeatedRows(),
    LeakingColumn(),
    SortedSamples(),
    UnscaledInputs(),
    UnscaledTargets(),
    EqualWeights(),
    ExplodingGradient(),
    SaturatedUnits(),
    RateTooHigh(),
    DeadUnits(),
    VanishingGradient(),
    LinearStack(),
    RateTooLow(),
    UnbalancedClasses(),
    Overfitting(),
    ConstantAnswers(),
    NothingLearned(),
    AccuracyOfNumbers(),
)

__all__ = ["DIAGNOSES"]
