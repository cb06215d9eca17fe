"""上传转账回单: a file is read, the enterprise confirms beside the picture what stands on it, slip by slip; each is a claim, never money."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading, paper_from_json
from school_desk.hub.portal import uploads
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.paying import Bill, bill_asked_for, no_bill
from school_desk.hub.portal.slip_files import SentFile, sent_file
from school_desk.intake.slips import SlipClaim, SlipFile, slip_command
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import derived_id, is_id, new_id
from school_desk.kernel.money import parse_yuan
from school_desk.payments.queries import own_accounts, slips
from school_desk.payments.slip_parties import Parties, hold_against

# The form's field → the slip's.
_FIELDS = {
    "payer_name": "payer_name",
    "payer_account": "payer_account",
    "payee_account": "payee_account",
    "amount": "amount",
    "paid_on": "date",
    "serial_no": "serial_no",
}
# Not every bank prints them.
_OPTIONAL = ("payer_account", "serial_no")
_REGISTERED, _SKIPPED = "registered", "skipped"
Draft = dict[str, Any]


def choose(visit: Visit) -> Response:
    """Step 1: a photo or PDF. What will not do is told and changes nothing; what will takes the place of a file that still waits."""
    bill = bill_asked_for(visit)
    if bill is None:
        return no_bill(visit)
    if visit.method == "GET":
        return visit.page("payment_slip", bill=bill)
    try:
        uploads.count(visit)
        sent = sent_file(visit)
    except RuleViolation as refusal:
        return visit.refused("payment_slip", refusal, bill=bill)
    _keep(visit, bill, sent)
    return visit.go(f"{_address(bill)}/slip/check")


def check(visit: Visit) -> Response:
    """Step 2: what was read stands beside the picture; 提交 registers the slip, 跳过 leaves it, and the next one of the file follows."""
    bill = bill_asked_for(visit)
    if bill is None:
        return no_bill(visit)
    draft = visit.site.slips.answers(_key(visit, bill))
    if visit.method == "GET":
        slip = _next(draft)
        return _gone(visit, bill) if slip is None else _check_page(visit, bill, draft, slip)
    slip = _marked(draft, visit.text("mark"))
    if slip is None:
        return _none_of_these(visit, bill, draft)
    if visit.text("skip") == "yes":
        return _settled(visit, bill, _SKIPPED)
    file = _kept_file(visit, bill, draft, slip)
    if file is None:
        return _gone(visit, bill)
    try:
        claim = _claim(visit, bill)
        command = slip_command(visit.site.school, file, slip["reading"]["rotation"], claim)
        # Under the slip's own id: a button that is pressed twice registers it once.
        visit.write(lambda session: visit.site.carry_out(session, command, visit.actor, slip["mark"]))
    except RuleViolation as refusal:
        return _check_page(visit, bill, draft, slip, _at_our_field(refusal))
    return _settled(visit, bill, _REGISTERED)


def picture(visit: Visit) -> Response:
    """A slip that waits, upright; one's own only."""
    bill = bill_asked_for(visit)
    found = None if bill is None else _shown(visit, bill, visit.query.get("slip", ""))
    return Response(found, media_type="image/jpeg") if found else Response(status_code=404)


def _key(visit: Visit, bill: Bill) -> str:
    """A file for each batch: who pays for two of them in two windows mixes nothing up."""
    return f"{visit.me.id}/{bill.batch.id}"


def _address(bill: Bill) -> str:
    return f"/enterprise/payments/{bill.batch.number}"


def _keep(visit: Visit, bill: Bill, sent: SentFile) -> None:
    """Files by the marks of their slips: of two windows that send at the same moment neither shows the other's picture."""
    place, key = visit.site.slips, _key(visit, bill)
    place.drop(key)
    marks = [new_id(visit.now) for _ in sent.slips]
    original = sent.slips[0].file.original
    if original is not None:
        place.keep_file(key, f"sent-{marks[0]}", original)
    kept = []
    for number, (mark, slip) in enumerate(zip(marks, sent.slips, strict=True)):
        place.keep_file(key, f"picture-{mark}", slip.file.picture)
        if slip.upright is not None:
            place.keep_file(key, f"upright-{mark}", slip.upright)
        kept.append({"mark": mark, "place": number, "reading": slip.reading.to_json(), "state": ""})
    place.keep_answers(key, {"name": sent.slips[0].file.name, "left_out": sent.left_out, "slips": kept})


def _kept_file(visit: Visit, bill: Bill, draft: Draft, slip: Draft) -> SlipFile | None:
    """The slip as it was sent; None when it is kept no more."""
    place, key = visit.site.slips, _key(visit, bill)
    content = place.file(key, f"picture-{slip['mark']}")
    original = place.file(key, f"sent-{draft['slips'][0]['mark']}")
    return None if content is None else SlipFile(draft["name"], content, original)


def _shown(visit: Visit, bill: Bill, mark: str) -> bytes | None:
    place, key = visit.site.slips, _key(visit, bill)
    slip = _marked(place.answers(key), mark)
    if slip is None:
        return None
    return place.file(key, f"upright-{mark}") or place.file(key, f"picture-{mark}")


def _next(draft: Draft) -> Draft | None:
    """The first slip that nobody has decided about."""
    return next((slip for slip in draft.get("slips", ()) if not slip["state"]), None)


