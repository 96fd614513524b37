"""The sheet: Chinese font without missing glyphs, the same bytes, no global state."""

import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.figure import Figure

from yzperf.drawing import canvas
from yzperf.drawing.shares import draw_answer_shares, scale_colours
from yzperf.drawing.spans import End, Span, draw_spans
from yzperf.drawing.strips import Strip, draw_strips
from yzperf.drawing.trends import Curve, draw_two_groups

FONTS = Path(canvas.__file__).parent / "fonts"
SIGNS = "≥≤±×÷²³㎡℃‰①⑳★→√αβχσμ−·“”《》〔〕％（）①⑤—…、。"
RARE = "喆堃淼玥祎赟镕䶮昇珮犇燊"


@pytest.fixture(autouse=True)
def _strict() -> object:
    """A missing glyph is only a warning in matplotlib: here it fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def _sample() -> Figure:
    with canvas.new_figure(width_cm=12, height_cm=7) as (figure, axes):
        axes.plot([-3, 1, 4], [-2.0, 1.0, -1.5], label="实施组")
        axes.set(title=f"满意度 {SIGNS}", xlabel=RARE, ylabel="变化（万元）$1")
        axes.text(0, 0, "扬中市三茅街道")
        axes.legend()
    return figure


def test_chinese_rare_characters_signs_and_minus_are_drawn() -> None:
    assert len(canvas.png_bytes(_sample())) > 10_000


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1_200_000.0, "1,200,000"),
        (-25_000_000_000.0, "−25,000,000,000"),
        (0.1 + 0.2, "0.3"),
        (-0.5, "−0.5"),
        (0.0, "0"),
    ],
)
def test_a_tick_has_no_exponent(value: float, words: str) -> None:
    assert canvas.tick_words(value) == words


def test_same_picture_same_bytes() -> None:
    first = _sample()
    assert canvas.png_bytes(first) == canvas.png_bytes(first) == canvas.png_bytes(_sample())


def test_notebook_shows_the_bytes_of_the_report() -> None:
    shown, metadata = _sample()._repr_png_()
    assert shown == canvas.png_bytes(_sample())
    assert metadata["width"] < 700


def test_global_settings_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    canvas.png_bytes(_sample())
    assert dict(mpl.rcParams) == before


def test_size_in_centimetres() -> None:
    with canvas.new_figure(width_cm=15.24, height_cm=7.62) as (figure, _):
        assert tuple(figure.get_size_inches()) == pytest.approx((6, 3))


def test_every_text_has_the_shipped_font() -> None:
    figure = _sample()
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(mpl.text.Text) if text.get_text()]
    assert texts
    files = {str(font_manager.findfont(text.get_fontproperties())) for text in texts}
    assert files == {str(FONTS / "NotoSansSC-Regular.ttf")}


def test_font_is_ours_and_carries_its_licence() -> None:
    font = FONTS / "NotoSansSC-Regular.ttf"
    assert font.stat().st_size < 6_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert TTFont(font)["name"].getBestFamilyName() == "Noto Sans SC"


def test_font_holds_all_of_gb2312() -> None:
    held = TTFont(FONTS / "NotoSansSC-Regular.ttf").getBestCmap()
    wanted = [bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    characters = "".join(pair.decode("gb2312", "ignore") for pair in wanted)
    assert len(characters) == 7445
    assert [sign for sign in characters + SIGNS + RARE if ord(sign) not in held] == []


@pytest.mark.parametrize("count", range(1, 9))
def test_answer_scales_have_distinct_colours(count: int) -> None:
    assert len(set(scale_colours(count))) == count


def test_trends_draw_with_a_gap_in_the_band() -> None:
    nan = float("nan")
    treated = Curve("实施组", [1, 2, 3], [1.0, 2.0, 4.0], [0.5, nan, 3.0], [1.5, nan, 5.0])
    other = Curve("对照组", [1, 2, 3], [1.0, 1.5, 2.0], [0.5, 1.0, 1.5], [1.5, 2.0, 2.5])
    canvas.png_bytes(draw_two_groups(treated, other, ([2, 3], [1.5, 2.0]), start=3, y_label="处理率（%）"))


def test_shares_draw_long_titles() -> None:
    titles = ["政策宣传是否及时、准确并且便于理解和办理各项手续", "总体评价"]
    figure = draw_answer_shares(titles, ["满意", "不满意"], [[0.9, 0.1], [1.0, 0.0]], notes=["90分", "100分"])
    canvas.png_bytes(figure)


def test_strips_turn_logarithmic_for_wide_spreads() -> None:
    narrow = draw_strips([Strip("甲", [1.0, 2.0], 1.5, 1.8)], x_label="元/户")
    wide = draw_strips([Strip("甲", [1.0, 2_000.0], 9.0, None, [("乙站", 2_000.0)])], x_label="元/户")
    assert narrow.axes[0].get_xscale() == "linear"
    assert wide.axes[0].get_xscale() == "log"
    canvas.png_bytes(wide)


def test_spans_reach_from_one_end_to_the_other_and_grey_where_nothing_changes() -> None:
    spans = [
        Span("制度执行有效性（4分）", End(1.5, "优"), End(23, "中")),
        Span("名" * 40, End(6), End(0, "差")),
        Span("丙", End(2), End(90)),
    ]
    figure = draw_spans(spans, x_label="分值变动（分）", title="变动余地")
    (axes,) = figure.axes
    bars = sorted((bar.get_y(), bar.get_width(), bar.get_facecolor()[:3]) for bar in axes.patches)
    assert [round(width, 1) for _, width, _ in bars] == [-1.5, 23, -6, 0, -2, 90]
    grey = {colour for _, width, colour in bars if width in (-6, -2, 90)}
    assert len(grey) == 1
    assert axes.get_xlim()[1] < 30  # what never changes does not stretch the picture
    assert [text.get_text() for text in axes.texts] == ["优", "中", "差"]
    canvas.png_bytes(figure)


def test_spans_without_any_change_are_drawn() -> None:
    canvas.png_bytes(draw_spans([Span("唯一一项（100分）", End(100), End(0))], x_label="分值变动（分）"))
