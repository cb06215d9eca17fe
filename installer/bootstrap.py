"""The two commands of README.md (`demo`, `test`) and their kin, on a machine that has nothing but Python.

Standard library only. Set-up lies in `environment.py` and `system_libraries.py`, the checks in `checks.py`; this module only reads the
command line, so that an older Python gets a sentence instead of a syntax error.
"""

from __future__ import annotations

import sys

USAGE = """\
用法（Windows 上写 py installer\\bootstrap.py …）：
  python3 installer/bootstrap.py demo           安装，生成一所样例学校并打开桌面程序
  python3 installer/bootstrap.py test [--full]  安装，运行全部检查与测试；--full 连同耗时长的
  python3 installer/bootstrap.py check          安装，运行改代码时的快速检查
  python3 installer/bootstrap.py run 参数…      安装，运行 school-desk 参数…
"""


def main(arguments: list[str]) -> int:
    """Runs one verb; 0 = done, 1 = something failed, 2 = bad usage or a Python too old."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a Windows console may lack Chinese letters
    if sys.version_info < (3, 11):  # noqa: UP036 - this is what an older Python is told
        print("需要 Python 3.11 或更新的版本，现在是 {}.{}。".format(*sys.version_info))
        return 2
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if (
        verb not in ("demo", "test", "check", "run")
        or (verb == "check" and rest)
        or (verb == "test" and rest not in ([], ["--full"]))
    ):
        print(USAGE)
        return 2
    return _carry_out(verb, rest)


def _carry_out(verb: str, rest: list[str]) -> int:
    import checks
    import environment
    import system_libraries

    try:
        system_libraries.ensure(with_display=verb in ("demo", "run") and environment.has_display())
        environment.ensure()
        if verb == "check":
            return checks.run(checks.QUICK)
        if verb == "test":
            system_libraries.ensure_for_tests(with_browser=bool(rest))
            return checks.run(checks.FULL if rest else checks.USUAL)
        return environment.school_desk(["demo", *rest] if verb == "demo" else rest)
    except environment.SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
