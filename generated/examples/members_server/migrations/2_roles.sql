-- Roles that somebody made, and the roles of members, built-in ones among them.
CREATE TABLE roles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    -- The role as JSON.
    request TEXT NOT NULL,
    -- Whether somebody inserted it. The role of the page's sample bodies is there to be updated before that.
    is_inserted INTEGER NOT NULL
) STRICT;

CREATE TABLE member_roles (
    user_id TEXT NOT NULL REFERENCES members (user_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, position)
) STRICT;

CREATE INDEX member_roles_by_role ON member_roles (role);
