package dev.lockstep.project.variables;

import dev.lockstep.convex.deployment.VariableValue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables with which Convex Auth signs its tokens: {@code JWT_PRIVATE_KEY} (PKCS #8, RSA of 2048 bits, its lines
 * joined by blanks), {@code JWKS} (its public half, with a {@code kid}) and {@code SITE_URL}.
 */
public final class AuthKeys {

    public static final String PRIVATE = "JWT_PRIVATE_KEY";
    public static final String PUBLIC = "JWKS";
    public static final String SITE = "SITE_URL";

    private static final int BITS = 2048;
    private static final int PEM_LINE = 64;

    private AuthKeys() {}

    /** A fresh pair. */
    public static Map<String, VariableValue> make() {
        KeyPair pair = pair();
        var keys = new LinkedHashMap<String, VariableValue>();
        keys.put(PRIVATE, new VariableValue(pem(pair.getPrivate().getEncoded())));
        keys.put(PUBLIC, new VariableValue(jwks((RSAPublicKey) pair.getPublic())));
        return keys;
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every Java has RSA", e);
        }
    }

    private static String pem(byte[] key) {
        String lines = Base64.getMimeEncoder(PEM_LINE, " ".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key);
        return "-----BEGIN PRIVATE KEY----- " + lines + " -----END PRIVATE KEY-----";
    }

    private static String jwks(RSAPublicKey key) {
        String n = number(key.getModulus());
        String e = number(key.getPublicExponent());
        return "{\"keys\":[{\"use\":\"sig\",\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"" + n + "\",\"e\":\"" + e
                + "\",\"kid\":\"" + thumbprint(e, n) + "\"}]}";
    }

    /** RFC 7638: the key's members in order, without blanks. */
    private static String thumbprint(String e, String n) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("{\"e\":\"" + e + "\",\"kty\":\"RSA\",\"n\":\"" + n + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Bug: every Java has SHA-256", missing);
        }
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        // A leading zero is only the sign.
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        byte[] bare = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bare);
    }
}