def _marked(draft: Draft, mark: str) -> Draft | None:
    return next((slip for slip in draft.get("slips", ()) if slip["mark"] == mark), None)


def _settled(visit: Visit, bill: Bill, state: str) -> Response:
    """On to the next slip, after the last one back to the batch."""
    place, key = visit.site.slips, _key(visit, bill)
    # Asked anew: whoever pressed twice may have come to the end meanwhile.
    draft = place.answers(key)
    slip = _marked(draft, visit.text("mark"))
    if slip is None:
        return _none_of_these(visit, bill, draft)
    if slip["state"] != _REGISTERED:
        slip["state"] = state
    if _next(draft) is not None:
        place.keep_answers(key, draft)
        return visit.go(f"{_address(bill)}/slip/check?done={slip['state']}")
    place.drop(key)
    is_any = any(slip["state"] == _REGISTERED for slip in draft["slips"])
    return visit.go(_address(bill) + ("?done=slip" if is_any else ""))


def _none_of_these(visit: Visit, bill: Bill, draft: Draft) -> Response:
    """What was posted is about no slip that waits: it is registered already, or another file has taken its place, or its time is over."""
    mark, slip = visit.text("mark"), _next(draft)
    if _is_registered(visit, mark):
        return visit.go(f"{_address(bill)}?done=slip")
    if slip is None:
        return _gone(visit, bill)
    told = "回单已经换成后来上传的另一份，请核对下面的内容，再提交。"
    return _check_page(visit, bill, draft, slip, RuleViolation("slip.another", told))


def _is_registered(visit: Visit, mark: str) -> bool:
    """Whether the slip of this mark is there, among one's own."""
    school = visit.site.school
    if not is_id(mark):
        return False
    with school.reading() as session:
        own = slips(session, school.id, enterprise_id=visit.enterprise.id)
    return derived_id(mark, "slip") in {row.id for row in own}


def _gone(visit: Visit, bill: Bill) -> Response:
    return visit.go(f"{_address(bill)}/slip?done=gone")


def _check_page(visit: Visit, bill: Bill, draft: Draft, slip: Draft, refusal: RuleViolation | None = None) -> Response:
    read = paper_from_json(slip["reading"])
    parties = _parties(visit)
    held = hold_against(read, parties)
    usual = {"payer_name": visit.enterprise.name, "payee_account": parties.accounts[0]}
    proposed = {name: _proposed(held.fields.get(field), usual.get(name, "")) for name, field in _FIELDS.items()}
    is_typed = refusal is not None and refusal.code != "slip.another"
    values = visit.values if is_typed else {name: value for name, (value, _) in proposed.items()}
    # Of what was typed over it the reading says nothing.
    as_read = {name for name, (value, _) in proposed.items() if values.get(name, "") == value}
    facts = {
        "bill": bill,
        "draft": draft,
        "slip": slip,
        "reading": read,
        "values": values,
        "states": {
            name: state if name in as_read and (value or name not in _OPTIONAL) else ""
            for name, (value, state) in proposed.items()
        },
        "hints": {name: _from_record(read, held, _FIELDS[name]) if name in as_read else "" for name in _FIELDS},
    }
    return visit.page("payment_slip_check", 422 if refusal else 200, refusal=refusal, **facts)


def _parties(visit: Visit) -> Parties:
    """Whom the slip may name as far as this visitor is told: the school's accounts and the enterprise's own name, nobody else's."""
    school = visit.site.school
    with school.reading() as session:
        accounts = own_accounts(session, school.id, local_date(visit.now))
    return Parties(accounts, (visit.enterprise.name,))


def _proposed(found: FieldReading | None, usual: str) -> tuple[str, str]:
    """A field's value and how sure it is: what a rule contradicts stays empty, and only where nothing was read stands the usual."""
    if found is None or not found.value:
        return usual, (FieldState.LOOK if usual else FieldState.FAILED).value
    return ("" if found.state is FieldState.FAILED else str(found.value)), found.state.value


def _from_record(read: PaperReading, held: PaperReading, field: str) -> str:
    """What the record says of a field, beside what the reader says."""
    if field not in held.fields:
        return ""
    return "；".join(held.fields[field].reasons[len(read.fields[field].reasons) :])


def _claim(visit: Visit, bill: Bill) -> SlipClaim:
    values: Mapping[str, str] = {name: visit.text(name) for name in _FIELDS}
    try:
        paid_on = date.fromisoformat(values["paid_on"])
    except ValueError:
        raise RuleViolation("slip.paid_on", "请填写转账日期，如 2026-08-03。", field="paid_on") from None
    if paid_on > local_date(visit.now):
        raise RuleViolation("slip.paid_on", "转账日期还没有到，请核对。", field="paid_on")
    return SlipClaim(
        payer_name=values["payer_name"][:100],
        payer_account=values["payer_account"][:40],
        payee_account=values["payee_account"][:40],
        amount_fen=parse_yuan(values["amount"]),
        paid_on=paid_on,
        serial_no=values["serial_no"][:60],
        enterprise_id=visit.enterprise.id,
        batch_id=bill.batch.id,
    )


def _at_our_field(refusal: RuleViolation) -> RuleViolation:
    """What a rule says of the amount stands at the form's field of it."""
    ours = {"amount_fen": "amount"}.get(refusal.field or "", refusal.field)
    ours = "amount" if refusal.code == "money.unreadable" else ours
    return RuleViolation(refusal.code, refusal.message, field=ours)
