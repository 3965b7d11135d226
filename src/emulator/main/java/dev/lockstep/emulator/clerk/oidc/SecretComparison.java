package dev.lockstep.emulator.clerk.oidc;

import dev.lockstep.core.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Compares the client's secret as it is: it is a long random key of this machine, not a password to be hashed. */
final class SecretComparison implements PasswordEncoder {

    @Override
    public @Nullable String encode(@Nullable CharSequence raw) {
        return raw == null ? null : raw.toString();
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        return raw != null && encoded != null && Secret.of(encoded).matches(raw.toString());
    }
}
