"""What the school may set about who signs in."""

from __future__ import annotations

from school_desk.kernel.settings import Setting, declare

_LEAST, _MOST = 180, 3650


def _days(days: int) -> str | None:
    return None if _LEAST <= days <= _MOST else f"天数应在 {_LEAST} 到 {_MOST} 之间。"


KEEP_SIGN_INS = declare(
    Setting(
        "staff.keep_sign_ins_days",
        "登录记录保留",
        int,
        400,
        hint="更早的登录记录自动删除；网络日志按规定至少留存六个月。",
        unit="天",
        check=_days,
    )
)
