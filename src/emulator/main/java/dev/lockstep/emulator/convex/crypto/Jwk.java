package dev.lockstep.emulator.convex.crypto;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Web Keys, to the JDK's keys and back (RFC 7517, 7518, 8037). */
final class Jwk {

    private Jwk() {}

    static byte[] secret(JsonNode jwk) {
        return decoded(jwk, "k");
    }

    static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
        return switch (jwk.path("kty").asString("")) {
            case "RSA" ->
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
            case "EC" -> {
                Curve curve = Curve.of(jwk.path("crv").asString(""));
                var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
                curve.check(point);
                yield KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve.parameters()));
            }
            case "OKP" -> Octets.of(jwk.path("crv").asString("")).publicKey(decoded(jwk, "x"));
            default -> throw CryptoFailure.data("Not a public key");
        };
    }

    static PrivateKey privateKey(JsonNode jwk) throws GeneralSecurityException {
        return switch (jwk.path("kty").asString("")) {
            case "RSA" ->
                KeyFactory.getInstance("RSA")
                        .generatePrivate(new RSAPrivateCrtKeySpec(
                                number(jwk, "n"),
                                number(jwk, "e"),
                                number(jwk, "d"),
                                number(jwk, "p"),
                                number(jwk, "q"),
                                number(jwk, "dp"),
                                number(jwk, "dq"),
                                number(jwk, "qi")));
            case "EC" ->
                KeyFactory.getInstance("EC")
                        .generatePrivate(new ECPrivateKeySpec(
                                number(jwk, "d"),
                                Curve.of(jwk.path("crv").asString("")).parameters()));
            case "OKP" -> Octets.of(jwk.path("crv").asString("")).privateKey(decoded(jwk, "d"));
            default -> throw CryptoFailure.data("Not a private key");
        };
    }

    static ObjectNode of(RSAPublicKey key) {
        return WireJson.object()
                .put("kty", "RSA")
                .put("n", text(key.getModulus()))
                .put("e", text(key.getPublicExponent()));
    }

    static ObjectNode of(RSAPrivateCrtKey key) {
        return WireJson.object()
                .put("kty", "RSA")
                .put("n", text(key.getModulus()))
                .put("e", text(key.getPublicExponent()))
                .put("d", text(key.getPrivateExponent()))
                .put("p", text(key.getPrimeP()))
                .put("q", text(key.getPrimeQ()))
                .put("dp", text(key.getPrimeExponentP()))
                .put("dq", text(key.getPrimeExponentQ()))
                .put("qi", text(key.getCrtCoefficient()));
    }

    static ObjectNode of(Curve curve, ECPublicKey key) {
        return of(curve, key.getW());
    }

    static ObjectNode of(Curve curve, ECPrivateKey key) {
        return of(curve, curve.times(key.getS())).put("d", text(key.getS(), curve.bytes()));
    }

    private static ObjectNode of(Curve curve, ECPoint point) {
        return WireJson.object()
                .put("kty", "EC")
                .put("crv", curve.name())
                .put("x", text(point.getAffineX(), curve.bytes()))
                .put("y", text(point.getAffineY(), curve.bytes()));
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(BigInteger number) {
        return text(number, (number.bitLength() + 7) / 8);
    }

    private static String text(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] sized = new byte[length];
        byte[] digits = bytes.length > length ? Arrays.copyOfRange(bytes, bytes.length - length, bytes.length) : bytes;
        System.arraycopy(digits, 0, sized, length - digits.length, digits.length);
        return text(sized);
    }

    private static BigInteger number(JsonNode jwk, String field) {
        return new BigInteger(1, decoded(jwk, field));
    }

    private static byte[] decoded(JsonNode jwk, String field) {
        if (!jwk.path(field).isString()) {
            throw CryptoFailure.data("The key has no " + field);
        }
        return Base64.getUrlDecoder().decode(jwk.path(field).asString());
    }
}
