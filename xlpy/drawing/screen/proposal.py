"""A proposal for machines as plain text for a terminal, and as JSON for other programs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlpy.core.campaign.allocation import Allocation, Goal, Proof, Site, Terms, days_of
from xlpy.core.text import day, number
from xlpy.drawing.screen.board import table
from xlpy.drawing.screen.documents import SCHEMA

GOALS = {
    Goal.EARLIEST: "xong sớm nhất",
    Goal.MOST: "nhiều đơn vị kịp hạn nhất",
    Goal.FEWEST_MOVES: "tất cả kịp hạn, ít chuyển máy nhất",
}


def proposal_text(
    names: Mapping[str, str], sites: Sequence[Site], terms: Terms, answer: Allocation, since: date | None
) -> str:
    """Now and the proposal side by side, and in words why it cannot be better. `names`: code → name."""
    rows = [
        (
            names[site.unit],
            number(site.cases),
            number(site.machines),
            _days(days_of(site.cases, site.machines, terms.norm, terms.rounding), terms),
            number(machines),
            _days(days, terms),
            f"{machines - site.machines:+d}" if machines != site.machines else "",
        )
        for site, machines, days in zip(sites, answer.machines, answer.days, strict=True)
    ]
    had = sum(site.machines for site in sites)
    last_now = [days_of(site.cases, site.machines, terms.norm, terms.rounding) for site in sites]
    rows.append(
        (
            "TỔNG",
            number(sum(site.cases for site in sites)),
            number(had),
            "–" if None in last_now else _days(max(filter(None, last_now), default=0), terms),
            number(sum(answer.machines)),
            "–" if answer.last is None else _days(answer.last, terms),
            f"chuyển {number(answer.moved)}",
        )
    )
    of_what = f"số còn lại sau ngày {day(since)}" if since else "số của cả đợt"
    head = (
        f"Phương án: {GOALS[answer.goal]} · {of_what} · còn {number(terms.days)} ngày · định mức {number(terms.norm)} "
        f"trường hợp/máy/ngày · có {number(had)} máy"
        + (f" và {number(terms.outside)} máy từ ngoài" if terms.outside else "")
    )
    heads = ("Đơn vị", "Trường hợp", "Máy", "Số ngày", "Máy mới", "Số ngày mới", "Thêm, bớt")
    return "\n\n".join([head, table(heads, rows), in_words(names, sites, terms, answer)])


def _days(days: int | None, terms: Terms) -> str:
    """Days; those that are too many with a sign that is no figure."""
    if days is None:
        return "không có máy"
    return number(days) if days <= terms.days else f"{number(days)} ▲"


def in_words(names: Mapping[str, str], sites: Sequence[Site], terms: Terms, answer: Allocation) -> str:
    """What comes of it, why it is not better, and what would be enough."""
    return "\n".join([_outcome(names, sites, terms, answer), *_why(answer, terms)])


def _outcome(names: Mapping[str, str], sites: Sequence[Site], terms: Terms, answer: Allocation) -> str:
    late = [
        names[site.unit] for site, days in zip(sites, answer.days, strict=True) if days is None or days > terms.days
    ]
    if not answer.reached and answer.goal is not Goal.MOST:
        return "Với số máy này không làm được như yêu cầu; giữ nguyên máy hiện có."
    whole = f"{answer.in_time}/{len(sites)} đơn vị xong trong {number(terms.days)} ngày"
    return f"{whole}; không kịp: {', '.join(late)}." if late else f"{whole}."


def _why(answer: Allocation, terms: Terms) -> list[str]:
    proof = answer.proof
    if proof is None:
        return []
    if answer.goal is Goal.MOST:
        return [
            f"Thêm một đơn vị nữa kịp hạn thì cần ít nhất {number(proof.needed)} máy, chỉ có {number(proof.there)}."
        ]
    why = [f"{_within(proof, terms)} cần ít nhất {number(proof.needed)} máy, chỉ có {number(proof.there)}."]
    if answer.goal is Goal.FEWEST_MOVES:
        more = number(terms.outside + proof.needed - proof.there)
        why.append(f"Có {more} máy từ ngoài (--may-ngoai {more}) thì tất cả kịp hạn.")
    return why


def _within(proof: Proof, terms: Terms) -> str:
    if proof.days > terms.days * 1_000:
        return "Mỗi đơn vị giữ phần máy của mình thì"
    return f"Muốn xong trong {number(proof.days)} ngày thì"


def proposal_document(
    names: Mapping[str, str], sites: Sequence[Site], terms: Terms, answer: Allocation, since: date | None
) -> dict[str, Any]:
    """The same for other programs."""
    proof = answer.proof
    return {
        "schema": SCHEMA,
        "goal": answer.goal.value,
        "norm": terms.norm,
        "days": terms.days,
        "since": since.isoformat() if since else None,
        "outside": terms.outside,
        "reached": answer.reached,
        "last": answer.last,
        "moved": answer.moved,
        "outside_used": answer.outside,
        "in_time": answer.in_time,
        "proof": None if proof is None else proof._asdict(),
        "units": [
            {
                "code": site.unit,
                "name": names[site.unit],
                "cases": site.cases,
                "machines": site.machines,
                "days": days_of(site.cases, site.machines, terms.norm, terms.rounding),
                "machines_new": machines,
                "days_new": days,
            }
            for site, machines, days in zip(sites, answer.machines, answer.days, strict=True)
        ],
    }
