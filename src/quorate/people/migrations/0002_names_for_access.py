"""The access room knows authorities, teams, agencies and people by id only; here the ids are made to exist."""

from django.db import migrations

_TABLES = ("case", "text", "grant", "exclusion", "restriction", "conflict", "break_glass", "break_glass_told")
_AUTHORITIES = "\n".join(
    f"ALTER TABLE access_{table} ADD CONSTRAINT access_{table}_of_authority"
    f" FOREIGN KEY (authority_id) REFERENCES people_authority (id) DEFERRABLE INITIALLY DEFERRED;"
    for table in _TABLES
)
_OTHERS = """
ALTER TABLE access_grant ADD CONSTRAINT access_grant_of_a_team
    FOREIGN KEY (team_id) REFERENCES people_team (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE access_grant ADD CONSTRAINT access_grant_for_an_agency
    FOREIGN KEY (agency_id) REFERENCES people_agency (id) DEFERRABLE INITIALLY DEFERRED;
"""

# A leaver is cut off at once and by the database itself: contexts end with the membership, or with the user.
_LEAVERS = """
CREATE FUNCTION people_cut_off() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'people_user' THEN
        IF NOT NEW.is_active THEN
            DELETE FROM access_context WHERE user_id = NEW.id;
        END IF;
    ELSIF TG_OP = 'DELETE' OR NEW.user_id <> OLD.user_id OR NEW.role <> OLD.role
            OR NEW.authority_id <> OLD.authority_id OR NEW.team_id IS DISTINCT FROM OLD.team_id
            OR NEW.agency_id IS DISTINCT FROM OLD.agency_id THEN
        DELETE FROM access_context WHERE membership_id = OLD.id;
    ELSIF NEW.ends_on < access_today() THEN
        DELETE FROM access_context WHERE membership_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER people_user_cut_off AFTER UPDATE ON people_user FOR EACH ROW EXECUTE FUNCTION people_cut_off();
CREATE TRIGGER people_membership_cut_off AFTER UPDATE OR DELETE ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_cut_off();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_wall")]
    operations = [migrations.RunSQL(_AUTHORITIES + _OTHERS + _LEAVERS, migrations.RunSQL.noop)]
