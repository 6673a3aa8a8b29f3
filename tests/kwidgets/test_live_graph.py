"""Graphs without a page: what is sent, and what they hear."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kwidgets import i18n
from kwidgets.live import Edge, Graph, Node


@pytest.fixture(autouse=True)
def english():
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def hear(view, kind, **more):
    view._hear(None, {"kind": kind, "view": "a", **more}, None)


def shown(nodes, edges, **arguments):
    graph = Graph("Mine", **arguments)
    hear(graph, "hello")
    graph.show(nodes, edges)
    return graph


def numbers(graph):
    count = int(np.frombuffer(graph.frame[4:8], "<f4")[0])
    return np.frombuffer(graph.frame[4 : 4 + 4 * count], "<f4"), np.frombuffer(graph.frame[4 + 4 * count :], "u1")


def network(scale=1.0):
    image = np.array([[0.0, 1.0], [-1.0, np.nan]]) * scale
    nodes = [Node("x", image=image), Node("y", "out", image=-image, bias=-0.5)]
    return nodes, [Edge("x", "y", value=-2.0 * scale)]


def test_weights_and_images_travel_in_the_frame():
    graph = shown(*network(), low=-1, high=1)
    values, cells = numbers(graph)
    assert values[1:].tolist()[:7] == [0, -1, 1, 2, 2, 1, 2]
    width, sign, value, no_bias, bias = values[8:]
    assert (width, sign, value, bias) == (5.5, -1, -2, -0.5)
    assert np.isnan(no_bias)
    assert cells.tolist() == [127, 254, 0, 255, 127, 0, 254, 255]


def test_what_only_moves_is_cheap_and_leaves_the_structure_alone():
    graph = shown(*network(), low=-1, high=1)
    changes = []
    graph.observe(lambda change: changes.append(change.name), ["spec", "frame"])
    graph.show(*network(0.5))
    hear(graph, "drawn", frame=graph._gate.frame)
    graph.update(values=[1.5], images=np.zeros((2, 2, 2)), biases=[0, 1])
    assert changes == ["frame", "frame"]
    values, cells = numbers(graph)
    assert values[8:].tolist() == [4.25, 1, 1.5, 0, 1]
    assert set(cells.tolist()) == {127}
    with pytest.raises(ValueError, match=r"images of shape \(2, 2, 2\); got \(3, 2, 2\)"):
        graph.update(images=np.zeros((3, 2, 2)))
    json.dumps(graph.spec)


def test_width_and_sign_may_be_given():
    graph = shown([Node("a"), Node("b")], [Edge("a", "b", width=3, sign=1)])
    values, _ = numbers(graph)
    assert values[8:10].tolist() == [3, 1]
    plain = shown([Node("a"), Node("b")], [Edge("a", "b")])
    assert numbers(plain)[0][8:10].tolist() == [1.5, 0]


def test_a_choice_in_the_page_is_told_and_one_of_a_stranger_is_not():
    graph = shown([Node("a", "First"), Node("b")], [Edge("a", "b")])
    told = []
    graph.on_select(told.append)
    hear(graph, "select", name="b")
    hear(graph, "select", name="nobody")
    assert told == ["b"]
    assert graph.selected == "b"
    graph.show([Node("a")], [])
    assert graph.selected == ""


def test_words():
    graph = shown([Node("a", "live.loss.train", ["2"]), Node("b")], [Edge("a", "b")])
    assert repr(graph) == graph.words == "Mine: 2 boxes, 1 lines; training, b"
    i18n.set_language("ko")
    assert graph.words == "Mine: 상자 2개, 선 1개; 훈련, b"
    assert graph.spec["nodes"][0]["title"] == "훈련"
    assert repr(Graph()) == "그래프: 아직 아무것도 없음"


def test_boxes_have_room_for_their_words_those_of_korean_too():
    graph = shown([Node("a", "layer"), Node("b", "훈련되는 파라미터", ["아주 긴 줄이 하나 더 있어요"])], [])
    small, large = graph.spec["nodes"]
    assert large["w"] > 150 > small["w"]
    assert large["h"] > small["h"]


@pytest.mark.parametrize(
    ("nodes", "edges", "words"),
    [
        ([Node("a"), Node("a")], [], "twice"),
        ([Node("a"), Node("b")], [Edge("a", "b"), Edge("b", "a")], "circle"),
        ([Node("a", image=np.zeros((2, 2))), Node("b", image=np.zeros((3, 3)))], [], "one shape"),
    ],
)
def test_what_cannot_be_is_refused_and_the_last_picture_stays(nodes, edges, words):
    graph = shown([Node("z")], [])
    with pytest.raises(ValueError, match=words):
        graph.show(nodes, edges)
    assert graph.spec["nodes"][0]["name"] == "z"
    assert repr(graph) == "Mine: 1 boxes, 0 lines; z"


def test_a_picture_goes_with_it():
    graph = shown(*network())
    data, _ = graph._repr_mimebundle_()
    assert data["image/png"].startswith("iVBOR")
    assert graph.still() == graph.still()
    assert "image/png" not in Graph()._repr_mimebundle_()[0]
