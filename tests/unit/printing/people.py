"""The worst that real rosters bring: long companies, long and rare names, many people."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

from PIL import Image

from school_desk.adapters.printing.admission_tickets import AdmissionTicket, Examination, Sitting
from school_desk.adapters.printing.certificates import Certificate, CertificateIssuer
from school_desk.adapters.printing.exam_room_papers import RoomCandidate, RoomSession
from school_desk.adapters.printing.letterhead import School
from school_desk.adapters.printing.passed_roster import PassedRoster, PassedTrainee
from school_desk.adapters.printing.payment_notice import Payee, PaymentItem, PaymentNotice
from school_desk.adapters.printing.study_notice import StudyAccount, StudyNotice
from school_desk.kernel.money import Fen

TODAY = date(2026, 11, 23)
SCHOOL = School("湖州市吴兴区城建职业技能培训学校", "沈老师", "0572-2100000", "湖州市吴兴区红丰路")
LONG_COMPANY = "浙江湖州恒信𬭎业建筑装饰工程股份有限公司湖州南太湖新区分公司（湖州市吴兴区）"
LONG_TRADE = "建筑起重机械安装拆卸工"
RARE_NAME = "䶮㛃𬭎𫟹"
LONG_NAME = "阿依古丽·买买提江·吐尔逊"
NO_GLYPH_NAME = "王\U0002ebf0"  # a character of Extension I, younger than the typeface
RESIDENT_ID = "330502198503120527"
MASKED_ID = "330502********0527"
NAMES = ("王建国", RARE_NAME, LONG_NAME)


def photo(colour: str = "navy") -> bytes:
    """A one-inch portrait, plain."""
    jpeg = io.BytesIO()
    Image.new("RGB", (295, 413), colour).save(jpeg, "JPEG")
    return jpeg.getvalue()


def payment_notice_of(items: int, enterprise: str = LONG_COMPANY) -> PaymentNotice:
    """A notice with so many items; item k has k people at 800 yuan."""
    listed = tuple(PaymentItem(LONG_TRADE, "中级工", number, Fen(80_000)) for number in range(1, items + 1))
    payee = Payee(SCHOOL.name, "1205220109200069722", "工行湖州红丰支行")
    due = date(2026, 12, 10)
    return PaymentNotice(SCHOOL, enterprise, "91330500MAHTN4EG0L", "2026-1123-01", "K7M4Q2", listed, payee, TODAY, due)


EXAMINATION = Examination("浙江省住房和城乡建设行业技能人员职业培训考核", SCHOOL.name, SCHOOL.phone, TODAY)
_NINE = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
_PLACES = (
    ("湖州市建设技能考核中心", "湖州市吴兴区红丰路一号实训楼一层"),
    ("浙江恒信建设集团湖州南太湖新区实训基地", "湖州市南太湖新区滨湖街道创业大道一千六百八十八号三号车间"),
    ("长兴县建筑业协会培训考核中心", "长兴县雉城街道金莲桥路"),
)


def sittings(places: int = 1) -> tuple[Sitting, ...]:
    """The three subjects on 5 December 2026 at 09:00, 11:00 and 14:00 in Shanghai, in so many places."""
    begin = (_NINE, _NINE + timedelta(hours=2), _NINE + timedelta(hours=5))
    return tuple(
        Sitting(subject, start, start + timedelta(hours=1), *_PLACES[min(number, places - 1)], "第一考场", 7)
        for number, (subject, start) in enumerate(zip(("理论", "安全", "操作技能"), begin, strict=True))
    )


def ticket(name: str = "王建国", *, number: str = "330500202612050007", places: int = 1) -> AdmissionTicket:
    """A ticket with a photo, a long employer and three sittings."""
    return AdmissionTicket(
        number, name, "女", RESIDENT_ID, LONG_COMPANY, LONG_TRADE, "高级工", sittings(places), photo()
    )


def session(people: int, room: str = "第一考场") -> RoomSession:
    """A session of so many candidates, every other one with a photo."""
    candidates = tuple(
        RoomCandidate(seat, f"3305002026120{seat:05d}", NAMES[seat % 3], RESIDENT_ID, LONG_TRADE, "中级工", _some(seat))
        for seat in range(1, people + 1)
    )
    title = EXAMINATION.title
    return RoomSession(title, "理论", _NINE, _NINE + timedelta(minutes=90), _PLACES[0][0], room, candidates)


def _some(seat: int) -> bytes | None:
    return photo() if seat % 2 else None


ISSUER = CertificateIssuer(SCHOOL.name, "住房和城乡建设部官网 联网证书查询")
AUTHORITY = "湖州市住房和城乡建设局"


def certificate(name: str = RARE_NAME, *, print_number: int = 1) -> Certificate:
    """A certificate with a photo."""
    issued = date(2026, 11, 20)
    return Certificate(
        "33050026110000012", name, "女", RESIDENT_ID, LONG_TRADE, "高级工", issued, AUTHORITY, photo(), print_number
    )


def study_notice_of(people: int) -> StudyNotice:
    """A notice of so many accounts."""
    accounts = tuple(StudyAccount(NAMES[number % 3], RESIDENT_ID, LONG_TRADE, "中级工", 24) for number in range(people))
    return StudyNotice(SCHOOL, LONG_COMPANY, "http://study.example/Account/Index", accounts, TODAY, TODAY)


def roster_of(people: int, *, whole_ids: bool = False) -> PassedRoster:
    """A roster of so many trainees; number n holds certificate 3305002611…n."""
    trainees = tuple(
        PassedTrainee(
            NAMES[number % 3], RESIDENT_ID, LONG_COMPANY, LONG_TRADE, "高级工", "82", "75.5", "60", f"C{number:07d}"
        )
        for number in range(1, people + 1)
    )
    return PassedRoster(SCHOOL.name, "2026 年第 3 批", trainees, TODAY, whole_ids)
