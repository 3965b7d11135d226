package dev.lockstep.emulator.convex.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import tools.jackson.databind.JsonNode;

/** Signatures, those by a shared secret included. */
final class Signatures {

    private Signatures() {}

    static byte[] sign(JsonNode algorithm, JsonNode key, byte[] data) throws GeneralSecurityException {
        if (isHmac(algorithm)) {
            return hmac(algorithm, key, data);
        }
        Signature signature = signature(algorithm);
        signature.initSign(Jwk.privateKey(key));
        signature.update(data);
        return signature.sign();
    }

    static boolean verify(JsonNode algorithm, JsonNode key, byte[] given, byte[] data) throws GeneralSecurityException {
        if (isHmac(algorithm)) {
            return MessageDigest.isEqual(hmac(algorithm, key, data), given);
        }
        Signature signature = signature(algorithm);
        signature.initVerify(Jwk.publicKey(key));
        signature.update(data);
        try {
            return signature.verify(given);
        } catch (SignatureException e) {
            // Bytes that are no signature at all are a wrong one.
            return false;
        }
    }

    private static boolean isHmac(JsonNode algorithm) {
        return algorithm.path("name").asString().equals("HMAC");
    }

    private static byte[] hmac(JsonNode algorithm, JsonNode key, byte[] data) throws GeneralSecurityException {
        return Hashes.mac(algorithm.path("hash").asString(), Jwk.secret(key)).doFinal(data);
    }

    private static Signature signature(JsonNode algorithm) throws GeneralSecurityException {
        String hash = algorithm.path("hash").asString("");
        String plain = hash.replace("-", "");
        return switch (algorithm.path("name").asString()) {
            case "RSASSA-PKCS1-v1_5" -> Signature.getInstance(plain + "withRSA");
            case "RSA-PSS" -> {
                Signature signature = Signature.getInstance("RSASSA-PSS");
                int salt = algorithm.path("saltLength").asInt();
                signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
                yield signature;
            }
            case "ECDSA" -> Signature.getInstance(plain + "withECDSAinP1363Format");
            case "Ed25519" -> Signature.getInstance("Ed25519");
            default -> throw CryptoFailure.unsupported(algorithm.path("name").asString());
        };
    }
}
