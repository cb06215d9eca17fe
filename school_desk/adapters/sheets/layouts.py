"""The names under which each kind of sheet carries its columns, as enterprises, platforms and authorities print them."""

from __future__ import annotations

from school_desk.adapters.sheets.headers import Layout
from school_desk.terms.labels import SUBJECT_COLUMNS
from school_desk.terms.statuses import Subject

_NAME = ("姓名", "学员姓名", "考生姓名", "人员姓名")
_ID_NUMBER = ("身份证号", "证件号码", "身份证号码", "证件号", "身份证", "公民身份号码", "身份证件号码")
_ACCOUNT = ("账号", "学习账号", "登录账号", "帐号", "用户名", "用户账号", "登录名")
_TRADE = ("工种", "职业(工种)", "职业工种", "培训工种", "岗位工种", "职业")
_LEVEL = ("等级", "级别", "技能等级", "职业等级", "职业技能等级")
_OUTCOME = ("结果", "处理结果", "开通结果", "推送结果", "状态", "开通状态", "推送状态")
_REASON = ("原因", "失败原因", "错误信息", "错误原因", "说明", "备注", "信息")
_CERTIFICATE_NO = ("证书编号", "证书号码", "证书号", "证照号码", "合格证编号", "合格证号")

ROSTER = Layout(
    kind="报名名单",
    aliases={
        "name": ("姓名", "学员姓名", "人员姓名", "员工姓名", "工人姓名", "名字"),
        "id_number": (
            "身份证号",
            "身份证号码",
            "身份证",
            "证件号码",
            "证件号",
            "公民身份号码",
            "居民身份证号",
            "居民身份证号码",
            "身份证件号码",
        ),
        "mobile": (
            "手机号码",
            "手机号",
            "手机",
            "联系电话",
            "电话",
            "联系方式",
            "电话号码",
            "移动电话",
            "本人手机",
            "联系手机",
        ),
        "sex": ("性别",),
        "trade": (
            "工种",
            "职业(工种)",
            "职业工种",
            "报考工种",
            "培训工种",
            "申报工种",
            "报名工种",
            "工种名称",
            "岗位工种",
            "职业",
        ),
        "level": (
            "等级",
            "级别",
            "技能等级",
            "报考等级",
            "培训等级",
            "申报等级",
            "申报级别",
            "报考级别",
            "职业等级",
            "鉴定等级",
            "职业技能等级",
        ),
        "photo": ("照片", "相片", "本人照片", "一寸照片", "一寸照", "证件照", "免冠照片", "电子照片", "头像"),
        "note": ("备注", "说明", "其他"),
    },
    required=(("name",), ("id_number",)),
)
HOURS = Layout(
    "学时表",
    {
        "account": _ACCOUNT,
        "id_number": _ID_NUMBER,
        "name": _NAME,
        "course": ("课程", "课程名称", "学习课程", "科目"),
        # A column without its unit is not taken for minutes: it may hold hours or 学时 of 45 minutes.
        "minutes": (
            "学习时长(分钟)",
            "学习时长(分)",
            "时长(分钟)",
            "学习分钟数",
            "学习时间(分钟)",
            "累计时长(分钟)",
            "有效时长(分钟)",
        ),
        "finished_at": ("完成时间", "完成日期", "学完时间", "结束时间", "最后学习时间"),
    },
    required=(("account", "id_number"), ("minutes",)),
)
ACCOUNTS = Layout(
    "学习账号开通结果",
    {"account": _ACCOUNT, "id_number": _ID_NUMBER, "name": _NAME, "outcome": _OUTCOME, "reason": _REASON},
    required=(("account", "id_number"), ("outcome",)),
)
SCORES = Layout(
    "成绩登记表",
    {
        "ticket_no": ("准考证号", "准考证号码", "准考证", "考号"),
        "name": _NAME,
        "id_number": _ID_NUMBER,
        "trade": _TRADE,
        "level": _LEVEL,
        "theory": SUBJECT_COLUMNS[Subject.THEORY],
        "safety": SUBJECT_COLUMNS[Subject.SAFETY],
        "practice": SUBJECT_COLUMNS[Subject.PRACTICE],
        "note": ("备注", "说明"),
    },
    required=(("ticket_no", "id_number"), ("theory", "safety", "practice")),
)
CERTIFICATE_NUMBERS = Layout(
    "证书编号表",
    {
        "certificate_no": _CERTIFICATE_NO,
        "name": _NAME,
        "id_number": _ID_NUMBER,
        "trade": _TRADE,
        "level": _LEVEL,
        "issued_on": ("发证日期", "发证时间", "签发日期", "颁证日期"),
    },
    required=(("certificate_no",), ("id_number",)),
)
PUSH_RESULTS = Layout(
    "推送结果",
    {
        "certificate_no": _CERTIFICATE_NO,
        "name": _NAME,
        "id_number": _ID_NUMBER,
        "outcome": _OUTCOME,
        "reason": _REASON,
        "receipt_no": ("回执号", "回执编号", "回执", "流水号"),
        "pushed_on": ("推送日期", "推送时间", "处理时间"),
    },
    required=(("certificate_no",), ("outcome",)),
)
AUTHORITY_DECISIONS = Layout(
    "主管部门审核结果",
    {
        "credit_code": ("统一社会信用代码", "社会信用代码", "信用代码"),
        "enterprise": ("企业名称", "单位名称", "企业", "单位"),
        "plan_no": ("计划编号", "考核计划编号", "考核计划", "报审编号", "批次编号"),
        "decision": ("审核结果", "审核结论", "结论", "结果", "审核意见", "审核状态", "受理结果"),
        "reason": ("原因", "退回原因", "不通过原因", "意见", "备注", "说明"),
        "decided_on": ("审核日期", "审核时间", "受理日期", "办理日期", "日期"),
        "document_no": ("文号", "批文号", "文件号", "审核文号"),
        "authority": ("审核单位", "主管部门", "审核部门", "受理单位"),
    },
    required=(("credit_code", "enterprise", "plan_no"), ("decision",)),
)
