package dev.lockstep.core;

/** The variables of the environment that an operator gives this application, and where their values are found. */
public enum Setting {
    CLERK_SECRET_KEY(
            Party.CLERK, Kind.REQUIRED_SECRET, "lockstep.clerk.secret-key", "Clerk dashboard → API keys → Secret keys"),
    CLERK_PUBLISHABLE_KEY(Party.CLERK, Kind.REQUIRED, "lockstep.clerk.publishable-key", "Clerk dashboard → API keys"),
    CLERK_ISSUER(
            Party.CLERK,
            Kind.OPTIONAL,
            "lockstep.clerk.issuer",
            "Clerk dashboard → API keys → Frontend API URL; the publishable key names it as well"),
    CLERK_API_URL(Party.CLERK, Kind.OPTIONAL, "lockstep.clerk.api-url", "only where Clerk is not at its usual address"),
    CLERK_OAUTH_CLIENT_ID(
            Party.CLERK,
            Kind.REQUIRED,
            "lockstep.account.client-id",
            "Clerk dashboard → OAuth applications → yours → Client ID"),
    CLERK_OAUTH_CLIENT_SECRET(
            Party.CLERK,
            Kind.REQUIRED_SECRET,
            "lockstep.account.client-secret",
            "Clerk dashboard → OAuth applications → yours → Client secret (shown once)"),
    CLERK_CONVEX_TEMPLATE(
            Party.CLERK,
            Kind.OPTIONAL,
            "lockstep.account.token-template",
            "Clerk dashboard → JWT templates → its name"),
    CLERK_WEBHOOK_SIGNING_SECRET(
            Party.CLERK,
            Kind.OPTIONAL_SECRET,
            "lockstep.account.webhook-secrets",
            "Clerk dashboard → Webhooks → your endpoint → Signing secret"),
    CONVEX_URL(Party.CONVEX, Kind.REQUIRED, "lockstep.convex.url", "Convex dashboard → Settings → URL & deploy key"),
    CONVEX_DEPLOY_KEY(
            Party.CONVEX,
            Kind.OPTIONAL_SECRET,
            "lockstep.convex.deploy-key",
            "Convex dashboard → Settings → URL & deploy key → Generate"),
    CONVEX_OAUTH_CLIENT_ID(
            Party.CONVEX,
            Kind.OPTIONAL,
            "lockstep.project.oauth-client-id",
            "Convex dashboard → Team settings → OAuth applications → yours; without it, projects connect by URL and key"),
    CONVEX_OAUTH_CLIENT_SECRET(
            Party.CONVEX,
            Kind.OPTIONAL_SECRET,
            "lockstep.project.oauth-client-secret",
            "Convex dashboard → Team settings → OAuth applications → yours"),
    PROVISION_HOST(
            Party.CONVEX,
            Kind.OPTIONAL,
            "lockstep.project.provision-host",
            "only where Convex's API is not at its usual address"),
    DASHBOARD_HOST(
            Party.CONVEX,
            Kind.OPTIONAL,
            "lockstep.project.dashboard-host",
            "only where Convex's dashboard is not at its usual address"),
    LOCKSTEP_DATABASE_URL(
            Party.LOCKSTEP,
            Kind.OPTIONAL,
            "spring.datasource.url",
            "jdbc:postgresql://host/name, from whoever runs it"),
    LOCKSTEP_DATABASE_USER(Party.LOCKSTEP, Kind.OPTIONAL, "spring.datasource.username", "whoever runs the database"),
    LOCKSTEP_DATABASE_PASSWORD(
            Party.LOCKSTEP, Kind.OPTIONAL_SECRET, "spring.datasource.password", "whoever runs the database"),
    LOCKSTEP_ADMINS(
            Party.LOCKSTEP,
            Kind.OPTIONAL,
            "lockstep.account.admins",
            "verified e-mail addresses or ids of Clerk, parted by commas; or public_metadata.role=admin in Clerk"),
    LOCKSTEP_HOME(Party.LOCKSTEP, Kind.OPTIONAL, "lockstep.home", "a folder that this process may write"),
    LOCKSTEP_PUBLIC_URL(
            Party.LOCKSTEP,
            Kind.OPTIONAL,
            "lockstep.site.public-url",
            "https://… under which people reach this site; without it, under the names of this machine only"),
    LOCKSTEP_PROXIES(
            Party.LOCKSTEP,
            Kind.OPTIONAL,
            "lockstep.site.proxies",
            "addresses or networks of the proxies before this site, parted by commas: 10.0.0.5, 10.1.0.0/16"),
    LOCKSTEP_KEYSET(
            Party.LOCKSTEP,
            Kind.OPTIONAL_SECRET,
            "lockstep.project.keyset",
            "what stored keys are sealed with: a keyset of Tink as JSON; else keys/secrets.json in LOCKSTEP_HOME"),
    LOCKSTEP_ALLOW_PRIVATE_ADDRESSES(
            Party.LOCKSTEP,
            Kind.OPTIONAL,
            "lockstep.project.allow-private-addresses",
            "true where people may name Convex deployments and issuers in this server's own network; else refused"),
    E2B_API_KEY(
            Party.LOCKSTEP,
            Kind.OPTIONAL_SECRET,
            "E2B_API_KEY",
            "E2B dashboard → API keys; without it, projects run on this machine only"),
    LOCKSTEP_ENVIRONMENT(
            Party.LOCKSTEP, Kind.OPTIONAL, "lockstep.environment.name", "a short name for the badge above: Staging"),
    LOCKSTEP_MONITORING_PORT(
            Party.LOCKSTEP, Kind.OPTIONAL, "management.server.port", "a port that only your monitoring reaches");

    /** The name of the property source in which the emulators put what nobody configured. */
    public static final String EMULATORS = "emulators";

    /** Whose values these are. */
    public enum Party {
        CLERK,
        CONVEX,
        LOCKSTEP
    }

    private enum Kind {
        REQUIRED,
        REQUIRED_SECRET,
        OPTIONAL,
        OPTIONAL_SECRET
    }

    private final Party party;
    private final Kind kind;
    private final String property;
    private final String place;

    Setting(Party party, Kind kind, String property, String place) {
        this.party = party;
        this.kind = kind;
        this.property = property;
        this.place = place;
    }

    public Party party() {
        return party;
    }

    /** Under which name the application reads it. */
    public String property() {
        return property;
    }

    /** Where its value is found. */
    public String place() {
        return place;
    }

    public boolean isRequired() {
        return kind == Kind.REQUIRED || kind == Kind.REQUIRED_SECRET;
    }

    /** Whether its value stays on the server. */
    public boolean isSecret() {
        return kind == Kind.REQUIRED_SECRET || kind == Kind.OPTIONAL_SECRET;
    }
}
