package dev.lockstep.emulator.convex.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ctx.auth.signJwt}: JWTs signed by the deployment's own key, with ES256, which anybody can check by its key set.
 * The key is a document that functions cannot see; it is made when it is first asked for. Stateless.
 */
public final class SignedTokens {

    private static final Set<String> RESERVED = Set.of("iss", "iat", "exp", "nbf");
    private static final List<String> RESERVED_PREFIXES = List.of("convex", "cvx");
    private static final long LONGEST_SECONDS = 3600;
    private static final String KEY = "key";

    private SignedTokens() {}

    /** The key set as JSON, public parts alone. */
    public static String keySet(Transaction transaction) {
        return new JWKSet(key(transaction)).toString(true);
    }

    /**
     * @param options {@code {claims?, expiresInSeconds}}
     * @param issuer the deployment's address, or what is below it for a component
     * @return the token as JSON
     * @throws FunctionError for claims that cannot be set, or a life that is no whole number of seconds up to an hour
     */
    public static String sign(JsonNode options, String issuer, Transaction transaction) {
        ObjectNode claims = claims(options.path("claims"));
        long now = (long) (transaction.began() / 1000);
        claims.put("iss", issuer);
        claims.put("iat", now).put("exp", now + seconds(options.path("expiresInSeconds")));
        ECKey key = key(transaction);
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var token = new JWSObject(header, new Payload(claims.toString()));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The signing key does not sign", e);
        }
        return WireJson.node(ConvexValue.text(token.serialize())).toString();
    }

    private static ObjectNode claims(JsonNode asked) {
        ObjectNode claims = WireJson.object();
        for (var claim : asked.properties()) {
            String name = claim.getKey().toLowerCase(Locale.ROOT);
            if (RESERVED.contains(claim.getKey()) || RESERVED_PREFIXES.stream().anyMatch(name::startsWith)) {
                throw new FunctionError(
                        "Invalid argument `claims` for `auth.signJwt`: the claim `" + claim.getKey() + "` is reserved");
            }
            claims.set(claim.getKey(), claim.getValue());
        }
        return claims;
    }

    private static long seconds(JsonNode asked) {
        double seconds = asked.asDouble(0);
        if (seconds < 1 || seconds > LONGEST_SECONDS || seconds != Math.rint(seconds)) {
            throw new FunctionError("Invalid argument `expiresInSeconds` for `auth.signJwt`: it must be a whole number "
                    + "from 1 to " + LONGEST_SECONDS + ", not " + asked);
        }
        return (long) seconds;
    }

    private static ECKey key(Transaction transaction) {
        Optional<Document> known =
                transaction.documents(DocumentStore.SIGNING_KEYS).stream().findFirst();
        try {
            if (known.isPresent()) {
                return ECKey.parse(known.get().value().text(KEY).orElseThrow());
            }
            ECKey made = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            transaction.insert(
                    DocumentStore.SIGNING_KEYS,
                    transaction.mint(DocumentStore.SIGNING_KEYS),
                    ConvexValue.object(KEY, ConvexValue.text(made.toJSONString())));
            return made;
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("Bug: the signing key is no key", e);
        }
    }
}
