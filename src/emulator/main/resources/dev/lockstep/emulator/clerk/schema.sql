-- Runs at every start: each statement leaves what is there alone. Instants are milliseconds since 1970, UTC.
CREATE TABLE IF NOT EXISTS instance (
    id VARCHAR(64) PRIMARY KEY,
    signing_key VARCHAR(8192) NOT NULL,
    created_at BIGINT NOT NULL
);

-- The person is the document; the columns beside it are for uniqueness, filters and order.
CREATE TABLE IF NOT EXISTS users (
    id VARCHAR(64) PRIMARY KEY,
    document CLOB NOT NULL,
    external_id VARCHAR(512),
    username_key VARCHAR(64),
    username VARCHAR(64),
    first_name VARCHAR(256),
    last_name VARCHAR(256),
    email_address VARCHAR(254),
    banned BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_sign_in_at BIGINT,
    last_active_at BIGINT,
    CONSTRAINT unique_external_id UNIQUE (external_id),
    CONSTRAINT unique_username UNIQUE (username_key)
);
-- In the order of the lists, so that a page far down is read and not sorted for.
DROP INDEX IF EXISTS users_created;
CREATE INDEX IF NOT EXISTS users_by_age ON users (created_at, id);

CREATE TABLE IF NOT EXISTS email_addresses (
    email_key VARCHAR(254) NOT NULL,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT unique_email_address PRIMARY KEY (email_key)
);
CREATE INDEX IF NOT EXISTS email_addresses_user ON email_addresses (user_id);
-- Null in rows that are older than the column.
ALTER TABLE email_addresses ADD COLUMN IF NOT EXISTS id VARCHAR(64);
CREATE INDEX IF NOT EXISTS email_addresses_id ON email_addresses (id);

CREATE TABLE IF NOT EXISTS phone_numbers (
    phone_number VARCHAR(16) NOT NULL,
    id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT unique_phone_number PRIMARY KEY (phone_number)
);
CREATE INDEX IF NOT EXISTS phone_numbers_user ON phone_numbers (user_id);
CREATE INDEX IF NOT EXISTS phone_numbers_id ON phone_numbers (id);

CREATE TABLE IF NOT EXISTS external_accounts (
    provider VARCHAR(64) NOT NULL,
    provider_user_id VARCHAR(256) NOT NULL,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT unique_external_account PRIMARY KEY (provider, provider_user_id)
);
CREATE INDEX IF NOT EXISTS external_accounts_user ON external_accounts (user_id);

CREATE TABLE IF NOT EXISTS deleted_users (
    id VARCHAR(64) PRIMARY KEY,
    deleted_at BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS images (
    id VARCHAR(64) PRIMARY KEY,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    content_type VARCHAR(32) NOT NULL,
    content BLOB NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS images_user ON images (user_id);

-- A browser. Its cookie holds the token; the table only the token's hash.
CREATE TABLE IF NOT EXISTS clients (
    id VARCHAR(64) PRIMARY KEY,
    token_hash VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT unique_client_token UNIQUE (token_hash)
);

CREATE TABLE IF NOT EXISTS sessions (
    id VARCHAR(64) PRIMARY KEY,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id VARCHAR(64) NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    status VARCHAR(16) NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_active_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    abandon_at BIGINT NOT NULL
);
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS actor VARCHAR(8192);
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS organization_id VARCHAR(64);
CREATE INDEX IF NOT EXISTS sessions_user ON sessions (user_id, created_at);
CREATE INDEX IF NOT EXISTS sessions_client ON sessions (client_id, created_at);

CREATE TABLE IF NOT EXISTS jwt_templates (
    id VARCHAR(64) PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    claims CLOB NOT NULL,
    lifetime_seconds INT NOT NULL,
    clock_skew_seconds INT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT unique_jwt_template UNIQUE (name)
);

-- What webhooks tell, written with the change itself. The payload is sent byte for byte, again and again if need be.
CREATE TABLE IF NOT EXISTS webhook_messages (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id VARCHAR(64) NOT NULL,
    type VARCHAR(64) NOT NULL,
    payload CLOB NOT NULL,
    state VARCHAR(16) NOT NULL,
    course VARCHAR(16) NOT NULL,
    tries INT NOT NULL,
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT unique_webhook_message UNIQUE (id)
);
CREATE INDEX IF NOT EXISTS webhook_messages_due ON webhook_messages (state, due_at);

CREATE TABLE IF NOT EXISTS webhook_attempts (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id VARCHAR(64) NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    address VARCHAR(2048) NOT NULL,
    status INT,
    error VARCHAR(256)
);
CREATE INDEX IF NOT EXISTS webhook_attempts_message ON webhook_attempts (message_id, number);

-- What is few and looked at whole: invitations, tokens, settings, applications, organizations and the like.
CREATE TABLE IF NOT EXISTS shelves (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind VARCHAR(32) NOT NULL,
    id VARCHAR(128) NOT NULL,
    name VARCHAR(2048),
    owner VARCHAR(64),
    document CLOB NOT NULL,
    CONSTRAINT unique_shelf_id UNIQUE (kind, id),
    CONSTRAINT unique_shelf_name UNIQUE (kind, name)
);
CREATE INDEX IF NOT EXISTS shelves_owner ON shelves (kind, owner);

-- Who belongs to which organization; organizations themselves are on the shelves.
CREATE TABLE IF NOT EXISTS organization_memberships (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    document CLOB NOT NULL,
    CONSTRAINT unique_membership UNIQUE (organization_id, user_id)
);
CREATE INDEX IF NOT EXISTS organization_memberships_user ON organization_memberships (user_id, number);

CREATE TABLE IF NOT EXISTS logos (
    id VARCHAR(64) PRIMARY KEY,
    organization_id VARCHAR(64) NOT NULL,
    content_type VARCHAR(32) NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT unique_logo UNIQUE (organization_id)
);
