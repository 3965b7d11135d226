package dev.lockstep.emulator.convex.crypto;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes pairs of keys, and reads and writes them as DER ({@code spki}, {@code pkcs8}). */
final class KeyPairs {

    private static final int MAX_RSA_BITS = 8192;

    private KeyPairs() {}

    /** @return {@code {publicKey, privateKey}} */
    static ObjectNode generate(JsonNode algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family(algorithm));
        switch (family(algorithm)) {
            case "RSA" -> {
                int bits = algorithm.path("modulusLength").asInt();
                if (bits < 512 || bits > MAX_RSA_BITS) {
                    throw CryptoFailure.operation("An RSA key has 512 to " + MAX_RSA_BITS + " bits here");
                }
                var exponent = new BigInteger(1, WebCrypto.bytes(algorithm, "publicExponent"));
                generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
            }
            case "EC" ->
                generator.initialize(new ECGenParameterSpec(
                        Curve.of(algorithm.path("namedCurve").asString("")).jdkName()));
            default -> {}
        }
        KeyPair pair = generator.generateKeyPair();
        ObjectNode json = WireJson.object();
        json.set("publicKey", jwk(algorithm, pair.getPublic()));
        json.set("privateKey", jwk(algorithm, pair.getPrivate()));
        return json;
    }

    /** @return the JWK */
    static ObjectNode read(JsonNode algorithm, String format, byte[] der) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(family(algorithm));
        return format.equals("spki")
                ? jwk(algorithm, factory.generatePublic(new X509EncodedKeySpec(der)))
                : jwk(algorithm, factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    static byte[] write(JsonNode jwk, String format) throws GeneralSecurityException {
        return format.equals("spki")
                ? Jwk.publicKey(jwk).getEncoded()
                : Jwk.privateKey(jwk).getEncoded();
    }

    private static String family(JsonNode algorithm) {
        String name = algorithm.path("name").asString();
        return switch (name) {
            case "RSASSA-PKCS1-v1_5", "RSA-PSS", "RSA-OAEP" -> "RSA";
            case "ECDSA", "ECDH" -> "EC";
            case "Ed25519", "X25519" -> name;
            default -> throw CryptoFailure.unsupported(name);
        };
    }

    private static ObjectNode jwk(JsonNode algorithm, PublicKey key) throws GeneralSecurityException {
        return switch (key) {
            case RSAPublicKey rsa -> Jwk.of(rsa);
            case ECPublicKey ec -> {
                Curve curve = Curve.of(algorithm.path("namedCurve").asString(""));
                curve.check(ec);
                yield Jwk.of(curve, ec);
            }
            default -> Octets.of(family(algorithm)).jwk(key);
        };
    }

    private static ObjectNode jwk(JsonNode algorithm, PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case RSAPrivateCrtKey rsa -> Jwk.of(rsa);
            case ECPrivateKey ec -> {
                Curve curve = Curve.of(algorithm.path("namedCurve").asString(""));
                curve.check(ec);
                yield Jwk.of(curve, ec);
            }
            default -> Octets.of(family(algorithm)).jwk(key);
        };
    }
}
