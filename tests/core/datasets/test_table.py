"""Tables that learners bring: laid out as the Korean weather and air services do, and in other ways."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from kcore.datasets import table

WEATHER = """지점,지점명,일시,평균기온(°C),최저기온(°C),최고기온(°C),일강수량(mm),평균 풍속(m/s)
108,서울,2024-01-01,1.4,-1.9,5.9,,1.8
108,서울,2024-01-02,2.1,-0.3,5.3,0.3,1.6
108,서울,2024-01-03,2.6,0.7,4.9,1.1,1.5
108,서울,2024-01-04,1.5,-2.5,5.9,,2.0
108,서울,2024-01-06,0.9,-1.2,3.8,0.0,2.1
108,서울,2024-01-07,-3.6,-6.3,-0.3,0.0,2.9
"""
AIR = """지역,망,측정소코드,측정소명,측정일시,SO2,CO,O3,NO2,PM10,PM25,주소
서울 중구,도시대기,111121,중구,2024010122,0.003,0.6,0.012,0.038,31,22,"서울 중구 덕수궁길 15, 시청"
서울 중구,도시대기,111121,중구,2024010123,0.003,0.7,0.009,0.041,35,,"서울 중구 덕수궁길 15, 시청"
서울 중구,도시대기,111121,중구,2024010124,0.003,0.7,0.008,0.041,36,27,"서울 중구 덕수궁길 15, 시청"
서울 중구,도시대기,111121,중구,2024010201,0.003,0.7,0.008,0.040,-999,28,"서울 중구 덕수궁길 15, 시청"
"""


def stored(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "own.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_days_of_the_weather_service(tmp_path, encoding):
    found = table.read(stored(tmp_path, WEATHER, encoding))
    assert found.columns == ("지점", "평균기온(°C)", "최저기온(°C)", "최고기온(°C)", "일강수량(mm)", "평균 풍속(m/s)")
    assert found.time_column == "일시"
    assert found.left_out == ("지점명",)
    assert found.times[0] == datetime(2024, 1, 1)
    assert found.missing["일강수량(mm)"] == 2
    np.testing.assert_allclose(found["최고기온(°C)"], [5.9, 5.3, 4.9, 5.9, 3.8, -0.3], rtol=1e-6)


def test_a_gap_in_time_joins_nothing(tmp_path):
    found = table.read(stored(tmp_path, WEATHER))
    (x, y), (x_test, _) = found.pairs("최고기온(°C)", ["최고기온(°C)"], test_split=0.25)
    # 4 January has no next day in the table.
    np.testing.assert_allclose(np.concatenate([x, x_test])[:, 0], [5.9, 5.3, 4.9, 3.8], rtol=1e-6)
    np.testing.assert_allclose(y[:, 0], [5.3, 4.9, 5.9], rtol=1e-6)
    assert x.dtype == y.dtype == np.float32


def test_hours_of_the_air_service_with_hour_24_and_marks_for_missing(tmp_path):
    found = table.read(stored(tmp_path, AIR, "cp949"))
    assert found.times == tuple(datetime(2024, 1, day, hour) for day, hour in ((1, 22), (1, 23), (2, 0), (2, 1)))
    assert found.missing["PM10"] == found.missing["PM25"] == 1
    assert set(found.left_out) == {"지역", "망", "측정소명", "주소"}
    (x, y), _ = table.load_data(tmp_path / "own.csv", "PM10", ["PM10", "O3"], test_split=0)
    np.testing.assert_allclose(x, [[31, 0.012], [35, 0.009]], rtol=1e-6)
    np.testing.assert_allclose(y, [[35], [36]])


def test_the_same_row_can_be_the_target(tmp_path):
    found = table.read(stored(tmp_path, "a;b;c\n1;2;3\n4;5;6\n7;8;9\n1;1;1\n"))
    (x, y), (x_test, y_test) = found.pairs("c", ahead=0, test_split=0.25)
    np.testing.assert_array_equal(x, [[1, 2], [4, 5], [7, 8]])
    np.testing.assert_array_equal(y, [[3], [6], [9]])
    assert (x_test.tolist(), y_test.tolist()) == ([[1, 1]], [[1]])


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ("2024/1/31 13:00", datetime(2024, 1, 31, 13)),
        ("2024-01-31 24:00", datetime(2024, 2, 1)),
        ("2024.01.31", datetime(2024, 1, 31)),
        ("20240131", datetime(2024, 1, 31)),
        ("2024-01-31 13", datetime(2024, 1, 31, 13)),
        ("2024-02", datetime(2024, 2, 1)),
    ],
)
def test_ways_to_write_a_time(tmp_path, cells, first):
    assert table.read(stored(tmp_path, f"when,n\n{cells},1\n")).times == (first,)


def test_thousands_remarks_above_and_rows_out_of_order(tmp_path):
    text = "교통량 조사\n\n날짜\t교통량\n2024-03-02\t12,345\n2024-03-01\t1,000\n"
    found = table.read(stored(tmp_path, text))
    assert found["교통량"].tolist() == [1000.0, 12345.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no line has two fields"),
        ("just words\nand more\n", "no line has two fields"),
        ("a,b\n", "no row below"),
        ("a,a\n1,2\n", "two columns are called 'a'"),
        ("1,2\n3,4\n", "numbers only"),
        ("a,b\nx,y\n", "no column holds numbers"),
    ],
)
def test_what_is_no_table_is_explained(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        table.read(stored(tmp_path, text))


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xff\xfe\x00a,\x80\x80\x80")
    with pytest.raises(ValueError, match="neither in UTF-8 nor in CP949"):
        table.read(path)


def test_wrong_wishes_are_explained(tmp_path):
    found = table.read(stored(tmp_path, WEATHER))
    with pytest.raises(KeyError, match="최고기온"):
        found.pairs("최고 기온")
    with pytest.raises(ValueError, match="0 or more"):
        found.pairs("최고기온(°C)", ahead=-1)
    with pytest.raises(ValueError, match="share"):
        found.pairs("최고기온(°C)", test_split=1)
    with pytest.raises(ValueError, match=r"No row .* is whole"):
        found.pairs("최고기온(°C)", ahead=99)
