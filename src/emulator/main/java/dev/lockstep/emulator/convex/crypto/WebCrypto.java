package dev.lockstep.emulator.convex.crypto;

import java.security.GeneralSecurityException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * Answers what {@code subtle.js} asks. Bytes are base64; a key is a JWK; names of algorithms are those of the Web
 * Cryptography API, already checked there. Stateless.
 */
public final class WebCrypto {

    private WebCrypto() {}

    /**
     * @param request has {@code algorithm}, and what the operation needs of {@code key}, {@code data}, {@code signature},
     *     {@code format}, {@code bits}
     * @return JSON
     * @throws CryptoFailure when the standard has it fail
     */
    public static String answer(String operation, JsonNode request) {
        JsonNode algorithm = request.path("algorithm");
        JsonNode key = request.path("key");
        try {
            return switch (operation) {
                case "digest" -> text(Hashes.digest(request.path("hash").asString(), bytes(request, "data")));
                case "generate" -> KeyPairs.generate(algorithm).toString();
                case "import" ->
                    KeyPairs.read(algorithm, request.path("format").asString(), bytes(request, "data"))
                            .toString();
                case "export" -> text(KeyPairs.write(key, request.path("format").asString()));
                case "sign" -> text(Signatures.sign(algorithm, key, bytes(request, "data")));
                case "verify" ->
                    String.valueOf(
                            Signatures.verify(algorithm, key, bytes(request, "signature"), bytes(request, "data")));
                case "encrypt" -> text(Ciphers.encrypt(algorithm, key, bytes(request, "data")));
                case "decrypt" -> text(Ciphers.decrypt(algorithm, key, bytes(request, "data")));
                case "derive" ->
                    text(Derivations.derive(algorithm, key, request.path("bits").asInt()));
                default -> throw CryptoFailure.unsupported(operation);
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw operation.equals("import")
                    ? CryptoFailure.data("The key cannot be read: " + e.getMessage())
                    : CryptoFailure.operation("The operation failed: " + e.getMessage());
        }
    }

    static byte[] bytes(JsonNode object, String field) {
        return Base64.getDecoder().decode(object.path(field).asString(""));
    }

    private static String text(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }
}
