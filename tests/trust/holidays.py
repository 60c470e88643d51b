"""Holidays and make-up working days, written by hand from the notices of the State Council.

国办发明电〔2023〕7号 (2024), 国办发明电〔2024〕12号 (2025), 国办发明电〔2025〕7号 (2026).
"""

from datetime import date, timedelta

DAY = timedelta(days=1)
# First and last day off.
REST = [
    # 2024: 元旦、春节、清明、劳动节、端午、中秋、国庆
    (date(2024, 1, 1), date(2024, 1, 1)),
    (date(2024, 2, 10), date(2024, 2, 17)),
    (date(2024, 4, 4), date(2024, 4, 6)),
    (date(2024, 5, 1), date(2024, 5, 5)),
    (date(2024, 6, 10), date(2024, 6, 10)),
    (date(2024, 9, 15), date(2024, 9, 17)),
    (date(2024, 10, 1), date(2024, 10, 7)),
    # 2025: 元旦、春节、清明、劳动节、端午、国庆中秋
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 5, 31), date(2025, 6, 2)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    # 2026: 元旦、春节、清明、劳动节、端午、中秋、国庆
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
# Saturdays and Sundays on which the office works.
WORKED = {
    *(date(2024, 2, 4), date(2024, 2, 18), date(2024, 4, 7), date(2024, 4, 28)),
    *(date(2024, 5, 11), date(2024, 9, 14), date(2024, 9, 29), date(2024, 10, 12)),
    *(date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28)),
    date(2025, 10, 11),
    *(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)),
    *(date(2026, 9, 20), date(2026, 10, 10)),
}
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def works(day: date) -> bool:
    """Whether the office works on a day from ``FIRST`` to ``LAST``."""
    if day in WORKED:
        return True
    return day.isoweekday() < 6 and not any(begin <= day <= end for begin, end in REST)


def after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += DAY
        if works(day):
            count -= 1
    return day
