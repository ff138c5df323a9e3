"""The statement a learner signs before the certificate (requirement 21; ID-1, ID-2, ID-8)."""

# Raised with every change of the words: a record keeps the text and the version it was made with.
VERSION = "1"


def statement(course_title: str) -> str:
    """Return the exact text a learner attests to for the course called `course_title`."""
    return (
        f"I attest that I am the person named on this page, that I read every section of “{course_title}” and took its "
        "post-test myself, without help from another person, and that the facts shown here are right. I understand "
        "that my licensing board has the last word on whether it accepts these hours, and that this course certifies "
        "no one to practice or administer ketamine-assisted psychotherapy."
    )
