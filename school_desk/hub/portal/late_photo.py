"""补传照片: the missing photo of one of one's own people, by the command with which the desk attaches one."""

from __future__ import annotations

from starlette.responses import Response

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.hub.portal import uploads
from school_desk.hub.portal.door import Visit
from school_desk.intake.roster import photo_command
from school_desk.kernel.errors import RuleViolation


def late_photo(visit: Visit) -> Response:
    """The form for one person, and what is sent by it."""
    person = _person(visit)
    if person is None:
        return visit.page("fault", 404, title="没有这名学员", told="没有找到这名学员的报名。请返回已报名列表。")
    if person.photo_document_id is not None:
        told = f"{person.name}已有照片。照片不对要更换的，请联系培训学校。"
        return visit.page("fault", 409, title="已有照片", told=told)
    if visit.method == "GET":
        return visit.page("late_photo", person=person)
    try:
        uploads.count(visit)
        photo = uploads.person_photo(visit)
        if photo is None:
            raise RuleViolation("photo.absent", "请选择照片（JPG）。", field="photo")
        command = photo_command(visit.site.school, photo, person.id)
        visit.write(lambda session: visit.site.carry_out(session, command, visit.actor))
    except RuleViolation as refusal:
        return visit.refused("late_photo", refusal, person=person)
    return visit.go("/enterprise/enrolled?done=photo")


def _person(visit: Visit) -> EnrolledRow | None:
    """The one whom the address names, among one's own only."""
    school = visit.site.school
    with school.reading() as session:
        own = enrolled(session, school.id, enterprise_id=visit.enterprise.id, active_only=True)
    return next((person for person in own if person.id == visit.path["id"]), None)
