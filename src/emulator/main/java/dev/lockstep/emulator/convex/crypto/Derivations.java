package dev.lockstep.emulator.convex.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import tools.jackson.databind.JsonNode;

/** Keys from passwords, from other keys, and from two halves. */
final class Derivations {

    /** A call must not hold its thread for minutes: derivation cannot be interrupted. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private Derivations() {}

    /** @param bits a multiple of 8; 0 for all that an agreement gives */
    static byte[] derive(JsonNode algorithm, JsonNode key, int bits) throws GeneralSecurityException {
        int length = bits / 8;
        return switch (algorithm.path("name").asString()) {
            case "PBKDF2" -> pbkdf2(algorithm, Jwk.secret(key), length);
            case "HKDF" -> hkdf(algorithm, Jwk.secret(key), length);
            case "ECDH" -> agree("ECDH", algorithm, key, length);
            case "X25519" -> agree("X25519", algorithm, key, length);
            default -> throw CryptoFailure.unsupported(algorithm.path("name").asString());
        };
    }

    private static byte[] agree(String name, JsonNode algorithm, JsonNode key, int length)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(name);
        agreement.init(Jwk.privateKey(key));
        agreement.doPhase(Jwk.publicKey(algorithm.path("public")), true);
        byte[] secret = agreement.generateSecret();
        if (length > secret.length) {
            throw CryptoFailure.operation("The keys agree on " + secret.length + " bytes, not " + length);
        }
        return length == 0 ? secret : Arrays.copyOf(secret, length);
    }

    /** RFC 5869. */
    private static byte[] hkdf(JsonNode algorithm, byte[] secret, int length) throws GeneralSecurityException {
        String hash = algorithm.path("hash").asString();
        byte[] extracted = Hashes.mac(hash, WebCrypto.bytes(algorithm, "salt")).doFinal(secret);
        Mac mac = Hashes.mac(hash, extracted);
        if (length > 255 * mac.getMacLength()) {
            throw CryptoFailure.operation("HKDF cannot give " + length + " bytes");
        }
        byte[] info = WebCrypto.bytes(algorithm, "info");
        var out = new ByteArrayOutputStream();
        byte[] block = new byte[0];
        for (int i = 1; out.size() < length; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            out.writeBytes(block);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    /** RFC 8018; not the JDK's own, which takes letters and not bytes. */
    private static byte[] pbkdf2(JsonNode algorithm, byte[] password, int length) throws GeneralSecurityException {
        int iterations = algorithm.path("iterations").asInt();
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw CryptoFailure.operation("PBKDF2 takes 1 to " + MAX_ITERATIONS + " iterations here");
        }
        Mac mac = Hashes.mac(algorithm.path("hash").asString(), password);
        byte[] salt = WebCrypto.bytes(algorithm, "salt");
        var out = new ByteArrayOutputStream();
        for (int i = 1; out.size() < length; i++) {
            mac.update(salt);
            byte[] round = mac.doFinal(ByteBuffer.allocate(4).putInt(i).array());
            byte[] block = round.clone();
            for (int n = 1; n < iterations; n++) {
                round = mac.doFinal(round);
                for (int at = 0; at < block.length; at++) {
                    block[at] ^= round[at];
                }
            }
            out.writeBytes(block);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }
}
