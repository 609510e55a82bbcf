"""What the database itself keeps of addresses: none is opened without a reason, and one present stay at a time."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SET search_path = pg_catalog, public, pg_temp"

# What is opened is looked for in no paper's bytes any more, so nothing opens it by the way. A reason holds for one
# opening: whoever protects the address again takes it back.
_OPENS: Final = f"""
CREATE FUNCTION cases_address_opens() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    IF NEW.protection <> 'open' THEN
        NEW.opened_because := '';
    ELSIF (OLD.protection <> 'open' OR OLD.opened_because <> '') AND NEW.opened_because = '' THEN
        RAISE EXCEPTION 'cases: an address is opened for a reason that somebody gives'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_address_opened_because', TABLE = 'cases_address';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION cases_address_opens() FROM PUBLIC;
CREATE TRIGGER cases_address_opens BEFORE UPDATE ON cases_address
    FOR EACH ROW EXECUTE FUNCTION cases_address_opens();
"""

# Not a unique index: where two stand from before, somebody who knows says which is right. Of two who add one at once
# the second waits for the first.
_ONE_STAY: Final = f"""
CREATE FUNCTION cases_one_present_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_SAFE} AS $$
BEGIN
    IF NEW.kind = 'current' AND NEW.ends_on IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('present stay ' || NEW.case_id || ' ' || NEW.person_id, 0));
        IF EXISTS (SELECT FROM cases_address a WHERE a.case_id = NEW.case_id AND a.person_id = NEW.person_id
                AND a.kind = 'current' AND a.ends_on IS NULL AND a.id <> NEW.id) THEN
            RAISE EXCEPTION 'cases: somebody stays in one place at present' USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'cases_one_present_stay', TABLE = 'cases_address';
        END IF;
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION cases_one_present_stay() FROM PUBLIC;
CREATE TRIGGER cases_one_present_stay BEFORE INSERT OR UPDATE OF kind, ends_on, person_id ON cases_address
    FOR EACH ROW EXECUTE FUNCTION cases_one_present_stay();
"""

ADDRESSES: Final = f"{_OPENS}\n{_ONE_STAY}"
