"""Lines of the history break between their parts, and what does not fit is visibly shortened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callbench.tui import show

PARTS = st.lists(
    st.text(st.sampled_from("效果满意 attitude45，1月14日"), min_size=1, max_size=14).map(lambda t: " ".join(t.split())).filter(bool),
    min_size=1, max_size=6,
)  # fmt: skip


def test_a_label_stays_with_its_value() -> None:
    content = show.line(
        "电话 已完成",
        "  ",
        ("效果", "$muted"),
        " ",
        ("4 满意", "bold"),
        "  ",
        ("态度", "$muted"),
        " ",
        ("4 满意", "bold"),
    )
    told = show.folded(content, 24, most=2)
    assert [row.plain for row in told] == ["电话 已完成  效果 4 满意", "态度 4 满意"]
    assert told[1].spans, "styles stay"


def test_what_does_not_fit_ends_with_a_mark() -> None:
    content = show.line("Phone Completed", "  ", "effect 4 满意", "  ", "attitude 4 满意", "  ", "satisfied 5 非常满意")
    told = [row.plain for row in show.folded(content, 30, most=2)]
    assert told == ["Phone Completed  effect 4 满意", "attitude 4 满意  satisfied 5 …"]


@given(PARTS, st.integers(10, 40), st.integers(1, 4))
def test_nothing_is_wider_and_nothing_gets_lost_unseen(parts: list[str], width: int, most: int) -> None:
    content = show.line("  ".join(parts))
    told = [row.plain for row in show.folded(content, width, most=most)]
    assert 1 <= len(told) <= most
    assert all(cell_len(row) <= width for row in told)
    shown = "".join("".join(told).split())
    whole = "".join(content.plain.split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))
