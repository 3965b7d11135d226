package dev.lockstep.emulator.convex.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Encryption. AES-KW is here too: wrapping is encryption whose data is a key. */
final class Ciphers {

    private Ciphers() {}

    static byte[] encrypt(JsonNode algorithm, JsonNode key, byte[] data) throws GeneralSecurityException {
        if (algorithm.path("name").asString().equals("AES-KW")) {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, aes(key));
            return cipher.wrap(new SecretKeySpec(data, "RAW"));
        }
        return cipher(Cipher.ENCRYPT_MODE, algorithm, key).doFinal(data);
    }

    static byte[] decrypt(JsonNode algorithm, JsonNode key, byte[] data) throws GeneralSecurityException {
        if (algorithm.path("name").asString().equals("AES-KW")) {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, aes(key));
            return cipher.unwrap(data, "RAW", Cipher.SECRET_KEY).getEncoded();
        }
        return cipher(Cipher.DECRYPT_MODE, algorithm, key).doFinal(data);
    }

    private static Cipher cipher(int mode, JsonNode algorithm, JsonNode key) throws GeneralSecurityException {
        switch (algorithm.path("name").asString()) {
            case "AES-GCM" -> {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                int tag = algorithm.path("tagLength").asInt(128);
                cipher.init(mode, aes(key), new GCMParameterSpec(tag, WebCrypto.bytes(algorithm, "iv")));
                cipher.updateAAD(WebCrypto.bytes(algorithm, "additionalData"));
                return cipher;
            }
            case "AES-CBC" -> {
                Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
                cipher.init(mode, aes(key), new IvParameterSpec(WebCrypto.bytes(algorithm, "iv")));
                return cipher;
            }
            case "AES-CTR" -> {
                // The JDK counts in all 128 bits; a shorter counter differs only when it runs over.
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                cipher.init(mode, aes(key), new IvParameterSpec(WebCrypto.bytes(algorithm, "counter")));
                return cipher;
            }
            case "RSA-OAEP" -> {
                String hash = algorithm.path("hash").asString();
                var label = new PSource.PSpecified(WebCrypto.bytes(algorithm, "label"));
                Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                cipher.init(
                        mode,
                        mode == Cipher.ENCRYPT_MODE ? Jwk.publicKey(key) : Jwk.privateKey(key),
                        new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), label));
                return cipher;
            }
            default -> throw CryptoFailure.unsupported(algorithm.path("name").asString());
        }
    }

    private static SecretKeySpec aes(JsonNode key) {
        return new SecretKeySpec(Jwk.secret(key), "AES");
    }
}
