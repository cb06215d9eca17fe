"""`school-desk settings` and `journal`: dated values by a command, and a record nobody can alter unseen."""

from __future__ import annotations

import sqlite3

from tests.cli.console import Console

ACCOUNT = "payments.payee_account"


def value(console: Console, key: str) -> object:
    listed = {row["key"]: row["value"] for row in console.run("settings", "list", "--json").document}
    return listed[key]


def test_values_are_listed_and_changed(console: Console) -> None:
    assert value(console, ACCOUNT) == "1205220109200069722"
    said = console.run("settings", "set", ACCOUNT, "1205220109200069999", "--as", "admin", "--json")
    assert said.code == 0
    assert said.document == {
        "key": ACCOUNT,
        "value": "1205220109200069999",
        "valid_from": "2026-08-03",
        "before": "1205220109200069722",
    }
    assert value(console, ACCOUNT) == "1205220109200069999"
    assert "收款账号" in console.run("settings", "list").out


def test_money_is_typed_and_shown_in_yuan_and_a_setting_found_by_its_words(console: Console) -> None:
    said = console.run("settings", "set", "初级工培训费（元/人）", "700", "--as", "admin")
    assert "起改为 700.00。" in said.out
    assert value(console, "plans.usual_fee_junior") == 70_000
    assert "700.00" in console.run("settings", "list").out
    console.refused("settings", "set", "plans.usual_fee_junior", "700.005", "--as", "admin")


def test_a_value_may_begin_later(console: Console) -> None:
    said = console.run("settings", "set", "payments.days_to_pay", "10", "--as", "admin", "--from", "2026-09-01")
    assert "从 2026-09-01 起改为 10" in said.out
    assert value(console, "payments.days_to_pay") == 7
    console.office.move_to(2026, 9, 1)
    assert value(console, "payments.days_to_pay") == 10


def test_yes_no_and_lists_are_json(console: Console) -> None:
    console.run("settings", "set", "payments.one_person_office", "true", "--as", "admin")
    console.run("settings", "set", "payments.other_accounts", '["12052201092"]', "--as", "admin")
    assert value(console, "payments.one_person_office") is True
    assert value(console, "payments.other_accounts") == ["12052201092"]


def test_what_will_not_do_is_refused(console: Console) -> None:
    assert "账号应为" in console.refused("settings", "set", ACCOUNT, "12", "--as", "admin")
    assert "没有名为“fly”的设置" in console.refused("settings", "set", "fly", "1", "--as", "admin")
    assert "不能办理" in console.refused("settings", "set", ACCOUNT, "1205220109200069999", "--as", "shen")
    assert "1 到 365" in console.refused("settings", "set", "payments.days_to_pay", "0", "--as", "admin")
    assert "“缴费期限”的值不对" in console.run("settings", "set", "payments.days_to_pay", "bald", "--as", "admin").err


def test_a_whole_journal_is_proved_and_an_altered_one_told(console: Console) -> None:
    said = console.run("journal", "verify", "--json")
    assert (said.code, said.document) == (0, {"whole": True, "first_broken": None})
    with sqlite3.connect(console.folder / "school.db") as other_program:
        other_program.execute("UPDATE journal SET actor_id = 'somebody else' WHERE seq = 2")
    other_program.close()
    said = console.run("journal", "verify", "--json")
    assert (said.code, said.document["first_broken"]) == (1, 2)
    assert "从第 2 条起" in said.err


def test_how_long_sign_ins_are_kept_is_a_setting(console: Console) -> None:
    assert value(console, "staff.keep_sign_ins_days") == 400
