package dev.lockstep.emulator.convex.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hash functions, plain and keyed. */
final class Hashes {

    private Hashes() {}

    static byte[] digest(String hash, byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance(hash).digest(data);
    }

    static Mac mac(String hash, byte[] key) throws GeneralSecurityException {
        String name = "Hmac" + hash.replace("-", "");
        Mac mac = Mac.getInstance(name);
        // The JDK refuses empty keys; padding with zeros is what HMAC does to any short key.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
        return mac;
    }
}
