"""Thư: the day's report as an e-mail draft, which a mail program opens ready to be looked over and sent."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from xlpy.app.folder import CannotDo, Folder, report_in
from xlpy.app.retelling import day_from_journal
from xlpy.core.plan import Plan
from xlpy.doors.saving import write
from xlpy.drawing.letter import LETTER, fill_message
from xlpy.shipped import shipped

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def draft_mail(folder: Folder, day: date) -> tuple[Path, bool]:
    """Write the draft of a day beside its report. The same day gives the same bytes.

    Returns where it is, and whether the settings name anybody to send it to.
    Raises CannotDo where the day was not merged or its report is not there, TemplateError, JournalDamaged.
    """
    plan, standing = day_from_journal(folder, day)
    report = report_in(folder.reports(day, plan.reports), day)
    if not report.is_file():
        raise CannotDo(
            f"{folder.shown(report)}: không thấy tệp báo cáo này; làm lại bằng lệnh: "
            f"hotich bao-cao --ngay {day.isoformat()}"
        )
    template = folder.template.with_name(Path(LETTER).name)
    words = template if template.exists() else shipped(LETTER)
    text = fill_message(words.read_text(encoding="utf-8"), words.name, plan, standing, report.name)
    draft = report.with_suffix(".eml")
    write(draft, _message(plan, text.subject, text.body, report).as_bytes())
    return draft, bool(plan.mail.to)


def _message(plan: Plan, subject: str, body: str, report: Path) -> EmailMessage:
    # Lines end as mail's do, so that every program reads the draft; names of attachments survive by RFC 2231.
    message = EmailMessage(policy=SMTP)
    for field, value in (
        ("From", plan.mail.sender),
        ("To", ", ".join(plan.mail.to)),
        ("Cc", ", ".join(plan.mail.cc)),
        ("Subject", subject),
        ("X-Unsent", "1"),  # Outlook then opens it to be edited and sent, not as a mail received
    ):
        if value:
            message[field] = value
    message.set_content(body)
    maintype, subtype = _WORKBOOK
    message.add_attachment(report.read_bytes(), maintype=maintype, subtype=subtype, filename=report.name)
    message.set_boundary(f"hotich-{report.stem}")  # a random one would make other bytes each time
    return message
