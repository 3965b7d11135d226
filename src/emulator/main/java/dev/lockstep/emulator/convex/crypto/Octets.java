package dev.lockstep.emulator.convex.crypto;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/** Keys that are 32 bytes: Ed25519 and X25519. Their DER is a fixed head and the bytes (RFC 8410). */
enum Octets {
    ED25519("Ed25519", "70"),
    X25519("X25519", "6e");

    private static final int SIZE = 32;

    private final String curve;
    private final byte[] publicHead;
    private final byte[] privateHead;

    Octets(String curve, String id) {
        this.curve = curve;
        this.publicHead = HexFormat.of().parseHex("302a300506032b65" + id + "032100");
        this.privateHead = HexFormat.of().parseHex("302e020100300506032b65" + id + "04220420");
    }

    static Octets of(String name) {
        return switch (name) {
            case "Ed25519" -> ED25519;
            case "X25519" -> X25519;
            default -> throw CryptoFailure.unsupported("The curve " + name);
        };
    }

    PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(curve).generatePublic(new X509EncodedKeySpec(joined(publicHead, bytes)));
    }

    PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(curve).generatePrivate(new PKCS8EncodedKeySpec(joined(privateHead, bytes)));
    }

    ObjectNode jwk(PublicKey key) {
        return WireJson.object().put("kty", "OKP").put("crv", curve).put("x", Jwk.text(tail(key.getEncoded())));
    }

    ObjectNode jwk(PrivateKey key) throws GeneralSecurityException {
        byte[] secret = tail(key.getEncoded());
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve);
        // A pair is made from 32 random bytes and nothing else: with the key for chance it is the key's own.
        generator.initialize(SIZE * 8 - 1, new Fixed(secret));
        return jwk(generator.generateKeyPair().getPublic()).put("d", Jwk.text(secret));
    }

    private static byte[] tail(byte[] der) {
        return Arrays.copyOfRange(der, der.length - SIZE, der.length);
    }

    private static byte[] joined(byte[] head, byte[] bytes) {
        if (bytes.length != SIZE) {
            throw CryptoFailure.data("The key has " + bytes.length + " bytes, not " + SIZE);
        }
        byte[] all = Arrays.copyOf(head, head.length + SIZE);
        System.arraycopy(bytes, 0, all, head.length, SIZE);
        return all;
    }

    /** Chance that is a key. */
    private static final class Fixed extends SecureRandom {

        private final transient byte[] bytes;

        Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
