package dev.lockstep.journey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets TestBench journeys run where a Vaadin licence key lies in one of its usual places, and elsewhere says that they
 * need one. Only looks whether a key is there: whether it is good is TestBench's own to check.
 */
final class TestBenchLicence implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (keyIsThere()) {
            return ConditionEvaluationResult.enabled("A Vaadin licence key is there");
        }
        String sentence = "TestBench journeys did not run: they need a Vaadin licence key, as -Dvaadin.key, VAADIN_KEY"
                + " or a file in ~/.vaadin (https://vaadin.com/myaccount/licenses).";
        System.err.println(sentence);
        return ConditionEvaluationResult.disabled(sentence);
    }

    private static boolean keyIsThere() {
        Path folder = Path.of(System.getProperty("user.home"), ".vaadin");
        return Stream.of("vaadin.key", "vaadin.proKey", "vaadin.offlineKey")
                        .anyMatch(name -> !System.getProperty(name, "").isBlank())
                || Stream.of("VAADIN_KEY", "VAADIN_PRO_KEY", "VAADIN_OFFLINE_KEY")
                        .map(System.getenv()::get)
                        .anyMatch(value -> value != null && !value.isBlank())
                || Stream.of("proKey", "offlineKey", "offlineKeyV2")
                        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }
}
