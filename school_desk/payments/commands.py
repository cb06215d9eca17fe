"""The decisions about money, as commands. Amounts are fen. `expect_…` is what the person saw: another amount refuses the command.

Their handlers are in handlers/. Long because all decisions about money are to be seen side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from school_desk.documents.commands import StoredFile
from school_desk.kernel.commands import Command
from school_desk.kernel.money import format_yuan
from school_desk.terms.roles import CASHIERS, CLERKS, WebRole


@dataclass(frozen=True)
class BankLine:
    """One movement of a statement as its reader found it. `amount_fen` is above zero; a naive `booked_at` is Shanghai wall time.

    `identity` is the same in every export of the account. `takes_back`: the bank marks the line as taking an earlier one back.
    """

    row_no: int
    booked_at: datetime
    incoming: bool
    amount_fen: int
    balance_fen: int | None
    counterparty_name: str
    counterparty_account: str
    memo: str
    voucher_no: str
    takes_back: bool
    identity: str


@dataclass(frozen=True)
class Leftover:
    """A row of a statement that is no movement, and why."""

    row_no: int
    text: str
    reason: str


@dataclass(frozen=True)
class LineChange:
    """What a later export says differently of a line known before, in a sentence. `kept`: it stands with the line now."""

    row_no: int
    told: str
    kept: bool


@dataclass(frozen=True)
class StatementOutcome:
    """rows = new_lines + known_lines + leftovers, always. `told`: what the clerk must hear. `import_id` None: nothing was new.

    `known_rows` are the file's own numbers of the lines known before, `changes` what the bank has changed of them since.
    """

    import_id: str | None
    rows: int
    new_lines: int
    known_lines: int
    leftovers: int
    told: tuple[str, ...] = ()
    known_rows: tuple[int, ...] = ()
    changes: tuple[LineChange, ...] = ()


@dataclass(frozen=True)
class ImportStatement(Command):
    """导入银行流水. `own_account` None: the file does not print it; `breaks` are sentences about gaps in the running balance."""

    label: ClassVar[str] = "导入银行流水"
    allowed: ClassVar[frozenset[str]] = CASHIERS

    file_name: str
    file_sha256: str
    bank: str
    layout: str
    own_account: str | None
    lines: tuple[BankLine, ...]
    leftovers: tuple[Leftover, ...] = ()
    breaks: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """Which file."""
        return self.file_name


@dataclass(frozen=True)
class _ByCashier(Command):
    allowed: ClassVar[frozenset[str]] = CASHIERS


@dataclass(frozen=True)
class Part:
    """What one 应缴单 gets of a line."""

    receivable_id: str
    amount_fen: int
    expect_open_fen: int


@dataclass(frozen=True)
class JudgedProposal:
    """The line's first proposal as the desk showed it when the person decided, and what that says of it.

    `score_ppm`: its score in millionths. `certain`: matching would have taken it by itself. `taken_rank`: which of the line's proposals the
    person took, 1 this one, 2 and 3 the others, 0 none of them. Not `seen`: taken together with many others, nobody looked at each.
    """

    score_ppm: int
    certain: bool
    taken_rank: int = 0
    seen: bool = True


@dataclass(frozen=True)
class AllocateTransfer(_ByCashier):
    """认领: gives a line's money to 应缴单. With `credit_rest_to` (an enterprise) what remains of the line becomes its 预收余额.

    `reasons` are those of the proposal that was taken; a person's transfer needs `personal_reason` (缴费应当公对公). `judged` None: there was
    no proposal, or the program knew of none (version 1).
    """

    label: ClassVar[str] = "认领"
    version: ClassVar[int] = 2

    line_id: str
    expect_rest_fen: int
    parts: tuple[Part, ...] = ()
    credit_rest_to: str | None = None
    reasons: tuple[str, ...] = ()
    personal_reason: str = ""
    judged: JudgedProposal | None = None

    @property
    def subject(self) -> str:
        """How much went to how many."""
        fen = self.expect_rest_fen if self.credit_rest_to else sum(part.amount_fen for part in self.parts)
        return f"{format_yuan(fen)} 元，{len(self.parts)} 张应缴单"


@dataclass(frozen=True)
class AllocateTogether(_ByCashier):
    """合并认领, 批量认领: all of these or none, taken back as one; each expects what those before it leave."""

    label: ClassVar[str] = "批量认领"
    version: ClassVar[int] = 2

    transfers: tuple[AllocateTransfer, ...]

    @property
    def subject(self) -> str:
        """How many lines."""
        return f"{len(self.transfers)} 笔流水"


@dataclass(frozen=True)
class RemoveAllocation(_ByCashier):
    """撤销一笔认领, until its 应缴单 is before the 费用审核; the money is as it was before."""

    label: ClassVar[str] = "撤销认领"

    allocation_id: str


@dataclass(frozen=True)
class ReverseAllocation(_ByCashier):
    """冲销: a counter-row takes back what still stands of an allocation; a passed 费用审核 falls with it."""

    label: ClassVar[str] = "冲销认领"

    allocation_id: str
    expect_standing_fen: int
    reason: str

    @property
    def subject(self) -> str:
        """How much."""
        return f"{format_yuan(self.expect_standing_fen)} 元"


@dataclass(frozen=True)
class UseCredit(_ByCashier):
    """用预收余额缴费: the oldest money first."""

    label: ClassVar[str] = "使用预收余额"

    receivable_id: str
    amount_fen: int
    expect_open_fen: int
    expect_credit_fen: int

    @property
    def subject(self) -> str:
        """How much."""
        return f"{format_yuan(self.amount_fen)} 元"


@dataclass(frozen=True)
class RemoveCredit(_ByCashier):
    """撤回预收: the money goes back to its line, as long as none of it was used."""

    label: ClassVar[str] = "撤回预收"

    credit_entry_id: str


@dataclass(frozen=True)
class MarkNotTuition(_ByCashier):
    """非学费 (结息, 货款 …). `judged`: the proposal that is wrong by that, if there was one."""

    label: ClassVar[str] = "标为非学费"
    version: ClassVar[int] = 2

    line_id: str
    reason: str = ""
    judged: JudgedProposal | None = None


@dataclass(frozen=True)
class PutOnHold(_ByCashier):
    """暂挂: somebody must ask first."""

    label: ClassVar[str] = "暂挂"

    line_id: str
    reason: str = ""


@dataclass(frozen=True)
class ReleaseLine(_ByCashier):
    """Takes 非学费 or 暂挂 away: the line waits again."""

    label: ClassVar[str] = "恢复待认领"

    line_id: str


@dataclass(frozen=True)
class DismissProposal(_ByCashier):
    """A proposal is wrong: these pairs of line and 应缴单 are not proposed again. `judged` only where it was the line's first."""

    label: ClassVar[str] = "排除建议"
    version: ClassVar[int] = 2

    line_id: str
    receivable_ids: tuple[str, ...]
    judged: JudgedProposal | None = None


