"""The rows of a slip in a list, and the reading of rows as a slip."""

from __future__ import annotations

from school_desk.documents.reading.evidence import settle
from school_desk.documents.reading.paper import FieldReading
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import sheet

LIST = (
    "某某银行  电子回单",
    "付款人户名：  湖州甲建设有限公司",
    "付款人账号：  1205110009529260025",
    "收款人户名：  湖州市吴兴区城建职业技能培训学校",
    "收款人账号：  1205220109200069722",
)


def read_rows(*rows: str) -> dict[str, FieldReading]:
    """The settled fields of a slip with these rows."""
    return {name: settle(draft) for name, draft in read_slip(sheet(*rows)).items()}
