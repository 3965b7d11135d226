package dev.lockstep.emulator.clerk.people;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Digests of passwords by the names that Clerk gives the ways to make them: {@code bcrypt}, {@code bcrypt_sha256_django},
 * {@code pbkdf2_sha256_django}, {@code sha256} and {@code md5}, the last two in hexadecimal. The formats with "django"
 * are those of <a href="https://docs.djangoproject.com/en/5.2/topics/auth/passwords/">Django</a>.
 */
final class Digests {

    private static final int STRENGTH = 10;
    private static final int MOST_ITERATIONS = 2_000_000;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]?\\$\\d\\d\\$[./0-9A-Za-z]{53}");
    private static final Pattern PBKDF2 = Pattern.compile("pbkdf2_sha256\\$(\\d{1,7})\\$([^$]+)\\$([A-Za-z0-9+/=]+)");
    private static final String BCRYPT_SHA256 = "bcrypt_sha256$";
    /** Clerk takes these as well; we cannot. */
    private static final Set<String> ELSEWHERE = Set.of(
            "pbkdf2_sha1",
            "pbkdf2_sha256",
            "pbkdf2_sha512",
            "pbkdf2_sha512_hex",
            "phpass",
            "md5_phpass",
            "scrypt_firebase",
            "scrypt_werkzeug",
            "ldap_ssha",
            "argon2i",
            "argon2id",
            "sha512_symfony");

    private Digests() {}

    static String bcrypt(String plain) {
        return new BCryptPasswordEncoder(STRENGTH).encode(plain);
    }

    /** @throws Refusal when the way is unknown, or the digest is not of its format */
    static void check(String digest, String hasher) {
        boolean fits = switch (hasher) {
            case "bcrypt" -> BCRYPT.matcher(digest).matches();
            case "bcrypt_sha256_django" ->
                digest.startsWith(BCRYPT_SHA256)
                        && BCRYPT.matcher(digest.substring(BCRYPT_SHA256.length()))
                                .matches();
            case "pbkdf2_sha256_django" -> PBKDF2.matcher(digest).matches();
            case "sha256" -> digest.matches("[0-9a-f]{64}");
            case "md5" -> digest.matches("[0-9a-f]{32}");
            default -> throw unknown(hasher);
        };
        if (!fits) {
            throw Refusal.field(
                    "form_password_digest_invalid",
                    "password_digest",
                    "password_digest is not a digest of the hasher " + hasher + ".");
        }
    }

    private static Refusal unknown(String hasher) {
        return Refusal.field(
                "form_param_value_invalid",
                "password_hasher",
                ELSEWHERE.contains(hasher)
                        ? "The emulator cannot check digests of " + hasher + "; use bcrypt."
                        : "password_hasher is not one of the hashers.");
    }

    static boolean match(String digest, String hasher, String plain) {
        return switch (hasher) {
            case "bcrypt" -> BCrypt.checkpw(plain, digest);
            case "bcrypt_sha256_django" ->
                BCrypt.checkpw(hash("SHA-256", plain), digest.substring(BCRYPT_SHA256.length()));
            case "pbkdf2_sha256_django" -> derived(digest, plain);
            case "sha256" -> same(digest, hash("SHA-256", plain));
            case "md5" -> same(digest, hash("MD5", plain));
            default -> throw new IllegalStateException("Bug: a password was stored by the hasher " + hasher);
        };
    }

    private static boolean derived(String digest, String plain) {
        Matcher parts = PBKDF2.matcher(digest);
        if (!parts.matches()) {
            return false;
        }
        byte[] wanted = Base64.getDecoder().decode(parts.group(3));
        int iterations = Math.clamp(Integer.parseInt(parts.group(1)), 1, MOST_ITERATIONS);
        var spec = new PBEKeySpec(
                plain.toCharArray(),
                parts.group(2).getBytes(StandardCharsets.UTF_8),
                iterations,
                wanted.length * Byte.SIZE);
        try {
            return MessageDigest.isEqual(
                    wanted,
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2", e);
        }
    }

    private static String hash(String algorithm, String plain) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
