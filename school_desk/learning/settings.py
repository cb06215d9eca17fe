"""What the school may set about learning: the calendar, the days to open an account, what counts as a 学时, where people learn."""

from __future__ import annotations

from datetime import date

from school_desk.kernel.settings import Setting, declare


def _check_opening_days(days: int) -> str | None:
    return None if 1 <= days <= 3 else "缴费成功后 1–3 个工作日内开通，请填 1 到 3。"


def _check_minutes(minutes: int) -> str | None:
    return None if 30 <= minutes <= 60 else "一个学时请填 30 到 60 分钟。"


def _check_exam_hours(hours: int) -> str | None:
    return None if 0 <= hours <= 8 else "考核时间请填 0 到 8 学时。"


def _check_words(words: tuple[str, ...]) -> str | None:
    return None if words and all(word.strip() for word in words) else "请至少填一个词，且不能有空的。"


def _check_address(address: str) -> str | None:
    return None if address.startswith(("http://", "https://")) else "请填写以 http:// 或 https:// 开头的网址。"


CORRECTIONS = declare(
    Setting[dict[date, bool]](
        key="calendar.corrections",
        label="工作日调整",
        kind=dict[date, bool],
        default={},
        hint="国家公布的放假和调休之外，学校自己定的上班日和放假日；和国家公布的不同时以这里为准。",
    )
)
OPENING_DAYS = declare(
    Setting[int](
        key="learning.opening_days",
        label="学习账号开通期限（工作日）",
        kind=int,
        default=3,
        hint="从缴费成功的次日起算，最迟第几个工作日开通（操作说明：1–3 个工作日内）。",
        check=_check_opening_days,
    )
)
MINUTES_PER_HOUR = declare(
    Setting[int](
        key="learning.minutes_per_hour",
        label="一个学时的分钟数",
        kind=int,
        default=45,
        hint="学习平台报来的是分钟，按这个数折算成学时，不足一学时的不计。",
        check=_check_minutes,
    )
)
EXAM_HOURS = declare(
    Setting[int](
        key="learning.exam_hours",
        label="考核时间折合学时",
        kind=int,
        default=0,
        hint="最低学时包括考核时间。这里填考核折合的学时，会加到每个人的已学学时里；填 0 则只算学习平台的时长。",
        check=_check_exam_hours,
    )
)
SAFETY_WORDS = declare(
    Setting[tuple[str, ...]](
        key="learning.safety_words",
        label="安全课程的字样",
        kind=tuple[str, ...],
        default=("安全",),
        hint="课程名称里有这些字样的，计入安全生产知识。先看这一项，再看理论课程的字样。",
        check=_check_words,
    )
)
THEORY_WORDS = declare(
    Setting[tuple[str, ...]](
        key="learning.theory_words",
        label="理论课程的字样",
        kind=tuple[str, ...],
        default=("理论", "职业"),
        hint="课程名称里有这些字样的，计入职业（工种）理论知识；两样都没有的课程不计学时。",
        check=_check_words,
    )
)
SESSIONS_ADD_UP = declare(
    Setting[bool](
        key="learning.sessions_add_up",
        label="同一课程分次导出",
        kind=bool,
        default=False,
        hint="否：平台每次导出的是一门课的累计时长，后一次的代替前一次的。是：每次只导出新学的，各次相加。",
    )
)
PLATFORM_ADDRESS = declare(
    Setting[str](
        key="learning.platform_address",
        label="学习平台网址",
        kind=str,
        default="http://jzgr.zhujianpeixun.com/Account/Index",
        hint="写在给企业的通知里。这个网址没有加密（http），所以更要请学员首次登录就修改密码。",
        check=_check_address,
    )
)
