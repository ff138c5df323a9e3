"""Tables. Importing this package registers every one of them on `Base.metadata`."""

from ceu.models.accounts import (
    Credential,
    FirstAdminLink,
    KeptPost,
    Role,
    SecondMail,
    SignIn,
    SignInTry,
    User,
    WebAuthn,
)
from ceu.models.assessment import Answer, Attempt, AttemptGrant
from ceu.models.audit import AuditEvent
from ceu.models.base import Base
from ceu.models.catalog import Compiled, Course, Module, Passage, Revision
from ceu.models.certificates import (
    Attestation,
    Certificate,
    CertificateEvent,
    CertificateFacts,
    CertificateFile,
    Completion,
    CompletionFacts,
    Evaluation,
)
from ceu.models.mail import MailOff, Outbox, PeriodicJob, Reminder
from ceu.models.notices import Notice, NoticeReader
from ceu.models.outside import OutsideCredit
from ceu.models.records import Report, ReportResult
from ceu.models.study import Enrollment, Note, RepeatGrant, SeatTime, SectionProgress, TimeStatement

__all__ = [
    "Answer",
    "Attempt",
    "AttemptGrant",
    "Attestation",
    "AuditEvent",
    "Base",
    "Certificate",
    "CertificateEvent",
    "CertificateFacts",
    "CertificateFile",
    "Compiled",
    "Completion",
    "CompletionFacts",
    "Course",
    "Credential",
    "Enrollment",
    "Evaluation",
    "FirstAdminLink",
    "KeptPost",
    "MailOff",
    "Module",
    "Note",
    "Notice",
    "NoticeReader",
    "Outbox",
    "OutsideCredit",
    "Passage",
    "PeriodicJob",
    "Reminder",
    "RepeatGrant",
    "Report",
    "ReportResult",
    "Revision",
    "Role",
    "SeatTime",
    "SecondMail",
    "SectionProgress",
    "SignIn",
    "SignInTry",
    "TimeStatement",
    "User",
    "WebAuthn",
]
