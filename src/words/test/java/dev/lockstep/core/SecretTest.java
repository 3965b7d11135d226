package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void showsDotsInsteadOfItself() {
        assertThat("key " + Secret.of("sk_test_1")).isEqualTo("key •••");
    }

    @Test
    void matchesItsOwnTextOnly() {
        Secret secret = Secret.of("sk_test_1");

        assertThat(secret.matches("sk_test_1")).isTrue();
        assertThat(secret.matches("sk_test_2")).isFalse();
        assertThat(secret).isEqualTo(Secret.of("sk_test_1")).isNotEqualTo(Secret.of("sk_test_2"));
    }

    @Test
    void refusesToBeBlank() {
        assertThatThrownBy(() -> Secret.of(" ")).hasMessageContaining("blank");
    }
}
