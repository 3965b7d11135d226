package dev.lockstep.account.selftest;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.core.Secret;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token says of itself. Not verified: that is Convex's part, which is what is being tested.
 *
 * @param issuer empty text when it names none
 */
record TokenClaims(
        String issuer, List<String> audience, String subject, Optional<String> keyId, Optional<Instant> expires) {

    static Optional<TokenClaims> of(Secret jwt) {
        try {
            SignedJWT token = SignedJWT.parse(jwt.reveal());
            JWSHeader header = token.getHeader();
            JWTClaimsSet claims = token.getJWTClaimsSet();
            return Optional.of(new TokenClaims(
                    String.valueOf(claims.getIssuer()),
                    List.copyOf(claims.getAudience()),
                    String.valueOf(claims.getSubject()),
                    Optional.ofNullable(header.getKeyID()),
                    Optional.ofNullable(claims.getExpirationTime()).map(java.util.Date::toInstant)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    String audiences() {
        return audience.isEmpty() ? "–" : String.join(", ", audience);
    }
}
