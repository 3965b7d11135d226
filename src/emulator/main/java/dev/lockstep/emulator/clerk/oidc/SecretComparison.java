package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.clerk.application.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Compares a client's secret: with the secret as it is, which the emulator is started with, or with a hash. */
final class SecretComparison implements PasswordEncoder {

    @Override
    public @Nullable String encode(@Nullable CharSequence raw) {
        return raw == null ? null : raw.toString();
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        if (raw == null || encoded == null) {
            return false;
        }
        return Secrets.hashed(encoded)
                ? Secrets.match(raw.toString(), encoded)
                : Secret.of(encoded).matches(raw.toString());
    }
}
