package dev.lockstep.emulator.convex.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a JWT into the person it speaks for, by the providers of the app. Thread-safe. */
public final class TokenVerifier {

    private static final Duration CUSTOM_LEEWAY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);

    private final KeySets keys;
    private final Clock clock;

    public TokenVerifier(Clock clock) {
        this.keys = new KeySets(clock);
        this.clock = clock;
    }

    /** @throws Refusal 401 {@code InvalidAuthHeader}, {@code NoAuthProvider}, {@code Unauthenticated}, {@code TokenExpired} */
    UserIdentity verify(String token, List<AuthProvider> providers) {
        return person(token, providers).person();
    }

    /** The same with the time until which the token may be used. */
    Authorizer.Person person(String token, List<AuthProvider> providers) {
        SignedJWT jwt = parse(token);
        JWTClaimsSet claims = claims(jwt);
        AuthProvider provider = provider(claims, providers);
        return switch (provider) {
            case AuthProvider.Oidc oidc -> {
                check(jwt, keys.discover(oidc.issuer()), JWSAlgorithm.RS256);
                checkTime(claims, Duration.ZERO);
                yield person(UserIdentity.ofOidc(claims.getClaims()), claims, Duration.ZERO);
            }
            case AuthProvider.CustomJwt custom -> {
                check(jwt, custom.jwks(), JWSAlgorithm.parse(custom.algorithm()));
                checkTime(claims, CUSTOM_LEEWAY);
                yield person(UserIdentity.ofCustom(claims.getClaims()), claims, CUSTOM_LEEWAY);
            }
        };
    }

    private static Authorizer.Person person(UserIdentity person, JWTClaimsSet claims, Duration leeway) {
        return new Authorizer.Person(
                person, claims.getExpirationTime().toInstant().plus(leeway));
    }

    private static SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            throw Refusal.unauthenticated("InvalidAuthHeader", "Could not parse as id token");
        }
    }

    private static JWTClaimsSet claims(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (claims.getIssuer() == null || claims.getSubject() == null) {
                throw Refusal.unauthenticated("InvalidAuthHeader", "The token lacks the claim `iss` or `sub`");
            }
            return claims;
        } catch (ParseException e) {
            throw Refusal.unauthenticated("InvalidAuthHeader", "Could not parse the claims of the token");
        }
    }

    private static AuthProvider provider(JWTClaimsSet claims, List<AuthProvider> providers) {
        return providers.stream()
                .filter(provider -> provider.issues(claims.getIssuer()) && isFor(claims, provider))
                .findFirst()
                .orElseThrow(() -> Refusal.unauthenticated(
                        "NoAuthProvider",
                        "No auth provider found matching the given token. Check that auth.config.ts has a provider "
                                + "whose domain is `" + claims.getIssuer() + "` and whose applicationID is one of "
                                + claims.getAudience() + "."));
    }

    private static boolean isFor(JWTClaimsSet claims, AuthProvider provider) {
        return switch (provider) {
            case AuthProvider.Oidc oidc -> claims.getAudience().contains(oidc.applicationId());
            case AuthProvider.CustomJwt custom ->
                custom.applicationId().map(claims.getAudience()::contains).orElse(true);
        };
    }

    private void check(SignedJWT jwt, String address, JWSAlgorithm algorithm) {
        if (!jwt.getHeader().getAlgorithm().equals(algorithm)) {
            throw Refusal.unauthenticated(
                    "InvalidAuthHeader",
                    "The token is signed with " + jwt.getHeader().getAlgorithm() + ", not " + algorithm);
        }
        String keyId = jwt.getHeader().getKeyID();
        if (keyId == null) {
            if (!isSignedByOne(jwt, keys.all(address, false)) && !isSignedByOne(jwt, keys.all(address, true))) {
                throw unverified();
            }
            return;
        }
        JWK key = keys.key(address, keyId)
                .orElseThrow(() ->
                        Refusal.unauthenticated("InvalidAuthHeader", "The token's key is not among the issuer's keys"));
        try {
            if (!jwt.verify(verifier(key))) {
                throw unverified();
            }
        } catch (JOSEException e) {
            throw unverified();
        }
    }

    /** A token need not name its key; Convex Auth's do not. */
    private static boolean isSignedByOne(SignedJWT jwt, List<JWK> keys) {
        for (JWK key : keys) {
            try {
                if (jwt.verify(verifier(key))) {
                    return true;
                }
            } catch (JOSEException e) {
                LOG.debug("A key of another kind than the token's is passed over", e);
            }
        }
        return false;
    }

    private static Refusal unverified() {
        return Refusal.unauthenticated("Unauthenticated", "Could not verify the token's signature");
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return new RSASSAVerifier(rsa);
        }
        if (key instanceof ECKey ec) {
            return new ECDSAVerifier(ec);
        }
        throw new JOSEException("Keys of type " + key.getKeyType() + " are not supported in the emulator yet");
    }

    private void checkTime(JWTClaimsSet claims, Duration leeway) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw Refusal.unauthenticated("InvalidAuthHeader", "The token lacks the claim `exp`");
        }
        if (expires.toInstant().plus(leeway).isBefore(now)) {
            throw Refusal.unauthenticated("TokenExpired", "The token expired at " + expires.toInstant());
        }
    }
}
