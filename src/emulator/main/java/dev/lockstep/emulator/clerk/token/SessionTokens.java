package dev.lockstep.emulator.clerk.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.Session;
import dev.lockstep.emulator.clerk.store.Ids;
import dev.lockstep.emulator.clerk.store.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Signs the tokens of sessions with the key that the JWKS publishes. Safe for any thread. */
public final class SessionTokens {

    private static final int JTI_LENGTH = 20;

    private final Instance instance;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;
    private final ActiveOrganization.Source organizations;

    /** @param organizations what is told of the organization that a session is for */
    public SessionTokens(
            Instance instance, JsonMapper json, Ids ids, Clock clock, ActiveOrganization.Source organizations) {
        this.organizations = organizations;
        this.instance = instance;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** A session token of version 2. */
    public String plain(Session session, Optional<Duration> lifetime) {
        ObjectNode claims = json.createObjectNode();
        long minutes = Duration.between(session.createdAt(), clock.instant()).toMinutes();
        claims.putArray("fva").add(minutes).add(-1);
        claims.put("sid", session.id()).put("sts", "active").put("v", 2);
        // Permissions are those of the system alone here, and Clerk leaves those out of tokens.
        organizations
                .of(session)
                .ifPresent(organization -> claims.putObject("o")
                        .put("id", organization.id())
                        .put("slg", organization.slug())
                        .put("rol", organization.shortRole()));
        if (session.terms().actor() != null) {
            claims.set("act", json.readTree(session.terms().actor()));
        }
        return signed(
                claims,
                session.userId(),
                lifetime.orElse(JwtTemplates.defaultLifetime()),
                JwtTemplates.defaultClockSkew());
    }

    /** A token from a template; it has no {@code sid}, as Clerk's have none. */
    public String from(JwtTemplate template, Session session, Person person, Optional<Duration> lifetime) {
        var shortcodes = new Shortcodes(person, organizations.of(session), instance.issuer());
        var claims = (ObjectNode) shortcodes.fill(template.claims());
        return signed(claims, person.id(), lifetime.orElse(template.lifetime()), template.clockSkew());
    }

    private String signed(ObjectNode claims, String subject, Duration lifetime, Duration skew) {
        Instant now = clock.instant();
        claims.put("iss", instance.issuer().toString())
                .put("sub", subject)
                .put("iat", now.getEpochSecond())
                .put("nbf", now.minus(skew).getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond())
                .put("jti", ids.text(JTI_LENGTH));
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(instance.id())
                .build();
        var token = new JWSObject(header, new Payload(json.writeValueAsString(claims)));
        try {
            token.sign(new RSASSASigner(instance.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("The signing key does not sign", e);
        }
        return token.serialize();
    }
}
