"""Letters to people who must not meet are held in the transaction that gave them a reason to wait, whoever acts."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.conferences.sql.called import TYPED
from quorate.release.sql.apart import WAITS

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# At a conference that whoever acts need not see: a fear that was brought there, somebody put on its list, two records
# joined. Whoever works there prepares the letter anew when it is arranged.
HELD_AT_ONCE: Final = f"""
CREATE FUNCTION notices_hold_calls(p_conference uuid, p_recipient uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    m notices_message;
BEGIN
    FOR m IN UPDATE notices_message w SET state = 'held', why = 'arrange', lease_until = NULL
        WHERE w.conference_id = p_conference AND w.recipient = p_recipient AND w.state = 'waiting'
          AND w.code IN ('invitation', 'moved') RETURNING w.* LOOP
        INSERT INTO notices_delivery (id, case_id, authority_id, message_id, state, why, at)
            VALUES (gen_random_uuid(), m.case_id, m.authority_id, m.id, m.state, m.why, now());
        PERFORM audit_append('message.moved-on', 'message', m.id, m.case_id, 'done', '', m.authority_id, NULL,
            '', jsonb_build_object('paper', m.code, 'channel', m.channel, 'state', m.state, 'why', m.why));
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION notices_hold_calls(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION notices_hold_unarranged(p_conference uuid) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    p_recipient uuid;
    people uuid[];
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_safety_concern c
            WHERE c.conference_id = p_conference AND c.removed_on IS NULL) THEN
        RETURN;
    END IF;
    -- In the order in which a letter is let out: first the paper, then its copies. What is being let out meanwhile is
    -- waited for, and its copies are looked at below.
    PERFORM 1 FROM release_release r WHERE r.conference_id = p_conference AND r.code IN ('invitation', 'moved')
        AND r.state = 'prepared' ORDER BY r.id FOR UPDATE;
    FOR p_recipient IN SELECT DISTINCT w.recipient FROM notices_message w WHERE w.conference_id = p_conference
            AND w.state = 'waiting' AND w.code IN ('invitation', 'moved') ORDER BY 1 LOOP
        SELECT a.own || a.helped INTO people FROM release_comes_as(p_conference, p_recipient) a;
        IF {WAITS} THEN
            PERFORM notices_hold_calls(p_conference, p_recipient);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION notices_hold_unarranged(uuid) FROM PUBLIC;

-- A letter that was held until something is arranged, which nothing keeps any more, and nothing was prepared or let out
-- in its place: somebody parted two people again who cannot see the conference. One message by its id, which only those
-- are given who may read it and that it was held for this.
CREATE FUNCTION notices_waits_for_nothing(p_message uuid) RETURNS boolean LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    p_conference uuid;
    p_recipient uuid;
    people uuid[];
BEGIN
    SELECT w.conference_id, w.recipient INTO p_conference, p_recipient
        FROM notices_message w JOIN conferences_invitee i ON i.id = w.recipient
        WHERE w.id = p_message AND w.authority_id = access_authority()
          AND w.state = 'held' AND w.why = 'arrange' AND w.code IN ('invitation', 'moved')
          AND i.removed_on IS NULL AND i.to_invite IS NOT FALSE AND conferences_booked_as(w.conference_id) <> ''
          AND (i.person_id IS NULL OR conferences_may_come(i.conference_id, i.person_id))
          AND NOT EXISTS (SELECT FROM notices_message l WHERE l.conference_id = w.conference_id
              AND l.recipient = w.recipient AND l.code IN ('invitation', 'moved')
              AND (l.put_out_at, l.id) > (w.put_out_at, w.id))
          AND NOT EXISTS (SELECT FROM release_release r JOIN release_rendition c ON c.release_id = r.id
              WHERE r.conference_id = w.conference_id AND r.state = 'prepared' AND r.code IN ('invitation', 'moved')
              AND c.recipient = w.recipient);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT a.own || a.helped INTO people FROM release_comes_as(p_conference, p_recipient) a;
    RETURN NOT ({WAITS});
END $$;
REVOKE ALL ON FUNCTION notices_waits_for_nothing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_waits_for_nothing(uuid) TO {PAGES};

CREATE FUNCTION notices_hold_letters() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    -- Records joined, and somebody let back in: that holds wherever they are on the list.
    IF TG_TABLE_NAME IN ('cases_same_person', 'conferences_exclusion') THEN
        PERFORM notices_hold_unarranged(i.conference_id) FROM (SELECT DISTINCT l.conference_id
            FROM conferences_invitee l WHERE l.person_id = ANY (cases_same_people(NEW.person_id))
            AND l.removed_on IS NULL ORDER BY 1) i;
    ELSE
        PERFORM notices_hold_unarranged(NEW.conference_id);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION notices_hold_letters() FROM PUBLIC;

CREATE TRIGGER notices_hold_letters AFTER INSERT OR UPDATE OF removed_on ON conferences_safety_concern FOR EACH ROW
    WHEN (NEW.removed_on IS NULL AND NEW.root_id IS NOT NULL) EXECUTE FUNCTION notices_hold_letters();
CREATE TRIGGER notices_hold_letters AFTER INSERT OR UPDATE OF person_id, removed_on, to_invite ON conferences_invitee
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.removed_on IS NULL AND NEW.to_invite IS NOT FALSE)
    EXECUTE FUNCTION notices_hold_letters();
CREATE TRIGGER notices_hold_letters AFTER INSERT ON cases_same_person FOR EACH ROW
    EXECUTE FUNCTION notices_hold_letters();
CREATE TRIGGER notices_hold_letters AFTER UPDATE OF outcome, scope ON conferences_exclusion FOR EACH ROW
    WHEN (NEW.outcome <> '') EXECUTE FUNCTION notices_hold_letters();
"""
"""Letters that wait are held in the transaction that gave them a reason to wait, whoever acts."""

# What was brought before these triggers were there held nothing. Nobody acts while a database is brought along, so that
# nobody may ask what is to be arranged: of what nobody has settled yet it is asked here.
HELD_AT_UPGRADE: Final = f"""
DO $$
BEGIN
    PERFORM notices_hold_calls(one.conference_id, one.recipient) FROM (
        SELECT DISTINCT w.conference_id, w.recipient FROM notices_message w
            JOIN conferences_invitee i ON i.id = w.recipient
            CROSS JOIN LATERAL release_comes_as(w.conference_id, w.recipient) a
            JOIN conferences_safety_concern c ON c.conference_id = w.conference_id
                AND c.removed_on IS NULL AND c.settled_on IS NULL
        WHERE w.state = 'waiting' AND w.code IN ('invitation', 'moved') AND (
            ARRAY[c.person_id, c.of_person] && (a.own || a.helped)
                AND conferences_may_come(c.conference_id, c.person_id)
                AND conferences_may_come(c.conference_id, c.of_person)
            OR (i.supporter_of_id IS NOT NULL OR {TYPED}) AND c.told_apart -> i.id::text IS NULL
                AND NOT c.of_person = ANY (a.own) AND EXISTS (
                    SELECT FROM conferences_names_of(cases_same_people(c.of_person)) AS name
                        WHERE conferences_is_called(conferences_typed_words(i.name), name)))
        ORDER BY 1, 2) one;
END $$;
"""
"""Letters that wait when a database is brought along, of people about whose fear nobody has arranged anything."""
