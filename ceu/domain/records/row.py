"""One row of the CE record: what a board or an accreditor asks of a certificate (audit item 9, field list)."""

from typing import NamedTuple


class RecordRow(NamedTuple):
    """A certificate as it is exported. Every column is text; what is not known or was disposed of is empty.

    The order of the fields is the order of the columns. A tuple, because an export makes a million of them.
    """

    certificate_number: str  # as printed: XXXX-XXXX-XXX
    legal_name: str  # as the certificate prints it
    credential_kind: str  # license, registration, national_certification or none
    profession: str
    jurisdiction: str
    license_number: str  # verbatim (LIC-1)
    course_slug: str
    course_title: str
    course_number: str
    module_digests: str  # "slug:digest" of each module, separated by spaces
    course_digest: str
    completion_date: str  # the learner's local date, ISO
    completed_at_utc: str  # ISO, seconds, with Z
    body: str
    unit: str
    hours: str  # two decimals
    score: str  # "11 of 12"; with a slash a spreadsheet would read November 12
    status: str  # valid, revoked or superseded
    credit: str  # yes where it is valid and the body's approval was active on the completion date, else no
    replaced_by: str  # the number of the certificate that corrects this one


COLUMNS = RecordRow._fields
