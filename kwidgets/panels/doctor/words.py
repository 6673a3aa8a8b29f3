"""What the panel says beside its cards, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kwidgets.doctor import DIAGNOSES, Examination, Signs
from kwidgets.i18n import number, t
from kwidgets.panels.doctor.icons import icon

_STAGES = {diagnosis.name: diagnosis.stage for diagnosis in DIAGNOSES}


def progress(signs: Signs | None) -> str:
    """How far the training is."""
    if signs is None:
        return t("doctor.waiting")
    course, model = signs.course, signs.case.model.name
    if not course.step:
        return t("doctor.before", model=model)
    epoch = min(int(course.epoch) + 1, max(course.epochs, 1))
    said = [t("doctor.progress", model=model, step=course.step, epoch=epoch, epochs=course.epochs)]
    if course.losses:
        said.append(t("doctor.loss", loss=number(course.losses[-1])))
    if course.validation:
        said.append(t("doctor.validation", loss=number(course.validation[-1])))
    if course.losses and signs.baseline is not None:
        said.append(t("doctor.simple", loss=number(signs.baseline)))
    return " · ".join(said)


def looked(found: Examination, signs: Signs) -> str:
    """That nothing was found, and what was looked at."""
    seen = {_STAGES.get(name, "course") for name in found.looked_at}
    stages = ["data", "fit", "start", "course"]
    began = signs.course.step > 0
    shown = [stage for stage in stages if stage in seen and (began or stage != "course")]
    hidden = [stage for stage in ("data", "fit") if stage not in seen] + ([] if began else ["course"])
    if began and "overfitting" not in found.looked_at and not signs.course.validation:
        hidden.append("validation")
    title = t("doctor.none" if began else "doctor.none.early")
    lists = _listed("looked", shown) + _listed("unseen", hidden)
    return f'<div class="kw-quiet">{icon("healthy")}<div><h4>{escape(title)}</h4>{lists}</div></div>'


def _listed(what: str, stages: Sequence[str]) -> str:
    if not stages:
        return ""
    items = "".join(f"<li>{escape(t(f'doctor.{what}.{stage}'))}</li>" for stage in stages)
    return f"<p>{escape(t(f'doctor.{what}'))}</p><ul>{items}</ul>"


def followed(found: Examination) -> str:
    """What follows from the causes, folded away."""
    if not found.consequences:
        return ""
    items = "".join(f"<li>{escape(str(finding))}</li>" for finding in found.consequences)
    return f"<details><summary>{escape(t('doctor.follows'))}</summary><ul>{items}</ul></details>"


def refused(words: str) -> str:
    """That the engine does not train on the data, and what it says."""
    if not words:
        return ""
    said = f"<details><summary>{escape(t('doctor.engine_says'))}</summary>{escape(words)}</details>"
    return f"<p>{escape(t('doctor.refused'))}</p>{said}"


def whole(signs: Signs | None, found: Examination) -> str:
    """Everything as one piece of HTML, for pages that run no kernel."""
    parts = [f"<p>{escape(progress(signs))}</p>"]
    parts += [
        f"<h4>{escape(each.title)}</h4><p>{escape(each.evidence)}</p><p>{escape(each.cause)}</p><p>{escape(each.advice)}</p>"
        for each in found.causes
    ]
    if signs is not None and not found.findings:
        parts.append(looked(found, signs))
    return f"<div>{''.join(parts)}{followed(found)}</div>"