@dataclass(frozen=True)
class ProposeReview(_ByCashier):
    """提交费用审核 of 应缴单 whose full amount has arrived."""

    label: ClassVar[str] = "提交费用审核"

    receivable_ids: tuple[str, ...]

    @property
    def subject(self) -> str:
        """How many."""
        return f"{len(self.receivable_ids)} 张应缴单"


@dataclass(frozen=True)
class DecideReview(_ByCashier):
    """费用审核, by another person than the one who proposed. All of them, or none."""

    label: ClassVar[str] = "费用审核"

    review_ids: tuple[str, ...]
    approved: bool
    reason: str = ""

    @property
    def subject(self) -> str:
        """What was decided about how many."""
        return f"{'通过' if self.approved else '驳回'} {len(self.review_ids)} 张应缴单"


@dataclass(frozen=True)
class RequestRefund(_ByCashier):
    """申请退费, back to the account that paid `source_line_id`.

    With `receivable_id` money is taken from that reviewed 应缴单 and the named enrolments close when it is paid; without, from what of the
    line lies in the enterprise's 预收余额.
    """

    label: ClassVar[str] = "申请退费"

    enterprise_id: str
    source_line_id: str
    amount_fen: int
    reason: str
    receivable_id: str | None = None
    enrollment_ids: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """How much."""
        return f"{format_yuan(self.amount_fen)} 元"


@dataclass(frozen=True)
class DecideRefund(_ByCashier):
    """退费审批, by another person than the one who asked. An approved refund that was not paid yet may still be refused."""

    label: ClassVar[str] = "退费审批"

    refund_id: str
    approved: bool
    reason: str = ""


@dataclass(frozen=True)
class RecordRefundPaid(_ByCashier):
    """登记已退款: a line of the statement shows the money leaving to the account that had paid."""

    label: ClassVar[str] = "登记已退款"

    refund_id: str
    line_id: str


@dataclass(frozen=True)
class RegisterSlip(Command):
    """登记回单: what a person takes as read from it. It is a claim: a slip alone pays nothing."""

    label: ClassVar[str] = "登记回单"
    allowed: ClassVar[frozenset[str]] = CLERKS | CASHIERS | {WebRole.ENTERPRISE}

    file: StoredFile
    payer_name: str
    payer_account: str
    payee_account: str
    amount_fen: int
    paid_on: date | None
    serial_no: str = ""
    enterprise_id: str | None = None
    batch_id: str | None = None

    @property
    def subject(self) -> str:
        """Whose, and how much."""
        return f"{self.payer_name} {format_yuan(self.amount_fen)} 元"


@dataclass(frozen=True)
class PairSlip(_ByCashier):
    """回单对上流水: this is the money the slip speaks of."""

    label: ClassVar[str] = "回单对上流水"

    slip_id: str
    line_id: str


@dataclass(frozen=True)
class Reminder:
    """A text that an enterprise's contact was sent about what is overdue."""

    enterprise_id: str
    text: str


@dataclass(frozen=True)
class RecordReminders(Command):
    """登记催缴: these texts were sent. Nobody is reminded twice in a day."""

    label: ClassVar[str] = "登记催缴"
    allowed: ClassVar[frozenset[str]] = CLERKS | CASHIERS

    reminders: tuple[Reminder, ...]

    @property
    def subject(self) -> str:
        """How many."""
        return f"{len(self.reminders)} 家企业"


@dataclass(frozen=True)
class RecordInvoiceIssued(_ByCashier):
    """登记已开具: the number from the tax site. The text for the contact's phone is queued with it."""

    label: ClassVar[str] = "登记数电发票"

    invoice_id: str
    number: str
    issued_on: date
    expect_amount_fen: int

    @property
    def subject(self) -> str:
        """Which invoice."""
        return self.number


@dataclass(frozen=True)
class RecordRedInvoice(_ByCashier):
    """登记红冲, with the number of the 红字发票 and of its confirmed 红字确认单."""

    label: ClassVar[str] = "登记红冲"

    invoice_id: str
    red_number: str
    red_confirmation: str
    red_on: date

    @property
    def subject(self) -> str:
        """Which red invoice."""
        return self.red_number
