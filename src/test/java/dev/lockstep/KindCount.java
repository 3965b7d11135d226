package dev.lockstep;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the end how many tests of each kind ran; tests without a tag are units. */
public final class KindCount implements TestExecutionListener {

    private final Map<String, Integer> passed = new TreeMap<>();
    private int failed;
    private int skipped;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            return;
        }
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.merge(kind(test), 1, Integer::sum);
        } else if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped++;
        } else {
            failed++;
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
    }

    private static String kind(TestIdentifier test) {
        return test.getTags().stream()
                .map(tag -> tag.getName())
                .sorted()
                .findFirst()
                .orElse("unit");
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        System.out.println("tests by kind: " + passed + ", failed " + failed + ", skipped " + skipped);
    }
}
