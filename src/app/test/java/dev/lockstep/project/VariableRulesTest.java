package dev.lockstep.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.variables.VariableRules;
import dev.lockstep.project.variables.VariableRules.Broken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class VariableRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk_test_123456",
                "sk_live_abc",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "AKIAIOSFODNN7EXAMPLE",
                "sk-proj-0123456789abcdefghij",
                "eyJhbGciOiJSUzI1NiJ9"
            })
    void takesAKeyForNoName(String key) {
        assertThat(VariableRules.name(key)).contains(Broken.NAME_SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"STRIPE_SECRET_KEY", "SK_TEST", "sk_test", "npm_config", "OPENAI_API_KEY", "whsec", "re_direct"})
    void takesANameForAName(String name) {
        assertThat(VariableRules.name(name)).isEmpty();
    }
}
