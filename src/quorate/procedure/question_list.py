"""The questions asked of every authority, in the order of the process.

`ref` points into the comparison of the source documents: `1` with the name of the row of its table, `2.n` a point of
its list of differences, `3.X` a contradiction that was decided, `national` what no authority may answer otherwise.
"""

from __future__ import annotations

from quorate.procedure.questions import (
    Question,
    act_by_day,
    allowed,
    booklets,
    contacts,
    how_many,
    invited,
    limit,
    listed,
    opens,
    quorate,
    state,
    value,
    who,
)

_REPORT = "share-report-with-parents"

QUESTIONS = (
    # The paper and its framework
    Question("initial", "Practice model", "1 Practice model named", value("analysis.model")),
    Question("initial", "Columns of the analysis", "1 Practice model named", how_many("analysis.columns")),
    Question(
        "initial", "Column for what goes well", "1 Practice model named", value("analysis.columns.strengths.title")
    ),
    Question("initial", "Guidance cited", "1 Guidance cited", value("guidance.title")),
    # Asking and booking
    Question("initial", "May it be booked as it stands?", "1 What must precede the ICPC; 2.13", allowed("book")),
    Question("initial", "Conclude the enquiry first by", "1 What must precede the ICPC", limit("conclude-enquiry")),
    Question(
        "initial", "Explain the concerns by", "1 What must precede the ICPC", limit("explain-conference-to-parents")
    ),
    Question(
        "initial", "Hold the conference by", "1 ICPC deadline; 2.11; 3.D; national", limit("hold-initial-conference")
    ),
    Question("pre-birth", "Hold the conference by", "1 ICPC deadline; national", limit("hold-initial-conference")),
    Question("transfer-in", "Hold the conference by", "national", limit("hold-transfer-in-conference")),
    Question("clock-change", "Hold the conference by", "1 ICPC deadline; national", limit("hold-initial-conference")),
    Question("pre-birth", "Check the timing by", "national", limit("review-pre-birth-timing")),
    Question("initial", "Book by", "1 Booking deadline; 3.C", limit("book-conference")),
    Question(
        "siblings",
        "What a plan must name: the review",
        "1 RCPC date set",
        value("gate.plan-needs-next-review-date.needs"),
    ),
    # Who is invited
    Question("initial", "Supply the invite list by", "1 Invite list due: ICPC; 3.A", limit("supply-invite-list")),
    Question("review", "Supply the invite list by", "1 Invite list due: RCPC; 3.A", limit("supply-invite-list")),
    Question(
        "pre-birth", "Supply the invite list by", "1 Invite list due: pre-birth; 3.B", limit("supply-invite-list")
    ),
    Question("pre-birth", "May it be booked as it stands?", "1 Invite list due: pre-birth", allowed("book")),
    Question("review", "Who sends invitations, the list being late?", "1 Late invite list", who("send-invitations")),
    Question("initial", "Always invited", "1 Always invited; 2.14", invited("always")),
    Question("transfer-in", "Always invited", "1 Always invited; 2.14", invited("always")),
    Question("pre-birth", "Invited for an unborn child", "2.14", invited("age")),
    Question("siblings", "Invited for children of 2, 12 and 15", "2.14", invited("age")),
    Question("initial", "GP", "1 GP mentioned", listed("invitee.gp")),
    Question("initial", "Social worker's manager", "1 SW's manager attends", listed("invitee.team-manager")),
    Question("initial", "Probation", "1 Probation mentioned", listed("invitee.probation-officer")),
    Question("initial", "An agency that cannot come", "1 Absent agency", value("report.agency.if_absent")),
    Question("ending", "Invited because ending is recommended", "1 Extra invitee when ending; 2.13", invited("ending")),
    # Reports
    Question("initial", "Social work report asked of", "1 Reports asked of", value("report.social-work.asked_of")),
    Question("initial", "Agency reports asked of", "1 Reports asked of", value("report.agency.asked_of")),
    Question("initial", "Report to the parents by", "1 Report shared with parent before ICPC; 2.1", limit(_REPORT)),
    Question("clock-change", "Report to the parents by", "2.1; 3.M; 3.N", limit(_REPORT)),
    Question("clock-change", "Act on that by", "3.M; 3.N", act_by_day(_REPORT)),
    Question("review", "Report to the parents by", "1 Report shared before RCPC; 2.1", limit(_REPORT)),
    Question(
        "initial",
        "Agencies' reports to the parents by",
        "1 Report shared with parent before ICPC; 2.2",
        limit("share-agency-reports-with-parents"),
    ),
    Question(
        "review", "Only the report itself came, on 5 June", "2.1; 2.2; 1 Chronology, genogram", state(_REPORT, "p1")
    ),
    Question("review", "What must have come", "2.2; 1 Chronology, genogram", value(f"duty.{_REPORT}.parts")),
    Question("initial", "Report authorised by", "1 Report to chair", limit("authorise-report")),
    Question("initial", "Report to the chair by", "1 Report to chair", limit("send-report-to-chair")),
    Question(
        "clock-change",
        "Report to the professionals by",
        "1 Report to professionals",
        limit("hand-report-to-professionals", "share-report-with-professionals"),
    ),
    Question(
        "initial",
        "Who comments on the report",
        "1 Parent adds to/comments on report",
        value("report.social-work.comments_by"),
    ),
    Question("initial", "Parents' own report form", "1 Parent adds to/comments on report", value("parents.own_report")),
    Question(
        "initial", "Child's views in the report", "1 Child's views in report", value("report.social-work.per_child")
    ),
    # The chair and the parents beforehand
    Question(
        "initial",
        "Chair's talk with the social worker, from",
        "1 Pre-conference discussion chair–SW; 3.G",
        opens("hold-pre-conference-discussion"),
    ),
    Question(
        "initial",
        "Chair meets parents: minutes before",
        "1 Chair meets parent; 2.3",
        value("meeting_parents.usual_time_minutes"),
    ),
    Question("initial", "Chair meets parents: how", "1 Chair meets parent; 2.3; 2.18", value("meeting_parents.modes")),
    Question("initial", "Chair meets parents by", "1 Chair meets parent", limit("meet-parents")),
    Question(
        "initial",
        "Chair checks reports were read",
        "1 Chair checks reports read",
        value("meeting_parents.reports_read_checked"),
    ),
    Question("initial", "Parents shown the room", "1 Room shown to parent", value("meeting_parents.room_shown")),
    Question(
        "initial", "Separate waiting rooms", "1 Separate rooms; 2.18", value("meeting_parents.separate_waiting_rooms")
    ),
    # Supporters and help to come
    Question("initial", "Supporters at most", "1 Supporter allowed; 2.4", value("supporters.at_most")),
    Question("initial", "Kinds of supporter", "1 Supporter allowed; 1 Solicitor", value("supporters.kinds")),
    Question("initial", "Family welcome", "1 Supporter allowed", value("supporters.family_welcome")),
    Question("initial", "May the supporter speak?", "1 Supporter may speak; 2.4", value("supporters.may_speak")),
    Question("initial", "May a solicitor speak?", "1 Solicitor; 2.4", value("supporters.solicitor_may_speak")),
    Question("initial", "Whom to tell of a supporter", "1 Tell whom / when; 2.4", value("supporters.tell")),
    Question("initial", "Tell of a supporter by", "1 Tell whom / when; 2.4; 3.F", limit("name-supporter")),
    Question("initial", "Ask about an interpreter by", "1 Interpreter", limit("ask-about-interpreter")),
    Question(
        "initial",
        "Needs that are asked about",
        "1 Interpreter; 1 Travel / childcare help",
        value("parents.needs_asked"),
    ),
    Question("initial", "Ask about needs by", "1 Travel / childcare help", limit("ask-parents-about-needs")),
    Question("initial", "Translated papers", "1 Translated leaflet", value("parents.translated_papers")),
    Question(
        "initial",
        "Instead of coming",
        "1 Alternative to attending (parent)",
        value("parents.alternatives_to_attending"),
    ),
    Question("initial", "A parent is absent", "1 Parent absent, go ahead?; 3.O", value("parents.if_absent")),
    Question(
        "initial", "Fear of another person", "1 Fear of another attendee", value("parents.fear_of_another_person")
    ),
    Question("initial", "Breaks", "1 Breaks", value("conduct.breaks")),
    Question("initial", "Behaviour: what the chair does", "1 Behaviour sanctions", value("conduct.steps")),
    # Keeping a parent out
    Question("excluded-parent", "Of all or part", "1 Exclusion: whole/part; 2.8", value("exclusion.scopes")),
    Question("excluded-parent", "Grounds", "1 Exclusion: reasons; 2.8", value("exclusion.grounds")),
    Question("excluded-parent", "Is the list open?", "1 Exclusion: reasons", value("exclusion.grounds_open")),
    Question("excluded-parent", "Who decides", "1 Exclusion: who decides; 2.8", value("exclusion.decided_by")),
    Question("excluded-parent", "The social worker decided it", "1 Exclusion: who decides", allowed("exclude")),
    Question("excluded-parent", "Reviewed", "1 Exclusion: reviewed; 2.8", value("exclusion.reviewed")),
    Question("excluded-parent", "Start without a fresh decision?", "1 Exclusion: reviewed; national", allowed("start")),
    Question("excluded-parent", "Ask for it by", "2.8", limit("request-exclusion", about="p2")),
    Question(
        "excluded-parent",
        "Collect their views by",
        "1 Excluded parent's views; 2.8",
        limit("collect-excluded-parent-views", about="p1"),
    ),
    Question(
        "excluded-parent", "Offer to meet by", "1 Chair meets absent parent; 2.8", limit("offer-meeting", about="p1")
    ),
    Question("excluded-parent", "Explain the reasons by", "2.8", limit("explain-exclusion", about="p1")),
    # Children
    Question("siblings", "Attends from age", "1 Child attends; 2.5", value("children.attend_from_age")),
    Question("siblings", "Attends when", "1 Child attends; 2.5", value("children.attend_when")),
    Question("siblings", "Parent must agree", "1 Child attends; 2.5", value("children.parent_must_agree")),
    Question("siblings", "Chair must agree", "1 Child attends; 2.5", value("children.chair_must_agree")),
    Question("siblings", "Whole, part or before", "1 Child attends", value("children.modes")),
    Question("initial", "Offer an advocate by", "1 Child's advocate", limit("offer-advocate")),
    Question("initial", "Give the booklet by", "1 Child's booklet", limit("give-child-booklet")),
    Question("siblings", "Booklets for the child of 2", "1 Child's booklet; 2.5", booklets(2)),
    Question("siblings", "Booklets for the child of 12", "1 Child's booklet; 2.5; 3.L", booklets(12)),
    Question("siblings", "Booklets for the child of 15", "1 Child's booklet; 2.5", booklets(15)),
    # Enough agencies
    Question("inquorate", "Is it quorate?", "national", quorate),
    Question("inquorate", "Must be there", "national", value("quorum.must")),
    Question("inquorate", "Other agencies at least", "national", value("quorum.others_at_least")),
    Question("inquorate", "May it decide on no plan?", "national", allowed("decide", "no-plan", "c1")),
    Question("inquorate", "Reconvene by", "national", limit("reconvene")),
    # Deciding
    Question("siblings", "Who decides", "1 Who decides on the plan; 2.6; 3.J", value("decisions.decided_by")),
    Question("siblings", "Whose view is asked", "1 Who decides on the plan; 2.6", value("decisions.views_asked_of")),
    Question(
        "siblings", "The chair decided on no plan", "1 Who decides on the plan; 2.6", allowed("decide", "no-plan", "c2")
    ),
    Question("siblings", "Several categories", "1 Category; 2.7; 3.K", value("decisions.several_categories")),
    Question("siblings", "Two categories for one child", "2.7; 3.K", allowed("decide", "plan-made", "c1")),
    Question("siblings", "Who decides the category", "1 Category; 2.7", value("decisions.category_decided_by")),
    Question("siblings", "Threshold", "1 Threshold words", value("decisions.threshold")),
    Question(
        "siblings",
        "If no protection plan",
        "1 Outcome if no plan; 2.15",
        value("decisions.plans_if_no_protection_plan"),
    ),
    Question("siblings", "A child in need plan is called", "2.15", value("words.child_in_need_plan.say")),
    Question(
        "siblings", "Who never decides a removal", "1 Conference cannot remove child", value("decisions.never_decides")
    ),
    Question("siblings", "Confidentiality", "1 Confidentiality stated", listed("statement.confidential")),
    Question("siblings", "Scale from", "1 Safety scale; 2.17", value("scale.minimum")),
    Question("siblings", "Scale to", "1 Safety scale; 2.17", value("scale.maximum")),
    # The plan
    Question("siblings", "Lead worker is called", "1 Lead worker name", value("words.lead_practitioner.say")),
    Question("before-easter", "Core group chaired by", "1 Core group chair; 2.10", value("core_group.chaired_by")),
    Question(
        "before-easter", "First core group by", "1 First core group; 2.10; national", limit("hold-first-core-group")
    ),
    Question("before-easter", "Core groups how often", "1 Core group frequency", value("core_group.how_often")),
    Question("review", "Next core group by", "national", limit("hold-next-core-group")),
    Question("before-easter", "See the child by", "national", limit("visit-child")),
    Question("siblings", "First core group for the child of 2", "national", limit("hold-first-core-group", about="c1")),
    Question(
        "siblings", "First core group for the child of 12", "national", limit("hold-first-core-group", about="c2")
    ),
    # Papers afterwards
    Question("before-easter", "Decisions sent by", "1 Decisions to SW; 2.9", limit("send-decisions")),
    Question("before-easter", "Decisions sent to", "1 Decisions to SW; 2.9", value("duty.send-decisions.to")),
    Question(
        "before-easter",
        "Parents' copy by the social worker",
        "1 Decisions to parent",
        state("hand-decisions-to-parents"),
    ),
    Question("before-easter", "Plan given out after", "1 CPP distributed; 2.9", value("duty.distribute-plan.after")),
    Question("before-easter", "Minutes hold", "1 CPP distributed; 2.9", value("outgoing.minutes.contains")),
    Question("before-easter", "Minutes sent by", "1 Minutes to parent; 2.9; 3.I", limit("send-minutes")),
    Question("before-easter", "Corrections to", "1 Minutes correction", value("minutes.corrections_to")),
    Question("before-easter", "Time to correct minutes", "1 Minutes correction", value("duty.correct-minutes.due")),
    # Reviews and the end
    Question("before-easter", "First review by", "1 First review; 2.16; national", limit("hold-first-review")),
    Question(
        "siblings",
        "First review for the child of 2",
        "1 First review; national",
        limit("hold-first-review", about="c1"),
    ),
    Question("siblings", "First review for the child of 12", "national", limit("hold-first-review", about="c2")),
    Question("ending", "This review by", "1 Later reviews; 3.E; national", limit("hold-next-review")),
    Question("ending", "A plan ends when", "1 End criteria", value("decisions.ends_when")),
    Question(
        "ending",
        "End it without police information?",
        "1 End criteria; 2.13; 3.P",
        allowed("decide", "plan-ended", "c1"),
    ),
    # Disagreeing
    Question("before-easter", "Grounds of a complaint", "1 Complaint grounds; 2.12", value("complaints.grounds")),
    Question("before-easter", "Complain by", "1 Complaint time limit; 2.12; 3.H", limit("complain")),
    Question("before-easter", "In writing", "1 Complaint time limit; 2.12", value("complaints.in_writing")),
    Question("before-easter", "Addressed to", "1 Complaint first stop", value("complaints.addressed_to")),
    Question("before-easter", "Routes", "1 Complaint first stop; 1 Complaint formal", value("complaints.routes")),
    Question("before-easter", "Bodies listed for help", "1 Independent help listed", contacts("help-line")),
)
"""Every question. None is about one authority: what is asked of one is asked of all."""
