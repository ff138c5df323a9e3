"""Who gives the credit when somebody completes an older revision of a course.

Hours come from the revision that was completed. Whether they are credit is a fact of the day: an approval that was
renewed since holds, one that ended does not (requirements 13 and 14).
"""

from dataclasses import replace

from ceu.domain.content.schema import Body, Provider


def on_that_day(then: Provider, now: Provider) -> Provider:
    """Return the provider of a revision with the approvals and the address of another day.

    People and the bodies' rules stay those of the revision. What was published as a sample gives no credit, whatever
    its provider has become, and a provider that has become a sample holds no approval.
    """
    if then == now:
        return then
    bodies = {body.id: body for body in now.bodies}
    return replace(
        then,
        name=now.name,
        sample=then.sample or now.sample,
        address=now.address,
        contact=now.contact,
        administrator_name=now.administrator_name,
        administrator_title=now.administrator_title,
        bodies=tuple(_approved(body, bodies.get(body.id)) for body in then.bodies),
    )


def _approved(then: Body, now: Body | None) -> Body:
    if now is None:
        return replace(then, approval=None, approval_from=None, approval_to=None)
    return replace(
        then,
        approval=now.approval,
        approval_from=now.approval_from,
        approval_to=now.approval_to,
        statement=now.statement,
    )
